// Expressions, with parentheses only where the grammar needs them.
#include <string_view>
#include <vector>

#include "sqlparse/printer_run.h"

namespace mallshard::sqlparse {

std::string_view PrinterRun::operator_text(BinaryOp op) {
  switch (op) {
    case BinaryOp::Or:
      return "OR";
    case BinaryOp::Xor:
      return "XOR";
    case BinaryOp::And:
      return "AND";
    case BinaryOp::Equal:
      return "=";
    case BinaryOp::NullSafeEqual:
      return "<=>";
    case BinaryOp::NotEqual:
      return "<>";
    case BinaryOp::Less:
      return "<";
    case BinaryOp::LessEqual:
      return "<=";
    case BinaryOp::Greater:
      return ">";
    case BinaryOp::GreaterEqual:
      return ">=";
    case BinaryOp::Regexp:
      return "REGEXP";
    case BinaryOp::NotRegexp:
      return "NOT REGEXP";
    case BinaryOp::SoundsLike:
      return "SOUNDS LIKE";
    case BinaryOp::MemberOf:
      return "MEMBER OF";
    case BinaryOp::BitOr:
      return "|";
    case BinaryOp::BitAnd:
      return "&";
    case BinaryOp::ShiftLeft:
      return "<<";
    case BinaryOp::ShiftRight:
      return ">>";
    case BinaryOp::Add:
      return "+";
    case BinaryOp::Subtract:
      return "-";
    case BinaryOp::Multiply:
      return "*";
    case BinaryOp::Divide:
      return "/";
    case BinaryOp::IntegerDivide:
      return "DIV";
    case BinaryOp::Modulo:
      return "%";
    case BinaryOp::BitXor:
      return "^";
    case BinaryOp::Concat:
      return "||";
    case BinaryOp::JsonExtract:
      return "->";
    case BinaryOp::JsonExtractUnquote:
      return "->>";
  }
  return {};
}

Level PrinterRun::level_of(BinaryOp op) {
  switch (op) {
    case BinaryOp::Or:
      return Level::Or;
    case BinaryOp::Xor:
      return Level::Xor;
    case BinaryOp::And:
      return Level::And;
    case BinaryOp::Regexp:
    case BinaryOp::NotRegexp:
    case BinaryOp::SoundsLike:
    case BinaryOp::MemberOf:
      return Level::Predicate;
    case BinaryOp::BitOr:
      return Level::BitOr;
    case BinaryOp::BitAnd:
      return Level::BitAnd;
    case BinaryOp::ShiftLeft:
    case BinaryOp::ShiftRight:
      return Level::Shift;
    case BinaryOp::Add:
    case BinaryOp::Subtract:
      return Level::Add;
    case BinaryOp::Multiply:
    case BinaryOp::Divide:
    case BinaryOp::IntegerDivide:
    case BinaryOp::Modulo:
      return Level::Multiply;
    case BinaryOp::BitXor:
      return Level::BitXor;
    case BinaryOp::Concat:
      return Level::Concat;
    case BinaryOp::JsonExtract:
    case BinaryOp::JsonExtractUnquote:
      return Level::Primary;
    default:
      return Level::Comparison;
  }
}

Level PrinterRun::level_of(const Expression& expression) {
  switch (expression.kind) {
    case NodeKind::AssignVariable:
      return Level::Assign;
    case NodeKind::Binary: {
      const auto& binary = cast<Binary>(expression);
      return is<Interval>(binary.left) ? Level::Assign : level_of(binary.op);
    }
    case NodeKind::Unary:
      return cast<Unary>(expression).op == UnaryOp::Not ? Level::Not : Level::Unary;
    case NodeKind::Collate:
      return Level::Primary;
    case NodeKind::Quantified:
      return Level::Comparison;
    case NodeKind::IsTest:
      // MySQL lets nothing but AND, XOR and OR follow IS TRUE.
      return cast<IsTest>(expression).test == IsTestKind::Null ? Level::Comparison : Level::Not;
    case NodeKind::Between:
    case NodeKind::InList:
    case NodeKind::InSubquery:
    case NodeKind::Like:
      return Level::Predicate;
    default:
      return Level::Primary;
  }
}

void PrinterRun::operand(const Expression* expression, Level least) {
  if (expression == nullptr) return;
  if (level_of(*expression) >= least) {
    node(*expression);
    return;
  }
  raw("(");
  node(*expression);
  raw(")");
}

void PrinterRun::qualified(const Name& database, const Name& table, const Name& last) {
  if (database) {
    name(database);
    raw(".");
  }
  if (table) {
    name(table);
    raw(".");
  }
  name(last);
}

void PrinterRun::leading_dot(const Name& first) {
  if (first && first.token != 0 && tokens_.tokens[first.token - 1].kind == TokenKind::Dot) raw(".");
}

void PrinterRun::subquery(const Query* query) {
  raw("(");
  optional(query);
  raw(")");
}

// AND and OR chains flat, however deep their tree.
void PrinterRun::chain(const Binary& top) {
  const Level operand_level = next(level_of(top.op));
  std::vector<const Expression*> pending{&top};
  bool first = true;
  while (!pending.empty()) {
    const Expression* item = pending.back();
    pending.pop_back();
    const auto* inner = as<Binary>(item);
    if (inner != nullptr && inner->op == top.op) {
      pending.push_back(inner->right);
      pending.push_back(inner->left);
      continue;
    }
    if (!first) word(operator_text(top.op));
    first = false;
    operand(item, operand_level);
  }
}

void PrinterRun::binary(const Binary& binary) {
  switch (binary.op) {
    case BinaryOp::And:
    case BinaryOp::Or:
      return chain(binary);
    case BinaryOp::JsonExtract:
    case BinaryOp::JsonExtractUnquote:
      optional(binary.left);
      raw(operator_text(binary.op));
      return optional(binary.right);
    case BinaryOp::MemberOf:
      operand(binary.left, Level::BitOr);
      word("MEMBER OF");
      raw("(");
      operand(binary.right, Level::Concat);
      return raw(")");
    default:
      break;
  }
  const Level binding = level_of(binary.op);
  if (is<Interval>(binary.left)) {
    optional(binary.left);
    word("+");
    return operand(binary.right, Level::Primary);
  }
  const bool predicate = binding == Level::Predicate;
  operand(binary.left, predicate ? Level::BitOr : binding);
  word(operator_text(binary.op));
  if (is<Interval>(binary.right)) return optional(binary.right);
  operand(binary.right, predicate ? Level::BitOr : next(binding));
}

void PrinterRun::unary(const Unary& unary) {
  switch (unary.op) {
    case UnaryOp::Not:
      word("NOT");
      return operand(unary.operand, Level::Not);
    case UnaryOp::Binary:
      word("BINARY");
      break;
    case UnaryOp::Plus:
      raw("+");
      break;
    case UnaryOp::Minus:
      raw("-");
      break;
    case UnaryOp::BitNot:
      raw("~");
      break;
    case UnaryOp::Bang:
      raw("!");
      break;
  }
  // `- -1`: two dashes could begin a comment.
  const auto* inner = as<Unary>(unary.operand);
  // -- begins a comment, !! is one ! to MySQL.
  const bool doubles = unary.op == UnaryOp::Minus || unary.op == UnaryOp::Bang;
  if (doubles && inner != nullptr && inner->op == unary.op) raw(" ");
  operand(unary.operand, Level::Unary);
}

void PrinterRun::scope(VariableScope scope) {
  switch (scope) {
    case VariableScope::None:
      return;
    case VariableScope::Session:
      return raw("SESSION");
    case VariableScope::Local:
      return raw("LOCAL");
    case VariableScope::Global:
      return raw("GLOBAL");
    case VariableScope::Persist:
      return raw("PERSIST");
    case VariableScope::PersistOnly:
      return raw("PERSIST_ONLY");
  }
}

void PrinterRun::variable(const SystemVariable& variable) {
  raw("@@");
  if (variable.scope != VariableScope::None) {
    scope(variable.scope);
    raw(".");
  }
  qualified({}, variable.component, variable.name);
}

void PrinterRun::case_expression(const Case& expression) {
  raw("CASE");
  if (expression.operand != nullptr) {
    space();
    optional(expression.operand);
  }
  for (const CaseBranch* branch : expression.branches) {
    clause("WHEN", branch->when);
    clause("THEN", branch->then);
  }
  clause("ELSE", expression.otherwise);
  word("END");
  out_.pop_back();
}

void PrinterRun::is_test(const IsTest& test) {
  operand(test.operand, Level::Comparison);
  word(test.negated ? "IS NOT" : "IS");
  switch (test.test) {
    case IsTestKind::Null:
      return raw("NULL");
    case IsTestKind::True:
      return raw("TRUE");
    case IsTestKind::False:
      return raw("FALSE");
    case IsTestKind::Unknown:
      return raw("UNKNOWN");
    default:
      return raw("JSON");
  }
}

void PrinterRun::match(const MatchAgainst& match) {
  raw("MATCH ");
  list_in_parentheses(match.columns);
  raw(" AGAINST (");
  operand(match.against, Level::BitOr);
  switch (match.mode) {
    case MatchMode::Default:
      break;
    case MatchMode::NaturalLanguage:
      raw(" IN NATURAL LANGUAGE MODE");
      break;
    case MatchMode::NaturalLanguageExpansion:
      raw(" IN NATURAL LANGUAGE MODE WITH QUERY EXPANSION");
      break;
    case MatchMode::Boolean:
      raw(" IN BOOLEAN MODE");
      break;
    case MatchMode::Expansion:
      raw(" WITH QUERY EXPANSION");
      break;
  }
  raw(")");
}

// False when the node is no expression.
bool PrinterRun::expression(const Node& n) {
  switch (n.kind) {
    case NodeKind::Literal:
      range({n.first_token, n.last_token});
      return true;
    case NodeKind::Parameter:
      raw("?");
      return true;
    case NodeKind::ColumnRef: {
      const auto& column = cast<ColumnRef>(n);
      leading_dot(column.database ? column.database : column.table);
      qualified(column.database, column.table, column.column);
      return true;
    }
    case NodeKind::Star: {
      const auto& star = cast<Star>(n);
      qualified(star.database, star.table, {});
      raw("*");
      return true;
    }
    case NodeKind::UserVariable:
      token(cast<UserVariable>(n).name.token);
      return true;
    case NodeKind::SystemVariable:
      variable(cast<SystemVariable>(n));
      return true;
    case NodeKind::KeywordValue:
      name(cast<KeywordValue>(n).word);
      return true;
    case NodeKind::Unary:
      unary(cast<Unary>(n));
      return true;
    case NodeKind::Binary:
      binary(cast<Binary>(n));
      return true;
    case NodeKind::Quantified: {
      const auto& quantified = cast<Quantified>(n);
      operand(quantified.left, Level::Comparison);
      word(operator_text(quantified.op));
      raw(quantified.all ? "ALL " : "ANY ");
      subquery(quantified.query);
      return true;
    }
    case NodeKind::Between: {
      const auto& between = cast<Between>(n);
      operand(between.operand, Level::BitOr);
      word(between.negated ? "NOT BETWEEN" : "BETWEEN");
      operand(between.low, Level::BitOr);
      word("AND");
      operand(between.high, Level::Predicate);
      return true;
    }
    case NodeKind::InList: {
      const auto& in = cast<InList>(n);
      operand(in.operand, Level::BitOr);
      word(in.negated ? "NOT IN" : "IN");
      list_in_parentheses(in.items);
      return true;
    }
    case NodeKind::InSubquery: {
      const auto& in = cast<InSubquery>(n);
      operand(in.operand, Level::BitOr);
      word(in.negated ? "NOT IN" : "IN");
      subquery(in.query);
      return true;
    }
    case NodeKind::Like: {
      const auto& like = cast<Like>(n);
      operand(like.operand, Level::BitOr);
      word(like.negated ? "NOT LIKE" : "LIKE");
      operand(like.pattern, Level::Concat);
      if (like.escape != nullptr) {
        word("ESCAPE");
        operand(like.escape, Level::Concat);
      }
      return true;
    }
    case NodeKind::IsTest:
      is_test(cast<IsTest>(n));
      return true;
    case NodeKind::Case:
      case_expression(cast<Case>(n));
      return true;
    case NodeKind::Cast: {
      const auto& made = cast<Cast>(n);
      raw(made.as_convert ? "CONVERT(" : "CAST(");
      optional(made.operand);
      clause(made.zone_as_interval ? "AT TIME ZONE INTERVAL" : "AT TIME ZONE", made.time_zone);
      if (made.at_local) raw(" AT LOCAL");
      if (made.as_convert) {
        raw(", ");
      } else {
        word("AS");
      }
      range(made.type);
      raw(")");
      return true;
    }
    case NodeKind::ConvertUsing: {
      const auto& convert = cast<ConvertUsing>(n);
      raw("CONVERT(");
      optional(convert.operand);
      word("USING");
      name(convert.charset);
      raw(")");
      return true;
    }
    case NodeKind::Collate: {
      const auto& collate = cast<Collate>(n);
      operand(collate.operand, Level::Primary);
      word("COLLATE");
      name(collate.collation);
      return true;
    }
    case NodeKind::Interval: {
      const auto& interval = cast<Interval>(n);
      raw("INTERVAL ");
      optional(interval.amount);
      space();
      name(interval.unit);
      return true;
    }
    case NodeKind::Row: {
      const auto& row = cast<Row>(n);
      if (row.row_keyword) raw("ROW");
      list_in_parentheses(row.items);
      return true;
    }
    case NodeKind::Subquery:
      subquery(cast<Subquery>(n).query);
      return true;
    case NodeKind::Exists:
      raw("EXISTS ");
      subquery(cast<Exists>(n).query);
      return true;
    case NodeKind::AssignVariable: {
      const auto& assign = cast<AssignVariable>(n);
      optional(assign.variable);
      word(":=");
      optional(assign.value);
      return true;
    }
    case NodeKind::DefaultValue: {
      const auto& value = cast<DefaultValue>(n);
      raw("DEFAULT");
      if (value.column != nullptr) {
        raw("(");
        node(*value.column);
        raw(")");
      }
      return true;
    }
    case NodeKind::ValuesColumn:
      token(n.first_token);  // VALUES, or MariaDB's VALUE
      raw("(");
      optional(cast<ValuesColumn>(n).column);
      raw(")");
      return true;
    case NodeKind::MatchAgainst:
      match(cast<MatchAgainst>(n));
      return true;
    case NodeKind::FunctionCall:
      call(cast<FunctionCall>(n));
      return true;
    case NodeKind::Argument: {
      const auto& argument = cast<Argument>(n);
      optional(argument.value);
      if (argument.alias || argument.type.present()) word("AS");
      name(argument.alias);
      range(argument.type);
      return true;
    }
    case NodeKind::WindowSpec:
      window(cast<WindowSpec>(n));
      return true;
    case NodeKind::WindowFrame:
      frame(cast<WindowFrame>(n));
      return true;
    default:
      return false;
  }
}

}  // namespace mallshard::sqlparse
