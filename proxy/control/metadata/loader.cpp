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
#include "control/metadata/function_reader.h"
#include "control/metadata/pad_weights.h"
#include "control/metadata/view_reader.h"

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
// Of views over views.
constexpr int kViewDepth = 64;

using SteadyClock = std::chrono::steady_clock;

// Where a logical table can be asked about: any node stands for all.
struct Representative {
  rule::SourceId source = rule::kNoSource;
  std::string actual;
};

// Where to ask, in order: any node stands for a sharded table, the default
// source for a function. A name without a
// rule is a table of the default source, or a view over sharded tables, which
// is where these have nodes.
std::vector<Representative> representatives_of(const rule::Schema& schema, const std::string& table) {
  if (rule::is_function_key(table)) {
    if (schema.default_source == rule::kNoSource) return {};
    return {{schema.default_source, table.substr(0, table.size() - 2)}};
  }
  const rule::Placement at = schema.place(table);
  std::vector<Representative> out;
  switch (at.kind) {
    case rule::Placement::Kind::Sharded:
      if (!at.table->nodes.empty())
        out.push_back({at.table->nodes.front().source, at.table->nodes.front().table});
      return out;
    case rule::Placement::Kind::Broadcast:
      if (!schema.groups.empty()) out.push_back({schema.groups.front().primary, std::string(at.name)});
      return out;
    case rule::Placement::Kind::Single:
      out.push_back({at.source, std::string(at.name)});
      break;
    case rule::Placement::Kind::Nowhere:
      break;
  }
  if (!schema.has_spread_table()) return out;
  for (const rule::SourceGroup& group : schema.groups) {
    if (group.primary != at.source) out.push_back({group.primary, table});
  }
  return out;
}

// Of one answer: what it says of a name, with the view's meaning.
rule::TablePtr table_of(const WantedTable& wanted, const rule::TableMetadata& read, const ShownView* shown,
                        const ViewPlace& place, std::uint64_t version) {
  auto table = std::make_shared<rule::TableMetadata>(read);
  table->schema = wanted.schema;
  table->name = wanted.table;
  table->version = version;
  if (shown != nullptr) table->view = std::make_shared<const rule::ViewMetadata>(read_view(*shown, place));
  return table;
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
  struct Read {
    TablesRead tables;
    std::map<std::string, ShownView> views;
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
        if (is_to_be_read(*known, table)) wanted.insert(table);
      }
    }
    std::vector<rule::TablePtr> loaded;
    std::set<WantedTable> asked;
    // A view comes with the tables that it names: they are asked for next.
    for (int depth = 0; depth < kViewDepth && !wanted.empty(); ++depth) {
      const std::size_t before = loaded.size();
      load_wanted(wanted, loaded);
      asked.merge(wanted);
      wanted.clear();
      for (std::size_t i = before; i < loaded.size(); ++i) {
        if (loaded[i]->view == nullptr) continue;
        for (const std::string& name : loaded[i]->view->tables) {
          WantedTable table{loaded[i]->schema, name};
          if (!asked.contains(table) && is_to_be_read(*known, table)) wanted.insert(std::move(table));
        }
      }
    }
    const std::lock_guard lock(mutex_);
    const std::size_t read = loaded.size();
    std::erase_if(loaded, [this](const rule::TablePtr& table) { return is_forgotten(*table); });
    if (!loaded.empty()) view_ = std::make_shared<rule::MetadataView>(view_->with(loaded));
    return loaded.size() == read;
  }

  bool is_to_be_read(const rule::MetadataView& known, const WantedTable& table) {
    const rule::TablePtr found = known.find(table.schema, table.table);
    return (found == nullptr || found->unreadable) && !is_known_missing(table);
  }

  // Each name is asked for where it may be, in order, until it is found.
  void load_wanted(const std::set<WantedTable>& wanted, std::vector<rule::TablePtr>& loaded) {
    std::map<WantedTable, std::vector<Representative>> open;
    for (const WantedTable& table : wanted) {
      const rule::Schema* schema = snapshot_->find_schema(table.schema);
      if (schema != nullptr) open.emplace(table, representatives_of(*schema, table.table));
    }
    std::set<WantedTable> doubtful;  // some source did not answer
    for (std::size_t next = 0; !open.empty(); ++next) {
      BySource by_source;
      for (auto it = open.begin(); it != open.end();) {
        if (next < it->second.size()) {
          by_source[it->second[next].source].emplace_back(it->first, it->second[next].actual);
          ++it;
        } else {
          const bool answered = next > 0 && !doubtful.contains(it->first);
          if (answered) missing_until_[it->first] = SteadyClock::now() + kMissingFor;
          it = open.erase(it);
        }
      }
      const std::size_t before = loaded.size();
      for (const auto& [source, tables] : by_source) {
        const bool answered = (!may_ask_ || may_ask_(source)) && load_source(source, tables, loaded);
        if (answered) continue;
        for (const auto& [table, actual] : tables) doubtful.insert(table);
      }
      for (std::size_t i = before; i < loaded.size(); ++i) open.erase({loaded[i]->schema, loaded[i]->name});
    }
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

  // False: the source did not answer.
  bool load_function(Server& server, const rule::DataSource& source,
                     const std::pair<WantedTable, std::string>& function,
                     std::vector<rule::TablePtr>& loaded) {
    std::string sql = "SHOW CREATE FUNCTION `";
    for (const char c : function.second) sql.append(c == '`' ? 2 : 1, c);
    sql += '`';
    Result<SqlRows> rows = server.client.query(sql);
    if (!rows && is_connection_error(rows.error())) rows = server.client.query(sql);
    if (!rows && is_connection_error(rows.error())) return false;
    if (!rows || rows->rows.empty()) return true;  // there is none
    const auto text = [&](std::string_view column) {
      const std::string* value = rows->find(0, column);
      return value == nullptr ? std::string() : *value;
    };
    auto out = std::make_shared<rule::TableMetadata>();
    out->schema = function.first.schema;
    out->name = function.first.table;
    out->version = ++last_version_;
    const rule::Schema& schema = *snapshot_->find_schema(function.first.schema);
    out->function = std::make_shared<const rule::FunctionMetadata>(
        read_function({text("Create Function"), text("sql_mode")},
                      {schema, source, server.client.mariadb(), server.client.server_version()}));
    loaded.push_back(std::move(out));
    return true;
  }

  bool load_source(rule::SourceId id, const std::vector<std::pair<WantedTable, std::string>>& wanted,
                   std::vector<rule::TablePtr>& loaded) {
    const rule::DataSource& source = snapshot_->source(id);
    Server& server = server_of(source);
    std::vector<std::pair<WantedTable, std::string>> tables;
    for (const auto& each : wanted) {
      if (!rule::is_function_key(each.first.table)) {
        tables.push_back(each);
      } else if (!load_function(server, source, each, loaded)) {
        return false;
      }
    }
    for (std::size_t from = 0; from < tables.size(); from += kTablesPerQuery) {
      std::vector<std::string> actual;
      const std::size_t to = std::min(tables.size(), from + kTablesPerQuery);
      for (std::size_t i = from; i < to; ++i) actual.push_back(tables[i].second);
      Result<Read> read = read_tables(server, source, actual);
      // An idle connection may have been closed by the server meanwhile.
      if (!read && is_connection_error(read.error())) read = read_tables(server, source, actual);
      if (!read) {
        log::warn("metadata.failed", {{"source", source.schema + "." + source.name},
                                      {"error", read.error().message},
                                      {"code", std::to_string(read.error().code)}});
        for (std::size_t i = from; i < tables.size(); ++i) keep_unreadable(id, tables[i].first, loaded);
        return false;
      }
      for (std::size_t i = from; i < to; ++i)
        keep(id, server, tables[i].first, tables[i].second, *read, loaded);
    }
    return true;
  }

  void keep(rule::SourceId id, const Server& server, const WantedTable& wanted, const std::string& actual,
            const Read& read, std::vector<rule::TablePtr>& loaded) {
    const auto found = find_table(read.tables, actual);
    if (found == read.tables.end()) return;
    const rule::Schema& schema = *snapshot_->find_schema(wanted.schema);
    const rule::Placement at = schema.place(wanted.table);
    const bool has_rule =
        at.kind == rule::Placement::Kind::Sharded || at.kind == rule::Placement::Kind::Broadcast;
    const auto shown = read.views.find(found->first);
    const bool is_view = shown != read.views.end() && !has_rule && schema.has_spread_table();
    rule::TablePtr table =
        table_of(wanted, found->second, is_view ? &shown->second : nullptr,
                 {schema, snapshot_->source(id), server.client.mariadb(), server.client.server_version()},
                 last_version_ + 1);
    // Other sources have tables that are nobody's concern here.
    const bool elsewhere = !has_rule && id != at.source;
    if (elsewhere && (table->view == nullptr || !table->view->obstacle.empty())) return;
    ++last_version_;
    loaded.push_back(std::move(table));
  }

  // A name of the default source that may be a view must not be taken for a
  // table because nobody could say so.
  void keep_unreadable(rule::SourceId id, const WantedTable& wanted, std::vector<rule::TablePtr>& loaded) {
    const rule::Schema& schema = *snapshot_->find_schema(wanted.schema);
    const rule::Placement at = schema.place(wanted.table);
    if (at.kind != rule::Placement::Kind::Single || at.source != id || !schema.has_spread_table()) return;
    auto table = std::make_shared<rule::TableMetadata>();
    table->schema = wanted.schema;
    table->name = wanted.table;
    table->version = ++last_version_;
    table->unreadable = true;
    loaded.push_back(std::move(table));
  }

  static Result<Read> read_tables(Server& server, const rule::DataSource& source,
                                  const std::vector<std::string>& actual) {
    Read read;
    const Result<SqlRows> columns = server.client.query(columns_sql(source.database, actual));
    if (!columns) return columns.error();
    read.tables = read_columns(*columns, server.client.mariadb());
    const Result<SqlRows> views = server.client.query(views_sql(source.database, actual));
    if (!views) return views.error();
    read.views = read_views(*views, read.tables);
    if (read.tables.empty()) return read;
    const Result<SqlRows> keys = server.client.query(keys_sql(source.database, actual));
    if (!keys) return keys.error();
    read_keys(*keys, read.tables);
    std::vector<rule::TableMetadata*> all;
    for (auto& [name, table] : read.tables) all.push_back(&table);
    if (Result<void> filled = server.pads.fill(server.client, all); !filled) return filled.error();
    return read;
  }

  Server& server_of(const rule::DataSource& source) {
    const auto found = servers_.find(source.id);
    if (found != servers_.end()) return found->second;
    SqlAddress address{source.host,     source.port,    source.username, source.password,
                       source.database, kAnswerTimeout, source.tls};
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
