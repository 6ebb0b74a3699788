#include "sqlparse/routine_body.h"

#include <algorithm>
#include <utility>

#include "sqlparse/ast_all.h"
#include "sqlparse/functions.h"
#include "sqlparse/visitor.h"

namespace mallshard::sqlparse {
namespace {

class Reader {
 public:
  explicit Reader(const ParseOutput& parsed) : parsed_(parsed) {}

  RoutineBody read(const CreateRoutineStatement& routine) {
    if (routine.aggregate) oppose("is an aggregate");
    if (routine.body == nullptr || routine.text_body.present()) oppose("is not written in SQL");
    if (routine.returns == nullptr) oppose("returns the type of a column");
    if (routine.body == nullptr) return std::move(out_);
    for (const RoutineParameter* each : routine.parameters) {
      own_.push_back(each->name.text);
      if (each->type == nullptr) oppose("takes the type of a column");
    }
    walk(*routine.body, [&](const Node& node) {
      const auto* part = as<ProgramStatement>(&node);
      if (part == nullptr) return true;
      for (const Name& name : part->names) own_.push_back(name.text);
      if (part->part == ProgramPart::Variables && part->type == nullptr)
        oppose("declares the type of a column");
      return true;
    });
    walk(*routine.body, [&](const Node& node) {
      look_at(node);
      return out_.obstacle.empty();
    });
    return std::move(out_);
  }

 private:
  void oppose(std::string reason) {
    if (out_.obstacle.empty()) out_.obstacle = std::move(reason);
  }

  void look_at(const Node& node) {
    switch (node.kind) {
      case NodeKind::TableName:
        out_.tables.push_back(&cast<TableName>(node));
        return;
      case NodeKind::UserVariable:
      case NodeKind::AssignVariable:
        return oppose("uses user variables");
      case NodeKind::SystemVariable:
        return oppose("reads variables of the session");
      case NodeKind::LockingClause:
        return oppose("locks rows");
      case NodeKind::FunctionCall:
        return look_at(cast<FunctionCall>(node));
      case NodeKind::SetItem:
        return look_at(cast<SetItem>(node));
      case NodeKind::SelectStatement:
      case NodeKind::SetStatement:
      case NodeKind::DoStatement:
      case NodeKind::DiagnosticsStatement:
      case NodeKind::ProgramStatement:
        return;
      default:
        if (node.kind >= NodeKind::SelectStatement) {
          oppose("has the statement " +
                 std::string(statement_kind_name(static_cast<const Statement&>(node).statement_kind)));
        }
    }
  }

  void look_at(const FunctionCall& call) {
    const LexOptions& options = parsed_.tokens.options;
    const bool stored = call.schema.present() || call.spaced || call.form == CallForm::NextValueFor;
    const FunctionNature nature =
        stored ? FunctionNature::Unknown
               : function_nature(call.name.text, options.flavour, options.server_version);
    const bool of_arguments = nature == FunctionNature::Pure || nature == FunctionNature::Aggregate ||
                              nature == FunctionNature::Window;
    const bool of_statement = nature == FunctionNature::Clock && !equal_names(call.name.text, "sysdate");
    if (!of_arguments && !of_statement) oppose("calls " + std::string(call.name.text) + "()");
  }

  // SET of what is declared in it; all else belongs to the session, or the server.
  void look_at(const SetItem& item) {
    const bool own = item.item_kind == SetItemKind::SystemVariable && item.scope == VariableScope::None &&
                     !item.at_form && !item.component.present() &&
                     std::any_of(own_.begin(), own_.end(),
                                 [&](std::string_view each) { return equal_names(each, item.name.text); });
    if (!own) oppose("sets a variable that it does not declare");
  }

  static bool equal_names(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
      const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
      return lower(x) == lower(y);
    });
  }

  const ParseOutput& parsed_;
  std::vector<std::string_view> own_;  // parameters and what is declared
  RoutineBody out_;
};

}  // namespace

RoutineBody routine_body(const ParseOutput& parsed) {
  const auto* routine = as<CreateRoutineStatement>(parsed.statement);
  if (routine == nullptr || routine->statement_kind != StatementKind::CreateFunction)
    return {{}, "is no stored function"};
  return Reader(parsed).read(*routine);
}

}  // namespace mallshard::sqlparse
