#include "session/session.h"

#include "session/body.h"

namespace mallshard::session {

Session::Session(Environment& environment, exec::Effects& effects, std::uint64_t id, std::string peer)
    : body_(std::make_unique<Body>(environment, effects, id, std::move(peer))) {}
Session::~Session() = default;

void Session::set_peer(std::string peer, bool local) {
  body_->set_peer(std::move(peer), local);
}
void Session::check_idle() {
  body_->check_idle();
}
void Session::start(bool refused_too_many) {
  body_->start(refused_too_many);
}
bool Session::wants_client_bytes() const {
  return body_->wants_client_bytes();
}
MutableBytes Session::client_space() {
  return body_->client_space();
}
void Session::on_client_bytes(std::size_t count) {
  body_->on_client_bytes(count);
}
bool Session::wants_tls() const {
  return body_->wants_tls();
}
ByteBuffer Session::take_unread() {
  return body_->take_unread();
}
void Session::on_tls_started() {
  body_->on_tls_started();
}
wire::Compression Session::wants_compression() const {
  return body_->wants_compression();
}
void Session::on_compression_started() {
  body_->on_compression_started();
}
bool Session::takes_message(bool begins) const {
  return body_->takes_message(begins);
}
bool Session::awaits_file() const {
  return body_->awaits_file();
}
void Session::on_broken_stream(const Error& error) {
  body_->on_broken_stream(error);
}
void Session::on_client_closed() {
  body_->on_client_closed();
}
void Session::on_client_writable() {
  body_->on_client_writable();
}
void Session::on_leased(std::span<backend::Connection* const> connections) {
  body_->on_leased(connections);
}
void Session::on_lease_failed(const Error& error) {
  body_->on_lease_failed(error);
}
void Session::on_backend_progress(backend::Connection& connection) {
  body_->on_backend_progress(connection);
}
void Session::on_backend_lost(backend::Connection& connection, const Error& error) {
  body_->on_backend_lost(connection, error);
}
void Session::on_tables() {
  body_->on_tables();
}
void Session::on_admin_reply(AdminReply reply) {
  body_->on_admin_reply(std::move(reply));
}
void Session::on_timer(exec::TimerKind kind) {
  body_->on_timer(kind);
}
void Session::on_kill(bool query_only) {
  body_->on_kill(query_only);
}
void Session::drain() {
  body_->drain();
}
SessionInfo Session::info() const {
  return body_->info();
}
bool Session::finished() const {
  return body_->finished();
}

}  // namespace mallshard::session
