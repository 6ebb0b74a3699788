// The outside world of executors and sessions without sockets or time: pools of
// real backend::Connections to scripted servers, driven step by step.
//
//   FakeWorld world;
//   FakeEffects effects(world);
//   effects.listener = {...};              // whom to tell of events
//   world.source(kDs0).answer("SELECT 1", Reply::result(...));
//   executor.run(job); effects.settle();   // until nothing moves
//
// Every byte a server sends is counted, so that a test can lose a connection
// after each of them: world.lose_after(source, bytes).
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "backend/connection.h"
#include "exec/effects.h"
#include "tests/unit/backend/scripted_server.h"

namespace mallshard::exec {

// What every server of a source answers; connections to it share the script and
// the record of what they were sent.
class FakeSource {
 public:
  // As ScriptedServer's, for connections opened before or after.
  void answer(std::string sql, backend::Reply reply);
  void answer_once(std::string sql, backend::Reply reply);

 private:
  friend class FakeEffects;
  friend class FakeWorld;
  struct Rule {
    std::string sql;
    backend::Reply reply;
    bool once;
    bool given = false;  // a rule for once goes to one connection only
  };
  std::vector<Rule> rules_;
  std::vector<std::string> log_;
  bool unreachable_ = false;
};

struct Link {
  rule::SourceId source;
  backend::Connection connection;
  backend::ScriptedServer server;
  bool leased = false;
  bool dead = false;
  std::size_t rules_given = 0;
};

// The servers and pools that the sessions of one core share.
class FakeWorld {
 public:
  FakeSource& source(rule::SourceId id) { return sources_[id]; }
  // What the source's servers were sent, the setup of connections left out.
  std::vector<std::string> take_log(rule::SourceId id);

  // The next connection of this source that receives bytes is lost after so many more.
  void lose_after(rule::SourceId id, std::size_t bytes) { losses_[id] = bytes; }
  [[nodiscard]] bool loss_pending(rule::SourceId id) const { return losses_.contains(id); }
  [[nodiscard]] std::size_t bytes_received() const { return bytes_received_; }
  void reset_bytes() { bytes_received_ = 0; }
  void set_unreachable(rule::SourceId id, bool value) { sources_[id].unreachable_ = value; }

  [[nodiscard]] std::size_t leased() const;
  [[nodiscard]] std::size_t idle(rule::SourceId id) const;
  [[nodiscard]] const std::vector<std::unique_ptr<Link>>& links() const { return links_; }

 private:
  friend class FakeEffects;
  Link& open(rule::SourceId id);
  Link* idle_link(rule::SourceId id);
  void give_rules(Link& link);
  bool move_bytes(Link& link);
  void pay_debts();

  std::map<rule::SourceId, FakeSource> sources_;
  std::vector<std::unique_ptr<Link>> links_;
  std::map<rule::SourceId, std::size_t> losses_;
  std::size_t bytes_received_ = 0;
};

class FakeEffects final : public Effects {
 public:
  explicit FakeEffects(FakeWorld& world) : world_(world) {}

  struct Listener {
    std::function<void(std::span<backend::Connection* const>)> leased;
    std::function<void(const Error&)> lease_failed;
    std::function<void(backend::Connection&)> progress;
    std::function<void(backend::Connection&, const Error&)> lost;
    std::function<void()> tables;
  };
  Listener listener;

  // Idle connections are handed out at once unless set: then every lease waits
  // for grant() or refuse().
  bool hold_leases = false;
  bool backlogged = false;
  std::size_t most_output = SIZE_MAX;  // that is not taken: more is a backlog, too
  bool closed = false;
  std::size_t kills = 0;
  std::vector<TimerKind> timers;
  std::vector<AdminRequest> admin_requests;
  std::vector<std::string> forgotten;

  // Moves bytes and delivers events until nothing is left to do.
  void settle();
  void grant();
  void refuse(const Error& error);
  [[nodiscard]] bool lease_waiting() const { return !waiting_.empty(); }
  ByteBuffer take_output() { return std::exchange(output_, {}); }

  // ---- Effects ----
  ByteBuffer& client_output() override { return output_; }
  [[nodiscard]] bool client_backlogged() const override { return backlogged || output_.size() > most_output; }
  void close_client() override { closed = true; }
  bool try_lease(std::span<const LeaseRequest> requests, std::span<backend::Connection*> out) override;
  void lease(std::span<const LeaseRequest> requests) override;
  void cancel_lease() override { waiting_.clear(); }
  void release(backend::Connection& connection, Return how) override;
  void wake(backend::Connection& connection) override;
  void kill_backend_query(backend::Connection& connection) override;
  void need_tables(const rule::Schema&, std::span<const plan::TableName>) override { tables_wanted_ = true; }
  void forget_table(std::string_view schema, std::string_view table) override;
  void admin(const AdminRequest& request) override { admin_requests.push_back(request); }
  void start_timer(TimerKind kind, std::chrono::milliseconds) override { timers.push_back(kind); }
  void cancel_timer(TimerKind) override {}

 private:
  Link& link_of(backend::Connection& connection);

  FakeWorld& world_;
  ByteBuffer output_;
  std::vector<rule::SourceId> waiting_;
  std::set<backend::Connection*> mine_;
  bool tables_wanted_ = false;
};

}  // namespace mallshard::exec
