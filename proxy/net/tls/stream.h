// One TLS connection over a connected, non-blocking socket. The handshake is
// part of the first reads and writes.
//
//   Stream stream(context, fd, bytes_that_were_read_already);     // a client came
//   Stream stream(context, fd, "db1.example.com");                // to a server
//   Transfer got = stream.read(space);
//   if (got.status == WouldBlock) await stream.read_wants(), then read again
//
// One core's thread only. Does not own the descriptor.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "base/bytes.h"
#include "net/tls/context.h"
#include "net/transfer.h"

namespace mallshard::net::tls {

class Stream {
 public:
  // What the socket must be ready for before another attempt.
  enum class Wants : std::uint8_t { Readable, Writable };

  // `received`: the first bytes that the client sent behind its SSLRequest.
  // They belong to TLS: nothing of them is ever taken for plain text.
  Stream(const ContextPtr& context, int descriptor, ByteBuffer received);
  // `host`: for SNI, and for the certificate where the context checks it.
  Stream(const ContextPtr& context, int descriptor, const std::string& host);
  ~Stream();
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;

  Transfer read(MutableBytes space);
  // Takes a part of what is too much at once.
  Transfer write(ByteView bytes);
  // read() has something to say that no notice of the socket will announce:
  // bytes, or a failure. False after a read() that would block.
  [[nodiscard]] bool has_pending() const;
  // True when the peer sent data, closed or failed; takes nothing but TLS's own
  // messages.
  [[nodiscard]] bool has_news();
  // Says farewell, as far as the socket takes it; does not wait.
  void shut_down();

  [[nodiscard]] Wants read_wants() const { return read_wants_; }
  [[nodiscard]] Wants write_wants() const { return write_wants_; }
  // Of the last Failed.
  [[nodiscard]] const std::string& failure() const { return failure_; }
  // "TLSv1.3"; empty before the handshake is over.
  [[nodiscard]] std::string version() const;
  // "TLS_AES_256_GCM_SHA384"; likewise.
  [[nodiscard]] std::string cipher() const;

 private:
  struct Body;

  Transfer outcome(int result, Wants& wants);

  std::unique_ptr<Body> body_;
  Wants read_wants_ = Wants::Readable;
  Wants write_wants_ = Wants::Writable;
  bool starved_ = false;
  std::optional<Transfer> end_;  // Ended or Failed: for good
  std::string failure_;
};

}  // namespace mallshard::net::tls
