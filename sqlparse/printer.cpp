#include "sqlparse/printer.h"

#include <string>
#include <string_view>

#include "sqlparse/printer_run.h"

namespace mallshard::sqlparse {

void PrinterRun::space() {
  if (!out_.empty() && out_.back() != ' ' && out_.back() != '(') out_ += ' ';
}

void PrinterRun::word(std::string_view text) {
  space();
  out_ += text;
  out_ += ' ';
}

void PrinterRun::token(std::uint32_t index) {
  out_ += tokens_.spelling(index);
}

void PrinterRun::name(const Name& name) {
  if (name) token(name.token);
}

// MariaDB's `.a`, where the dot makes a name of any word.
void PrinterRun::dotted_name(const Name& name) {
  if (name && name.token > 0 && tokens_.tokens[name.token - 1].kind == TokenKind::Dot) raw(".");
  this->name(name);
}

void PrinterRun::names(NameList names) {
  bool first = true;
  for (const Name& each : names) {
    if (!first) raw(", ");
    first = false;
    name(each);
  }
}

void PrinterRun::names_in_parentheses(NameList list) {
  raw("(");
  names(list);
  raw(")");
}

// The tokens with their spacing made one space or none, comments dropped.
void PrinterRun::range(const TokenRange& range) {
  if (!range.present()) return;
  for (std::uint32_t i = range.first; i <= range.last; ++i) {
    if (i != range.first) {
      // Two dashes could become a comment by what is printed behind them.
      const bool dashes =
          tokens_.tokens[i].kind == TokenKind::Minus && tokens_.tokens[i - 1].kind == TokenKind::Minus;
      if (!tokens_.comments.empty()) hint_before(i);
      if (!tokens_.tokens[i].adjacent || dashes) out_ += ' ';
    }
    token(i);
  }
}

// Statements that no later stage changes keep their words; only the space
// between them is made one.
bool PrinterRun::written_node(const Node& node) {
  switch (node.kind) {
    case NodeKind::Account:
    case NodeKind::Authentication:
    case NodeKind::AccountSpec:
    case NodeKind::AdminClause:
    case NodeKind::Privilege:
    case NodeKind::DiagnosticsItem:
    case NodeKind::RoutineParameter:
    case NodeKind::AccountStatement:
    case NodeKind::GrantStatement:
    case NodeKind::ServerStatement:
    case NodeKind::DiagnosticsStatement:
    case NodeKind::CreateRoutineStatement:
    case NodeKind::CreateTriggerStatement:
    case NodeKind::EventStatement:
    case NodeKind::StoredObjectStatement:
    case NodeKind::ProgramStatement:
      range({node.first_token, node.last_token});
      return true;
    default:
      return false;
  }
}

void PrinterRun::node(const Node& node) {
  if (expression(node) || query_node(node) || data_statement(node) || schema_node(node) ||
      partition_node(node) || schema_statement(node) || storage_statement(node) || session_statement(node) ||
      written_node(node)) {
    return;
  }
  admin_statement(node);
}

void print(const Node& node, const TokenView& tokens, std::string& out) {
  PrinterRun(tokens, out).node(node);
}

std::string print(const ParseOutput& parsed) {
  std::string out;
  if (parsed.statement != nullptr) print(*parsed.statement, parsed.tokens, out);
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

}  // namespace mallshard::sqlparse
