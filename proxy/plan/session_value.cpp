#include "plan/session_value.h"

#include <array>
#include <string_view>

#include "base/bytes.h"

namespace mallshard::plan {
namespace {

struct Entry {
  std::string_view name;
  SessionValue value;
};

constexpr std::array kFunctions{
    Entry{"last_insert_id", SessionValue::LastInsertId},
    Entry{"row_count", SessionValue::RowCount},
    Entry{"found_rows", SessionValue::FoundRows},
    Entry{"connection_id", SessionValue::ConnectionId},
    Entry{"database", SessionValue::Database},
    Entry{"schema", SessionValue::Database},
    Entry{"user", SessionValue::User},
    Entry{"session_user", SessionValue::User},
    Entry{"system_user", SessionValue::User},
    Entry{"current_user", SessionValue::CurrentUser},
};

constexpr std::array kVariables{
    Entry{"autocommit", SessionValue::Autocommit},   Entry{"identity", SessionValue::Identity},
    Entry{"last_insert_id", SessionValue::Identity}, Entry{"warning_count", SessionValue::WarningCount},
    Entry{"error_count", SessionValue::ErrorCount},  Entry{"pseudo_thread_id", SessionValue::PseudoThreadId},
};

template <std::size_t N>
std::optional<SessionValue> find(const std::array<Entry, N>& entries, std::string_view name) {
  for (const Entry& entry : entries) {
    if (equals_ignore_case(entry.name, name)) return entry.value;
  }
  return std::nullopt;
}

void append_text(std::string_view text, bool is_null, std::string& out) {
  if (is_null) {
    out += "NULL";
  } else if (text.find('\\') == std::string_view::npos) {
    out += '\'';
    for (const char c : text) {
      out += c;
      if (c == '\'') out += c;
    }
    out += '\'';
  } else {  // what a backslash means depends on sql_mode
    constexpr std::string_view kDigits = "0123456789abcdef";
    out += "_utf8mb4 0x";
    for (const char c : text) {
      out += kDigits[static_cast<unsigned char>(c) >> 4];
      out += kDigits[static_cast<unsigned char>(c) & 15];
    }
  }
}

void append_unsigned(std::uint64_t number, std::string& out) {
  out += "CAST(";
  out += std::to_string(number);
  out += " AS UNSIGNED)";
}

// The plain number where it takes the type of what stands beside it.
void append_signed(std::int64_t number, bool is_select_item, std::string& out) {
  if (is_select_item) {
    out += std::to_string(number);
    return;
  }
  out += "CAST(";
  out += std::to_string(number);
  out += " AS SIGNED)";
}

std::string_view original(SessionValue value) {
  switch (value) {
    case SessionValue::LastInsertId:
      return "LAST_INSERT_ID()";
    case SessionValue::Identity:
      return "@@identity";
    case SessionValue::RowCount:
      return "ROW_COUNT()";
    case SessionValue::FoundRows:
      return "FOUND_ROWS()";
    case SessionValue::ConnectionId:
      return "CONNECTION_ID()";
    case SessionValue::PseudoThreadId:
      return "@@pseudo_thread_id";
    case SessionValue::Database:
      return "DATABASE()";
    case SessionValue::User:
      return "USER()";
    case SessionValue::CurrentUser:
      return "CURRENT_USER()";
    case SessionValue::Autocommit:
      return "@@autocommit";
    case SessionValue::WarningCount:
      return "@@warning_count";
    case SessionValue::ErrorCount:
      return "@@error_count";
  }
  return {};
}

}  // namespace

std::optional<SessionValue> session_value(const sqlparse::Node& node) {
  if (const auto* call = sqlparse::as<sqlparse::FunctionCall>(&node)) {
    if (!call->args.empty() || call->schema.present() || call->over != nullptr) return std::nullopt;
    return find(kFunctions, call->name.text);
  }
  if (const auto* variable = sqlparse::as<sqlparse::SystemVariable>(&node)) {
    if (variable->component.present() || variable->scope == sqlparse::VariableScope::Global)
      return std::nullopt;
    return find(kVariables, variable->name.text);
  }
  return std::nullopt;
}

void append_session_value(SessionValue value, bool is_select_item, const SessionValues& session,
                          std::string& out) {
  if (is_select_item) out += "IF(1,";
  switch (value) {
    case SessionValue::LastInsertId:
    case SessionValue::Identity:
      append_unsigned(session.last_insert_id, out);
      break;
    case SessionValue::RowCount:
      append_signed(session.row_count, is_select_item, out);
      break;
    case SessionValue::FoundRows:
      append_signed(static_cast<std::int64_t>(session.found_rows), is_select_item, out);
      break;
    case SessionValue::ConnectionId:
    case SessionValue::PseudoThreadId:
      append_unsigned(session.connection_id, out);
      break;
    case SessionValue::Database:
      append_text(session.database, session.database.empty(), out);
      break;
    case SessionValue::User:
      append_text(session.user, false, out);
      break;
    case SessionValue::CurrentUser:
      append_text(session.current_user, false, out);
      break;
    case SessionValue::Autocommit:
      if (is_select_item && !session.mariadb) {
        out += session.autocommit ? "TRUE" : "FALSE";
      } else {
        out += session.autocommit ? '1' : '0';
      }
      break;
    case SessionValue::WarningCount:
      append_unsigned(session.warning_count, out);
      break;
    case SessionValue::ErrorCount:
      append_unsigned(session.error_count, out);
      break;
  }
  if (!is_select_item) return;
  out += ',';
  out += original(value);
  out += ')';
}

}  // namespace mallshard::plan
