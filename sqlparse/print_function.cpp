// Function calls in their forms.
#include <cstddef>

#include "sqlparse/printer_run.h"

namespace mallshard::sqlparse {

void PrinterRun::call_arguments(const FunctionCall& call) {
  const auto argument = [&](std::size_t i) { return i < call.args.size() ? call.args[i] : nullptr; };
  switch (call.form) {
    case CallForm::Trim:
      if (call.word) {
        name(call.word);
        raw(" ");
      }
      optional(argument(1));
      word("FROM");
      return optional(argument(0));
    case CallForm::JsonDuality:
      range(call.tail);
      for (std::size_t i = 0; i + 1 < call.args.size(); i += 2) {
        if (i > 0) raw(",");
        space();
        node(*call.args[i]);
        raw(": ");
        node(*call.args[i + 1]);
      }
      return;
    case CallForm::SubstringFrom:
      optional(argument(0));
      clause("FROM", argument(1));
      return clause("FOR", argument(2));
    case CallForm::PositionIn:
      operand(argument(0), Level::BitOr);
      return clause("IN", argument(1));
    case CallForm::Extract:
      name(call.word);
      return clause("FROM", argument(0));
    case CallForm::CharUsing:
      list(call.args);
      word("USING");
      return name(call.word);
    case CallForm::WordFirst:
      name(call.word);
      raw(", ");
      return list(call.args);
    case CallForm::JsonValue:
      operand(argument(0), Level::Concat);
      raw(", ");
      optional(argument(1));
      if (call.tail.present()) {
        raw(" RETURNING ");
        range(call.tail);
      }
      json_response(call.on_empty, "ON EMPTY");
      return json_response(call.on_error, "ON ERROR");
    default:
      break;
  }
  if (call.distinct) raw("DISTINCT ");
  list(call.args);
  if (call.form == CallForm::GroupConcat) {
    list_clause("ORDER BY", call.order_by);
    if (call.separator != kNoToken) {
      word("SEPARATOR");
      token(call.separator);
    }
    if (call.limit != nullptr) {
      space();
      node(*call.limit);
    }
  }
  if (call.tail.present()) {
    space();
    range(call.tail);
  }
}

void PrinterRun::call(const FunctionCall& call) {
  if (call.form == CallForm::NextValueFor) {
    name(call.name);
    raw(" VALUE FOR ");
    return list(call.args);
  }
  qualified(call.database, call.schema, call.name);
  if (call.form == CallForm::NoParens) return;
  // Right before `(` MariaDB knows some names for its own.
  if (call.spaced || call.database) raw(" ");
  raw("(");
  call_arguments(call);
  raw(")");
  if (call.form == CallForm::WithinGroup) {
    raw(" WITHIN GROUP (");
    list_clause("ORDER BY", call.order_by);
    raw(")");
  }
  if (call.from_last) raw(" FROM LAST");
  if (call.null_treatment == NullTreatment::Respect) raw(" RESPECT NULLS");
  if (call.null_treatment == NullTreatment::Ignore) raw(" IGNORE NULLS");
  if (call.over != nullptr) {
    raw(" OVER ");
    window(*call.over);
  }
}

void PrinterRun::window(const WindowSpec& spec) {
  if (spec.only_name) return name(spec.base);
  raw("(");
  name(spec.base);
  list_clause("PARTITION BY", spec.partition_by);
  list_clause("ORDER BY", spec.order_by);
  if (spec.frame != nullptr) {
    space();
    frame(*spec.frame);
  }
  raw(")");
}

void PrinterRun::frame(const WindowFrame& frame) {
  raw(frame.unit == FrameUnit::Rows ? "ROWS " : frame.unit == FrameUnit::Range ? "RANGE " : "GROUPS ");
  if (frame.has_end) raw("BETWEEN ");
  frame_bound(frame.start, frame.start_offset);
  if (frame.has_end) {
    word("AND");
    frame_bound(frame.end, frame.end_offset);
  }
  switch (frame.exclusion) {
    case FrameExclusion::None:
      return;
    case FrameExclusion::CurrentRow:
      return raw(" EXCLUDE CURRENT ROW");
    case FrameExclusion::Group:
      return raw(" EXCLUDE GROUP");
    case FrameExclusion::Ties:
      return raw(" EXCLUDE TIES");
    case FrameExclusion::NoOthers:
      return raw(" EXCLUDE NO OTHERS");
  }
}

void PrinterRun::frame_bound(FrameBoundKind kind, const Expression* offset) {
  switch (kind) {
    case FrameBoundKind::UnboundedPreceding:
      return raw("UNBOUNDED PRECEDING");
    case FrameBoundKind::UnboundedFollowing:
      return raw("UNBOUNDED FOLLOWING");
    case FrameBoundKind::CurrentRow:
      return raw("CURRENT ROW");
    case FrameBoundKind::Preceding:
      operand(offset, Level::BitOr);
      return raw(" PRECEDING");
    case FrameBoundKind::Following:
      operand(offset, Level::BitOr);
      return raw(" FOLLOWING");
  }
}

}  // namespace mallshard::sqlparse
