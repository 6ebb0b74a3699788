// The answer to one command under construction: messages in frames, sent when
// enough of them have gathered.
#pragma once

#include <cstdint>
#include <vector>

#include "base/bytes.h"
#include "base/error.h"
#include "embedded/socket.h"
#include "wire/column_definition.h"
#include "wire/eof_packet.h"
#include "wire/frame_writer.h"
#include "wire/ok_packet.h"

namespace mallshard::embedded {

class Reply {
 public:
  // `socket` outlives the reply.
  Reply(const Socket& socket, wire::Capabilities capabilities, std::uint8_t first_sequence)
      : socket_(socket), capabilities_(capabilities), writer_(buffer_, first_sequence) {}

  [[nodiscard]] wire::Capabilities capabilities() const { return capabilities_; }
  [[nodiscard]] wire::FrameWriter& writer() { return writer_; }

  void ok(const wire::OkPacket& ok);
  void error(const Error& error);
  // Column count, definitions, and the EOF behind them where the client wants it.
  void result_head(const std::vector<wire::ColumnDefinition>& columns, std::uint16_t status);
  void definitions(const std::vector<wire::ColumnDefinition>& columns, std::uint16_t status);
  void row(ByteView payload);
  void result_end(const wire::EofPacket& end, ByteView session_track);

  // Sends what is there; false when the client is gone.
  bool flush();
  [[nodiscard]] bool is_lost() const { return lost_; }

 private:
  void flush_when_large();

  const Socket& socket_;
  wire::Capabilities capabilities_;
  ByteBuffer buffer_;
  wire::FrameWriter writer_;
  bool lost_ = false;
};

}  // namespace mallshard::embedded
