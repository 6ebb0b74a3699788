// One client: the socket under a session::Session, and the session's Effects.
//
// Every event enters through one of the private on_...() methods, is given to
// the session, and ends in settle(): what the event wrote to servers and to
// the client is sent, in one write each.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "exec/effects.h"
#include "net/arrival.h"
#include "net/compressed_client.h"
#include "net/pool.h"
#include "net/socket.h"
#include "session/session.h"

namespace mallshard::net {

class Core;

class ClientDriver final : public exec::Effects, private LeaseUser, private SocketEvents {
 public:
  // Of bytes that the client has not taken. A session that streams a result
  // stops at the first and goes on below the second.
  static constexpr std::size_t kBacklogHigh = 1 << 20;
  static constexpr std::size_t kBacklogLow = 1 << 18;

  ClientDriver(Core& core, std::uint64_t id, std::string peer);
  ~ClientDriver();

  // Takes the descriptor.
  void start(const Arrival& arrival);

  [[nodiscard]] std::uint64_t id() const { return id_; }
  [[nodiscard]] const session::Session& session() const { return session_; }
  [[nodiscard]] const Socket& socket() const { return socket_; }

  // ---- from the core ----
  void on_timer(exec::TimerKind kind);
  void on_kill(bool query_only);
  void on_tables();
  void on_admin_reply(session::AdminReply reply);
  void drain();
  void drop();                       // as if the client had closed
  void abort() { socket_.close(); }  // the process ends: no more events
  // A client whose bytes are not wanted just now may have gone without a
  // notice: looks.
  void check_alive();

  // ---- exec::Effects ----
  ByteBuffer& client_output() override { return output_; }
  [[nodiscard]] bool client_backlogged() const override;
  [[nodiscard]] ClientTls client_tls() const override;
  void close_client() override;
  bool try_lease(std::span<const exec::LeaseRequest> requests, std::span<backend::Connection*> out) override;
  void lease(std::span<const exec::LeaseRequest> requests) override;
  void cancel_lease() override;
  void release(backend::Connection& connection, exec::Return how) override;
  void wake(backend::Connection& connection) override;
  void kill_backend_query(backend::Connection& connection) override;
  void need_tables(const rule::Schema& schema, std::span<const plan::TableName> tables) override;
  void forget_table(std::string_view schema, std::string_view table) override;
  void admin(const exec::AdminRequest& request) override;
  void start_timer(exec::TimerKind kind, std::chrono::milliseconds after) override;
  void cancel_timer(exec::TimerKind kind) override;

 private:
  void on_readable() override;
  void on_writable() override;
  void on_leased(std::span<backend::Connection* const> connections) override;
  void on_lease_failed(const Error& error) override;
  void on_backend_progress(backend::Connection& connection) override;
  void on_backend_lost(backend::Connection& connection, const Error& error) override;

  void read_proxy_header();
  void read_client();
  void start_tls();
  void start_compression(wire::Compression algorithm);
  // Gives the session the frames that it may have now.
  bool deliver();
  [[nodiscard]] bool wants_read();
  [[nodiscard]] ByteBuffer& unsent() { return compressed_ == nullptr ? output_ : compressed_->packed(); }
  void client_gone();
  void flush();
  void settle();

  Core& core_;
  const std::uint64_t id_;
  Socket socket_;
  ByteBuffer output_;
  std::size_t sent_ = 0;                          // of unsent()
  std::unique_ptr<CompressedClient> compressed_;  // null: nothing is
  std::size_t held_ = 0;                          // connections leased
  std::optional<Arrival> behind_header_;          // a PROXY header is awaited
  ByteBuffer header_;                             // as much of it as has come
  mutable bool backlogged_ = false;               // said so to the session
  bool closing_ = false;                          // closes when output_ is sent
  bool gone_ = false;                             // the session has been told
  bool buried_ = false;
  Lease lease_;
  session::Session session_;  // last: it may act while it is destroyed
};

}  // namespace mallshard::net
