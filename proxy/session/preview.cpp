// What the proxy would do with a statement, without doing it: EXPLAIN
// FORMAT=ROUTE statement, all steps; and ShardingSphere's PREVIEW statement, what
// each data source would be sent.
#include "base/bytes.h"
#include "rule/snapshot.h"
#include "session/body.h"
#include "sqlparse/ast_all.h"
#include "sqlparse/lexer.h"

namespace mallshard::session {

using wire::LocalColumn;

// FORMAT = ROUTE, FORMAT = 'ROUTE'; the servers know no such format.
bool Session::Body::explains_route(const sqlparse::Statement& statement) const {
  const auto& explain = sqlparse::cast<sqlparse::ExplainStatement>(statement);
  constexpr std::uint32_t kWords = 3;
  if (explain.body == nullptr || explain.analyze || !explain.options.present() ||
      explain.options.last - explain.options.first + 1 != kWords)
    return false;
  const std::string_view format = parsed_.tokens.spelling(explain.options.last);
  return equals_ignore_case(format, "route") || equals_ignore_case(format, "'route'");
}

void Session::Body::explain_route(const sqlparse::Statement& statement) {
  const auto& explain = sqlparse::cast<sqlparse::ExplainStatement>(statement);
  const std::uint32_t from = parsed_.tokens.tokens[explain.options.last + 1].begin;
  run_statement(sql_.substr(from), Preview::Route);
}

// At a statement that cannot be read: is it PREVIEW and a statement?
bool Session::Body::run_preview() {
  const auto tokens = tokens_.tokens();
  if (preview_ != Preview::None || tokens.size() < 2 || tokens[1].kind == sqlparse::TokenKind::End)
    return false;
  if (!equals_ignore_case(tokens_.view().spelling(0), "preview")) return false;
  run_statement(sql_.substr(tokens[1].begin), Preview::Targets);
  return true;
}

void Session::Body::answer_preview(const plan::Plan& plan, const plan::Execution& execution) {
  if (Result<void> made = plan.instantiate(execution, dispatch_); !made) return fail(made.error());
  wire::LocalResult result;
  if (preview_ == Preview::Route) {
    result.columns = {LocalColumn::text("step", 16), LocalColumn::text("data_source", 64),
                      LocalColumn::text("detail", 65535)};
    for (plan::ExplainStep& step : plan.explain(execution)) {
      std::optional<std::string> source;
      if (!step.source.empty()) source = std::move(step.source);
      result.rows.push_back({std::string(step.name), std::move(source), std::move(step.text)});
    }
    return send_local(result);
  }
  result.columns = {LocalColumn::text("data_source_name", 64), LocalColumn::text("actual_sql", 65535)};
  const auto add = [&](const std::vector<plan::Target>& targets) {
    for (const plan::Target& target : targets)
      result.rows.push_back({snapshot_->source(target.source).name, target.sql});
  };
  for (const plan::GatherTable& table : dispatch_.gathers) add(table.targets);
  add(dispatch_.targets);
  send_local(result);
}

// SET, BEGIN, USE ...: no data source is sent anything for their own sake.
void Session::Body::preview_by_session() {
  wire::LocalResult result;
  result.columns = {LocalColumn::text("data_source_name", 64), LocalColumn::text("actual_sql", 65535)};
  send_local(result);
}

}  // namespace mallshard::session
