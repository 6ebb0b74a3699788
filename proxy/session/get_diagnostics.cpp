// GET DIAGNOSTICS: what the last statement said goes into user variables. The
// connection that said it may serve another session by now, so the session
// answers from what it has kept. It changes neither list nor counts.
#include <algorithm>
#include <array>
#include <cstdlib>

#include "base/bytes.h"
#include "session/body.h"
#include "session/substitute.h"
#include "sqlparse/ast_all.h"
#include "sqlparse/lexer.h"

namespace mallshard::session {
namespace {

using sqlparse::as;

struct State {
  std::uint16_t code;
  std::string_view mysql;
  std::string_view mariadb;
};

// Of warnings, whose SQLSTATE no packet carries: the ones that statements give.
constexpr std::array kStates{
    State{1003, "HY000", "HY000"}, State{1007, "HY000", "HY000"}, State{1008, "HY000", "HY000"},
    State{1048, "23000", "23000"}, State{1050, "42S01", "42S01"}, State{1051, "42S02", "42S02"},
    State{1062, "23000", "23000"}, State{1146, "42S02", "42S02"}, State{1264, "22003", "22003"},
    State{1265, "01000", "01000"}, State{1287, "HY000", "HY000"}, State{1292, "22007", "22007"},
    State{1364, "HY000", "HY000"}, State{1365, "22012", "22012"}, State{1366, "HY000", "22007"},
    State{1406, "22001", "22001"}, State{1452, "23000", "23000"}, State{1681, "HY000", "HY000"},
};

std::string_view state_of_warning(std::uint16_t code, bool mariadb) {
  const auto* found =
      std::find_if(kStates.begin(), kStates.end(), [&](const State& each) { return each.code == code; });
  if (found == kStates.end()) return {};
  return mariadb ? found->mariadb : found->mysql;
}

// As a server would have it in the variable: in its own character set.
std::string text_literal(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out = "_utf8mb3 x'";
  for (const char c : text) {
    out += kDigits[static_cast<unsigned char>(c) >> 4];
    out += kDigits[static_cast<unsigned char>(c) & 15];
  }
  return out + "' COLLATE utf8mb3_general_ci";
}

// MySQL's: a state is the standard's own, or the server's.
std::string_view origin_of(std::string_view state, bool mariadb) {
  if (mariadb) return "";
  const auto is_standard = [](char c) { return (c >= '0' && c <= '4') || (c >= 'A' && c <= 'H'); };
  return is_standard(state[0]) && is_standard(state[1]) ? "ISO 9075" : "MySQL";
}

}  // namespace

// The number of a condition; 0 where the value is none.
std::uint64_t Session::Body::condition_number(const sqlparse::Expression& value) const {
  std::string text;
  if (const auto* variable = as<sqlparse::UserVariable>(&value)) {
    const auto known = state_.user_variables().find(to_lower(variable->name.text));
    if (known == state_.user_variables().end()) return 0;
    text = text_of_literal(known->second).value_or("");
  } else if (const auto* literal = as<sqlparse::Literal>(&value)) {
    const std::string_view spelling = parsed_.tokens.spelling(value.first_token, value.last_token);
    text = literal->literal_kind == sqlparse::LiteralKind::String ? sqlparse::decode_string(spelling, lex_)
                                                                  : std::string(spelling);
  }
  return std::strtoull(text.c_str(), nullptr, 10);
}

Result<std::string> Session::Body::condition_item(const exec::Diagnostic& condition,
                                                  std::string_view item) const {
  if (equals_ignore_case(item, "MYSQL_ERRNO")) return std::to_string(condition.code);
  if (equals_ignore_case(item, "MESSAGE_TEXT")) return text_literal(condition.message);
  const bool is_state = equals_ignore_case(item, "RETURNED_SQLSTATE");
  const bool is_origin =
      equals_ignore_case(item, "CLASS_ORIGIN") || equals_ignore_case(item, "SUBCLASS_ORIGIN");
  if (is_state || is_origin) {
    const auto error = std::find_if(diagnostics_.begin(), diagnostics_.end(),
                                    [](const exec::Diagnostic& each) { return each.level == "Error"; });
    const bool of_statement = error != diagnostics_.end() && &condition == &*error && !error_state_.empty();
    const std::string_view state =
        of_statement ? std::string_view(error_state_) : state_of_warning(condition.code, env_.mariadb);
    if (state.empty())
      return Error::not_supported(to_upper(item) + " of warning " + std::to_string(condition.code));
    return text_literal(is_state ? state : origin_of(state, env_.mariadb));
  }
  if (equals_ignore_case(item, "ROW_NUMBER")) return Error::not_supported("ROW_NUMBER in GET DIAGNOSTICS");
  return text_literal("");  // the names that SIGNAL may give
}

void Session::Body::get_diagnostics(const sqlparse::Statement& statement) {
  const auto& get = sqlparse::cast<sqlparse::DiagnosticsStatement>(statement);
  if (get.stacked) return fail(Error(3004, "0Z002", "GET STACKED DIAGNOSTICS when handler not active"));
  const exec::Diagnostic* condition = nullptr;
  if (get.number != nullptr) {
    const std::uint64_t number = condition_number(*get.number);
    if (number >= 1 && number <= diagnostics_.size()) condition = &diagnostics_[number - 1];
  }
  std::vector<std::pair<std::string, std::string>> values;
  for (const sqlparse::DiagnosticsItem* item : get.items) {
    const auto* target = as<sqlparse::UserVariable>(item->operand);
    if (target == nullptr) {
      const std::string name(parsed_.tokens.spelling(item->operand->first_token, item->operand->last_token));
      return fail(Error(1327, "42000", "Undeclared variable: " + name));
    }
    std::string value;
    if (get.number == nullptr) {
      value = equals_ignore_case(item->item.text, "NUMBER") ? std::to_string(diagnostics_.size())
                                                            : std::to_string(row_count_);
    } else if (condition != nullptr) {
      Result<std::string> made = condition_item(*condition, item->item.text);
      if (!made) return fail(made.error());
      value = std::move(*made);
    }
    values.emplace_back(target->name.text, std::move(value));
  }
  wire::OkPacket answer;
  if (get.number != nullptr && condition == nullptr) {
    diagnostics_.push_back({"Error", 1758, "Invalid condition number"});
    ++warning_count_;
    answer.warnings = 1;
  } else {
    for (const auto& [name, value] : values) state_.set_user_variable(name, value);
  }
  writer().ok(answer);
  statement_over();
}

}  // namespace mallshard::session
