#include "net/admin_request.h"

#include <algorithm>
#include <chrono>
#include <memory>
#include <string>
#include <utility>

#include "net/client_driver.h"
#include "net/core.h"
#include "net/process.h"

namespace mallshard::net {
namespace {

void answer(Core& asker, std::uint64_t session_id, session::AdminReply reply) {
  asker.post([&asker, session_id, reply = std::move(reply)] {
    if (ClientDriver* client = asker.find(session_id)) client->on_admin_reply(reply);
  });
}

// Visits the cores one after the other, on their own threads.
struct Round {
  Core& asker;
  std::uint64_t session_id;
  bool wants_sessions;
  session::AdminReply reply{};
  std::uint64_t questions = 0;
  std::size_t sessions = 0;

  void visit(Core& core) {
    questions += core.environment().questions;
    sessions += core.clients().size();
    if (!wants_sessions) return;
    for (const auto& [id, client] : core.clients()) reply.processlist.push_back(client->session().info());
  }

  void finish() {
    const Process& process = asker.process();
    const auto up =
        std::chrono::duration_cast<std::chrono::seconds>(process.clock.now() - process.started).count();
    const double rate = up > 0 ? static_cast<double>(questions) / static_cast<double>(up) : 0;
    std::string rate_text = std::to_string(rate);
    reply.statistics = "Uptime: " + std::to_string(up) + "  Threads: " + std::to_string(sessions) +
                       "  Questions: " + std::to_string(questions) +
                       "  Slow queries: 0  Opens: 0  Open tables: 0  Queries per second avg: " +
                       rate_text.substr(0, rate_text.find('.') + 4);
    std::sort(reply.processlist.begin(), reply.processlist.end(),
              [](const session::SessionInfo& a, const session::SessionInfo& b) { return a.id < b.id; });
    answer(asker, session_id, std::move(reply));
  }
};

void go_round(const std::shared_ptr<Round>& round, std::size_t next) {
  const auto& cores = round->asker.process().cores;
  if (next == cores.size()) {
    round->finish();
    return;
  }
  Core& core = *cores[next];
  core.post([round, &core, next] {
    round->visit(core);
    go_round(round, next + 1);
  });
}

void kill_session(Core& asker, std::uint64_t session_id, std::uint64_t victim, bool query_only) {
  const auto& cores = asker.process().cores;
  Core& core = *cores[core_of(victim, cores.size())];
  core.post([&asker, &core, session_id, victim, query_only] {
    ClientDriver* client = core.find(victim);
    session::AdminReply reply;
    reply.found = client != nullptr;
    answer(asker, session_id, std::move(reply));
    if (client != nullptr) client->on_kill(query_only);
  });
}

}  // namespace

std::size_t core_of(std::uint64_t session_id, std::size_t core_count) {
  return session_id % core_count;
}

void carry_out(Core& asker, std::uint64_t session_id, const exec::AdminRequest& request) {
  using Kind = exec::AdminRequest::Kind;
  switch (request.kind) {
    case Kind::Processlist:
    case Kind::Statistics:
      go_round(std::make_shared<Round>(Round{asker, session_id, request.kind == Kind::Processlist}), 0);
      return;
    case Kind::KillQuery:
      kill_session(asker, session_id, request.id, true);
      return;
    case Kind::KillConnection:
      kill_session(asker, session_id, request.id, false);
      return;
  }
}

}  // namespace mallshard::net
