#include "plan/explain.h"

#include <string_view>
#include <utility>

#include "plan/write_back.h"

namespace mallshard::plan {
namespace {

std::string_view name_of(Access access) {
  switch (access) {
    case Access::Read:
      return "any replica";
    case Access::PrimaryRead:
      return "primary";
    case Access::Write:
      return "primary, write";
  }
  return "?";
}

std::string answer_of(const Dispatch& dispatch) {
  switch (dispatch.answer) {
    case Answer::PassThrough:
      return "as it comes";
    case Answer::Merge:
      return merge::describe(*dispatch.merge, dispatch.limit);
    case Answer::Sum:
      return "sum of affected rows";
    case Answer::Same:
      return "the first answer, which all give";
    case Answer::Ddl:
      return "all or a report of which failed";
    case Answer::Show:
      return "as it comes, with logical names";
  }
  return "?";
}

std::string describe_parameters(const std::vector<Parameter>& parameters) {
  std::string text;
  for (const Parameter& parameter : parameters) {
    text += text.empty() ? "  <- " : ", ";
    text += parameter.client_index == Parameter::kOwn ? describe(parameter.value)
                                                      : "?" + std::to_string(parameter.client_index);
  }
  return text;
}

}  // namespace

std::string_view construct_of(const Error& error) {
  const std::string_view message = error.message;
  const std::size_t from = message.find(" '");
  const std::size_t to = message.rfind('\'');
  if (error.code != 1235 || from == std::string_view::npos || to < from + 2) return message;
  return message.substr(from + 2, to - from - 2);
}

Explanation describe_refusal(const Error& error) {
  return {{"error", {}, std::to_string(error.code) + " (" + error.sqlstate + ") " + error.message}};
}

std::string describe_routes(const Router& router, const RouteList& routes, const rule::Snapshot& snapshot) {
  std::string text;
  for (std::size_t i = 0; i < routes.size(); ++i) {
    if (i != 0) text += "  ";
    text += snapshot.source(router.source_of(routes[i])).name + '.';
    for (std::size_t c = 0; c < routes.classes; ++c) {
      if (c != 0) text += '+';
      text += router.classes()[c].table->nodes[routes[i][c]].table;
    }
  }
  return text;
}

Explanation describe_gather(const Dispatch& dispatch, const Error& avoided, const rule::Snapshot& snapshot) {
  Explanation steps;
  for (const GatherTable& table : dispatch.gathers) {
    steps.push_back({"gather", {}, table.logical_table + " into " + table.name});
    for (const Target& target : table.targets)
      steps.push_back({"ask", snapshot.source(target.source).name, target.sql});
    if (!table.fill.empty()) steps.push_back({"fill", {}, table.fill});
    steps.push_back({"create", {}, table.create});
  }
  const Target& last = dispatch.targets.front();
  steps.push_back(
      {"finish", snapshot.source(last.source).name, last.sql + describe_parameters(last.parameters)});
  if (dispatch.write_back != nullptr) {
    for (const std::string& query : dispatch.write_back->queries()) steps.push_back({"back", {}, query});
  }
  steps.push_back({"server", {}, std::string(name_of(dispatch.access))});
  steps.push_back({"why", {}, std::string(construct_of(avoided))});
  return steps;
}

Explanation describe_dispatch(const Dispatch& dispatch, std::string route, const rule::Snapshot& snapshot) {
  if (route.empty()) {
    for (const Target& target : dispatch.targets) {
      route += (route.empty() ? "" : "  ") + snapshot.source(target.source).name;
    }
  }
  Explanation steps{{"route", {}, std::move(route)}};
  for (const Target& target : dispatch.targets) {
    steps.push_back(
        {"send", snapshot.source(target.source).name, target.sql + describe_parameters(target.parameters)});
  }
  steps.push_back({"server", {}, std::string(name_of(dispatch.access))});
  steps.push_back({dispatch.answer == Answer::Merge ? "merge" : "answer", {}, answer_of(dispatch)});
  if (dispatch.has_generated_key) steps.push_back({"key", {}, std::to_string(dispatch.first_generated_key)});
  if (dispatch.pins != 0) steps.push_back({"pins", {}, "the session's connection"});
  return steps;
}

std::string to_text(const Explanation& steps) {
  constexpr std::size_t kIndent = 8;
  std::string text;
  for (const ExplainStep& step : steps) {
    text.append(step.name).append(":").append(kIndent - 1 - step.name.size(), ' ');
    if (!step.source.empty()) text += step.source + ": ";
    text += step.text + "\n";
  }
  return text;
}

}  // namespace mallshard::plan
