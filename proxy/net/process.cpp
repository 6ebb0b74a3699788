#include "net/process.h"

#include <algorithm>
#include <utility>

namespace mallshard::net {
namespace {

std::vector<std::uint32_t> capacities_of(const rule::Snapshot& snapshot) {
  std::vector<std::uint32_t> out;
  for (const rule::DataSource& source : snapshot.sources) out.push_back(std::max(1U, source.pool.max_size));
  return out;
}

}  // namespace

Process::Process(rule::SnapshotPtr picture, std::size_t core_count)
    : snapshot(std::move(picture)),
      guard({.total = snapshot->props.max_unauthenticated,
             .per_address = snapshot->props.max_unauthenticated_per_address,
             .max_failures = snapshot->props.max_login_failures},
            clock),
      health(snapshot->sources.size()),
      permits(capacities_of(*snapshot), static_cast<CoreIndex>(core_count), *this, clock),
      loader(
          snapshot,
          [this](const rule::MetadataPtr& view) {
            post_to_all([view](Core& core) { core.set_metadata(view); });
          },
          [this](rule::SourceId source) { return health.may_connect(source); }) {
  for (std::size_t i = 0; i < core_count; ++i)
    cores.push_back(std::make_unique<Core>(*this, static_cast<CoreIndex>(i)));
}

Process::~Process() {
  stop();
}

void Process::start() {
  loader.start();
  for (const auto& core : cores) core->start();
}

// The helpers post to the cores: these must exist until the helpers are still.
void Process::stop() {
  for (const auto& core : cores) core->stop();
  loader.stop();
  resolver.stop();
}

void Process::post_to_all(const std::function<void(Core&)>& work) {
  for (const auto& core : cores) {
    core->post([&to = *core, work] { work(to); });
  }
}

Core& Process::least_loaded() {
  const auto least = std::min_element(cores.begin(), cores.end(), [](const auto& a, const auto& b) {
    return a->session_count() < b->session_count();
  });
  return **least;
}

std::size_t Process::session_count() const {
  std::size_t count = 0;
  for (const auto& core : cores) count += core->session_count();
  return count;
}

void Process::granted(CoreIndex core, Permits::Ticket ticket, const Permits::Needs& needs) {
  Core& to = *cores[core];
  to.post([&to, ticket, needs] { to.pool().on_granted(ticket, needs); });
}

void Process::wanted(CoreIndex core, rule::SourceId source) {
  Core& to = *cores[core];
  to.post([&to, source] { to.pool().on_wanted(source); });
}

}  // namespace mallshard::net
