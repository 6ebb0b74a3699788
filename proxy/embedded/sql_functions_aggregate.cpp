// Aggregates that SQLite has no exact counterpart of.
#include <memory>

#include "embedded/sql_functions.h"

namespace mallshard::embedded {

namespace {

// SQLite zeroes the context of a group, and frees it without a destructor.
struct SumState {
  std::int64_t integers;  // as long as everything fits
  Decimal* exact;         // else; owned, freed by the final step
  bool any;
};

void sum_step(sqlite3_context* context, int, sqlite3_value** args) {
  if (sqlite3_value_type(args[0]) == SQLITE_NULL) return;
  auto* state = static_cast<SumState*>(sqlite3_aggregate_context(context, sizeof(SumState)));
  if (state == nullptr) return sqlite3_result_error_nomem(context);
  state->any = true;
  Call call(context, {args, 1});
  if (state->exact == nullptr && call.is_integer(0)) {
    if (!__builtin_add_overflow(state->integers, call.integer(0), &state->integers)) return;
    // The wrapped sum is undone by adding to the sum before it.
    state->integers = static_cast<std::int64_t>(static_cast<std::uint64_t>(state->integers) -
                                                static_cast<std::uint64_t>(call.integer(0)));
  }
  if (state->exact == nullptr) state->exact = new Decimal(Decimal::of(state->integers));
  *state->exact = Decimal::add(*state->exact, call.decimal(0)).value_or(*state->exact);
}

void sum_final(sqlite3_context* context) {
  auto* state = static_cast<SumState*>(sqlite3_aggregate_context(context, 0));
  if (state == nullptr || !state->any) return sqlite3_result_null(context);
  const std::unique_ptr<Decimal> exact(state->exact);
  const std::string text = exact ? exact->text() : std::to_string(state->integers);
  sqlite3_result_text64(context, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
}

struct ConcatState {
  std::string* text;
  bool bytes;
};

constexpr std::size_t kGroupConcatMax = 1024;  // group_concat_max_len

// (value, separator)
void concat_step(sqlite3_context* context, int count, sqlite3_value** args) {
  if (sqlite3_value_type(args[0]) == SQLITE_NULL) return;
  auto* state = static_cast<ConcatState*>(sqlite3_aggregate_context(context, sizeof(ConcatState)));
  if (state == nullptr) return sqlite3_result_error_nomem(context);
  Call call(context, {args, static_cast<std::size_t>(count)});
  if (state->text == nullptr) {
    state->text = new std::string();
    state->bytes = call.is_blob(0);
  } else {
    *state->text += count > 1 ? call.text(1) : std::string_view(",");
  }
  *state->text += call.text(0);
}

void concat_final(sqlite3_context* context) {
  auto* state = static_cast<ConcatState*>(sqlite3_aggregate_context(context, 0));
  if (state == nullptr || state->text == nullptr) return sqlite3_result_null(context);
  const std::unique_ptr<std::string> text(state->text);
  if (text->size() > kGroupConcatMax) {
    std::size_t fits = kGroupConcatMax;
    while (fits > 0 && (static_cast<std::uint8_t>((*text)[fits]) & 0xC0) == 0x80) --fits;
    text->resize(fits);
    auto* evaluation = static_cast<Evaluation*>(sqlite3_user_data(context));
    evaluation->warn(WarningLevel::Warning, {1260, "HY000", "Row 1 was cut by GROUP_CONCAT()"});
  }
  if (state->bytes) {
    sqlite3_result_blob64(context, text->data(), text->size(), SQLITE_TRANSIENT);
  } else {
    sqlite3_result_text64(context, text->data(), text->size(), SQLITE_TRANSIENT, SQLITE_UTF8);
  }
}

// The value of any one row: the first.
struct AnyState {
  sqlite3_value* value;
  bool set;
};

void any_step(sqlite3_context* context, int, sqlite3_value** args) {
  auto* state = static_cast<AnyState*>(sqlite3_aggregate_context(context, sizeof(AnyState)));
  if (state == nullptr || state->set) return;
  state->value = sqlite3_value_dup(args[0]);
  state->set = true;
}

void any_final(sqlite3_context* context) {
  auto* state = static_cast<AnyState*>(sqlite3_aggregate_context(context, 0));
  if (state == nullptr || state->value == nullptr) return sqlite3_result_null(context);
  sqlite3_result_value(context, state->value);
  sqlite3_value_free(state->value);
}

}  // namespace

Result<void> register_aggregates(sqlite3* database, Evaluation& evaluation) {
  constexpr int kFlags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
  const auto add = [&](const char* name, int args, void (*step)(sqlite3_context*, int, sqlite3_value**),
                       void (*final)(sqlite3_context*)) {
    return sqlite3_create_function_v2(database, name, args, kFlags, &evaluation, nullptr, step, final,
                                      nullptr) == SQLITE_OK;
  };
  const bool done =
      add("ms_sum", 1, sum_step, sum_final) && add("ms_group_concat", 1, concat_step, concat_final) &&
      add("ms_group_concat", 2, concat_step, concat_final) && add("ms_any", 1, any_step, any_final);
  if (!done) return Error::unknown("SQLite refuses an aggregate function");
  return {};
}

}  // namespace mallshard::embedded
