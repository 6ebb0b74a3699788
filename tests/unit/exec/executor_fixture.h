// An executor over two primaries and a replica, with a client that decodes what
// it is sent.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "algo/registry.h"
#include "exec/executor.h"
#include "tests/unit/exec/fake_effects.h"
#include "wire/row_binary.h"
#include "wire/row_text.h"

namespace mallshard::exec {

using Lines = std::vector<std::string>;

inline constexpr rule::SourceId kDs0 = 0;
inline constexpr rule::SourceId kDs1 = 1;
inline constexpr rule::SourceId kReplica = 2;  // of ds0

inline std::shared_ptr<const rule::Snapshot> two_sources() {
  auto snapshot = std::make_shared<rule::Snapshot>();
  for (rule::SourceId id = 0; id < 3; ++id) {
    rule::DataSource source;
    source.id = id;
    source.name = "ds" + std::to_string(id);
    source.schema = "shop";
    snapshot->sources.push_back(std::move(source));
  }
  rule::Schema schema;
  schema.name = "shop";
  schema.sources = {kDs0, kDs1, kReplica};
  std::shared_ptr<algo::LoadBalancer> balancer = algo::make_load_balancer("ROUND_ROBIN", {}).value();
  for (rule::SourceId primary : {kDs0, kDs1}) {
    rule::SourceGroup group;
    group.name = "ds" + std::to_string(primary);
    group.primary = primary;
    if (primary == kDs0) group.replicas = {kReplica};
    group.balancer = balancer;
    schema.groups.push_back(std::move(group));
  }
  schema.default_source = kDs0;
  schema.index_names();
  snapshot->schemas.push_back(std::move(schema));
  return snapshot;
}

// One client's executor. Several may share a world: their sessions are of one core.
class Bench {
 public:
  explicit Bench(FakeWorld& shared) : world(shared), effects(shared), executor(effects) {
    effects.listener.leased = [this](auto connections) { executor.on_leased(connections); };
    effects.listener.lease_failed = [this](const Error& error) { executor.on_lease_failed(error); };
    effects.listener.progress = [this](backend::Connection& c) { executor.on_backend_progress(c); };
    effects.listener.lost = [this](backend::Connection& c, const Error& e) {
      executor.on_backend_lost(c, e);
    };
    client.capabilities = wire::capability::kProtocol41 | wire::capability::kDeprecateEof;
    executor.settings.snapshot = snapshot;
    executor.settings.schema = &snapshot->schemas[0];
    executor.settings.health = &health;
    executor.settings.wanted = &wanted;
    executor.settings.client = &client;
    executor.settings.accepted_sets = &accepted_sets;
  }
  ~Bench() {
    executor.abandon();
    EXPECT_EQ(world.leased(), others_leased) << "every connection is given back in the end";
  }

  void begin(plan::Dispatch& dispatch, std::span<const wire::Param> params = {}, bool prepared = false) {
    client.sequence = 1;
    client.format = prepared ? wire::RowFormat::Binary : wire::RowFormat::Text;
    Job job;
    job.dispatch = &dispatch;
    job.params = params;
    job.prepared = prepared;
    executor.run(std::move(job));
  }

  // Runs to the end and answers what the client saw.
  Lines run(plan::Dispatch dispatch, std::span<const wire::Param> params = {}, bool prepared = false) {
    begin(dispatch, params, prepared);
    effects.settle();
    return finish(prepared);
  }

  Lines finish(bool prepared = false) {
    std::optional<Outcome> ended = executor.take_outcome();
    EXPECT_TRUE(ended.has_value()) << "the job has not ended";
    if (ended) outcome = std::move(*ended);
    return received(prepared);
  }

  // Decodes the client's bytes; a frame out of number or half a packet shows.
  Lines received(bool prepared = false) {
    ByteBuffer bytes = effects.take_output();
    Lines lines;
    std::uint8_t expected = 1;
    for (std::size_t at = 0; at + 4 <= bytes.size();) {
      if (bytes[at + 3] != expected++) lines.emplace_back("out of sequence");
      at += 4 + (bytes[at] | std::size_t{bytes[at + 1]} << 8 | std::size_t{bytes[at + 2]} << 16);
    }
    wire::ReplyParser parser(1 << 20, 1 << 24);
    parser.set_capabilities(client.capabilities);
    parser.set_row_mode(wire::RowMode::Rows);
    parser.begin(wire::ReplyKind::Query);
    MutableBytes room = parser.space();
    std::copy(bytes.begin(), bytes.end(), room.begin());
    parser.commit(bytes.size());
    std::vector<wire::ColumnType> types;
    using Kind = wire::ReplyEvent::Kind;
    while (std::optional<wire::ReplyEvent> event = parser.next()) {
      switch (event->kind) {
        case Kind::Ok:
          lines.push_back("ok " + std::to_string(event->ok->affected_rows));
          break;
        case Kind::Err:
          lines.push_back("err " + std::to_string(event->error->code));
          last_error = event->error->message;
          break;
        case Kind::ColumnDefinition:
          types.push_back(wire::decode_column_definition(event->bytes)->type);
          break;
        case Kind::Row:
          lines.push_back(shown_row(event->bytes, prepared, types));
          break;
        case Kind::ResultEnd:
          lines.emplace_back("end");
          break;
        default:
          break;
      }
    }
    if (parser.failure()) lines.emplace_back("malformed");
    if (!bytes.empty() && (!parser.is_idle() || parser.pending() > 0)) lines.emplace_back("unfinished");
    return lines;
  }

  FakeWorld& world;
  std::shared_ptr<const rule::Snapshot> snapshot = two_sources();
  rule::HealthView health{3};
  wire::SessionState wanted;
  ClientView client;
  AcceptedSets accepted_sets;
  FakeEffects effects;
  Executor executor;
  Outcome outcome;
  std::string last_error;
  std::size_t others_leased = 0;

 private:
  static std::string shown_row(ByteView row, bool prepared, std::span<const wire::ColumnType> types) {
    std::string line = "row";
    auto add = [&line](const wire::FieldView& field) { line += " " + std::string(field.value_or("NULL")); };
    if (prepared) {
      wire::BinaryRowReader fields(row, types);
      while (fields.more()) {
        wire::FieldView field = fields.next();
        field && field->size() == 8 ? line += " " + std::to_string(static_cast<int>(field->front()))
                                    : (add(field), line);
      }
    } else {
      wire::TextRowReader fields(row);
      while (fields.more()) add(fields.next());
    }
    return line;
  }
};

inline plan::Target target(rule::SourceId source, std::string sql) {
  return {source, std::move(sql), {}, {}, {}};
}

inline plan::Dispatch read_one(rule::SourceId source, std::string sql,
                               plan::Access access = plan::Access::PrimaryRead) {
  plan::Dispatch dispatch;
  dispatch.targets = {target(source, std::move(sql))};
  dispatch.access = access;
  dispatch.returns_rows = true;
  return dispatch;
}

inline plan::Dispatch write_one(rule::SourceId source, std::string sql) {
  plan::Dispatch dispatch;
  dispatch.targets = {target(source, std::move(sql))};
  dispatch.access = plan::Access::Write;
  return dispatch;
}

inline plan::Dispatch write_both(std::string sql) {
  plan::Dispatch dispatch;
  dispatch.targets = {target(kDs0, sql + " /*0*/"), target(kDs1, sql + " /*1*/")};
  dispatch.access = plan::Access::Write;
  dispatch.answer = plan::Answer::Sum;
  return dispatch;
}

inline plan::Dispatch read_both_ordered(std::string sql, std::uint64_t limit = UINT64_MAX) {
  plan::Dispatch dispatch;
  dispatch.targets = {target(kDs0, sql + " /*0*/"), target(kDs1, sql + " /*1*/")};
  dispatch.answer = plan::Answer::Merge;
  dispatch.returns_rows = true;
  auto spec = std::make_shared<merge::Spec>();
  spec->order = {merge::Key{}};
  dispatch.merge = spec;
  dispatch.limit.count = limit;
  return dispatch;
}

}  // namespace mallshard::exec
