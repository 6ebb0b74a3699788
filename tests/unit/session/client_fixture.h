// A client without a socket, talking to a Session over a plain schema (no
// sharding rule: statements go to ds0 as they are).
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "algo/registry.h"
#include "base/clock.h"
#include "plan/plan_cache.h"
#include "rule/health_view.h"
#include "rule/snapshot.h"
#include "rule/table_metadata.h"
#include "session/session.h"
#include "tests/unit/exec/fake_effects.h"
#include "wire/auth_exchange.h"
#include "wire/auth_switch.h"
#include "wire/change_user.h"
#include "wire/command.h"
#include "wire/err_packet.h"
#include "wire/handshake_response.h"
#include "wire/packet.h"
#include "wire/reply_parser.h"
#include "wire/row_binary.h"
#include "wire/row_text.h"

namespace mallshard::session {

using Lines = std::vector<std::string>;

inline std::shared_ptr<const rule::Snapshot> plain_schema() {
  auto snapshot = std::make_shared<rule::Snapshot>();
  rule::DataSource source;
  source.id = 0;
  source.name = "ds0";
  source.schema = "shop";
  snapshot->sources.push_back(std::move(source));
  rule::Schema schema;
  schema.name = "shop";
  schema.sources = {0};
  rule::SourceGroup group;
  group.name = "ds0";
  group.primary = 0;
  group.balancer = algo::make_load_balancer("ROUND_ROBIN", {}).value();
  schema.groups.push_back(std::move(group));
  schema.default_source = 0;
  schema.index_names();
  snapshot->schemas.push_back(std::move(schema));
  snapshot->users = {{"root", "secret", true, {}}, {"limited", "secret", false, {"elsewhere"}}};
  return snapshot;
}

// The core that sessions share.
struct Core {
  Core() {
    environment.snapshot = plain_schema();
    environment.health = &health;
    environment.metadata = std::make_shared<rule::MetadataView>();
    environment.plans = &plans;
    environment.clock = &clock;
    environment.server_version_text = "8.0.36-MallShard";
  }
  exec::FakeWorld world;
  rule::HealthView health{1};
  plan::PlanCache plans;
  ManualClock clock;
  Environment environment;
  std::uint64_t next_id = 100;
};

class Client {
 public:
  static constexpr wire::Capabilities kDefault =
      wire::capability::kLongPassword | wire::capability::kProtocol41 | wire::capability::kSecureConnection |
      wire::capability::kPluginAuth | wire::capability::kDeprecateEof | wire::capability::kTransactions;

  explicit Client(Core& shared, wire::Capabilities wanted = kDefault)
      : core(shared),
        capabilities(wanted),
        effects(shared.world),
        session(shared.environment, effects, shared.next_id++, "10.0.0.9") {
    effects.listener.leased = [this](auto connections) { session.on_leased(connections); };
    effects.listener.lease_failed = [this](const Error& error) { session.on_lease_failed(error); };
    effects.listener.progress = [this](backend::Connection& c) { session.on_backend_progress(c); };
    effects.listener.lost = [this](backend::Connection& c, const Error& e) { session.on_backend_lost(c, e); };
    effects.listener.tables = [this] { session.on_tables(); };
    session.start(false);
    ByteBuffer greeting = effects.take_output();
    scramble = wire::decode_greeting(ByteView(greeting).subspan(4)).value().scramble;
  }
  ~Client() {
    session.on_client_closed();
    EXPECT_TRUE(session.finished());
  }

  void send_bytes(ByteView bytes) {
    while (!bytes.empty() && session.wants_client_bytes()) {
      MutableBytes room = session.client_space();
      std::size_t count = std::min(room.size(), bytes.size());
      std::copy_n(bytes.begin(), count, room.begin());
      session.on_client_bytes(count);
      bytes = bytes.subspan(count);
    }
  }
  void send(const ByteBuffer& payload, std::uint8_t sequence = 0) {
    ByteBuffer frames;
    wire::FrameWriter(frames, sequence).write(payload);
    send_bytes(frames);
  }
  static ByteBuffer command(wire::CommandCode code, std::string_view rest = {}) {
    ByteBuffer payload;
    wire::PacketWriter(payload).u8(static_cast<std::uint8_t>(code)).text(rest);
    return payload;
  }

  // Answers the first packet of what came back: "ok", "err 1045", "switch x", "more".
  std::string log_in(std::string_view password = "secret", std::string_view user = "root",
                     std::string_view database = "shop", std::string_view plugin = wire::kSha2Plugin) {
    wire::HandshakeResponse response;
    response.capabilities = capabilities | (database.empty() ? 0 : wire::capability::kConnectWithDb);
    response.collation = collation;
    response.user = user;
    response.database = database;
    response.auth_plugin = plugin;
    ByteBuffer proof = plugin == wire::kSha2Plugin ? wire::sha2_proof(password, scramble)
                                                   : wire::native_proof(password, scramble);
    response.auth_response = proof;
    ByteBuffer payload;
    wire::encode_handshake_response(response, payload);
    send(payload, 1);
    return auth_reply();
  }

  // The last packet of the dialogue so far.
  std::string auth_reply() {
    ByteBuffer bytes = effects.take_output();
    std::string shown = "nothing";
    for (std::size_t at = 0; at + 4 <= bytes.size();) {
      std::size_t size = bytes[at] | std::size_t{bytes[at + 1]} << 8 | std::size_t{bytes[at + 2]} << 16;
      ByteView payload = ByteView(bytes).subspan(at + 4, size);
      last_sequence = bytes[at + 3];
      at += 4 + size;
      if (payload[0] == 0x00) shown = "ok";
      if (payload[0] == 0x01) shown = "more";
      if (payload[0] == 0xFF) shown = "err " + std::to_string(wire::decode_err(payload).code);
      if (payload[0] == 0xFE) {
        wire::AuthSwitch request = wire::decode_auth_switch(payload).value();
        shown = "switch " + std::string(request.plugin);
        std::copy_n(request.data.begin(), scramble.size(), switch_scramble.begin());
      }
    }
    return shown;
  }

  Lines run(const ByteBuffer& payload, wire::ReplyKind kind = wire::ReplyKind::Query) {
    send(payload);
    effects.settle();
    return replies(1, kind);
  }
  Lines query(std::string_view sql) { return run(command(wire::CommandCode::Query, sql)); }

  std::uint32_t prepare(std::string_view sql) {
    EXPECT_EQ(run(command(wire::CommandCode::StmtPrepare, sql), wire::ReplyKind::Prepare).back().substr(0, 4),
              "prep");
    return last_prepared;
  }
  Lines execute(std::uint32_t id, std::vector<wire::Param> params) {
    ByteBuffer payload;
    wire::encode_stmt_execute(id, 0, params, payload);
    return run(payload);
  }

  // Decodes so many replies; whatever else the client was sent shows.
  Lines replies(std::size_t count, wire::ReplyKind kind = wire::ReplyKind::Query) {
    ByteBuffer bytes = effects.take_output();
    Lines lines;
    wire::ReplyParser parser(1 << 22, 1 << 24);
    parser.set_capabilities(capabilities);
    parser.set_row_mode(wire::RowMode::Rows);
    MutableBytes room = parser.space();
    if (room.size() < bytes.size()) return {"too long to look at"};
    std::copy(bytes.begin(), bytes.end(), room.begin());
    parser.commit(bytes.size());
    using Kind = wire::ReplyEvent::Kind;
    while (count-- > 0 && parser.pending() > 0) {
      parser.begin(kind);
      while (std::optional<wire::ReplyEvent> event = parser.next()) {
        switch (event->kind) {
          case Kind::Ok:
            last_status = event->ok->status;
            last_insert_id = event->ok->last_insert_id;
            lines.push_back("ok " + std::to_string(event->ok->affected_rows));
            break;
          case Kind::Err:
            last_error = event->error->message;
            lines.push_back("err " + std::to_string(event->error->code));
            break;
          case Kind::Row: {
            std::string line = "row";
            if (event->bytes.front() == 0x00) {
              line += " binary";
            } else {
              wire::TextRowReader fields(event->bytes);
              while (fields.more()) line += " " + std::string(fields.next().value_or("NULL"));
            }
            lines.push_back(line);
            break;
          }
          case Kind::ResultEnd:
            last_status = event->ok->status;
            lines.emplace_back("end");
            break;
          case Kind::PrepareOk:
            last_prepared = event->prepare.statement_id;
            if (event->prepare.params + event->prepare.columns == 0) lines.emplace_back("prepared");
            break;
          case Kind::PrepareEnd:
            lines.emplace_back("prepared");
            break;
          default:
            break;
        }
      }
      if (!parser.is_idle()) break;
    }
    if (parser.failure()) lines.emplace_back("malformed");
    if (!bytes.empty() && (!parser.is_idle() || parser.pending() > 0)) lines.emplace_back("and more");
    return lines;
  }

  Core& core;
  wire::Capabilities capabilities;
  std::uint16_t collation = 255;  // what utf8mb4 is on the servers behind, MySQL 8
  exec::FakeEffects effects;
  Session session;
  wire::Scramble scramble{};
  wire::Scramble switch_scramble{};
  std::uint8_t last_sequence = 0;
  std::uint16_t last_status = 0;
  std::uint64_t last_insert_id = 0;
  std::uint32_t last_prepared = 0;
  std::string last_error;
};

}  // namespace mallshard::session
