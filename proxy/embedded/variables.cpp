#include "embedded/variables.h"

#include <algorithm>
#include <charconv>

#include "base/bytes.h"
#include "embedded/server.h"
#include "embedded/temporal.h"
#include "embedded/translator.h"
#include "wire/collation.h"

namespace mallshard::embedded {

namespace {

using sqlparse::VariableScope;

enum class ValueKind : std::uint8_t { Boolean, Number, Text, Charset, Collation };
enum class Setting : std::uint8_t {
  Free,         // any valid value: obeyed, or without influence on answers
  DefaultOnly,  // another value would have to change answers: 1235
  ReadOnly,     // 1238
  GlobalOnly,   // 1229
};

struct Definition {
  std::string_view name;
  ValueKind kind;
  Setting setting;
  std::string_view fallback;
};

constexpr std::string_view kSqlMode =
    "ONLY_FULL_GROUP_BY,STRICT_TRANS_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_"
    "ENGINE_SUBSTITUTION";

// In order of name.
constexpr Definition kDefinitions[] = {
    {"auto_increment_increment", ValueKind::Number, Setting::DefaultOnly, "1"},
    {"auto_increment_offset", ValueKind::Number, Setting::DefaultOnly, "1"},
    {"autocommit", ValueKind::Boolean, Setting::Free, "ON"},
    {"basedir", ValueKind::Text, Setting::ReadOnly, "/usr/"},
    {"big_tables", ValueKind::Boolean, Setting::Free, "OFF"},
    {"binlog_format", ValueKind::Text, Setting::DefaultOnly, "ROW"},
    {"character_set_client", ValueKind::Charset, Setting::Free, "utf8mb4"},
    {"character_set_connection", ValueKind::Charset, Setting::Free, "utf8mb4"},
    {"character_set_database", ValueKind::Charset, Setting::DefaultOnly, "utf8mb4"},
    {"character_set_filesystem", ValueKind::Charset, Setting::DefaultOnly, "binary"},
    {"character_set_results", ValueKind::Charset, Setting::Free, "utf8mb4"},
    {"character_set_server", ValueKind::Charset, Setting::DefaultOnly, "utf8mb4"},
    {"character_set_system", ValueKind::Charset, Setting::ReadOnly, "utf8mb3"},
    {"collation_connection", ValueKind::Collation, Setting::Free, "utf8mb4_general_ci"},
    {"collation_database", ValueKind::Collation, Setting::DefaultOnly, "utf8mb4_general_ci"},
    {"collation_server", ValueKind::Collation, Setting::DefaultOnly, "utf8mb4_general_ci"},
    {"completion_type", ValueKind::Text, Setting::DefaultOnly, "NO_CHAIN"},
    {"default_collation_for_utf8mb4", ValueKind::Collation, Setting::DefaultOnly, "utf8mb4_general_ci"},
    {"default_storage_engine", ValueKind::Text, Setting::Free, "InnoDB"},
    {"div_precision_increment", ValueKind::Number, Setting::DefaultOnly, "4"},
    {"error_count", ValueKind::Number, Setting::ReadOnly, "0"},
    {"explicit_defaults_for_timestamp", ValueKind::Boolean, Setting::DefaultOnly, "ON"},
    {"foreign_key_checks", ValueKind::Boolean, Setting::Free, "ON"},
    {"group_concat_max_len", ValueKind::Number, Setting::DefaultOnly, "1024"},
    {"gtid_mode", ValueKind::Text, Setting::GlobalOnly, "OFF"},
    {"have_openssl", ValueKind::Text, Setting::ReadOnly, "DISABLED"},
    {"have_ssl", ValueKind::Text, Setting::ReadOnly, "DISABLED"},
    {"hostname", ValueKind::Text, Setting::ReadOnly, "localhost"},
    {"identity", ValueKind::Number, Setting::DefaultOnly, "0"},
    {"init_connect", ValueKind::Text, Setting::GlobalOnly, ""},
    {"innodb_lock_wait_timeout", ValueKind::Number, Setting::Free, "10"},
    {"innodb_read_only", ValueKind::Boolean, Setting::ReadOnly, "OFF"},
    {"innodb_strict_mode", ValueKind::Boolean, Setting::Free, "ON"},
    {"insert_id", ValueKind::Number, Setting::DefaultOnly, "0"},
    {"interactive_timeout", ValueKind::Number, Setting::Free, "28800"},
    {"last_insert_id", ValueKind::Number, Setting::Free, "0"},
    {"lc_messages", ValueKind::Text, Setting::DefaultOnly, "en_US"},
    {"lc_time_names", ValueKind::Text, Setting::DefaultOnly, "en_US"},
    {"license", ValueKind::Text, Setting::ReadOnly, "Apache-2.0"},
    {"lock_wait_timeout", ValueKind::Number, Setting::Free, "31536000"},
    {"log_bin", ValueKind::Boolean, Setting::ReadOnly, "OFF"},
    {"low_priority_updates", ValueKind::Boolean, Setting::Free, "OFF"},
    {"lower_case_file_system", ValueKind::Boolean, Setting::ReadOnly, "OFF"},
    {"lower_case_table_names", ValueKind::Number, Setting::ReadOnly, "0"},
    {"max_allowed_packet", ValueKind::Number, Setting::DefaultOnly, "67108864"},
    {"max_connections", ValueKind::Number, Setting::GlobalOnly, "4000"},
    {"max_execution_time", ValueKind::Number, Setting::DefaultOnly, "0"},
    {"max_sort_length", ValueKind::Number, Setting::DefaultOnly, "1024"},
    {"net_buffer_length", ValueKind::Number, Setting::ReadOnly, "16384"},
    {"net_read_timeout", ValueKind::Number, Setting::Free, "30"},
    {"net_write_timeout", ValueKind::Number, Setting::Free, "60"},
    {"optimizer_switch", ValueKind::Text, Setting::Free, ""},
    {"performance_schema", ValueKind::Boolean, Setting::ReadOnly, "OFF"},
    {"port", ValueKind::Number, Setting::ReadOnly, "0"},
    {"profiling", ValueKind::Boolean, Setting::DefaultOnly, "OFF"},
    {"protocol_version", ValueKind::Number, Setting::ReadOnly, "10"},
    {"pseudo_thread_id", ValueKind::Number, Setting::DefaultOnly, "0"},
    {"read_only", ValueKind::Boolean, Setting::GlobalOnly, "OFF"},
    {"replica_parallel_workers", ValueKind::Number, Setting::GlobalOnly, "0"},
    {"replica_preserve_commit_order", ValueKind::Boolean, Setting::GlobalOnly, "ON"},
    {"server_id", ValueKind::Number, Setting::GlobalOnly, "1"},
    {"session_track_gtids", ValueKind::Text, Setting::Free, "OFF"},
    {"session_track_schema", ValueKind::Boolean, Setting::Free, "ON"},
    {"session_track_state_change", ValueKind::Boolean, Setting::Free, "OFF"},
    {"session_track_system_variables", ValueKind::Text, Setting::Free,
     "time_zone,autocommit,character_set_client,character_set_results,character_set_connection"},
    {"session_track_transaction_info", ValueKind::Text, Setting::Free, "OFF"},
    {"show_create_table_verbosity", ValueKind::Boolean, Setting::DefaultOnly, "OFF"},
    {"socket", ValueKind::Text, Setting::ReadOnly, ""},
    {"sql_auto_is_null", ValueKind::Boolean, Setting::DefaultOnly, "OFF"},
    {"sql_big_selects", ValueKind::Boolean, Setting::Free, "ON"},
    {"sql_buffer_result", ValueKind::Boolean, Setting::Free, "OFF"},
    {"sql_log_bin", ValueKind::Boolean, Setting::Free, "ON"},
    {"sql_mode", ValueKind::Text, Setting::Free, kSqlMode},
    {"sql_notes", ValueKind::Boolean, Setting::DefaultOnly, "ON"},
    {"sql_quote_show_create", ValueKind::Boolean, Setting::DefaultOnly, "ON"},
    {"sql_require_primary_key", ValueKind::Boolean, Setting::DefaultOnly, "OFF"},
    {"sql_safe_updates", ValueKind::Boolean, Setting::DefaultOnly, "OFF"},
    {"sql_select_limit", ValueKind::Number, Setting::Free, "18446744073709551615"},
    {"sql_warnings", ValueKind::Boolean, Setting::Free, "OFF"},
    {"storage_engine", ValueKind::Text, Setting::ReadOnly, "InnoDB"},
    {"super_read_only", ValueKind::Boolean, Setting::GlobalOnly, "OFF"},
    {"system_time_zone", ValueKind::Text, Setting::ReadOnly, "UTC"},
    {"time_zone", ValueKind::Text, Setting::Free, "SYSTEM"},
    {"timestamp", ValueKind::Number, Setting::DefaultOnly, "0"},
    {"transaction_allow_batching", ValueKind::Boolean, Setting::Free, "OFF"},
    {"transaction_isolation", ValueKind::Text, Setting::Free, "REPEATABLE-READ"},
    {"transaction_read_only", ValueKind::Boolean, Setting::Free, "OFF"},
    {"tx_isolation", ValueKind::Text, Setting::Free, "REPEATABLE-READ"},
    {"tx_read_only", ValueKind::Boolean, Setting::Free, "OFF"},
    {"unique_checks", ValueKind::Boolean, Setting::Free, "ON"},
    {"version", ValueKind::Text, Setting::ReadOnly, kServerVersion},
    {"version_comment", ValueKind::Text, Setting::ReadOnly, "MallShard embedded data source over SQLite"},
    {"version_compile_machine", ValueKind::Text, Setting::ReadOnly, "x86_64"},
    {"version_compile_os", ValueKind::Text, Setting::ReadOnly, "Linux"},
    {"wait_timeout", ValueKind::Number, Setting::Free, "28800"},
    {"warning_count", ValueKind::Number, Setting::ReadOnly, "0"},
};

const Definition* find_definition(std::string_view name) {
  for (const Definition& definition : kDefinitions) {
    if (equals_ignore_case(definition.name, name)) return &definition;
  }
  return nullptr;
}

Error unknown(std::string_view name) {
  return {1193, "HY000", "Unknown system variable '" + std::string(name) + "'"};
}
Error wrong_value(std::string_view name, const std::string& value) {
  return {1231, "42000", "Variable '" + std::string(name) + "' can't be set to the value of '" + value + "'"};
}
Error wrong_type(std::string_view name) {
  return {1232, "42000", "Incorrect argument type to variable '" + std::string(name) + "'"};
}

std::string plain_text(const Value& value) {
  switch (value.kind) {
    case Value::Kind::Null:
    case Value::Kind::Opaque:
      return "NULL";
    case Value::Kind::Int:
      return std::to_string(value.integer);
    case Value::Kind::UInt:
      return std::to_string(value.as_unsigned());
    case Value::Kind::Double:
      return describe(value);
    default:
      return value.text;
  }
}

constexpr std::string_view kModes[] = {"REAL_AS_FLOAT",
                                       "PIPES_AS_CONCAT",
                                       "ANSI_QUOTES",
                                       "IGNORE_SPACE",
                                       "ONLY_FULL_GROUP_BY",
                                       "NO_UNSIGNED_SUBTRACTION",
                                       "NO_DIR_IN_CREATE",
                                       "ANSI",
                                       "NO_AUTO_VALUE_ON_ZERO",
                                       "NO_BACKSLASH_ESCAPES",
                                       "STRICT_TRANS_TABLES",
                                       "STRICT_ALL_TABLES",
                                       "NO_ZERO_IN_DATE",
                                       "NO_ZERO_DATE",
                                       "ALLOW_INVALID_DATES",
                                       "ERROR_FOR_DIVISION_BY_ZERO",
                                       "TRADITIONAL",
                                       "NO_AUTO_CREATE_USER",
                                       "HIGH_NOT_PRECEDENCE",
                                       "NO_ENGINE_SUBSTITUTION",
                                       "PAD_CHAR_TO_FULL_LENGTH",
                                       "TIME_TRUNCATE_FRACTIONAL"};
// Modes that would change answers here and are not obeyed.
constexpr std::string_view kRefusedModes[] = {"NO_UNSIGNED_SUBTRACTION", "ALLOW_INVALID_DATES",
                                              "PAD_CHAR_TO_FULL_LENGTH", "TIME_TRUNCATE_FRACTIONAL"};

template <class Range>
bool contains(const Range& range, std::string_view word) {
  return std::find(std::begin(range), std::end(range), word) != std::end(range);
}

std::vector<std::string> split_list(std::string_view list) {
  std::vector<std::string> words;
  while (!list.empty()) {
    const std::size_t comma = list.find(',');
    std::string_view word = list.substr(0, comma);
    while (word.starts_with(' ')) word.remove_prefix(1);
    while (word.ends_with(' ')) word.remove_suffix(1);
    if (!word.empty()) words.emplace_back(word);
    list = comma == std::string_view::npos ? std::string_view() : list.substr(comma + 1);
  }
  return words;
}

Result<std::string> checked_sql_mode(const std::string& text) {
  std::vector<std::string> wanted;
  for (const std::string& given : split_list(text)) {
    const std::string mode = to_upper(given);
    if (!contains(kModes, mode)) return wrong_value("sql_mode", given);
    if (contains(kRefusedModes, mode)) return not_supported_here("sql_mode " + mode);
    if (mode == "ANSI") {
      for (const char* part :
           {"REAL_AS_FLOAT", "PIPES_AS_CONCAT", "ANSI_QUOTES", "IGNORE_SPACE", "ONLY_FULL_GROUP_BY"})
        wanted.emplace_back(part);
    } else if (mode == "TRADITIONAL") {
      for (const char* part : {"STRICT_TRANS_TABLES", "STRICT_ALL_TABLES", "NO_ZERO_IN_DATE", "NO_ZERO_DATE",
                               "ERROR_FOR_DIVISION_BY_ZERO", "NO_ENGINE_SUBSTITUTION"})
        wanted.emplace_back(part);
    }
    wanted.push_back(mode);
  }
  std::string out;
  for (const std::string_view mode : kModes) {
    if (!contains(wanted, mode)) continue;
    if (!out.empty()) out += ',';
    out += mode;
  }
  return out;
}

Result<std::string> checked_isolation(const Value& value, std::string_view name) {
  constexpr std::string_view kLevels[] = {"READ-UNCOMMITTED", "READ-COMMITTED", "REPEATABLE-READ",
                                          "SERIALIZABLE"};
  if (value.kind == Value::Kind::Int && value.integer >= 0 && value.integer < 4) {
    return std::string(kLevels[value.integer]);
  }
  const std::string text = to_upper(plain_text(value));
  if (contains(kLevels, text)) return text;
  return wrong_value(name, plain_text(value));
}

// The name as MySQL shows it; character sets that text can be converted to and from.
Result<std::string> checked_charset(std::string_view name, const Value& value) {
  const std::string text = to_lower(plain_text(value));
  if (value.kind == Value::Kind::Null) {
    if (name == "character_set_results") return std::string();
    return wrong_value(name, "NULL");
  }
  if (text == "utf8" || text == "utf8mb3") return std::string("utf8mb3");
  if (text == "utf8mb4" || text == "latin1" || text == "ascii") return text;
  if (text == "binary" && name != "character_set_client") return text;
  if (wire::default_collation_id(text) != 0) return not_supported_here("character set " + text);
  return Error(1115, "42000", "Unknown character set: '" + text + "'");
}

}  // namespace

Variables::Variables(std::map<std::string, std::string> server) {
  for (const Definition& definition : kDefinitions) global_.emplace(definition.name, definition.fallback);
  for (auto& [name, value] : server) global_[name] = std::move(value);
  login_ = global_;
  session_ = global_;
}

const std::string& Variables::text(std::string_view name) const {
  static const std::string kNone;
  const auto found = session_.find(name);
  return found == session_.end() ? kNone : found->second;
}

std::uint64_t Variables::number(std::string_view name) const {
  std::uint64_t value = 0;
  const std::string& digits = text(name);
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

void Variables::put(std::string_view name, std::string value) {
  session_[std::string(name)] = std::move(value);
}

void Variables::reset() {
  session_ = login_;
  changed_.clear();
}

void Variables::set_login_collation(std::uint16_t id) {
  const wire::Collation* collation = wire::find_collation(id);
  std::string charset = collation == nullptr ? "utf8mb4" : std::string(collation->charset);
  std::string name = collation == nullptr ? "utf8mb4_general_ci" : std::string(collation->name);
  if (charset != "utf8mb4" && charset != "utf8mb3" && charset != "latin1" && charset != "ascii")
    charset = "utf8mb4";
  // Text is compared under the collations that are known here.
  if (charset == "utf8mb4" && find_text_collation(name) == nullptr) name = "utf8mb4_general_ci";
  if (charset == "utf8mb3" && find_text_collation(name) == nullptr) name = "utf8mb3_general_ci";
  for (const char* variable : {"character_set_client", "character_set_connection", "character_set_results"}) {
    login_[variable] = charset;
  }
  login_["collation_connection"] = name;
  session_ = login_;
}

Result<VariableValue> Variables::read(VariableScope scope, std::string_view name) const {
  const Definition* definition = find_definition(name);
  if (definition == nullptr) return unknown(name);
  const auto& values = scope == VariableScope::Global ? global_ : session_;
  const std::string& text = values.find(definition->name)->second;
  VariableValue out;
  switch (definition->kind) {
    case ValueKind::Boolean:
      out.value = Value::of(text == "ON" ? 1 : 0);
      out.is_boolean = true;
      return out;
    case ValueKind::Number: {
      std::uint64_t number = 0;
      std::from_chars(text.data(), text.data() + text.size(), number);
      out.value =
          number <= INT64_MAX ? Value::of(static_cast<std::int64_t>(number)) : Value::of_unsigned(number);
      out.is_unsigned = true;
      return out;
    }
    default:
      out.value =
          definition->name == "character_set_results" && text.empty() ? Value::null() : Value::of_text(text);
      return out;
  }
}

Result<std::string> Variables::checked(std::string_view name, const Value& value) const {
  const Definition& definition = *find_definition(name);
  const std::string text = plain_text(value);
  const std::string upper = to_upper(text);
  switch (definition.kind) {
    case ValueKind::Boolean:
      if (value.kind == Value::Kind::Int) {
        if (value.integer == 0 || value.integer == 1) return std::string(value.integer == 1 ? "ON" : "OFF");
        return wrong_value(name, text);
      }
      if (upper == "ON" || upper == "TRUE") return std::string("ON");
      if (upper == "OFF" || upper == "FALSE") return std::string("OFF");
      if (value.kind != Value::Kind::Text) return wrong_type(name);
      return wrong_value(name, text);
    case ValueKind::Number:
      if (value.kind == Value::Kind::Int) return std::to_string(std::max<std::int64_t>(0, value.integer));
      if (value.kind == Value::Kind::UInt) return text;
      return wrong_type(name);
    case ValueKind::Charset:
      return checked_charset(name, value);
    case ValueKind::Collation: {
      const std::string lower = to_lower(text);
      if (const TextCollation* known = find_text_collation(lower)) return std::string(known->name);
      if (wire::find_collation(lower) != nullptr) return lower;
      return Error(1273, "HY000", "Unknown collation: '" + text + "'");
    }
    case ValueKind::Text:
      break;
  }
  if (name == "sql_mode") {
    if (value.kind == Value::Kind::Null) return wrong_value(name, text);
    if (value.kind == Value::Kind::Int && value.integer != 0)
      return not_supported_here("sql_mode as a number");
    return checked_sql_mode(value.kind == Value::Kind::Int ? std::string() : text);
  }
  if (name == "transaction_isolation" || name == "tx_isolation") return checked_isolation(value, name);
  if (name == "time_zone") {
    if (!zone_offset_seconds(text, 0))
      return Error(1298, "HY000", "Unknown or incorrect time zone: '" + text + "'");
    return upper == "SYSTEM" || upper == "UTC" ? upper : text;
  }
  if (name.starts_with("session_track_") && name != "session_track_system_variables") return upper;
  return text;
}

Result<void> Variables::assign(std::string_view name, const std::string& value) {
  const auto put_and_note = [this](std::string_view variable, const std::string& text) {
    session_[std::string(variable)] = text;
    note(variable);
  };
  put_and_note(name, value);
  if (name == "character_set_connection") {
    const TextCollation* collation = default_text_collation(value);
    put_and_note("collation_connection",
                 collation != nullptr ? std::string(collation->name) : value + "_general_ci");
  } else if (name == "collation_connection") {
    const wire::Collation* collation = wire::find_collation(value);
    if (collation != nullptr) put_and_note("character_set_connection", std::string(collation->charset));
  } else if (name == "transaction_isolation") {
    session_["tx_isolation"] = value;
  } else if (name == "tx_isolation") {
    put_and_note("transaction_isolation", value);
  } else if (name == "transaction_read_only") {
    session_["tx_read_only"] = value;
  } else if (name == "tx_read_only") {
    put_and_note("transaction_read_only", value);
  }
  return {};
}

Result<void> Variables::set(VariableScope scope, std::string_view name, const Value& value) {
  const Definition* definition = find_definition(name);
  if (definition == nullptr) return unknown(name);
  if (scope == VariableScope::Global || scope == VariableScope::Persist ||
      scope == VariableScope::PersistOnly) {
    return not_supported_here("SET GLOBAL");
  }
  if (definition->setting == Setting::ReadOnly) {
    return Error(1238, "HY000", "Variable '" + std::string(definition->name) + "' is a read only variable");
  }
  if (definition->setting == Setting::GlobalOnly) {
    return Error(1229, "HY000",
                 "Variable '" + std::string(definition->name) +
                     "' is a GLOBAL variable and should be set with SET GLOBAL");
  }
  Result<std::string> text = checked(definition->name, value);
  if (!text) return text.error();
  if (definition->setting == Setting::DefaultOnly && *text != global_.find(definition->name)->second) {
    return not_supported_here("SET " + std::string(definition->name) + " = " + *text);
  }
  return assign(definition->name, *text);
}

Result<void> Variables::set_default(VariableScope scope, std::string_view name) {
  const Definition* definition = find_definition(name);
  if (definition == nullptr) return unknown(name);
  if (definition->setting == Setting::ReadOnly) {
    return Error(1238, "HY000", "Variable '" + std::string(definition->name) + "' is a read only variable");
  }
  if (scope == VariableScope::Global) return not_supported_here("SET GLOBAL");
  return assign(definition->name, global_.find(definition->name)->second);
}

Result<void> Variables::set_names(std::string_view charset, std::string_view collation) {
  std::string wanted = charset.empty() ? global_["character_set_client"] : std::string(charset);
  Result<std::string> known = checked_charset("character_set_client", Value::of_text(wanted));
  if (!known) return known.error();
  std::string collation_name;
  if (collation.empty()) {
    const TextCollation* found = default_text_collation(*known);
    collation_name = found != nullptr     ? std::string(found->name)
                     : *known == "latin1" ? "latin1_swedish_ci"
                                          : *known + "_general_ci";
  } else {
    Result<std::string> checked_name =
        checked("collation_connection", Value::of_text(std::string(collation)));
    if (!checked_name) return checked_name.error();
    const wire::Collation* found = wire::find_collation(*checked_name);
    if (found != nullptr && found->charset != *known) {
      return Error(1253, "42000",
                   "COLLATION '" + *checked_name + "' is not valid for CHARACTER SET '" + *known + "'");
    }
    collation_name = *checked_name;
  }
  for (const char* variable : {"character_set_client", "character_set_connection", "character_set_results"}) {
    session_[variable] = *known;
    note(variable);
  }
  session_["collation_connection"] = collation_name;
  note("collation_connection");
  return {};
}

Result<void> Variables::set_character_set(std::string_view charset) {
  Result<std::string> known = checked_charset(
      "character_set_client",
      Value::of_text(charset.empty() ? global_["character_set_client"] : std::string(charset)));
  if (!known) return known.error();
  session_["character_set_client"] = *known;
  session_["character_set_results"] = *known;
  note("character_set_client");
  note("character_set_results");
  return assign("collation_connection", session_["collation_database"]);
}

std::vector<std::pair<std::string, std::string>> Variables::shown(VariableScope scope) const {
  std::vector<std::pair<std::string, std::string>> out;
  const auto& values = scope == VariableScope::Global ? global_ : session_;
  for (const Definition& definition : kDefinitions) {
    if (definition.name.starts_with("tx_")) continue;
    out.emplace_back(definition.name, values.find(definition.name)->second);
  }
  return out;
}

SqlMode Variables::sql_mode() const {
  const std::string& mode = text("sql_mode");
  const auto has = [&mode](std::string_view word) { return mode.find(word) != std::string::npos; };
  return {.strict = has("STRICT_"),
          .only_full_group_by = has("ONLY_FULL_GROUP_BY"),
          .division_errors = has("ERROR_FOR_DIVISION_BY_ZERO"),
          .no_auto_value_on_zero = has("NO_AUTO_VALUE_ON_ZERO")};
}

sqlparse::LexOptions Variables::lex_options() const {
  const std::string& mode = text("sql_mode");
  const auto has = [&mode](std::string_view word) { return mode.find(word) != std::string::npos; };
  sqlparse::LexOptions options;
  options.server_version = 80034;
  options.ansi_quotes = has("ANSI_QUOTES");
  options.pipes_as_concat = has("PIPES_AS_CONCAT");
  options.no_backslash_escapes = has("NO_BACKSLASH_ESCAPES");
  options.ignore_space = has("IGNORE_SPACE");
  options.high_not_precedence = has("HIGH_NOT_PRECEDENCE");
  return options;
}

const TextCollation& Variables::connection_collation() const {
  const TextCollation* found = find_text_collation(text("collation_connection"));
  if (found != nullptr) return *found;
  // Literals of a collation that is not known here: utf8mb4's default stands in
  // for it beside columns, whose own collations decide.
  return utf8mb4_general();
}

std::vector<std::pair<std::string, std::string>> Variables::take_changes() {
  std::vector<std::pair<std::string, std::string>> out;
  const std::string& tracked = text("session_track_system_variables");
  const bool all = tracked == "*";
  const std::vector<std::string> wanted = split_list(to_lower(tracked));
  for (const std::string& name : changed_) {
    if (!all && !contains(wanted, name)) continue;
    std::erase_if(out, [&](const auto& pair) { return pair.first == name; });
    out.emplace_back(name, text(name));
  }
  changed_.clear();
  return out;
}

}  // namespace mallshard::embedded
