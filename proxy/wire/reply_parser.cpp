#include "wire/reply_parser.h"

#include <algorithm>
#include <cassert>

#include "wire/err_packet.h"
#include "wire/frame_writer.h"
#include "wire/message_cut.h"
#include "wire/packet.h"
#include "wire/status.h"

namespace mallshard::wire {

namespace {

constexpr std::uint8_t kOkByte = 0x00;
constexpr std::uint8_t kLocalInfileByte = 0xFB;
constexpr std::uint8_t kEofByte = 0xFE;
constexpr std::uint8_t kErrByte = 0xFF;

ReplyEvent event_of(ReplyEvent::Kind kind, MutableBytes bytes = {}, std::uint64_t count = 0) {
  ReplyEvent event;
  event.kind = kind;
  event.bytes = bytes;
  event.count = count;
  return event;
}

}  // namespace

ReplyParser::ReplyParser(std::size_t read_size, std::size_t max_message_size)
    : buffer_(read_size), read_size_(read_size), max_message_size_(max_message_size) {}

MutableBytes ReplyParser::space() {
  buffer_.consume(consume_);
  consume_ = 0;
  // A length is only a claim: memory grows with what has really arrived.
  std::size_t wanted = std::clamp<std::size_t>(wanted_, 1, std::max(buffer_.size(), read_size_));
  return buffer_.space(wanted);
}

void ReplyParser::begin(ReplyKind kind) {
  assert(is_idle());
  switch (kind) {
    case ReplyKind::Plain:
      state_ = State::PlainFirst;
      break;
    case ReplyKind::Query:
      state_ = State::First;
      break;
    case ReplyKind::Prepare:
      state_ = State::PrepareFirst;
      break;
    case ReplyKind::FieldList:
      state_ = State::FieldList;
      break;
    case ReplyKind::Text:
      state_ = State::TextReply;
      break;
    case ReplyKind::Message:
      state_ = State::MessageReply;
      break;
  }
}

std::optional<ReplyEvent> ReplyParser::next() {
  buffer_.consume(consume_);
  consume_ = 0;
  if (failure_) return std::nullopt;
  switch (state_) {
    case State::Idle:
    case State::LocalInfile:
      return std::nullopt;
    case State::InsideHugeFrame:
      return next_piece();
    case State::Rows:
      if (row_mode_ == RowMode::Runs) return next_run();
      break;
    case State::ColumnsEof:
    case State::ParamsEof:
    case State::PreparedColumnsEof:
      if (!deprecates_eof()) break;
      if (std::optional<ReplyEvent> event = skipped_eof()) return event;
      break;
    default:
      break;
  }
  std::optional<MutableBytes> payload = next_message();
  if (!payload) return std::nullopt;
  if (payload->empty() && state_ != State::TextReply && state_ != State::MessageReply) {
    fail(Error::malformed_packet());
    return std::nullopt;
  }
  std::optional<ReplyEvent> event = on_message(*payload);
  if (failure_) return std::nullopt;
  // An EOF that closes a group without an event of its own.
  return event ? event : next();
}

std::optional<MutableBytes> ReplyParser::next_message() {
  MessageCut cut = cut_message({buffer_.data(), buffer_.size()}, max_message_size_);
  if (cut.outcome == MessageCut::Outcome::TooLong) {
    fail(message_too_long());
    return std::nullopt;
  }
  if (cut.outcome == MessageCut::Outcome::NeedMore) {
    wanted_ = cut.missing;
    return std::nullopt;
  }
  wanted_ = 0;
  consume_ = cut.wire_size;
  last_sequence_ = cut.last_sequence;
  return join_frames(buffer_.data(), cut);
}

// Under DEPRECATE_EOF a group of definitions ends without a packet.
std::optional<ReplyEvent> ReplyParser::skipped_eof() {
  switch (state_) {
    case State::ColumnsEof:
      state_ = State::Rows;
      return event_of(ReplyEvent::Kind::ColumnsEnd);
    case State::ParamsEof:
      after_params();
      if (state_ == State::PreparedColumns) return std::nullopt;
      break;
    default:
      state_ = State::Idle;
      break;
  }
  return event_of(ReplyEvent::Kind::PrepareEnd);
}

std::optional<ReplyEvent> ReplyParser::on_message(MutableBytes payload) {
  switch (state_) {
    case State::First:
      return on_first(payload);
    case State::PlainFirst:
      return on_plain(payload);
    case State::PrepareFirst:
      return on_prepare(payload);
    case State::Rows:
      return on_row(payload);
    case State::FieldList:
      return on_field_list(payload);
    case State::TextReply:
      state_ = State::Idle;
      if (is_err(payload)) return on_err(payload);
      return event_of(ReplyEvent::Kind::Text, payload);
    case State::MessageReply:
      state_ = State::Idle;
      return event_of(ReplyEvent::Kind::Message, payload, last_sequence_);
    default:
      break;
  }
  if (payload[0] == kErrByte) return on_err(payload);
  switch (state_) {
    case State::Columns:
      if (--columns_left_ == 0) state_ = State::ColumnsEof;
      return event_of(ReplyEvent::Kind::ColumnDefinition, payload);
    case State::Params:
      if (--columns_left_ == 0) state_ = State::ParamsEof;
      return event_of(ReplyEvent::Kind::ParamDefinition, payload);
    case State::PreparedColumns:
      if (--columns_left_ == 0) state_ = State::PreparedColumnsEof;
      return event_of(ReplyEvent::Kind::PreparedColumn, payload);
    default:
      break;
  }
  if (!is_eof(payload)) return fail(Error::malformed_packet());
  switch (state_) {
    case State::ColumnsEof: {
      Result<EofPacket> eof = decode_eof(payload);
      if (!eof) return fail(eof.error());
      // A cursor was opened: its rows come by COM_STMT_FETCH, which this proxy
      // never asks a server for.
      if ((eof->status & status::kCursorExists) != 0) return fail(Error::malformed_packet());
      state_ = State::Rows;
      return event_of(ReplyEvent::Kind::ColumnsEnd);
    }
    case State::ParamsEof:
      after_params();
      if (state_ == State::PreparedColumns) return std::nullopt;
      return event_of(ReplyEvent::Kind::PrepareEnd);
    case State::PreparedColumnsEof:
      state_ = State::Idle;
      return event_of(ReplyEvent::Kind::PrepareEnd);
    default:
      return fail(Error::malformed_packet());
  }
}

void ReplyParser::after_params() {
  columns_left_ = prepared_columns_;
  state_ = columns_left_ > 0 ? State::PreparedColumns : State::Idle;
}

ReplyEvent ReplyParser::on_first(MutableBytes payload) {
  switch (payload[0]) {
    case kOkByte:
      return on_ok(payload);
    case kErrByte:
      return on_err(payload);
    case kLocalInfileByte:
      state_ = State::LocalInfile;
      return event_of(ReplyEvent::Kind::LocalInfile, payload.subspan(1));
    default:
      break;
  }
  PacketReader in(payload);
  columns_left_ = in.lenenc();
  // MySQL allows 4096 columns in a table; a select list is bounded by its text.
  constexpr std::uint64_t kMaxColumns = 65535;
  if (!in.ok() || !in.at_end() || columns_left_ == 0 || columns_left_ > kMaxColumns) {
    return fail(Error::malformed_packet());
  }
  state_ = State::Columns;
  return event_of(ReplyEvent::Kind::ResultHeader, payload, columns_left_);
}

ReplyEvent ReplyParser::on_plain(MutableBytes payload) {
  if (payload[0] == kErrByte) return on_err(payload);
  if (is_eof(payload)) return on_end(payload, ReplyEvent::Kind::Ok);
  return on_ok(payload);
}

ReplyEvent ReplyParser::on_prepare(MutableBytes payload) {
  if (payload[0] == kErrByte) return on_err(payload);
  Result<PrepareOk> prepared = decode_prepare_ok(payload);
  if (!prepared) return fail(prepared.error());
  ReplyEvent event = event_of(ReplyEvent::Kind::PrepareOk);
  event.prepare = *prepared;
  prepared_columns_ = prepared->columns;
  columns_left_ = prepared->params;
  state_ = State::Params;
  if (columns_left_ == 0) after_params();
  return event;
}

ReplyEvent ReplyParser::on_field_list(MutableBytes payload) {
  if (payload[0] == kErrByte) return on_err(payload);
  if (payload[0] == kEofByte) return on_end(payload, ReplyEvent::Kind::ResultEnd);
  return event_of(ReplyEvent::Kind::ColumnDefinition, payload);
}

ReplyEvent ReplyParser::on_row(MutableBytes payload) {
  if (!ends_rows(payload[0], payload.size())) return event_of(ReplyEvent::Kind::Row, payload, 1);
  if (payload[0] == kErrByte) return on_err(payload);
  return on_end(payload, ReplyEvent::Kind::ResultEnd);
}

bool ReplyParser::ends_rows(std::uint8_t first_byte, std::size_t size) const {
  if (first_byte == kErrByte) return true;
  if (first_byte != kEofByte) return false;
  // Otherwise the row's first field has eight bytes of length.
  return deprecates_eof() ? size < kMaxFramePayload : size < 9;
}

std::optional<ReplyEvent> ReplyParser::next_run() {
  std::uint8_t* data = buffer_.data();
  std::size_t size = buffer_.size();
  std::size_t at = 0;
  std::uint64_t rows = 0;
  bool at_end = false;
  wanted_ = 0;
  while (size - at > kFrameHeaderSize) {  // the first byte of the payload decides
    std::uint8_t* header = data + at;
    std::size_t payload = static_cast<std::size_t>(header[0]) | static_cast<std::size_t>(header[1]) << 8 |
                          static_cast<std::size_t>(header[2]) << 16;
    if (!message_continues_ && payload > 0 && ends_rows(header[kFrameHeaderSize], payload)) {
      at_end = true;
      break;
    }
    std::size_t frame = kFrameHeaderSize + payload;
    if (size - at < frame) {
      if (at > 0) break;
      if (frame > read_size_) return begin_huge_frame(payload);
      wanted_ = frame - size;
      return std::nullopt;
    }
    last_sequence_ = header[3];
    header[3] = row_sequence_++;
    at += frame;
    message_continues_ = payload == kMaxFramePayload;
    if (!message_continues_) ++rows;
  }
  // The empty frame behind a row of exactly n * 0xFFFFFF bytes may be the last
  // thing in the buffer.
  if (at == 0 && !at_end && size == kFrameHeaderSize && message_continues_ && data[0] == 0 && data[1] == 0 &&
      data[2] == 0) {
    last_sequence_ = data[3];
    data[3] = row_sequence_++;
    at = kFrameHeaderSize;
    message_continues_ = false;
    rows = 1;
  }
  if (at > 0) {
    consume_ = at;
    return event_of(ReplyEvent::Kind::RowRun, {data, at}, rows);
  }
  if (!at_end) return std::nullopt;
  std::optional<MutableBytes> payload = next_message();
  if (!payload) return std::nullopt;
  ReplyEvent event = on_row(*payload);
  if (failure_) return std::nullopt;
  return event;
}

ReplyEvent ReplyParser::begin_huge_frame(std::size_t size) {
  std::uint8_t* data = buffer_.data();
  last_sequence_ = data[3];
  data[3] = row_sequence_++;
  message_continues_ = size == kMaxFramePayload;
  consume_ = buffer_.size();
  huge_left_ = size - (consume_ - kFrameHeaderSize);
  state_ = State::InsideHugeFrame;
  return event_of(ReplyEvent::Kind::RowRun, {data, consume_}, 0);
}

std::optional<ReplyEvent> ReplyParser::next_piece() {
  std::size_t piece = std::min(huge_left_, buffer_.size());
  if (piece == 0) return std::nullopt;
  huge_left_ -= piece;
  consume_ = piece;
  std::uint64_t rows = 0;
  if (huge_left_ == 0) {
    state_ = State::Rows;
    rows = message_continues_ ? 0 : 1;
  }
  return event_of(ReplyEvent::Kind::RowRun, {buffer_.data(), piece}, rows);
}

ReplyEvent ReplyParser::on_ok(MutableBytes payload) {
  Result<OkPacket> ok = decode_ok(payload, capabilities_);
  if (!ok) return fail(ok.error());
  ok_ = *ok;
  finish(ok_.status);
  ReplyEvent event = event_of(ReplyEvent::Kind::Ok);
  event.ok = &ok_;
  return event;
}

ReplyEvent ReplyParser::on_end(MutableBytes payload, ReplyEvent::Kind kind) {
  if (deprecates_eof() && payload.size() >= 7) {
    Result<OkPacket> ok = decode_ok(payload, capabilities_);
    if (!ok) return fail(ok.error());
    ok_ = *ok;
  } else {
    Result<EofPacket> eof = decode_eof(payload);
    if (!eof) return fail(eof.error());
    ok_ = {};
    ok_.status = eof->status;
    ok_.warnings = eof->warnings;
  }
  finish(ok_.status);
  ReplyEvent event = event_of(kind);
  event.ok = &ok_;
  return event;
}

ReplyEvent ReplyParser::on_err(MutableBytes payload) {
  error_ = decode_err(payload);
  state_ = State::Idle;
  ReplyEvent event = event_of(ReplyEvent::Kind::Err);
  event.error = &error_;
  return event;
}

void ReplyParser::finish(std::uint16_t status) {
  state_ = (status & status::kMoreResults) != 0 ? State::First : State::Idle;
}

void ReplyParser::resume_after_local_infile() {
  assert(state_ == State::LocalInfile);
  state_ = State::First;
}

void ReplyParser::release_if_empty() {
  buffer_.consume(consume_);
  consume_ = 0;
  buffer_.release_if_empty();
}

void ReplyParser::reset() {
  *this = ReplyParser(read_size_, max_message_size_);
}

ReplyEvent ReplyParser::fail(Error error) {
  failure_ = std::move(error);
  return {};
}

}  // namespace mallshard::wire
