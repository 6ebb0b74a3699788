#include "tests/unit/exec/fake_effects.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace mallshard::exec {

void FakeSource::answer(std::string sql, backend::Reply reply) {
  rules_.push_back({std::move(sql), std::move(reply), false, false});
}

void FakeSource::answer_once(std::string sql, backend::Reply reply) {
  rules_.push_back({std::move(sql), std::move(reply), true, false});
}

std::vector<std::string> FakeWorld::take_log(rule::SourceId id) {
  return std::exchange(sources_[id].log_, {});
}

std::size_t FakeWorld::leased() const {
  return static_cast<std::size_t>(
      std::count_if(links_.begin(), links_.end(), [](const auto& link) { return link->leased; }));
}

std::size_t FakeWorld::idle(rule::SourceId id) const {
  return static_cast<std::size_t>(std::count_if(links_.begin(), links_.end(), [&](const auto& link) {
    return link->source == id && !link->leased && !link->dead;
  }));
}

Link& FakeWorld::open(rule::SourceId id) {
  backend::Endpoint where;
  where.source = id;
  where.source_name = "ds" + std::to_string(id);
  where.user = where.password = "root";
  where.database = "shop_" + std::to_string(id);
  links_.push_back(std::unique_ptr<Link>(new Link{id, backend::Connection(where), {}}));
  Link& link = *links_.back();
  link.connection.on_connected();
  backend::exchange(link.connection, link.server);
  EXPECT_TRUE(link.connection.ready());
  link.server.take_statements();
  return link;
}

Link* FakeWorld::idle_link(rule::SourceId id) {
  for (const auto& link : links_) {
    if (link->source == id && !link->leased && !link->dead) return link.get();
  }
  return nullptr;
}

void FakeWorld::give_rules(Link& link) {
  auto& rules = sources_[link.source].rules_;
  for (; link.rules_given < rules.size(); ++link.rules_given) {
    FakeSource::Rule& rule = rules[link.rules_given];
    if (rule.once && std::exchange(rule.given, true)) continue;
    rule.once ? link.server.answer_once(rule.sql, rule.reply) : link.server.answer(rule.sql, rule.reply);
  }
}

// One step of one connection: what it has to say, then bytes it wants. True if
// anything moved; the connection may be lost by it.
bool FakeWorld::move_bytes(Link& link) {
  give_rules(link);
  bool moved = false;
  if (!link.connection.output().empty()) {
    ByteBuffer sent;
    sent.swap(link.connection.output());
    link.server.receive(sent);
    for (std::string& statement : link.server.take_statements()) {
      sources_[link.source].log_.push_back(std::move(statement));
    }
    moved = true;
  }
  ByteBuffer& pending = link.server.output();
  if (pending.empty() || !link.connection.wants_read()) return moved;
  MutableBytes room = link.connection.read_space();
  std::size_t count = std::min(room.size(), pending.size());
  auto loss = losses_.find(link.source);
  if (loss != losses_.end()) count = std::min(count, loss->second);
  std::copy_n(pending.begin(), count, room.begin());
  pending.erase(pending.begin(), pending.begin() + static_cast<std::ptrdiff_t>(count));
  if (count > 0) link.connection.on_bytes(count);
  bytes_received_ += count;
  if (loss != losses_.end()) {
    loss->second -= count;
    if (loss->second == 0) {
      losses_.erase(loss);
      link.dead = true;
    }
  }
  return true;
}

Link& FakeEffects::link_of(backend::Connection& connection) {
  for (const auto& link : world_.links_) {
    if (&link->connection == &connection) return *link;
  }
  ADD_FAILURE() << "a connection that was never leased";
  std::abort();
}

void FakeEffects::settle() {
  for (int turn = 0; turn < 100000; ++turn) {
    bool moved = false;
    if (tables_wanted_ && listener.tables) {
      tables_wanted_ = false;
      listener.tables();
      moved = true;
    }
    if (!waiting_.empty() && !hold_leases) {
      grant();
      moved = true;
    }
    for (std::size_t i = 0; i < world_.links_.size(); ++i) {
      Link& link = *world_.links_[i];
      if (!mine_.contains(&link.connection) || link.connection.failure()) continue;
      const bool was_dead = link.dead;
      if (!world_.move_bytes(link)) continue;
      moved = true;
      if (mine_.contains(&link.connection)) listener.progress(link.connection);
      if (link.dead && !was_dead && mine_.contains(&link.connection)) {
        const Error why(2013, "HY000", "Connection reset by peer");
        link.connection.on_lost(why);
        listener.lost(link.connection, why);
      }
    }
    if (!moved) return world_.pay_debts();
  }
  ADD_FAILURE() << "the world does not settle";
}

// As when the pool pings them: what a connection owes goes in front.
void FakeWorld::pay_debts() {
  for (const auto& link : links_) {
    if (link->leased || link->dead || !link->server.has_temporary_tables()) continue;
    link->connection.start_ping();
    while (move_bytes(*link)) {
      while (link->connection.next()) {
      }
    }
    std::erase(sources_[link->source].log_, "PING");
    link->dead = link->connection.verdict() != backend::Verdict::Reusable;
    EXPECT_TRUE(link->dead || !link->server.has_temporary_tables()) << "pooled with temporary tables";
  }
}

void FakeEffects::grant() {
  std::vector<rule::SourceId> wanted = std::exchange(waiting_, {});
  for (const rule::SourceId id : wanted) {
    if (world_.sources_[id].unreachable_) {
      return listener.lease_failed(Error(1105, "HY000", "data source ds" + std::to_string(id) + ": refused"));
    }
  }
  std::vector<backend::Connection*> connections;
  for (const rule::SourceId id : wanted) {
    Link* link = world_.idle_link(id);
    if (link == nullptr) link = &world_.open(id);
    link->leased = true;
    mine_.insert(&link->connection);
    connections.push_back(&link->connection);
  }
  listener.leased(connections);
}

void FakeEffects::refuse(const Error& error) {
  waiting_.clear();
  listener.lease_failed(error);
}

bool FakeEffects::try_lease(std::span<const LeaseRequest> requests, std::span<backend::Connection*> out) {
  if (hold_leases) return false;
  std::vector<Link*> taken;
  for (const LeaseRequest& request : requests) {
    Link* link = world_.sources_[request.source].unreachable_ ? nullptr : world_.idle_link(request.source);
    if (link == nullptr) {
      for (Link* each : taken) each->leased = false;
      return false;
    }
    link->leased = true;
    taken.push_back(link);
  }
  for (std::size_t i = 0; i < taken.size(); ++i) {
    out[i] = &taken[i]->connection;
    mine_.insert(out[i]);
  }
  return true;
}

void FakeEffects::lease(std::span<const LeaseRequest> requests) {
  EXPECT_TRUE(waiting_.empty()) << "one lease is outstanding at most";
  for (std::size_t i = 1; i < requests.size(); ++i) {
    EXPECT_LE(requests[i - 1].source, requests[i].source) << "leases are asked for in source order";
  }
  for (const LeaseRequest& request : requests) waiting_.push_back(request.source);
}

void FakeEffects::release(backend::Connection& connection, Return how) {
  Link& link = link_of(connection);
  EXPECT_TRUE(link.leased) << "given back twice";
  EXPECT_TRUE(mine_.contains(&connection)) << "another session's connection";
  if (how == Return::Reuse) {
    EXPECT_EQ(connection.verdict(), backend::Verdict::Reusable) << connection.verdict_reason();
    EXPECT_FALSE(link.server.in_transaction()) << "pooled inside a transaction";
  }
  mine_.erase(&connection);
  link.leased = false;
  if (how == Return::Close) link.dead = true;
}

void FakeEffects::wake(backend::Connection& connection) {
  EXPECT_TRUE(mine_.contains(&connection)) << "woken without a lease";
}

// The server answers what runs there with 1317, as KILL QUERY has it.
void FakeEffects::kill_backend_query(backend::Connection& connection) {
  ++kills;
  link_of(connection).server.interrupt();
}

void FakeEffects::forget_table(std::string_view schema, std::string_view table) {
  forgotten.push_back(std::string(schema) + "." + std::string(table));
}

}  // namespace mallshard::exec
