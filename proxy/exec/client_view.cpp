#include "exec/client_view.h"

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
  Packet(Effects& effects, ClientView& view)
      : view_(view), writer_(effects.client_output(), view.sequence), out_(writer_.begin()) {}
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
  if (more_results) bits |= wire::status::kMoreResults;
  return static_cast<std::uint16_t>(bits);
}

void ClientWriter::ok(const wire::OkPacket& ok) {
  wire::OkPacket shown = ok;
  shown.status = static_cast<std::uint16_t>(view_.status() | (ok.status & kAnswerBits));
  wire::encode_ok(shown, view_.capabilities, Packet(effects_, view_).out());
}

void ClientWriter::error(const Error& error) {
  wire::encode_err(error, view_.capabilities, Packet(effects_, view_).out());
}

void ClientWriter::column_count(std::size_t count) {
  wire::PacketWriter(Packet(effects_, view_).out()).lenenc(count);
}

void ClientWriter::column(const wire::ColumnDefinition& definition) {
  wire::encode_column_definition(definition, Packet(effects_, view_).out());
}

void ClientWriter::columns_end(std::uint16_t answer_status) {
  if (wire::has(view_.capabilities, wire::capability::kDeprecateEof)) return;
  const wire::EofPacket eof{0, static_cast<std::uint16_t>(view_.status() | (answer_status & kAnswerBits))};
  wire::encode_eof(eof, Packet(effects_, view_).out());
}

void ClientWriter::row(ByteView payload) {
  wire::FrameWriter writer(effects_.client_output(), view_.sequence);
  writer.write(payload);
  view_.sequence = writer.next_sequence();
}

void ClientWriter::payload(ByteView bytes) {
  row(bytes);
}

void ClientWriter::frames(ByteView run, std::uint8_t next_sequence) {
  ByteBuffer& out = effects_.client_output();
  out.insert(out.end(), run.begin(), run.end());
  view_.sequence = next_sequence;
}

void ClientWriter::result_end(std::uint16_t warnings, std::uint16_t answer_status) {
  const wire::EofPacket end{warnings,
                            static_cast<std::uint16_t>(view_.status() | (answer_status & kAnswerBits))};
  wire::encode_result_end(end, view_.capabilities, Packet(effects_, view_).out());
}

Result<void> ClientWriter::local(const wire::LocalResult& result) {
  wire::FrameWriter writer(effects_.client_output(), view_.sequence);
  Result<void> written =
      wire::write_local_result(result, view_.format, view_.capabilities, view_.status(), writer);
  view_.sequence = writer.next_sequence();
  return written;
}

}  // namespace mallshard::exec
