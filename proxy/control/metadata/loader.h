// Loads what the servers know of tables, in bulk, on a thread of its own.
//
//   Loader loader(snapshot, [&](rule::MetadataPtr view) { post to every core });
//   loader.start();
//   loader.load({{"sharding_db", "t_order"}}, [] { ... });   // from any thread
//   loader.forget("sharding_db", "t_order");
//   loader.stop();
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "rule/snapshot.h"
#include "rule/table_metadata.h"

namespace mallshard::control {

// Logical names.
struct WantedTable {
  std::string schema;
  std::string table;
  friend bool operator<(const WantedTable& a, const WantedTable& b) {
    return std::tie(a.schema, a.table) < std::tie(b.schema, b.table);
  }
};

class Loader {
 public:
  // Called on the loader's thread with each new view, before the `done` of the
  // loads that it answers; must not block.
  using Publish = std::function<void(const rule::MetadataPtr&)>;
  using Done = std::function<void()>;

  // Whether a source is worth asking; may be called from the loader's thread.
  using MayAsk = std::function<bool(rule::SourceId)>;

  Loader(rule::SnapshotPtr snapshot, Publish publish, MayAsk may_ask = {});
  ~Loader();  // stop()
  Loader(const Loader&) = delete;
  Loader& operator=(const Loader&) = delete;

  void start();
  void stop();  // pending loads are dropped without `done`

  // Loads what is not loaded yet; one query per source for all tables wanted
  // at that moment by anyone. `done` is called on the loader's thread when
  // each table is in the published view, or known to be missing, or its source
  // did not answer (logged) or is known to be dead: MetadataView::failure() says
  // so then, until it is asked for again.
  void load(std::vector<WantedTable> tables, Done done);
  // The table is read anew when it is next wanted, with a higher version.
  void forget(std::string_view schema, std::string_view table);

  [[nodiscard]] rule::MetadataPtr view() const;

 private:
  class Body;
  std::unique_ptr<Body> body_;
};

}  // namespace mallshard::control
