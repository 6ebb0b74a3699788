#include "embedded/reply.h"

#include "wire/capabilities.h"
#include "wire/err_packet.h"
#include "wire/packet.h"

namespace mallshard::embedded {

namespace {
constexpr std::size_t kSendAt = 64 * 1024;
}

void Reply::ok(const wire::OkPacket& ok) {
  wire::encode_ok(ok, capabilities_, writer_.begin());
  writer_.finish();
}

void Reply::error(const Error& error) {
  wire::encode_err(error, capabilities_, writer_.begin());
  writer_.finish();
}

void Reply::definitions(const std::vector<wire::ColumnDefinition>& columns, std::uint16_t status) {
  for (const wire::ColumnDefinition& column : columns) {
    wire::encode_column_definition(column, writer_.begin());
    writer_.finish();
  }
  if (!columns.empty() && !wire::has(capabilities_, wire::capability::kDeprecateEof)) {
    wire::encode_eof({0, status}, writer_.begin());
    writer_.finish();
  }
}

void Reply::result_head(const std::vector<wire::ColumnDefinition>& columns, std::uint16_t status) {
  wire::PacketWriter(writer_.begin()).lenenc(columns.size());
  writer_.finish();
  definitions(columns, status);
}

void Reply::row(ByteView payload) {
  writer_.write(payload);
  flush_when_large();
}

void Reply::result_end(const wire::EofPacket& end, ByteView session_track) {
  wire::encode_result_end(end, capabilities_, writer_.begin(), session_track);
  writer_.finish();
}

void Reply::flush_when_large() {
  if (buffer_.size() >= kSendAt) flush();
}

bool Reply::flush() {
  if (!lost_ && !buffer_.empty()) lost_ = !socket_.write(buffer_);
  buffer_.clear();
  return !lost_;
}

}  // namespace mallshard::embedded
