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
constexpr std::size_t kMostMissing = 4096;  // of names that are remembered as missing
// A source that was waited for in vain is not asked again for this long: what
// waits behind has the same answer, and the one thread is free for other sources.
constexpr std::chrono::milliseconds kSlow{500};
constexpr std::chrono::milliseconds kSilentFor{1000};
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

// Where to ask, in order: any node stands for a sharded table, so another source
// can answer for one that does not; the default source for a function. A name
// without a rule is a table of the default source, or a view over sharded
// tables, which is where these have nodes.
std::vector<Representative> representatives_of(const rule::Schema& schema, const std::string& table) {
  if (rule::is_function_key(table)) {
    if (schema.default_source == rule::kNoSource) return {};
    return {{schema.default_source, table.substr(0, table.size() - 2)}};
  }
  const rule::Placement at = schema.place(table);
  std::vector<Representative> out;
  switch (at.kind) {
    case rule::Placement::Kind::Sharded:
      for (const rule::TableNode& node : at.table->nodes) {
        const bool there = std::any_of(out.begin(), out.end(), [&node](const Representative& each) {
          return each.source == node.source;
        });
        if (!there) out.push_back({node.source, node.table});
      }
      return out;
    case rule::Placement::Kind::Broadcast:
      for (const rule::SourceGroup& group : schema.groups)
        out.push_back({group.primary, std::string(at.name)});
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
  struct Silence {
    SteadyClock::time_point until;
    Error why;
  };
  using BySource = std::map<rule::SourceId, std::vector<std::pair<WantedTable, std::string>>>;
  using Failures = std::map<WantedTable, Error>;

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
    Failures failures;
    std::set<WantedTable> asked;
    // A view comes with the tables that it names: they are asked for next.
    for (int depth = 0; depth < kViewDepth && !wanted.empty(); ++depth) {
      const std::size_t before = loaded.size();
      load_wanted(wanted, loaded, failures);
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
    keep_failures(asked, failures);
    return loaded.size() == read;
  }

  bool is_to_be_read(const rule::MetadataView& known, const WantedTable& table) {
    const rule::TablePtr found = known.find(table.schema, table.table);
    return found == nullptr && !is_known_missing(table);
  }

  // Under the lock. What could be read, or is known to be missing, has not failed.
  void keep_failures(const std::set<WantedTable>& asked, const Failures& failures) {
    std::vector<rule::UnreadTable> unread;
    for (const WantedTable& table : asked) {
      const auto failed = failures.find(table);
      if (failed != failures.end()) {
        unread.push_back({table.schema, table.table, failed->second});
      } else if (view_->failure(table.schema, table.table) != nullptr) {
        view_ = std::make_shared<rule::MetadataView>(view_->without(table.schema, table.table));
      }
    }
    if (!unread.empty()) view_ = std::make_shared<rule::MetadataView>(view_->with(unread));
  }

  // Clients may name as many tables that are not there as they like.
  void note_missing(const WantedTable& table) {
    const SteadyClock::time_point now = SteadyClock::now();
    if (missing_until_.size() >= kMostMissing)
      std::erase_if(missing_until_, [now](const auto& each) { return each.second <= now; });
    if (missing_until_.size() >= kMostMissing) missing_until_.clear();
    missing_until_[table] = now + kMissingFor;
  }

  // Each name is asked for where it may be, in order, until it is found.
  // One that is not found although some source did not answer has failed.
  void load_wanted(const std::set<WantedTable>& wanted, std::vector<rule::TablePtr>& loaded,
                   Failures& failures) {
    std::map<WantedTable, std::vector<Representative>> open;
    for (const WantedTable& table : wanted) {
      const rule::Schema* schema = snapshot_->find_schema(table.schema);
      if (schema != nullptr) open.emplace(table, representatives_of(*schema, table.table));
    }
    for (std::size_t next = 0; !open.empty(); ++next) {
      BySource by_source;
      for (auto it = open.begin(); it != open.end();) {
        if (next < it->second.size()) {
          by_source[it->second[next].source].emplace_back(it->first, it->second[next].actual);
          ++it;
        } else {
          const bool answered = next > 0 && !failures.contains(it->first);
          if (answered) note_missing(it->first);
          it = open.erase(it);
        }
      }
      const std::size_t before = loaded.size();
      for (const auto& [source, tables] : by_source) {
        const Result<void> answered = load_source(source, tables, loaded, failures);
        if (answered) continue;
        for (const auto& [table, actual] : tables) failures.emplace(table, answered.error());
      }
      for (std::size_t i = before; i < loaded.size(); ++i) {
        const WantedTable found{loaded[i]->schema, loaded[i]->name};
        open.erase(found);
        failures.erase(found);
      }
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

  // An error: the source did not answer.
  Result<void> load_function(Server& server, const rule::DataSource& source,
                             const std::pair<WantedTable, std::string>& function,
                             std::vector<rule::TablePtr>& loaded) {
    std::string sql = "SHOW CREATE FUNCTION `";
    for (const char c : function.second) sql.append(c == '`' ? 2 : 1, c);
    sql += '`';
    const bool was_idle = server.client.connected();
    Result<SqlRows> rows = server.client.query(sql);
    if (!rows && was_idle && is_connection_error(rows.error())) rows = server.client.query(sql);
    if (!rows && is_connection_error(rows.error())) return rows.error();
    if (!rows || rows->rows.empty()) return {};  // there is none
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
    return {};
  }

  // An error: the source did not answer, and why. What it did answer is in
  // `loaded`, and in `failures` what it may not tell.
  Result<void> load_source(rule::SourceId id, const std::vector<std::pair<WantedTable, std::string>>& wanted,
                           std::vector<rule::TablePtr>& loaded, Failures& failures) {
    const rule::DataSource& source = snapshot_->source(id);
    if (may_ask_ && !may_ask_(id)) return failure_of(source, "the server is down");
    if (const auto silent = silent_.find(id); silent != silent_.end()) {
      if (SteadyClock::now() < silent->second.until) return silent->second.why;
      silent_.erase(silent);
    }
    const SteadyClock::time_point begun = SteadyClock::now();
    Result<void> read = ask_source(source, wanted, loaded, failures);
    if (read) return {};
    log::warn("metadata.failed", {{"source", source.schema + "." + source.name},
                                  {"error", read.error().message},
                                  {"code", std::to_string(read.error().code)}});
    const Error why = failure_of(source, read.error().message);
    const SteadyClock::time_point now = SteadyClock::now();
    if (now - begun > kSlow) silent_.insert_or_assign(id, Silence{now + kSilentFor, why});
    return why;
  }

  // As the pool words it of a connection for statements.
  static Error failure_of(const rule::DataSource& source, std::string_view what) {
    return {1429, "HY000",
            "Unable to ask data source '" + source.schema + "." + source.name + "' (" + source.host + ":" +
                std::to_string(source.port) + ") about the statement's tables: " + std::string(what)};
  }

  Result<void> ask_source(const rule::DataSource& source,
                          const std::vector<std::pair<WantedTable, std::string>>& wanted,
                          std::vector<rule::TablePtr>& loaded, Failures& failures) {
    const rule::SourceId id = source.id;
    Server& server = server_of(source);
    std::vector<std::pair<WantedTable, std::string>> tables;
    for (const auto& each : wanted) {
      if (!rule::is_function_key(each.first.table)) {
        tables.push_back(each);
      } else if (Result<void> read = load_function(server, source, each, loaded); !read) {
        return read;
      }
    }
    for (std::size_t from = 0; from < tables.size(); from += kTablesPerQuery) {
      std::vector<std::string> actual;
      const std::size_t to = std::min(tables.size(), from + kTablesPerQuery);
      for (std::size_t i = from; i < to; ++i) actual.push_back(tables[i].second);
      const bool was_idle = server.client.connected();
      Result<Read> read = read_tables(server, source, actual);
      // An idle connection may have been closed by the server meanwhile.
      if (!read && was_idle && is_connection_error(read.error())) read = read_tables(server, source, actual);
      if (!read) return read.error();
      for (std::size_t i = from; i < to; ++i) {
        if (keep(id, server, tables[i].first, tables[i].second, *read, loaded)) continue;
        if (!is_home(id, tables[i].first)) continue;
        std::optional<Error> hidden = hidden_by(server, source, tables[i].second);
        if (hidden) failures.insert_or_assign(tables[i].first, std::move(*hidden));
      }
    }
    return {};
  }

  // Not one of those that are asked for views alone.
  [[nodiscard]] bool is_home(rule::SourceId id, const WantedTable& wanted) const {
    const rule::Placement at = snapshot_->find_schema(wanted.schema)->place(wanted.table);
    return at.kind != rule::Placement::Kind::Single || at.source == id;
  }

  // information_schema leaves out what the data source's user has no rights on, as
  // if it were not there. A statement tells these two apart.
  static std::optional<Error> hidden_by(Server& server, const rule::DataSource& source,
                                        const std::string& actual) {
    constexpr std::uint16_t kNoRights = 1142, kNoRightsOnDatabase = 1044;
    std::string sql = "SELECT 1 FROM `";
    for (const char c : actual) sql.append(c == '`' ? 2 : 1, c);
    sql += "` LIMIT 0";
    const Result<SqlRows> rows = server.client.query(sql);
    if (rows || (rows.error().code != kNoRights && rows.error().code != kNoRightsOnDatabase))
      return std::nullopt;
    return Error(rows.error().code, "42000",
                 "Data source '" + source.schema + "." + source.name + "': " + rows.error().message);
  }

  // False: the source has no such table.
  bool keep(rule::SourceId id, const Server& server, const WantedTable& wanted, const std::string& actual,
            const Read& read, std::vector<rule::TablePtr>& loaded) {
    const auto found = find_table(read.tables, actual);
    if (found == read.tables.end()) return false;
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
    if (elsewhere && (table->view == nullptr || !table->view->obstacle.empty())) return true;
    ++last_version_;
    loaded.push_back(std::move(table));
    return true;
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
  std::map<rule::SourceId, Silence> silent_;
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
