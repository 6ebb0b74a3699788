#include "wire/session_state.h"

#include <algorithm>
#include <array>

#include "wire/collation.h"
#include "wire/ok_packet.h"

namespace mallshard::wire {

namespace {

constexpr std::uint64_t kVariableSeed = 0x9ae16a3b2f90404fULL;
constexpr std::uint64_t kUserVariableSeed = 0xc949d7c7509e6557ULL;

std::uint64_t mixed(std::uint64_t h) {  // the finalizer of SplitMix64
  h = (h ^ (h >> 30)) * 0xbf58476d1ce4e5b9ULL;
  h = (h ^ (h >> 27)) * 0x94d049bb133111ebULL;
  return h ^ (h >> 31);
}

// FNV-1a over name, a separator, value; then mixed, since entries are xor-ed.
std::uint64_t entry_hash(std::string_view name, std::string_view literal, std::uint64_t seed) {
  std::uint64_t h = seed;
  auto eat = [&h](std::string_view text) {
    for (char c : text) h = (h ^ static_cast<std::uint8_t>(c)) * 0x100000001b3ULL;
  };
  eat(name);
  h = (h ^ 0xFF) * 0x100000001b3ULL;
  eat(literal);
  return mixed(h);
}

constexpr std::string_view kConnectionCharset = "character_set_connection";
constexpr std::string_view kConnectionCollation = "collation_connection";

// Each of the two assignments changes the other variable too: the character set
// sets its default collation, the collation its character set. A state without
// a collation therefore means the default one of its character set.
template <class Assign>
void assign_connection_charset(const SessionState& to, const SessionState::Values& base, Assign assign) {
  auto charset = to.variables().find(kConnectionCharset);
  auto collation = to.variables().find(kConnectionCollation);
  auto base_charset = base.find(kConnectionCharset);
  auto base_collation = base.find(kConnectionCollation);
  if (charset != to.variables().end()) {
    assign(kConnectionCharset, charset->second);
  } else if (base_charset != base.end()) {
    assign(kConnectionCharset, quoted_literal(base_charset->second));
  } else {
    assign(kConnectionCharset, "DEFAULT");
  }
  if (collation != to.variables().end()) {
    assign(kConnectionCollation, collation->second);
  } else if (charset == to.variables().end() && base_collation != base.end()) {
    assign(kConnectionCollation, quoted_literal(base_collation->second));
  }
}

std::string_view spelled(std::string_view name, VariableNaming naming) {
  if (naming == VariableNaming::Transaction) return name;
  if (name == "transaction_isolation") return "tx_isolation";
  if (name == "transaction_read_only") return "tx_read_only";
  return name;
}

std::string quoted_user_variable(std::string_view name) {
  std::string text = "@`";
  for (char c : name) {
    if (c == '`') text += '`';
    text += c;
  }
  return text + '`';
}

// Visits every assignment that turns `from` into `to`: (name, literal), the
// literal empty for a value that is only in `from`.
template <class Visit>
void each_difference(const SessionState::Values& from, const SessionState::Values& to, Visit visit) {
  auto old = from.begin();
  auto wanted = to.begin();
  while (old != from.end() || wanted != to.end()) {
    if (wanted == to.end() || (old != from.end() && old->first < wanted->first)) {
      visit(old->first, std::string_view());
      ++old;
    } else if (old == from.end() || wanted->first < old->first) {
      visit(wanted->first, std::string_view(wanted->second));
      ++wanted;
    } else {
      if (old->second != wanted->second) visit(wanted->first, std::string_view(wanted->second));
      ++old;
      ++wanted;
    }
  }
}

bool is_number(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  bool point = false;
  if (text.empty() || text.front() == '.' || text.back() == '.') return false;
  for (char c : text) {
    if (c == '.' && !point) {
      point = true;
    } else if (c < '0' || c > '9') {
      return false;
    }
  }
  return true;
}

}  // namespace

void SessionState::put(Values& values, std::string name, std::string_view literal, std::uint64_t seed) {
  std::uint64_t added = entry_hash(name, literal, seed);
  auto [at, fresh] = values.try_emplace(std::move(name), literal);
  if (!fresh) {
    fingerprint_ ^= entry_hash(at->first, at->second, seed);
    at->second = literal;
  }
  fingerprint_ ^= added;
}

void SessionState::remove(Values& values, std::string_view name, std::uint64_t seed) {
  auto at = values.find(name);
  if (at == values.end()) return;
  fingerprint_ ^= entry_hash(at->first, at->second, seed);
  values.erase(at);
}

void SessionState::set_variable(std::string_view name, std::string_view literal) {
  put(variables_, canonical_variable_name(name), literal, kVariableSeed);
}
void SessionState::erase_variable(std::string_view name) {
  remove(variables_, canonical_variable_name(name), kVariableSeed);
}
void SessionState::set_user_variable(std::string_view name, std::string_view literal) {
  put(user_variables_, to_lower(name), literal, kUserVariableSeed);
}
void SessionState::erase_user_variable(std::string_view name) {
  remove(user_variables_, to_lower(name), kUserVariableSeed);
}
void SessionState::set_database(std::string_view database) {
  database_ = database;
}

void SessionState::clear_variables() {
  variables_.clear();
  user_variables_.clear();
  fingerprint_ = 0;
}

std::string diff(const SessionState& from, const SessionState& to, VariableNaming naming,
                 const SessionState::Values& base) {
  std::string text;
  auto assign = [&text](std::string_view name, std::string_view literal) {
    text += text.empty() ? "SET " : ",";
    text += name;
    text += '=';
    text += literal;
  };
  if (from.fingerprint() == to.fingerprint() && from.same_variables(to)) return text;
  bool connection_charset = false;
  each_difference(from.variables(), to.variables(), [&](std::string_view name, std::string_view literal) {
    if (name == kConnectionCharset || name == kConnectionCollation) {
      connection_charset = true;
      return;
    }
    auto at = literal.empty() ? base.find(name) : base.end();
    if (at != base.end()) {
      assign(spelled(name, naming), tracked_literal(name, at->second));
    } else {
      assign(spelled(name, naming), literal.empty() ? "DEFAULT" : literal);
    }
  });
  if (connection_charset) assign_connection_charset(to, base, assign);
  each_difference(
      from.user_variables(), to.user_variables(), [&](std::string_view name, std::string_view literal) {
        const std::optional<std::string_view> seed = literal.empty() ? kUnsetSeed : seed_of_null(literal);
        const std::string quoted = quoted_user_variable(name);
        assign(quoted, seed ? *seed : literal);
        if (seed) assign(quoted, "NULL");
      });
  return text;
}

std::size_t diff_size(const SessionState& from, const SessionState& to) {
  std::size_t count = 0;
  auto add = [&count](std::string_view, std::string_view) { ++count; };
  each_difference(from.variables(), to.variables(), add);
  each_difference(from.user_variables(), to.user_variables(), add);
  return count;
}

std::string canonical_variable_name(std::string_view name) {
  std::string lower = to_lower(name);
  if (lower == "tx_isolation") return "transaction_isolation";
  if (lower == "tx_read_only") return "transaction_read_only";
  return lower;
}

// Strings are hexadecimal here, so that no literal has a comma of its own.
constexpr std::string_view kNullSuffix = ",NULL";

std::string null_of(std::string_view seed) {
  return std::string(seed) + std::string(kNullSuffix);
}

std::optional<std::string_view> seed_of_null(std::string_view literal) {
  if (!literal.ends_with(kNullSuffix)) return std::nullopt;
  return literal.substr(0, literal.size() - kNullSuffix.size());
}

std::string quoted_literal(std::string_view text) {
  bool plain =
      std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7F && c != '\\'; });
  std::string literal;
  if (plain) {
    literal = "'";
    for (char c : text) {
      if (c == '\'') literal += '\'';
      literal += c;
    }
    return literal + '\'';
  }
  // NO_BACKSLASH_ESCAPES decides what a backslash means, character_set_client
  // what the other bytes mean; hexadecimal digits mean the same everywhere.
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  literal = "_utf8mb4 x'";
  for (char c : text) {
    literal += kDigits[static_cast<std::uint8_t>(c) >> 4];
    literal += kDigits[static_cast<std::uint8_t>(c) & 15];
  }
  return literal + '\'';
}

std::string tracked_literal(std::string_view name, std::string_view value) {
  if (value.empty() && name == "character_set_results") return "NULL";
  if (is_number(value)) return std::string(value);
  return quoted_literal(value);
}

bool is_carried_variable(std::string_view name) {
  constexpr std::array<std::string_view, 12> kNotCarried = {
      "autocommit",  // emulated: servers stay at 1
      "error_count",      "identity",   "in_transaction", "insert_id",     "last_gtid",   "last_insert_id",
      "pseudo_thread_id", "rand_seed1", "rand_seed2",     "warning_count", "statement_id"};
  return std::find(kNotCarried.begin(), kNotCarried.end(), name) == kNotCarried.end() &&
         !name.starts_with("session_track_");
}

void apply_session_track(ByteView block, const SessionState::Values& base, SessionState& state) {
  SessionTrackReader changes(block);
  bool charset_changed = false;
  bool collation_changed = false;
  const auto enter = [&](std::string_view name, std::string_view value) {
    auto at = base.find(name);
    if (at != base.end() && at->second == value) {
      state.erase_variable(name);
    } else {
      state.set_variable(name, tracked_literal(name, value));
    }
  };
  const Collation* collation = nullptr;
  while (std::optional<SessionChange> change = changes.next()) {
    if (change->type == SessionChange::Type::SystemVariable) {
      charset_changed = charset_changed || change->name == kConnectionCharset;
      collation_changed = collation_changed || change->name == kConnectionCollation;
    }
    if (change->type == SessionChange::Type::Schema) {
      state.set_database(change->value);
    } else if (change->type == SessionChange::Type::SystemVariable && is_carried_variable(change->name)) {
      enter(canonical_variable_name(change->name), change->value);
      if (change->name == kConnectionCollation) collation = find_collation(change->value);
    }
  }
  // SET NAMES has changed the collation too, which servers do not report.
  if (charset_changed && !collation_changed) state.erase_variable(kConnectionCollation);
  // SET collation_connection has changed the character set, likewise.
  if (collation != nullptr && !charset_changed) enter(kConnectionCharset, collation->charset);
}

}  // namespace mallshard::wire
