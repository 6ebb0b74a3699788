#include "plan/written_table.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "plan/gather_text.h"
#include "plan/rewrite.h"

namespace mallshard::plan {
namespace {

using rule::ColumnMetadata;
using rule::ColumnType;
using rule::KeyMetadata;

constexpr std::string_view kAfter = "g.";
constexpr std::string_view kBefore = "s.";

void append(std::string& list, std::string_view item, std::string_view between = ", ") {
  if (!list.empty()) list += between;
  list += item;
}

std::string name_of(std::string_view name) {
  return quoted(name, '`');
}

// Equal values have equal bytes: no collation, no sign of zero that is lost.
std::string bytes_of(const ColumnMetadata& column, const std::string& expression) {
  switch (column.type) {
    case ColumnType::Float:
    case ColumnType::Double:
      return "CAST(" + expression + " AS CHAR)";
    case ColumnType::Geometry:
    case ColumnType::Vector:
      return "HEX(" + expression + ")";
    default:
      return expression;
  }
}

// An expression that is equal, as bytes or as an exact number, for equal bytes of
// the column alone. nullopt: there is none (a JSON document's types do not show
// in its text).
std::optional<CarriedColumn> identity_of(const ColumnMetadata& column, std::string_view from) {
  const std::string name = std::string(from) + name_of(column.name);
  switch (column.type) {
    case ColumnType::Float:
    case ColumnType::Double:
      return CarriedColumn{"CAST(CAST(" + name + " * 1e0 AS CHAR) AS BINARY)", GatherForm::Bytes};
    case ColumnType::Geometry:
    case ColumnType::Vector:
      return CarriedColumn{"CAST(HEX(" + name + ") AS BINARY)", GatherForm::Bytes};
    case ColumnType::Timestamp:
      return CarriedColumn{"UNIX_TIMESTAMP(" + name + ")", GatherForm::Number};
    case ColumnType::Json:
      return std::nullopt;
    default:
      return carried_column(column, from);
  }
}

class Stager {
 public:
  explicit Stager(StagingInput input) : input_(std::move(input)), base_(input_.base) {
    const std::string number = std::to_string(input_.number);
    row_ = name_of("__mallshard_row" + number);
    node_ = name_of("__mallshard_node" + number);
    after_ = temporary_name(input_.number);
    before_ = name_of("__mallshard_s" + number);
  }

  Result<Staging> stage() {
    if (Result<void> found = find_key(); !found) return found.error();
    if (Result<void> chosen = choose_values(); !chosen) return chosen.error();
    HiddenColumns hidden;
    const std::string hide = input_.hides_columns ? " INVISIBLE" : "";
    hidden.definitions = row_ + " bigint unsigned NOT NULL AUTO_INCREMENT" + hide + ", " + node_ +
                         " int unsigned NOT NULL" + (hide.empty() ? hide : " DEFAULT 0" + hide) + ", KEY " +
                         row_ + " (" + row_ + ")";
    hidden.names = node_;
    hidden.forms = {GatherForm::Number};
    Result<TemporaryTable> made = temporary_table(base_, input_.wanted, after_, &hidden);
    if (!made) return made.error();
    Staging staging;
    staging.table = std::move(*made);
    make_snapshot(staging.snapshot);
    describe(staging.written);
    if (Result<void> checked = check_keys(staging.written); !checked) return checked.error();
    return staging;
  }

 private:
  // ---- columns ----

  [[nodiscard]] const ColumnMetadata& column(std::uint32_t at) const { return base_.columns[at]; }

  // A server's own choice: the primary key, else a unique one without NULL; else
  // all that is stored.
  Result<void> find_key() {
    for (const KeyMetadata& key : base_.keys) {
      const bool tells_apart = key.identifies_rows() &&
                               std::none_of(key.columns.begin(), key.columns.end(), [&](std::uint32_t at) {
                                 return column(at).nullable || column(at).generated;
                               });
      if (!tells_apart) continue;
      key_ = key.columns;
      for (const std::uint32_t at : key_) input_.wanted[at] = true;
      return {};
    }
    whole_row_ = true;
    for (std::uint32_t i = 0; i < base_.columns.size(); ++i) {
      if (column(i).generated) continue;
      if (!identity_of(column(i), {})) {
        return Error::not_supported("writing rows of several shards by way of one of them: '" + base_.name +
                                    "' has no primary key, and column '" + column(i).name + "' is " +
                                    column(i).type_text);
      }
      key_.push_back(i);
      input_.wanted[i] = true;
    }
    return {};
  }

  // What may be different when the statement has run: assigned columns, and
  // those that change along with any other.
  Result<void> choose_values() {
    if (input_.changed.empty()) return {};
    for (std::uint32_t i = 0; i < base_.columns.size(); ++i) {
      if (column(i).on_update_now) input_.changed[i] = true;
    }
    may_move_ = moves_rows();
    if (may_move_) std::fill(input_.wanted.begin(), input_.wanted.end(), true);
    for (std::uint32_t i = 0; i < base_.columns.size(); ++i) {
      if (!input_.changed[i]) {
        if (may_move_ && !column(i).generated) values_.push_back(i);
        continue;
      }
      if (column(i).generated)
        return Error::not_supported("SET of generated column '" + column(i).name + "' over several shards");
      input_.wanted[i] = true;
      values_.push_back(i);
    }
    return {};
  }

  // A new sharding key belongs elsewhere, and a new unique key may be one that
  // another row has until it, too, is changed.
  [[nodiscard]] bool moves_rows() {
    moving_.assign(base_.columns.size(), false);
    if (input_.table != nullptr) {
      for (const std::string& name : input_.table->sharding_columns) {
        if (const auto at = base_.find_column(name)) moving_[*at] = input_.changed[*at];
      }
    }
    for (const KeyMetadata& key : base_.keys) {
      if (!key.unique) continue;
      for (const std::uint32_t at : key.columns) moving_[at] = input_.changed[at];
    }
    return std::find(moving_.begin(), moving_.end(), true) != moving_.end();
  }

  // ---- the snapshot ----

  void make_snapshot(GatherTable& out) const {
    std::string definitions =
        row_ + " bigint unsigned NOT NULL PRIMARY KEY, " + node_ + " int unsigned NOT NULL";
    std::string names = row_ + ", " + node_;
    for (std::uint32_t i = 0; i < base_.columns.size(); ++i) {
      const bool is_key = std::find(key_.begin(), key_.end(), i) != key_.end();
      const bool changes = !input_.changed.empty() && input_.changed[i];
      if (!is_key && !changes) continue;
      append(definitions, column_definition(column(i)));
      append(names, name_of(column(i).name));
    }
    out.logical_table = base_.name;
    out.name = before_;
    out.create = "CREATE TEMPORARY TABLE " + before_ + " (" + definitions + ") ENGINE=InnoDB";
    out.fill = "INSERT INTO " + before_ + " (" + names + ") SELECT " + names + " FROM " + name_of(after_);
  }

  // ---- the way back ----

  [[nodiscard]] WrittenColumn written_column(std::uint32_t at) const {
    WrittenColumn out;
    out.name = name_of(column(at).name);
    out.form = carried_column(column(at))->form;
    if (out.form == GatherForm::Bytes && !column(at).charset.empty())
      out.introducer = "_" + column(at).charset + " ";
    return out;
  }

  [[nodiscard]] std::string ask(std::uint32_t at, std::string_view from) const {
    return carried_column(column(at), from)->expression;
  }

  void describe(WrittenTable& out) const {
    out.logical_table = base_.name;
    out.table = input_.table;
    out.sources = input_.sources;
    out.is_delete = input_.changed.empty();
    out.ignore = input_.ignore;
    out.refusal = input_.refusal;
    if (input_.ignore && may_move_ && out.refusal.empty())
      out.refusal = "UPDATE IGNORE of a key over several shards where another constraint refuses a row";
    std::string fields = std::string(kBefore) + node_;
    out.whole_row = whole_row_;
    for (const std::uint32_t at : key_) {
      if (whole_row_) {
        const CarriedColumn identity = *identity_of(column(at), {});
        out.key.push_back({identity.expression, identity.form, {}});
        append(fields, identity_of(column(at), kBefore)->expression);
        continue;
      }
      out.key.push_back(written_column(at));
      append(fields, ask(at, kBefore));
    }
    const std::string same_row = std::string(kAfter) + row_ + " = " + std::string(kBefore) + row_;
    const std::string from = " FROM " + before_ + " AS s ";
    if (out.is_delete) {
      out.query = "SELECT " + fields + from + "LEFT JOIN " + name_of(after_) + " AS g ON " + same_row +
                  " WHERE " + std::string(kAfter) + row_ + " IS NULL ORDER BY " + std::string(kBefore) + row_;
      return;
    }
    std::string same;
    std::string old;
    for (const std::uint32_t at : values_) {
      if (moving_[at]) {
        out.moving.push_back(static_cast<std::uint32_t>(out.values.size()));
        append(old, ask(at, kBefore));
      }
      out.values.push_back(written_column(at));
      append(fields, ask(at, kAfter));
      if (!input_.changed[at]) continue;
      append(same, bytes_of(column(at), ask(at, kAfter)) + " <=> " + bytes_of(column(at), ask(at, kBefore)),
             " AND ");
    }
    if (!old.empty()) append(fields, old);
    if (may_move_) add_sharding(out);
    out.query = "SELECT " + fields + from + "JOIN " + name_of(after_) + " AS g ON " + same_row +
                " WHERE NOT (" + same + ") ORDER BY " + std::string(kBefore) + row_;
  }

  Result<void> check_keys(WrittenTable& out) const {
    if (input_.checked_keys.empty()) return {};
    std::vector<std::optional<std::uint32_t>> columns(base_.columns.size());
    for (std::uint32_t i = 0; i < values_.size(); ++i) columns[values_[i]] = i;
    Result<std::shared_ptr<const CheckedTable>> checked = checked_table(
        *input_.table, base_, input_.checked_keys, columns, {}, input_.mariadb, input_.server_version);
    if (!checked) return checked.error();
    out.checked = std::move(*checked);
    return {};
  }

  void add_sharding(WrittenTable& out) const {
    if (input_.table == nullptr) return;
    for (const std::string& name : input_.table->sharding_columns) {
      const auto at = base_.find_column(name);
      if (!at) continue;
      const auto position = std::find(values_.begin(), values_.end(), *at);
      out.sharding.emplace_back(column(*at));
      out.sharding_values.push_back(static_cast<std::uint32_t>(position - values_.begin()));
    }
  }

  StagingInput input_;
  const rule::TableMetadata& base_;
  std::string row_;
  std::string node_;
  std::string after_;
  std::string before_;
  std::vector<std::uint32_t> key_;
  std::vector<std::uint32_t> values_;
  std::vector<bool> moving_;  // by column: it is assigned, and rows may move for it
  bool may_move_ = false;
  bool whole_row_ = false;
};

}  // namespace

Result<Staging> stage_table(StagingInput input) {
  return Stager(std::move(input)).stage();
}

}  // namespace mallshard::plan
