#include "exec/client_view.h"

#include <utility>

#include "wire/eof_packet.h"
#include "wire/err_packet.h"
#include "wire/frame_writer.h"
#include "wire/packet.h"
#include "wire/status.h"

namespace mallshard::exec {
namespace {

// The bits of a server's status that speak of the answer, not of the session.
constexpr std::uint16_t kAnswerBits = wire::status::kNoGoodIndexUsed | wire::status::kNoIndexUsed |
                                      wire::status::kQueryWasSlow | wire::status::kPsOutParams |
                                      wire::status::kMoreResults | wire::status::kMetadataChanged;

// Builds one packet in the client's output and keeps the numbering.
class Packet {
 public:
  Packet(ByteBuffer& output, ClientView& view)
      : view_(view), writer_(output, view.sequence), out_(writer_.begin()) {}
  ~Packet() {
    writer_.finish();
    view_.sequence = writer_.next_sequence();
  }
  Packet(const Packet&) = delete;
  Packet& operator=(const Packet&) = delete;
  [[nodiscard]] ByteBuffer& out() { return out_; }

 private:
  ClientView& view_;
  wire::FrameWriter writer_;
  ByteBuffer& out_;
};

}  // namespace

std::uint16_t ClientView::status() const {
  unsigned bits = 0;
  if (autocommit) bits |= wire::status::kAutocommit;
  if (in_transaction) bits |= wire::status::kInTransaction;
  if (in_transaction && read_only_transaction) bits |= wire::status::kInTransactionReadOnly;
  if (no_backslash_escapes) bits |= wire::status::kNoBackslashEscapes;
  if (ansi_quotes) bits |= wire::status::kAnsiQuotes;
  if (more_results) bits |= wire::status::kMoreResults;
  return static_cast<std::uint16_t>(bits);
}

ByteBuffer& ClientWriter::output() {
  if (view_.cursor == nullptr) return effects_.client_output();
  return view_.cursor->in_rows ? view_.cursor->rows : view_.cursor->head;
}

void ClientWriter::ok(const wire::OkPacket& ok) {
  view_.cursor = nullptr;  // no rows
  wire::OkPacket shown = ok;
  shown.status = static_cast<std::uint16_t>(view_.status() | (ok.status & kAnswerBits));
  wire::encode_ok(shown, view_.capabilities, Packet(output(), view_).out());
}

void ClientWriter::error(const Error& error) {
  // What was collected before it is not sent.
  if (const Cursor* cursor = std::exchange(view_.cursor, nullptr); cursor != nullptr && !cursor->head.empty())
    view_.sequence = cursor->first_sequence;
  wire::encode_err(error, view_.capabilities, Packet(output(), view_).out());
}

void ClientWriter::column_count(std::size_t count) {
  if (view_.cursor != nullptr) view_.cursor->first_sequence = view_.sequence;
  wire::PacketWriter(Packet(output(), view_).out()).lenenc(count);
}

void ClientWriter::column(const wire::ColumnDefinition& definition) {
  wire::encode_column_definition(definition, Packet(output(), view_).out());
}

void ClientWriter::columns_end(std::uint16_t answer_status) {
  const bool is_sent = !wire::has(view_.capabilities, wire::capability::kDeprecateEof);
  if (view_.cursor != nullptr) {
    view_.cursor->in_rows = true;
    view_.cursor->columns_end_sequence = view_.sequence;
    view_.cursor->columns_end_status = answer_status;
    if (is_sent) ++view_.sequence;
    return;
  }
  if (!is_sent) return;
  const wire::EofPacket eof{0, static_cast<std::uint16_t>(view_.status() | (answer_status & kAnswerBits))};
  wire::encode_eof(eof, Packet(output(), view_).out());
}

void ClientWriter::send_collected() {
  if (view_.cursor == nullptr || view_.cursor->rows.size() <= view_.cursor->most) return;
  Cursor& cursor = *std::exchange(view_.cursor, nullptr);
  ByteBuffer& out = output();
  out.insert(out.end(), cursor.head.begin(), cursor.head.end());
  const std::uint8_t next = std::exchange(view_.sequence, cursor.columns_end_sequence);
  columns_end(cursor.columns_end_status);
  out.insert(out.end(), cursor.rows.begin(), cursor.rows.end());
  view_.sequence = next;
  cursor = {};
}

void ClientWriter::row(ByteView payload) {
  wire::FrameWriter writer(output(), view_.sequence);
  writer.write(payload);
  view_.sequence = writer.next_sequence();
  send_collected();
}

void ClientWriter::payload(ByteView bytes) {
  row(bytes);
}

void ClientWriter::frames(ByteView run, std::uint8_t next_sequence) {
  ByteBuffer& out = output();
  out.insert(out.end(), run.begin(), run.end());
  view_.sequence = next_sequence;
  send_collected();
}

void ClientWriter::end_result(std::uint16_t warnings, std::uint16_t status) {
  wire::encode_result_end({warnings, status}, view_.capabilities, Packet(output(), view_).out());
}

void ClientWriter::result_end(std::uint16_t warnings, std::uint16_t answer_status) {
  auto status = static_cast<std::uint16_t>(view_.status() | (answer_status & kAnswerBits));
  if (Cursor* cursor = std::exchange(view_.cursor, nullptr); cursor != nullptr) {
    ByteBuffer& out = output();
    out.insert(out.end(), cursor->head.begin(), cursor->head.end());
    cursor->head = {};
    cursor->open = true;
    view_.sequence = cursor->columns_end_sequence;
    status |= wire::status::kCursorExists;
  }
  end_result(warnings, status);
}

void ClientWriter::fetched(Cursor& cursor, std::uint32_t count) {
  ByteBuffer& out = output();
  std::uint32_t sent = 0;
  for (; sent < count && cursor.fetched < cursor.rows.size(); ++sent) {
    for (bool is_last = false; !is_last;) {  // a row may be several frames
      const std::uint8_t* frame = cursor.rows.data() + cursor.fetched;
      const std::size_t size =
          frame[0] | static_cast<std::size_t>(frame[1]) << 8 | static_cast<std::size_t>(frame[2]) << 16;
      const std::size_t at = out.size();
      out.insert(out.end(), frame, frame + wire::kFrameHeaderSize + size);
      wire::put_frame_header(out.data() + at, size, view_.sequence++);
      cursor.fetched += wire::kFrameHeaderSize + size;
      is_last = size < wire::kMaxFramePayload;
    }
  }
  // As servers do, who notice the end when they look for one row more.
  const bool ended = sent < count;
  end_result(0, static_cast<std::uint16_t>(
                    view_.status() | (ended ? wire::status::kLastRowSent : wire::status::kCursorExists)));
  if (ended) cursor = {};
}

Result<void> ClientWriter::local(const wire::LocalResult& result, std::uint16_t answer_status) {
  view_.cursor = nullptr;
  const auto status = static_cast<std::uint16_t>(view_.status() | (answer_status & kAnswerBits));
  wire::FrameWriter writer(output(), view_.sequence);
  Result<void> written = wire::write_local_result(result, view_.format, view_.capabilities, status, writer);
  view_.sequence = writer.next_sequence();
  return written;
}

}  // namespace mallshard::exec
