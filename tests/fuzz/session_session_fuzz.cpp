// A whole session over servers that answer OK: any bytes of a client, logged in
// or not, never crash it, and every connection is given back in the end.
//
// First byte: bit 0 set = the rest comes after a login without password; other
// bits: how long the pieces are that the bytes arrive in.

#include <algorithm>
#include <cstdlib>
#include <memory>

#include "algo/registry.h"
#include "backend/connection.h"
#include "base/clock.h"
#include "plan/plan_cache.h"
#include "rule/health_view.h"
#include "rule/snapshot.h"
#include "rule/table_metadata.h"
#include "session/session.h"
#include "wire/auth_switch.h"
#include "wire/eof_packet.h"
#include "wire/frame_reader.h"
#include "wire/frame_writer.h"
#include "wire/handshake_response.h"
#include "wire/ok_packet.h"
#include "wire/packet.h"
#include "wire/stmt_prepare.h"

namespace mallshard {

namespace {

// Answers every command with OK, a preparation with as many parameters as there
// are question marks.
class Server {
 public:
  Server() {
    wire::Greeting greeting;
    greeting.server_version = "8.0.36";
    greeting.scramble.fill('s');
    greeting.capabilities = ~wire::Capabilities{0};
    greeting.auth_plugin = wire::kNativePlugin;
    wire::FrameWriter writer(output);
    wire::encode_greeting(greeting, writer.begin());
    writer.finish();
  }
  void receive(ByteView bytes) {
    while (!bytes.empty()) {
      MutableBytes room = reader_.space();
      std::size_t count = std::min(room.size(), bytes.size());
      std::copy_n(bytes.begin(), count, room.begin());
      reader_.commit(count);
      bytes = bytes.subspan(count);
      for (auto next = reader_.next(); next && next->has_value(); next = reader_.next()) answer(**next);
    }
  }
  ByteBuffer output;

 private:
  void answer(const wire::Message& message) {
    wire::FrameWriter writer(output, static_cast<std::uint8_t>(message.sequence + 1));
    std::uint8_t code = message.sequence == 0 && !message.payload.empty() ? message.payload[0] : 0;
    constexpr std::uint8_t kPrepare = 0x16;
    constexpr std::uint8_t kClose = 0x19;
    if (code == kClose) return;
    if (code == kPrepare) {
      wire::PrepareOk prepared;
      prepared.statement_id = ++statements_;
      wire::encode_prepare_ok(prepared, writer.begin());
      return writer.finish();
    }
    constexpr std::uint8_t kFieldList = 0x04;
    if (code == kFieldList) {  // of a table without columns: OK is no answer to it
      wire::encode_eof({}, writer.begin());
      return writer.finish();
    }
    wire::OkPacket ok;
    ok.status = 2;
    wire::encode_ok(ok, wire::capability::kProtocol41, writer.begin());
    writer.finish();
  }
  wire::FrameReader reader_{std::size_t{16} << 20};
  std::uint32_t statements_ = 0;
};

struct Link {
  Server server;
  std::unique_ptr<backend::Connection> connection;
};

class World final : public exec::Effects {
 public:
  ByteBuffer& client_output() override { return output_; }
  [[nodiscard]] bool client_backlogged() const override { return false; }
  void close_client() override { closed = true; }
  bool try_lease(std::span<const exec::LeaseRequest>, std::span<backend::Connection*>) override {
    return false;
  }
  void lease(std::span<const exec::LeaseRequest> requests) override { waiting_ = requests.size(); }
  void cancel_lease() override { waiting_ = 0; }
  void release(backend::Connection& connection, exec::Return) override {
    if (leased == 0) std::abort();
    --leased;
    for (auto& link : links_) {
      if (link->connection.get() == &connection) given_back_.push_back(link.get());
    }
  }
  void wake(backend::Connection&) override {}
  void kill_backend_query(backend::Connection&) override {}
  void need_tables(const rule::Schema&, std::span<const plan::TableName>) override { tables_ = true; }
  void forget_table(std::string_view, std::string_view) override {}
  void admin(const exec::AdminRequest&) override { admin_ = true; }
  void start_timer(exec::TimerKind, std::chrono::milliseconds) override {}
  void cancel_timer(exec::TimerKind) override {}

  void settle(session::Session& session) {
    for (bool moved = true; moved;) {
      moved = false;
      output_.clear();
      if (std::exchange(tables_, false)) session.on_tables(), moved = true;
      if (std::exchange(admin_, false)) session.on_admin_reply({}), moved = true;
      if (std::size_t count = std::exchange(waiting_, 0)) {
        std::vector<backend::Connection*> connections;
        while (connections.size() < count) connections.push_back(&open());
        leased += count;
        session.on_leased(connections);
        moved = true;
      }
      for (std::size_t i = 0; i < links_.size(); ++i) {
        if (is_given_back(links_[i].get()) || !exchange(*links_[i])) continue;
        moved = true;
        session.on_backend_progress(*links_[i]->connection);
      }
    }
  }

  bool closed = false;
  std::size_t leased = 0;

 private:
  bool is_given_back(const Link* link) const {
    return std::find(given_back_.begin(), given_back_.end(), link) != given_back_.end();
  }
  static bool exchange(Link& link) {
    ByteBuffer sent;
    sent.swap(link.connection->output());
    link.server.receive(sent);
    bool moved = !sent.empty();
    while (!link.server.output.empty() && link.connection->wants_read()) {
      MutableBytes room = link.connection->read_space();
      std::size_t count = std::min(room.size(), link.server.output.size());
      std::copy_n(link.server.output.begin(), count, room.begin());
      link.server.output.erase(link.server.output.begin(),
                               link.server.output.begin() + static_cast<std::ptrdiff_t>(count));
      link.connection->on_bytes(count);
      moved = true;
    }
    return moved;
  }
  backend::Connection& open() {
    if (!given_back_.empty() && given_back_.back()->connection->verdict() == backend::Verdict::Reusable) {
      Link* link = given_back_.back();
      given_back_.pop_back();
      return *link->connection;
    }
    links_.push_back(std::make_unique<Link>());
    backend::Endpoint endpoint;
    endpoint.source = 0;
    endpoint.source_name = "ds0";
    links_.back()->connection = std::make_unique<backend::Connection>(endpoint);
    links_.back()->connection->on_connected();
    while (exchange(*links_.back())) {
    }
    if (!links_.back()->connection->ready()) std::abort();
    return *links_.back()->connection;
  }

  ByteBuffer output_;
  std::vector<std::unique_ptr<Link>> links_;
  std::vector<Link*> given_back_;
  std::size_t waiting_ = 0;
  bool tables_ = false;
  bool admin_ = false;
};

std::shared_ptr<const rule::Snapshot> plain_schema() {
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
  snapshot->users = {{"u", "", true, {}}};
  return snapshot;
}

void feed(session::Session& session, World& world, ByteView bytes, std::size_t piece) {
  while (!bytes.empty() && !world.closed) {
    if (!session.wants_client_bytes()) std::abort();  // everything has settled
    MutableBytes room = session.client_space();
    std::size_t count = std::min({room.size(), bytes.size(), piece});
    std::copy_n(bytes.begin(), count, room.begin());
    session.on_client_bytes(count);
    bytes = bytes.subspan(count);
    world.settle(session);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  if (size < 1) return 0;
  static const std::shared_ptr<const rule::Snapshot> snapshot = plain_schema();
  rule::HealthView health(1);
  plan::PlanCache plans(16);
  ManualClock clock;
  session::Environment environment;
  environment.snapshot = snapshot;
  environment.health = &health;
  environment.metadata = std::make_shared<rule::MetadataView>();
  environment.plans = &plans;
  environment.clock = &clock;
  environment.server_version_text = "8.0.36";
  World world;
  {
    session::Session session(environment, world, 7, "h");
    session.start(false);
    std::size_t piece = std::size_t{1} << (bytes[0] >> 1 & 15);
    if ((bytes[0] & 1) != 0) {
      wire::HandshakeResponse response;
      response.capabilities = ~(wire::capability::kSsl | wire::capability::kConnectAttrs);
      response.user = "u";
      response.database = "shop";
      response.auth_plugin = wire::kSha2Plugin;
      ByteBuffer login;
      wire::FrameWriter writer(login, 1);
      wire::encode_handshake_response(response, writer.begin());
      writer.finish();
      feed(session, world, login, login.size());
      if (world.closed) std::abort();
    }
    feed(session, world, {bytes + 1, size - 1}, piece);
    session.on_client_closed();
    if (!session.finished() || world.leased != 0) std::abort();
  }
  return 0;
}

}  // namespace mallshard
