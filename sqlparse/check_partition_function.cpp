// Partitioning functions and the values of partitions: what the servers cannot
// keep with a table (their query cache could not have kept it either) is a
// syntax error to both.
#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "sqlparse/functions.h"
#include "sqlparse/parser_run.h"
#include "sqlparse/visitor.h"

namespace mallshard::sqlparse {

namespace {

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

template <std::size_t N>
bool is_one_of(const std::array<std::string_view, N>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// Whether a call gives the same for the same arguments, whatever the session,
// the clock and the server. Asked of live servers where the nature of a
// function does not tell.
bool is_repeatable(const FunctionCall& call, Flavour flavour, std::uint32_t version) {
  if (call.form == CallForm::NextValueFor) return true;
  if (call.spaced || call.schema) return false;  // a stored function
  std::string name = lower(call.name.text);
  if (name == "character") name = "char";
  const bool mysql = flavour == Flavour::MySQL;
  // Other words for YEAR, DAY ...; in MariaDB not for these two.
  const bool named = mysql || (name != "sql_tsi_quarter" && name != "sql_tsi_week");
  if (named && name.starts_with("sql_tsi_")) name.erase(0, 8);
  if (name == "unix_timestamp") return !call.args.empty();
  if (name == "encrypt") return !mysql && call.args.size() > 1;
  if (name == "version" || name == "icu_version") return true;
  if (mysql && (name == "aes_encrypt" || name == "aes_decrypt")) return false;
  if (mysql && (name == "current_role" || name == "roles_graphml")) return true;
  if (!mysql && name == "binlog_gtid_pos") return true;
  // With other arguments than these the name is a stored function's.
  if (!mysql && name == "point" && call.args.size() != 2) return false;
  static constexpr std::array<std::string_view, 6> kShapes = {
      "geometrycollection", "linestring", "multilinestring", "multipoint", "multipolygon", "polygon"};
  if (!mysql && is_one_of(kShapes, name) && call.args.empty()) return false;
  static constexpr std::array<std::string_view, 3> kSequences = {"nextval", "lastval", "setval"};
  if (!mysql && is_one_of(kSequences, name)) return true;
  // Geometry from a text or WKB alone takes the session's default reference system.
  const bool geometry = name.ends_with("fromtext") || name.ends_with("fromwkb") ||
                        (!mysql && (name == "st_asgeojson" || name == "st_geomfromgeojson"));
  if (geometry && call.args.size() == 1) return false;
  switch (function_nature(name, flavour, version)) {
    case FunctionNature::Pure:
    case FunctionNature::Aggregate:
    case FunctionNature::Window:
      return true;
    default:
      return call.native && function_nature(name, flavour, version) == FunctionNature::Unknown;
  }
}

// MySQL looks into a common table where something reads it.
bool is_read(const CommonTable& table, const Node& whole) {
  bool found = false;
  walk(whole, [&](const Node& part) {
    const auto* name = as<TableName>(&part);
    found = found || (name != nullptr && !name->database && lower(name->name.text) == lower(table.name.text));
    return !found && &part != &table;
  });
  return found;
}

}  // namespace

// False when it failed, at `blamed`.
bool ParserRun::check_partition_constant(const Expression* value, std::uint32_t blamed) {
  if (value == nullptr || failed()) return false;
  bool repeatable = true;
  walk(*value, [&](const Node& part) {
    switch (part.kind) {
      case NodeKind::UserVariable:
      case NodeKind::SystemVariable:
      case NodeKind::LockingClause:
        repeatable = false;
        break;
      case NodeKind::FunctionCall:
        repeatable = repeatable && is_repeatable(static_cast<const FunctionCall&>(part), flavour_, version_);
        break;
      case NodeKind::CommonTable:
        return mariadb() || is_read(static_cast<const CommonTable&>(part), *value);
      default:
        break;
    }
    return repeatable;
  });
  if (!repeatable) fail_at(blamed, Fault::PartitionFunction);
  return repeatable;
}

// MySQL, which looks at these when the whole statement is read. Subqueries are
// refused here in the function of the partitions alone.
void ParserRun::check_partition_function(const PartitionScheme* scheme, SubqueriesIn subqueries) {
  if (scheme == nullptr || scheme->expression == nullptr || failed()) return;
  const Node* query = nullptr;
  if (subqueries == SubqueriesIn::Refused) {
    walk(*scheme->expression, [&](const Node& part) {
      if (part.kind == NodeKind::Query && query == nullptr) query = &part;
      return query == nullptr;
    });
  }
  if (query != nullptr) {
    fail_at(query->first_token - 1, Fault::Meaning);  // its parenthesis
    return;
  }
  check_partition_constant(scheme->expression, scheme->expression->first_token);
}

// MySQL: one value, or a row of them.
bool ParserRun::check_value(const Expression* value, PartitionValues kind) {
  if (value == nullptr) return false;
  if (kind == PartitionValues::In && value->kind == NodeKind::KeywordValue) {
    fail_at(value->first_token, Fault::MaxvalueInList);
    return false;
  }
  if (const auto* row = as<Row>(value)) {
    return std::all_of(row->items.begin(), row->items.end(),
                       [&](const Expression* item) { return check_value(item, kind); });
  }
  return check_partition_constant(value, value->first_token);
}

}  // namespace mallshard::sqlparse
