// One client: handshake, then commands until it leaves. Runs on a thread of
// its own.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "embedded/session.h"
#include "embedded/socket.h"
#include "wire/auth_credential.h"
#include "wire/frame_reader.h"
#include "wire/greeting.h"

namespace mallshard::embedded {

// What a connection needs of its server. Outlives it.
struct Account {
  std::string user;
  wire::Credential credential;
};

class Connection {
 public:
  Connection(Socket socket, const Account& account, SessionSetup setup);

  // Until the client leaves or stop() is called.
  void serve();
  // Answers 1040 in place of a greeting.
  void refuse_too_many();

  // ---- from any thread ----
  void stop();
  void interrupt();
  [[nodiscard]] std::uint64_t id() const { return id_; }

 private:
  // The next message's payload; empty when the client is gone.
  std::optional<wire::Message> receive();
  bool send(ByteView payload, std::uint8_t sequence);
  bool handshake();
  // The dialogue up to the OK or ERR that ends it; `response` is the client's first part of it.
  bool authenticate(std::string_view user, std::string_view plugin, ByteView response);
  // false: the connection ends.
  bool command(ByteView payload);
  bool change_user(ByteView payload);

  Socket socket_;
  const Account& account_;
  SessionSetup setup_;
  std::uint64_t id_;
  wire::FrameReader reader_;
  wire::Capabilities capabilities_ = 0;
  wire::Scramble scramble_{};
  std::uint8_t sequence_ = 0;  // of the last frame received
  std::mutex session_mutex_;   // guards the pointer against interrupt()
  std::unique_ptr<Session> session_;
};

}  // namespace mallshard::embedded
