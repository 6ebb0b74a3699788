#include "control/metadata/loader.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <set>
#include <thread>
#include <utility>

#include "base/bytes.h"
#include "base/log.h"
#include "control/health/sql_client.h"
#include "control/metadata/column_reader.h"
#include "control/metadata/pad_weights.h"

namespace mallshard::control {
namespace {

// A statement on a table that does not exist asks again and again; the servers
// are asked once in this time. What is created elsewhere is seen after it.
constexpr std::chrono::milliseconds kMissingFor{500};
// information_schema of a busy server is slow; a hung one must not hold up
// sessions that wait for tables of others for longer.
constexpr std::chrono::seconds kAnswerTimeout{3};
constexpr std::size_t kTablesPerQuery = 500;
// Of reading a table that is changed again and again meanwhile.
constexpr int kAttempts = 3;

using SteadyClock = std::chrono::steady_clock;

// Where a logical table can be asked about: any node stands for all.
struct Representative {
  rule::SourceId source = rule::kNoSource;
  std::string actual;
};

Representative representative_of(const rule::Schema& schema, const std::string& table) {
  const rule::Placement at = schema.place(table);
  switch (at.kind) {
    case rule::Placement::Kind::Sharded:
      if (at.table->nodes.empty()) return {};
      return {at.table->nodes.front().source, at.table->nodes.front().table};
    case rule::Placement::Kind::Broadcast:
      if (schema.groups.empty()) return {};
      return {schema.groups.front().primary, std::string(at.name)};
    case rule::Placement::Kind::Single:
      return {at.source, std::string(at.name)};
    case rule::Placement::Kind::Nowhere:
      return {};
  }
  return {};
}

// The spelling asked for, else one that differs in case only: the server
// decides whether those are the same table.
TablesRead::const_iterator find_table(const TablesRead& tables, const std::string& name) {
  const auto exact = tables.find(name);
  if (exact != tables.end()) return exact;
  for (auto it = tables.begin(); it != tables.end(); ++it) {
    if (equals_ignore_case(it->first, name)) return it;
  }
  return tables.end();
}

}  // namespace

class Loader::Body {
 public:
  Body(rule::SnapshotPtr snapshot, Publish publish, MayAsk may_ask)
      : snapshot_(std::move(snapshot)),
        publish_(std::move(publish)),
        may_ask_(std::move(may_ask)),
        view_(std::make_shared<rule::MetadataView>()) {}

  void start() {
    thread_ = std::thread([this] { run(); });
  }

  void stop() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    wake_.notify_all();
    if (thread_.joinable()) thread_.join();
  }

  void load(std::vector<WantedTable> tables, Done done) {
    const std::lock_guard lock(mutex_);
    requests_.push_back({std::move(tables), std::move(done)});
    wake_.notify_all();
  }

  void forget(std::string_view schema, std::string_view table) {
    const std::lock_guard lock(mutex_);
    forgotten_.push_back({std::string(schema), std::string(table)});
    // At once for readers of view(); the cores get it from the thread.
    view_ = std::make_shared<rule::MetadataView>(view_->without(schema, table));
    wake_.notify_all();
  }

  [[nodiscard]] rule::MetadataPtr view() const {
    const std::lock_guard lock(mutex_);
    return view_;
  }

 private:
  struct Request {
    std::vector<WantedTable> tables;
    Done done;
  };
  struct Server {
    explicit Server(SqlAddress address) : client(std::move(address)) {}
    SqlClient client;
    PadWeights pads;
  };
  using BySource = std::map<rule::SourceId, std::vector<std::pair<WantedTable, std::string>>>;

  void run() {
    while (true) {
      std::deque<Request> requests;
      {
        std::unique_lock lock(mutex_);
        wake_.wait(lock, [this] { return stopping_ || !requests_.empty() || !forgotten_.empty(); });
        if (stopping_) return;
        requests.swap(requests_);
      }
      for (int attempt = 0; attempt < kAttempts; ++attempt) {
        take_forgotten();
        if (load_for(requests)) break;
      }
      publish_(view());
      for (const Request& request : requests) request.done();
    }
  }

  void take_forgotten() {
    std::vector<WantedTable> forgotten;
    {
      const std::lock_guard lock(mutex_);
      forgotten.swap(forgotten_);
    }
    for (const WantedTable& table : forgotten) missing_until_.erase(table);
  }

  // False when a table was forgotten while it was read: what was read may be
  // what it was before the change.
  bool load_for(const std::deque<Request>& requests) {
    const rule::MetadataPtr known = view();
    std::set<WantedTable> wanted;
    for (const Request& request : requests) {
      for (const WantedTable& table : request.tables) {
        if (known->find(table.schema, table.table) == nullptr && !is_known_missing(table))
          wanted.insert(table);
      }
    }
    BySource by_source;
    for (const WantedTable& table : wanted) {
      const rule::Schema* schema = snapshot_->find_schema(table.schema);
      if (schema == nullptr) continue;
      Representative at = representative_of(*schema, table.table);
      if (at.source != rule::kNoSource) by_source[at.source].emplace_back(table, std::move(at.actual));
    }
    std::vector<rule::TablePtr> loaded;
    for (const auto& [source, tables] : by_source) {
      if (!may_ask_ || may_ask_(source)) load_source(source, tables, loaded);
    }
    const std::lock_guard lock(mutex_);
    const std::size_t read = loaded.size();
    std::erase_if(loaded, [this](const rule::TablePtr& table) { return is_forgotten(*table); });
    if (!loaded.empty()) view_ = std::make_shared<rule::MetadataView>(view_->with(loaded));
    return loaded.size() == read;
  }

  // Under the lock.
  bool is_forgotten(const rule::TableMetadata& table) const {
    return std::any_of(forgotten_.begin(), forgotten_.end(), [&table](const WantedTable& forgotten) {
      return forgotten.schema == table.schema && equals_ignore_case(forgotten.table, table.name);
    });
  }

  bool is_known_missing(const WantedTable& table) {
    const auto found = missing_until_.find(table);
    if (found == missing_until_.end()) return false;
    if (SteadyClock::now() < found->second) return true;
    missing_until_.erase(found);
    return false;
  }

  void load_source(rule::SourceId id, const std::vector<std::pair<WantedTable, std::string>>& tables,
                   std::vector<rule::TablePtr>& loaded) {
    const rule::DataSource& source = snapshot_->source(id);
    Server& server = server_of(source);
    for (std::size_t from = 0; from < tables.size(); from += kTablesPerQuery) {
      std::vector<std::string> actual;
      const std::size_t to = std::min(tables.size(), from + kTablesPerQuery);
      for (std::size_t i = from; i < to; ++i) actual.push_back(tables[i].second);
      Result<TablesRead> read = read_tables(server, source, actual);
      // An idle connection may have been closed by the server meanwhile.
      if (!read && is_connection_error(read.error())) read = read_tables(server, source, actual);
      if (!read) {
        log::warn("metadata.failed", {{"source", source.schema + "." + source.name},
                                      {"error", read.error().message},
                                      {"code", std::to_string(read.error().code)}});
        return;
      }
      for (std::size_t i = from; i < to; ++i) keep(tables[i].first, tables[i].second, *read, loaded);
    }
  }

  void keep(const WantedTable& wanted, const std::string& actual, const TablesRead& read,
            std::vector<rule::TablePtr>& loaded) {
    const auto found = find_table(read, actual);
    if (found == read.end()) {
      missing_until_[wanted] = SteadyClock::now() + kMissingFor;
      return;
    }
    auto table = std::make_shared<rule::TableMetadata>(found->second);
    table->schema = wanted.schema;
    table->name = wanted.table;
    table->version = ++last_version_;
    loaded.push_back(std::move(table));
  }

  static Result<TablesRead> read_tables(Server& server, const rule::DataSource& source,
                                        const std::vector<std::string>& actual) {
    const Result<SqlRows> columns = server.client.query(columns_sql(source.database, actual));
    if (!columns) return columns.error();
    TablesRead tables = read_columns(*columns, server.client.mariadb());
    if (tables.empty()) return tables;
    const Result<SqlRows> keys = server.client.query(keys_sql(source.database, actual));
    if (!keys) return keys.error();
    read_keys(*keys, tables);
    const Result<SqlRows> views = server.client.query(views_sql(source.database, actual));
    if (!views) return views.error();
    read_views(*views, tables);
    std::vector<rule::TableMetadata*> all;
    for (auto& [name, table] : tables) all.push_back(&table);
    if (Result<void> filled = server.pads.fill(server.client, all); !filled) return filled.error();
    return tables;
  }

  Server& server_of(const rule::DataSource& source) {
    const auto found = servers_.find(source.id);
    if (found != servers_.end()) return found->second;
    SqlAddress address{source.host,     source.port,     source.username,
                       source.password, source.database, kAnswerTimeout};
    return servers_.emplace(source.id, std::move(address)).first->second;
  }

  const rule::SnapshotPtr snapshot_;
  const Publish publish_;
  const MayAsk may_ask_;

  mutable std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::deque<Request> requests_;
  std::vector<WantedTable> forgotten_;
  rule::MetadataPtr view_;
  std::thread thread_;

  // The thread's own.
  std::map<rule::SourceId, Server> servers_;
  std::map<WantedTable, SteadyClock::time_point> missing_until_;
  std::uint64_t last_version_ = 0;
};

Loader::Loader(rule::SnapshotPtr snapshot, Publish publish, MayAsk may_ask)
    : body_(std::make_unique<Body>(std::move(snapshot), std::move(publish), std::move(may_ask))) {}
Loader::~Loader() {
  stop();
}
void Loader::start() {
  body_->start();
}
void Loader::stop() {
  body_->stop();
}
void Loader::load(std::vector<WantedTable> tables, Done done) {
  body_->load(std::move(tables), std::move(done));
}
void Loader::forget(std::string_view schema, std::string_view table) {
  body_->forget(schema, table);
}
rule::MetadataPtr Loader::view() const {
  return body_->view();
}

}  // namespace mallshard::control
