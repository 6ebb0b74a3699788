#include "plan/explain.h"

#include <string_view>

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

std::string describe_refusal(const Error& error) {
  return "error:  " + std::to_string(error.code) + " (" + error.sqlstate + ") " + error.message + "\n";
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

std::string describe_gather(const Dispatch& dispatch, const Error& avoided, const rule::Snapshot& snapshot) {
  std::string text;
  for (const GatherTable& table : dispatch.gathers) {
    text += "gather: " + table.logical_table + " into " + table.name + "\n";
    for (const Target& target : table.targets)
      text += "ask:    " + snapshot.source(target.source).name + ": " + target.sql + "\n";
    if (!table.fill.empty()) text += "fill:   " + table.fill + "\n";
    text += "create: " + table.create + "\n";
  }
  const Target& last = dispatch.targets.front();
  text += "finish: " + snapshot.source(last.source).name + ": " + last.sql +
          describe_parameters(last.parameters) + "\n";
  text += "server: " + std::string(name_of(dispatch.access)) + "\n";
  text += "why:    " + std::string(construct_of(avoided)) + "\n";
  return text;
}

std::string describe_dispatch(const Dispatch& dispatch, std::string route, const rule::Snapshot& snapshot) {
  if (route.empty()) {
    for (const Target& target : dispatch.targets) {
      route += (route.empty() ? "" : "  ") + snapshot.source(target.source).name;
    }
  }
  std::string text = "route:  " + route + "\n";
  for (const Target& target : dispatch.targets) {
    text += "send:   " + snapshot.source(target.source).name + ": " + target.sql +
            describe_parameters(target.parameters) + "\n";
  }
  text += "server: " + std::string(name_of(dispatch.access)) + "\n";
  text += (dispatch.answer == Answer::Merge ? "merge:  " : "answer: ") + answer_of(dispatch) + "\n";
  if (dispatch.has_generated_key) text += "key:    " + std::to_string(dispatch.first_generated_key) + "\n";
  if (dispatch.pins_session) text += "pins:   the session's connection\n";
  return text;
}

}  // namespace mallshard::plan
