// session::Session for the tests of net: a client that speaks lines, so that
// each effect can be asked for by name and each event is seen.
//
//   > echo TEXT                       < TEXT
//   > lease SOURCE...                 < fast | leased | failed CODE MESSAGE
//   > query SQL                       < done | error CODE   (the first held connection)
//   > release | drop                  < released
//   > use SOURCE                      < used   (lease, query, release on its own)
//   > big BYTES                       < so many x, as fast as the client takes them
//   > timer MILLISECONDS              < timer
//   > kill ID                         < found | missing
//   > killquery ID                    the same; the other one says: < killed
//   > who                             < ids of all sessions
//   > id                              < its own
//   > hang                            reads nothing any more
#include <algorithm>
#include <array>
#include <memory>
#include <sstream>
#include <string>

#include "backend/connection.h"
#include "session/session.h"

namespace mallshard::session {

class Session::Body {
 public:
  Body(exec::Effects& effects, std::uint64_t number) : effects_(effects), id(number) {}

  void say(std::string_view line) {
    ByteBuffer& out = effects_.client_output();
    out.insert(out.end(), line.begin(), line.end());
    out.push_back('\n');
  }

  void on_line(const std::string& line) {
    std::istringstream words(line);
    std::string verb;
    words >> verb;
    if (verb == "echo") return say(line.substr(5));
    if (verb == "id") return say(std::to_string(id));
    if (verb == "hang") return void(hanging = true);
    if (verb == "lease" || verb == "use") {
      using_alone = verb == "use";
      return lease(words);
    }
    if (verb == "query") return query(line.substr(6));
    if (verb == "release") return release(exec::Return::Reuse);
    if (verb == "drop") return release(exec::Return::Close);
    if (verb == "who") return effects_.admin({exec::AdminRequest::Kind::Processlist, 0});
    std::uint64_t number = 0;
    words >> number;
    if (verb == "big") {
      left = number;
      go_on();
    } else if (verb == "timer") {
      effects_.start_timer(exec::TimerKind::Idle, std::chrono::milliseconds(number));
    } else if (verb == "kill") {
      effects_.admin({exec::AdminRequest::Kind::KillConnection, number});
    } else if (verb == "killquery") {
      effects_.admin({exec::AdminRequest::Kind::KillQuery, number});
    }
  }

  void lease(std::istringstream& words) {
    std::vector<exec::LeaseRequest> requests;
    for (rule::SourceId source = 0; words >> source;) requests.push_back({source, false, &state});
    std::vector<backend::Connection*> out(requests.size());
    if (effects_.try_lease(requests, out)) {
      held.insert(held.end(), out.begin(), out.end());
      return using_alone ? query("SELECT 1") : say("fast");
    }
    leasing = true;
    effects_.lease(requests);
  }

  void query(std::string_view sql) {
    held.front()->start_query(sql);
    effects_.wake(*held.front());
  }

  void on_progress(backend::Connection& connection) {
    while (const auto event = connection.next()) {
      if (event->kind == wire::ReplyEvent::Kind::Err) failed = "error " + std::to_string(event->error->code);
    }
    effects_.wake(connection);
    if (!connection.command_over()) return;
    if (using_alone) {
      for (backend::Connection* used : held) effects_.release(*used, exec::Return::Reuse);
      held.clear();
      return say("used");
    }
    say(failed.empty() ? "done" : failed);
    failed.clear();
  }

  void release(exec::Return how) {
    for (backend::Connection* connection : held) effects_.release(*connection, how);
    held.clear();
    if (!closed) say("released");
  }

  void go_on() {
    while (left > 0 && !effects_.client_backlogged()) {
      const std::size_t count = std::min<std::size_t>(left, 4096);
      effects_.client_output().insert(effects_.client_output().end(), count, 'x');
      most_queued = std::max(most_queued, effects_.client_output().size());
      left -= count;
    }
  }

  void end() {
    closed = true;
    if (leasing) effects_.cancel_lease();
    leasing = false;
    release(exec::Return::Close);
  }

  exec::Effects& effects_;
  std::uint64_t id;
  wire::SessionState state;
  std::array<std::uint8_t, 4096> space{};
  std::string input;
  std::string failed;
  std::vector<backend::Connection*> held;
  std::size_t left = 0;
  std::size_t most_queued = 0;
  bool leasing = false;
  bool using_alone = false;
  bool hanging = false;
  bool closed = false;
};

Session::Session(Environment&, exec::Effects& effects, std::uint64_t id, std::string)
    : body_(std::make_unique<Body>(effects, id)) {}
Session::~Session() = default;

void Session::start(bool refused) {
  body_->say(refused ? "refused" : "hello");
  if (refused) body_->effects_.close_client();
}
bool Session::wants_client_bytes() const {
  return !body_->hanging;
}
MutableBytes Session::client_space() {
  return body_->space;
}
void Session::on_client_bytes(std::size_t count) {
  body_->input.append(reinterpret_cast<const char*>(body_->space.data()), count);
  for (std::size_t end = 0; (end = body_->input.find('\n')) != std::string::npos;) {
    const std::string line = body_->input.substr(0, end);
    body_->input.erase(0, end + 1);
    body_->on_line(line);
  }
}
bool Session::wants_tls() const {
  return false;
}
ByteBuffer Session::take_unread() {
  return {};
}
void Session::on_tls_started() {}
void Session::set_peer(std::string, bool) {}
void Session::check_idle() {}
wire::Compression Session::wants_compression() const {
  return wire::Compression::None;
}
void Session::on_compression_started() {}
bool Session::awaits_file() const {
  return false;
}
bool Session::takes_message(bool) const {
  return true;
}
void Session::on_broken_stream(const Error&) {}
void Session::on_client_closed() {
  body_->end();
}
void Session::on_client_writable() {
  body_->go_on();
}
void Session::on_leased(std::span<backend::Connection* const> connections) {
  body_->leasing = false;
  body_->held.insert(body_->held.end(), connections.begin(), connections.end());
  if (body_->using_alone) return body_->query("SELECT 1");
  body_->say("leased");
}
void Session::on_lease_failed(const Error& error) {
  body_->leasing = false;
  body_->say("failed " + std::to_string(error.code) + " " + error.message);
}
void Session::on_backend_progress(backend::Connection& connection) {
  body_->on_progress(connection);
}
void Session::on_backend_lost(backend::Connection& connection, const Error& error) {
  std::erase(body_->held, &connection);
  body_->effects_.release(connection, exec::Return::Close);
  body_->say("lost " + std::to_string(error.code) + " " + error.message);
}
void Session::on_tables() {}
void Session::on_admin_reply(AdminReply reply) {
  if (reply.processlist.empty()) return body_->say(reply.found ? "found" : "missing");
  std::string ids;
  for (const SessionInfo& info : reply.processlist) ids += std::to_string(info.id) + " ";
  body_->say(ids);
}
void Session::on_timer(exec::TimerKind) {
  body_->say("timer");
}
void Session::on_kill(bool query_only) {
  body_->say("killed");
  if (!query_only) body_->effects_.close_client();
}
void Session::drain() {
  body_->say("bye");
  body_->effects_.close_client();
}
SessionInfo Session::info() const {
  SessionInfo info;
  info.id = body_->id;
  return info;
}
bool Session::finished() const {
  return body_->closed;
}

}  // namespace mallshard::session
