// Feeding a Merger from the legs, one row at a time on demand.
#include <algorithm>
#include <cassert>

#include "exec/executor.h"
#include "wire/column_definition.h"
#include "wire/status.h"

namespace mallshard::exec {

using Kind = wire::ReplyEvent::Kind;

void Executor::start_merge() {
  const rule::Props& props = settings.snapshot->props;
  const auto protocol = job_.prepared ? merge::Protocol::Binary : merge::Protocol::Text;
  merge::Bounds bounds;
  bounds.bytes = props.gather_max_bytes;
  bounds.sort_rows = props.gather_max_rows;
  merger_ = std::make_unique<merge::Merger>(dispatch().merge, dispatch().limit, dispatch().targets.size(),
                                            protocol, bounds);
}

void Executor::pump_merge() {
  while (phase_ == Phase::Running && merger_ && !merge_over_) {
    if (effects_.client_backlogged()) {
      paused_ = true;
      return;
    }
    const merge::Merger::Step step = merger_->next();
    using StepKind = merge::Merger::Step::Kind;
    switch (step.kind) {
      case StepKind::NeedSource:
        if (!advance(step.source)) return;
        break;
      case StepKind::Row:
        write_merge_header();
        ++outcome_.rows;
        writer().row(step.row);
        bytes_sent_ = true;
        break;
      case StepKind::End:
        write_merge_header();
        return end_merge();
      case StepKind::Failed:
        send_error(merger_->error());
        return end_merge();
    }
  }
}

// Reads on behalf of `source` until it has a row more, or has ended. False
// when bytes must be awaited, or the job is over.
bool Executor::advance(std::size_t source) {
  Leg& leg = legs_[leg_of_target_[source]];
  for (;;) {
    if (phase_ != Phase::Running || merge_over_) return false;
    if (leg.stage == Leg::Stage::Waiting || leg.stage == Leg::Stage::Settling) return false;
    if (leg.stage == Leg::Stage::Done) return false;
    if (leg.stage != Leg::Stage::Answering) return false;  // its warnings are read first
    const std::size_t current = leg.targets[leg.current];
    std::optional<wire::ReplyEvent> event = leg.connection->next();
    if (!event) {
      if (leg.connection->failure()) return false;
      if (!leg.connection->command_over()) {
        effects_.wake(*leg.connection);
        return false;
      }
      target_over(leg);
      if (current == source) return phase_ == Phase::Running;
      continue;
    }
    check_prelude(leg);
    if (failure_) {
      end_merge();
      return false;
    }
    merge_event(leg, current, *event);
    if (merge_over_) return false;
    const bool progressed = event->kind == Kind::Row || event->kind == Kind::ResultEnd;
    if (current == source && progressed) return true;
  }
}

// A definition as the merger compares it with the other targets'.
ByteBuffer Executor::comparable_definition(ByteView payload) const {
  Result<wire::ColumnDefinition> column = wire::decode_column_definition(payload);
  if (!column) return {payload.begin(), payload.end()};
  show_collation(*column);
  ByteBuffer encoded;
  wire::encode_column_definition(*column, encoded);
  return encoded;
}

void Executor::merge_event(Leg& leg, std::size_t source, wire::ReplyEvent& event) {
  TargetAnswer& answer = answers_[source];
  switch (event.kind) {
    case Kind::ResultHeader:
      break;
    case Kind::ColumnDefinition:
      answer.columns.push_back(comparable_definition(event.bytes));
      break;
    case Kind::ColumnsEnd: {
      const std::vector<ByteView> definitions(answer.columns.begin(), answer.columns.end());
      if (Result<void> agreed = merger_->on_columns(source, definitions); !agreed) {
        send_error(agreed.error());
        return end_merge();
      }
      break;
    }
    case Kind::Row:
      if (Result<void> taken = merger_->on_row(source, event.bytes); !taken) {
        send_error(taken.error());
        return end_merge();
      }
      break;
    case Kind::ResultEnd:
      answer.warnings = event.ok->warnings;
      answer.index_hints = event.ok->status & (wire::status::kNoIndexUsed | wire::status::kNoGoodIndexUsed);
      merger_->on_end(source);
      break;
    case Kind::Err:
      fail_target(leg, *event.error);
      return end_merge();
    default:
      send_error(Error::unknown("data source " + leg.connection->endpoint().source_name +
                                " did not answer a query with rows"));
      return end_merge();
  }
}

// As late as possible: the definitions are those of all sources read so far.
void Executor::write_merge_header() {
  if (merge_header_sent_) return;
  merge_header_sent_ = bytes_sent_ = outcome_.had_rows = true;
  const std::size_t visible = merger_->visible_columns();
  writer().column_count(visible);
  for (std::size_t i = 0; i < visible; ++i) write_column(merger_->visible_definition(i));
  writer().columns_end();
}

std::uint16_t Executor::index_hints() const {
  std::uint16_t hints = 0;
  for (const TargetAnswer& answer : answers_) hints |= answer.index_hints;
  return hints;
}

// The answer is complete, or failed: what the servers still send is read and
// dropped, so that their connections can be used again.
void Executor::end_merge() {
  merge_over_ = true;
  std::uint64_t warnings = 0;
  for (const TargetAnswer& answer : answers_) warnings += answer.warnings;
  outcome_.warnings = static_cast<std::uint16_t>(std::min<std::uint64_t>(warnings, 65535));
  if (!failure_) writer().result_end(outcome_.warnings, index_hints());
  for (std::size_t i = 0; i < legs_.size() && phase_ == Phase::Running; ++i) {
    if (legs_[i].stage == Leg::Stage::Waiting) continue;
    if (legs_[i].connection != nullptr) pump(legs_[i]);
  }
  finish_if_done();
}

}  // namespace mallshard::exec
