#include "net/pool.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <utility>

#include "backend/pool_decision.h"
#include "base/log.h"
#include "net/core.h"
#include "net/tls/stream.h"

namespace mallshard::net {
namespace {

// Looked at for one that is in the wanted state already.
constexpr std::size_t kLookedAt = 32;
// TCP and login. Health finds a dead server sooner.
constexpr std::chrono::seconds kConnectLimit{10};
constexpr std::chrono::milliseconds kFirstBackoff{100};
constexpr std::chrono::milliseconds kLongestBackoff{1000};

backend::IdleConnection picture_of(const BackendDriver& driver) {
  return {&driver.applied(), driver.endpoint().found_rows, driver.opened_at, driver.idle_since};
}

std::string setup_of(const rule::DataSource& source) {
  std::string sql;
  for (const auto& [name, value] : source.session_variables) {
    sql += sql.empty() ? "SET SESSION " : ",SESSION ";
    sql += name + "=" + value;
  }
  return sql;
}

backend::Endpoint endpoint_of(const rule::DataSource& source, bool found_rows) {
  return {source.id,       source.name, source.username,  source.password,
          source.database, found_rows,  setup_of(source), source.tls.mode};
}

Permits::Needs needs_of(const std::vector<exec::LeaseRequest>& requests) {
  Permits::Needs needs;
  for (const exec::LeaseRequest& request : requests) {
    const auto at = std::lower_bound(needs.begin(), needs.end(), request.source,
                                     [](const Permits::Need& n, rule::SourceId s) { return n.source < s; });
    if (at != needs.end() && at->source == request.source) {
      ++at->count;
    } else {
      needs.insert(at, {request.source, 1, 0});
    }
  }
  return needs;
}

}  // namespace

Pool::Pool(Core& core) : core_(core), sources_(core.snapshot().sources.size()) {}
Pool::~Pool() = default;

Pool::TimePoint Pool::now() const {
  return core_.clock().now();
}

std::string Pool::describe(rule::SourceId source) const {
  const rule::DataSource& config = core_.snapshot().source(source);
  return "data source " + config.name + " (" + config.host + ":" + std::to_string(config.port) + ")";
}

std::unique_ptr<tls::Stream> Pool::make_tls(rule::SourceId source, int descriptor) const {
  return std::make_unique<tls::Stream>(core_.server_tls(source), descriptor,
                                       core_.snapshot().source(source).host);
}

std::size_t Pool::open_count(rule::SourceId source) const {
  return sources_[source].all.size();
}

// ---- idle connections ----

void Pool::count_idle(rule::SourceId source) {
  core_.permits().set_idle(core_.index(), source, static_cast<std::uint32_t>(sources_[source].idle.size()));
}

BackendDriver* Pool::take_idle(Source& source, const exec::LeaseRequest& request, bool any_kind) {
  std::array<backend::IdleConnection, kLookedAt> newest;
  const std::size_t count = std::min(source.idle.size(), kLookedAt);
  if (count == 0) return nullptr;
  for (std::size_t i = 0; i < count; ++i) newest[i] = picture_of(*source.idle[source.idle.size() - 1 - i]);
  const backend::Decision decision =
      backend::choose(std::span(newest).first(count), {request.wanted, request.found_rows}, false);
  const bool usable = decision.choice == backend::Choice::Reuse ||
                      (any_kind && decision.choice == backend::Choice::ReplaceIdle);
  if (!usable) return nullptr;
  const auto at = source.idle.end() - 1 - static_cast<std::ptrdiff_t>(decision.index);
  BackendDriver* driver = *at;
  source.idle.erase(at);
  return driver;
}

void Pool::lend(BackendDriver& driver, LeaseUser& user) {
  driver.state = BackendDriver::State::Leased;
  driver.user = &user;
}

void Pool::mark_idle(BackendDriver& driver) {
  driver.state = BackendDriver::State::Idle;
  driver.user = nullptr;
  driver.lease = nullptr;
  driver.idle_since = now();
  sources_[driver.endpoint().source].idle.push_back(&driver);
  count_idle(driver.endpoint().source);
  driver.watch_idle();
}

// Counted first, then asked for: a lease that begins to wait meanwhile either
// sees the count or is seen here.
void Pool::put_idle(BackendDriver& driver) {
  mark_idle(driver);
  const rule::SourceId source = driver.endpoint().source;
  if (!core_.permits().contended(source)) return;
  sources_[source].idle.pop_back();
  count_idle(source);
  if (core_.permits().offer(core_.index(), source) == Permits::Fate::Close) {
    destroy(driver, Permit::Transferred);
    return;
  }
  sources_[source].idle.push_back(&driver);
  count_idle(source);
}

bool Pool::try_lease(LeaseUser& user, std::span<const exec::LeaseRequest> requests,
                     std::span<backend::Connection*> out) {
  assert(requests.size() == out.size());
  for (std::size_t i = 0; i < requests.size(); ++i) {
    const rule::SourceId source = requests[i].source;
    BackendDriver* driver =
        core_.permits().contended(source) ? nullptr : take_idle(sources_[source], requests[i], false);
    if (driver == nullptr) {
      for (std::size_t taken = 0; taken < i; ++taken) put_idle(BackendDriver::of(*out[taken]));
      return false;
    }
    count_idle(source);
    lend(*driver, user);
    out[i] = driver;
  }
  return true;
}

void Pool::release(backend::Connection& connection, exec::Return how) {
  BackendDriver& driver = BackendDriver::of(connection);
  if (driver.state == BackendDriver::State::Closed) return;  // the process ends
  assert(driver.state == BackendDriver::State::Leased);
  const rule::PoolLimits& limits = core_.snapshot().source(driver.endpoint().source).pool;
  driver.idle_since = now();
  const bool reusable = how == exec::Return::Reuse && !driver.kill_pending && driver.socket().is_open() &&
                        driver.verdict() == backend::Verdict::Reusable;
  const auto reason =
      reusable ? backend::should_close(picture_of(driver), limits, limits.min_size, driver.idle_since)
               : std::optional(backend::CloseReason::MaxLifetime);
  if (reason) {
    destroy(driver);
    return;
  }
  put_idle(driver);
}

void Pool::on_wanted(rule::SourceId source_id) {
  Source& source = sources_[source_id];
  if (source.idle.empty()) return;
  BackendDriver* oldest = source.idle.front();
  source.idle.erase(source.idle.begin());
  count_idle(source_id);
  if (core_.permits().surrender(core_.index(), source_id) == Permits::Fate::Close) {
    destroy(*oldest, Permit::Transferred);
    return;
  }
  source.idle.insert(source.idle.begin(), oldest);
  count_idle(source_id);
}

void Pool::on_idle_lost(BackendDriver& driver) {
  Source& source = sources_[driver.endpoint().source];
  std::erase(source.idle, &driver);
  count_idle(driver.endpoint().source);
  destroy(driver);
}

void Pool::destroy(BackendDriver& driver, Permit permit) {
  const rule::SourceId source = driver.endpoint().source;
  sources_[source].all.erase(&driver);
  driver.user = nullptr;
  driver.lease = nullptr;
  driver.close();
  const auto found = drivers_.find(driver.serial);
  core_.bury(std::move(found->second));
  drivers_.erase(found);
  if (permit == Permit::GiveBack) core_.permits().give_back(core_.index(), source, 1);
}

// ---- leases ----

Lease* Pool::find(std::uint64_t serial) {
  const auto found = leases_.find(serial);
  return found == leases_.end() ? nullptr : found->second;
}

std::optional<Error> Pool::refusal(rule::SourceId id) const {
  const rule::HealthView& health = core_.health();
  if (!health.may_connect(id)) {
    return Error(
        1429, "HY000",
        "Unable to connect to " + describe(id) + ": the server is down: " + health.report(id).reason);
  }
  const Backoff& backoff = sources_[id].backoff;
  if (backoff.delay.count() > 0 && (backoff.trying || now() < backoff.until)) return backoff.last;
  return std::nullopt;
}

void Pool::lease(Lease& lease) {
  assert(lease.serial == 0);
  lease.serial = ++last_serial_;
  leases_[lease.serial] = &lease;
  lease.got.assign(lease.requests.size(), nullptr);
  lease.opening = 0;
  lease.ticket = 0;
  lease.since = now();
  lease.needs = needs_of(lease.requests);
  auto limit = std::chrono::milliseconds::max();
  for (const Permits::Need& need : lease.needs) {
    limit = std::min(limit, core_.snapshot().source(need.source).pool.connection_timeout);
    if (!core_.health().may_connect(need.source)) {
      fail_later(lease, *refusal(need.source));
      return;
    }
  }
  lease.deadline = lease.since + limit;
  ask(lease);
}

void Pool::ask(Lease& lease) {
  const Permits::Asked asked =
      core_.permits().ask(core_.index(), lease.needs, lease.holds_others, lease.since);
  lease.ticket = asked.ticket;
  if (asked.granted) fulfil(lease, lease.needs);
}

void Pool::on_granted(Permits::Ticket ticket, const Permits::Needs& needs) {
  core_.permits().redeem(core_.index(), needs);
  const auto found = std::find_if(leases_.begin(), leases_.end(),
                                  [ticket](const auto& entry) { return entry.second->ticket == ticket; });
  if (found == leases_.end()) {
    for (const Permits::Need& need : needs) core_.permits().give_back(core_.index(), need.source, need.fresh);
    return;
  }
  Lease& lease = *found->second;
  lease.ticket = 0;
  for (const Permits::Need& need : needs) {
    if (sources_[need.source].idle.size() >= need.count - need.fresh) continue;
    // A promised connection was lost meanwhile: queue again, at the old place.
    for (const Permits::Need& other : needs)
      core_.permits().give_back(core_.index(), other.source, other.fresh);
    ask(lease);
    return;
  }
  fulfil(lease, needs);
}

// The permits of `needs` are ours: its idle connections are there to be taken.
void Pool::fulfil(Lease& lease, const Permits::Needs& granted) {
  Permits::Needs needs = granted;
  std::vector<std::size_t> to_open;
  for (std::size_t i = 0; i < lease.requests.size(); ++i) {
    const exec::LeaseRequest& request = lease.requests[i];
    const auto need = std::find_if(needs.begin(), needs.end(),
                                   [&request](const Permits::Need& n) { return n.source == request.source; });
    const bool by_idle = need->count > need->fresh;
    --need->count;
    if (!by_idle) {
      --need->fresh;
      to_open.push_back(i);
      continue;
    }
    BackendDriver* driver = take_idle(sources_[request.source], request, true);
    assert(driver != nullptr);
    count_idle(request.source);
    if (driver->endpoint().found_rows == request.found_rows) {
      lend(*driver, lease.user);
      lease.got[i] = driver;
    } else {  // of the other kind: its permit serves to open the right one
      destroy(*driver, Permit::Transferred);
      to_open.push_back(i);
    }
  }
  for (std::size_t i = 0; i < to_open.size(); ++i) {
    const rule::SourceId source = lease.requests[to_open[i]].source;
    if (std::optional<Error> refused = refusal(source)) {
      for (std::size_t rest = i; rest < to_open.size(); ++rest) {
        core_.permits().give_back(core_.index(), lease.requests[to_open[rest]].source, 1);
      }
      fail_later(lease, std::move(*refused));
      return;
    }
    open_for(lease, to_open[i]);
  }
  if (lease.opening == 0) complete_later(lease);
}

void Pool::open_for(Lease& lease, std::size_t slot) {
  const exec::LeaseRequest& request = lease.requests[slot];
  Source& source = sources_[request.source];
  const std::uint64_t serial = ++last_serial_;
  auto made = std::make_unique<BackendDriver>(
      core_.io(), *this, endpoint_of(core_.snapshot().source(request.source), request.found_rows), serial);
  BackendDriver& driver = *made;
  drivers_[serial] = std::move(made);
  source.all.insert(&driver);
  driver.opened_at = now();
  driver.lease = &lease;
  driver.lease_slot = slot;
  ++lease.opening;
  if (source.backoff.delay.count() > 0) source.backoff.trying = true;
  // From the loop: opening may fail at once, and an effect never answers from
  // within itself.
  core_.post([this, serial] {
    const auto found = drivers_.find(serial);
    if (found != drivers_.end()) start_connecting(*found->second);
  });
}

void Pool::start_connecting(BackendDriver& driver) {
  const rule::DataSource& config = core_.snapshot().source(driver.endpoint().source);
  Addresses literal = literal_address(config.host, config.port);
  if (!literal.empty()) {
    driver.open(std::move(literal));
    return;
  }
  core_.resolver().resolve(config.host, config.port, [this, serial = driver.serial](Result<Addresses> found) {
    core_.post([this, serial, found = std::move(found)] {
      const auto at = drivers_.find(serial);
      if (at == drivers_.end()) return;
      if (found) {
        at->second->open(*found);
      } else {
        on_open_failed(*at->second, Error(1429, "HY000",
                                          "Unable to connect to " + describe(at->second->endpoint().source) +
                                              ": " + found.error().message));
      }
    });
  });
}

void Pool::on_opened(BackendDriver& driver) {
  Source& source = sources_[driver.endpoint().source];
  source.backoff = {};
  core_.note_server(driver);
  Lease* lease = std::exchange(driver.lease, nullptr);
  if (lease == nullptr) {
    put_idle(driver);
    return;
  }
  lend(driver, lease->user);
  lease->got[driver.lease_slot] = &driver;
  if (--lease->opening == 0) complete_later(*lease);
}

void Pool::on_open_failed(BackendDriver& driver, const Error& why) {
  const rule::SourceId id = driver.endpoint().source;
  Lease* lease = driver.lease;
  Error error = why;
  // The server's own words, in a message that says whose they are.
  if (error.code != 1429) {
    error = Error(why.code == 1040 ? std::uint16_t{1040} : std::uint16_t{1429},
                  why.code == 1040 ? "08004" : "HY000",
                  "Unable to connect to " + describe(id) + ": " + why.message);
  }
  note_failure(sources_[id], error);
  core_.health().suspect(id);
  core_.resolver().forget(core_.snapshot().source(id).host);
  if (lease != nullptr) --lease->opening;
  destroy(driver);
  if (lease != nullptr) fail(*lease, std::move(error));
}

void Pool::note_failure(Source& source, const Error& why) {
  Backoff& backoff = source.backoff;
  if (backoff.delay.count() == 0) log::warn("source.connect_failed", {{"error", why.message}});
  backoff.delay = std::clamp(backoff.delay * 2, kFirstBackoff, kLongestBackoff);
  backoff.until = now() + backoff.delay;
  backoff.trying = false;
  backoff.last = why;
}

void Pool::complete_later(Lease& lease) {
  core_.post([this, serial = lease.serial] {
    Lease* done = find(serial);
    if (done == nullptr) return;
    leases_.erase(serial);
    done->serial = 0;
    const std::vector<backend::Connection*> got = std::move(done->got);
    done->got.clear();
    done->user.on_leased(got);
  });
}

// Everything the lease has or waits for goes back.
void Pool::undo(Lease& lease) {
  if (lease.ticket != 0) core_.permits().cancel(std::exchange(lease.ticket, 0));
  const rule::SourceId source_count = static_cast<rule::SourceId>(sources_.size());
  for (rule::SourceId id = 0; lease.opening > 0 && id < source_count; ++id) {
    for (BackendDriver* driver : sources_[id].all) {
      if (driver->lease != &lease) continue;
      driver->lease = nullptr;  // becomes idle when it is open
      --lease.opening;
    }
  }
  std::vector<backend::Connection*> got = std::move(lease.got);
  lease.got.clear();
  leases_.erase(lease.serial);
  lease.serial = 0;
  for (backend::Connection* connection : got) {
    if (connection != nullptr) release(*connection, exec::Return::Reuse);
  }
}

void Pool::cancel(Lease& lease) {
  if (lease.serial != 0) undo(lease);
}

void Pool::fail(Lease& lease, Error error) {
  undo(lease);
  lease.user.on_lease_failed(error);
}

void Pool::fail_later(Lease& lease, Error error) {
  core_.post([this, serial = lease.serial, error = std::move(error)] {
    if (Lease* failed = find(serial)) fail(*failed, error);
  });
}

Error Pool::too_many(const Lease& lease) const {
  const rule::SourceId scarce = core_.permits().scarce_of(core_.index(), lease.needs);
  const auto waited = std::chrono::duration_cast<std::chrono::milliseconds>(now() - lease.since);
  return {1040, "08004",
          "Too many connections: " + describe(scarce) + " had none free of its " +
              std::to_string(core_.permits().capacity(scarce)) + " (maxPoolSize) for " +
              std::to_string(waited.count()) + " ms"};
}

// ---- housekeeping ----

void Pool::tick() {
  expire_leases();
  for (rule::SourceId id = 0; id < sources_.size(); ++id) {
    Source& source = sources_[id];
    const rule::DataSource& config = core_.snapshot().source(id);
    const bool down = !core_.health().may_connect(id);
    if (down) abandon_all(id);
    // Its return is what health has proved: no need to wait any longer.
    if (source.down && !down) source.backoff = {};
    source.down = down;
    expire_connecting(source, config);
    reap_idle(source, config);
  }
  core_.permits().review();
}

void Pool::expire_leases() {
  std::vector<std::pair<std::uint64_t, Error>> failed;
  const TimePoint at = now();
  for (const auto& [serial, lease] : leases_) {
    if (lease->ticket != 0 && at >= lease->deadline) {
      failed.emplace_back(serial, too_many(*lease));
      continue;
    }
    for (const Permits::Need& need : lease->needs) {
      if (lease->ticket == 0 || core_.health().may_connect(need.source)) continue;
      failed.emplace_back(serial, *refusal(need.source));
      break;
    }
  }
  for (auto& [serial, error] : failed) {
    if (Lease* lease = find(serial)) fail(*lease, std::move(error));
  }
}

void Pool::expire_connecting(Source& source, const rule::DataSource& config) {
  const auto limit = std::min<std::chrono::milliseconds>(kConnectLimit, config.pool.connection_timeout);
  std::vector<BackendDriver*> late;
  for (BackendDriver* driver : source.all) {
    const bool opening = driver->state < BackendDriver::State::Idle;
    if (opening && now() - driver->opened_at > limit) late.push_back(driver);
  }
  for (BackendDriver* driver : late) {
    on_open_failed(*driver, Error(1429, "HY000",
                                  "Unable to connect to " + describe(config.id) + ": no answer in " +
                                      std::to_string(limit.count()) + " ms"));
  }
}

void Pool::reap_idle(Source& source, const rule::DataSource& config) {
  std::vector<BackendDriver*> old;
  std::size_t open = source.all.size();
  for (BackendDriver* driver : source.idle) {
    if (!backend::should_close(picture_of(*driver), config.pool, open, now())) continue;
    old.push_back(driver);
    --open;
  }
  for (BackendDriver* driver : old) on_idle_lost(*driver);
}

// Its sockets may never say so themselves: a stopped server keeps them open.
void Pool::abandon_all(rule::SourceId id) {
  const std::vector<BackendDriver*> all(sources_[id].all.begin(), sources_[id].all.end());
  const std::string reason = "the server is down: " + core_.health().report(id).reason;
  for (BackendDriver* driver : all) {
    if (!sources_[id].all.contains(driver)) continue;  // went with an earlier one
    switch (driver->state) {
      case BackendDriver::State::Idle:
        on_idle_lost(*driver);
        break;
      case BackendDriver::State::Leased:
        if (driver->user != nullptr && driver->socket().is_open()) {
          driver->abandon(Error(2013, "HY000", reason));
        }
        break;
      case BackendDriver::State::Closed:
        break;
      default:
        on_open_failed(*driver, Error(1429, "HY000", "Unable to connect to " + describe(id) + ": " + reason));
        break;
    }
  }
}

void Pool::close_sockets() {
  for (const auto& [serial, driver] : drivers_) driver->close();
}

bool Pool::has_waiting() const {
  return std::any_of(leases_.begin(), leases_.end(),
                     [](const auto& entry) { return entry.second->ticket != 0; });
}

}  // namespace mallshard::net
