// PREPARE, EXECUTE and DEALLOCATE as SQL statements. A prepared text is kept
// by the session; EXECUTE puts the values of the user variables in its place,
// so that they route like any literal.
#include <charconv>

#include "base/bytes.h"
#include "session/body.h"
#include "session/substitute.h"
#include "sqlparse/ast_all.h"
#include "sqlparse/lexer.h"

namespace mallshard::session {
namespace {

Error unknown_handler(std::string_view name, std::string_view command) {
  return {1243, "HY000",
          "Unknown prepared statement handler (" + std::string(name) + ") given to " + std::string(command)};
}

// The text that a literal or a user variable holds; nullopt for anything else.
std::optional<std::string> source_text(const sqlparse::Expression* source, const sqlparse::TokenView& tokens,
                                       const wire::SessionState& state) {
  if (const auto* literal = sqlparse::as<sqlparse::Literal>(source)) {
    std::string text;
    for (std::uint32_t at = literal->value_token; at <= literal->last_token; ++at) {
      text += sqlparse::decode_string(tokens.spelling(at), tokens.options);
    }
    return text;
  }
  if (const auto* variable = sqlparse::as<sqlparse::UserVariable>(source)) {
    const auto at = state.user_variables().find(to_lower(variable->name.text));
    if (at != state.user_variables().end()) return text_of_literal(at->second);
  }
  return std::nullopt;
}

// A user variable's literal as it may stand anywhere, behind LIMIT too.
std::string argument_of(const std::string& literal) {
  constexpr std::string_view kCast = "CAST(";
  if (wire::seed_of_null(literal)) return "NULL";
  if (!literal.starts_with(kCast)) return literal;
  return literal.substr(kCast.size(), literal.find(' ') - kCast.size());
}

}  // namespace

void Session::Body::run_text_prepare(const sqlparse::Statement& statement) {
  const auto& prepare = sqlparse::cast<sqlparse::PrepareStatement>(statement);
  std::optional<std::string> text = source_text(prepare.source, parsed_.tokens, state_);
  if (!text) return fail(Error::syntax("PREPARE needs a string or a user variable that holds one"));
  const std::string name = to_lower(prepare.name.text);
  text_prepared_.erase(name);

  sqlparse::Arena arena;
  const sqlparse::ParseOutput inner = sqlparse::parse(*text, lex_, arena);
  if (!inner.ok()) return fail(Error(inner.error.code, "42000", inner.error.message));
  if (!may_be_prepared(*inner.statement)) {
    return fail(Error(1295, "HY000", "This command is not supported in the prepared statement protocol yet"));
  }
  text_prepared_.emplace(name, std::move(*text));
  row_count_ = 0;
  ok("Statement prepared");
  statement_over();
}

void Session::Body::run_text_execute(const sqlparse::Statement& statement) {
  const auto& execute = sqlparse::cast<sqlparse::ExecuteStatement>(statement);
  std::string sql;
  if (execute.name.present()) {
    const auto at = text_prepared_.find(to_lower(execute.name.text));
    if (at == text_prepared_.end()) return fail(unknown_handler(execute.name.text, "EXECUTE"));
    sql = at->second;
  } else {
    std::optional<std::string> text = source_text(execute.source, parsed_.tokens, state_);
    if (!text) return fail(Error::not_supported("EXECUTE IMMEDIATE of an expression"));
    sql = std::move(*text);
  }
  std::vector<std::string> literals;
  for (const sqlparse::Expression* argument : execute.arguments) {
    if (const auto* variable = sqlparse::as<sqlparse::UserVariable>(argument)) {
      const auto at = state_.user_variables().find(to_lower(variable->name.text));
      literals.push_back(at == state_.user_variables().end() ? "NULL" : argument_of(at->second));
    } else {
      literals.emplace_back(parsed_.tokens.spelling(argument->first_token, argument->last_token));
    }
  }
  std::optional<std::string> bound = substitute(sql, lex_, literals);
  if (!bound) return fail(Error(1210, "HY000", "Incorrect arguments to EXECUTE"));
  run_rewritten(std::move(*bound));
}

void Session::Body::run_deallocate(const sqlparse::Statement& statement) {
  const std::string_view name = sqlparse::cast<sqlparse::DeallocateStatement>(statement).name.text;
  if (text_prepared_.erase(to_lower(name)) == 0) return fail(unknown_handler(name, "DEALLOCATE PREPARE"));
  row_count_ = 0;
  ok();
  statement_over();
}

// `sql` takes the place of the statement under way.
void Session::Body::run_rewritten(std::string sql) {
  rewritten_ = std::move(sql);
  run_statement(rewritten_);
}

}  // namespace mallshard::session
