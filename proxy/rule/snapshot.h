// The immutable picture of the world that a statement is planned and executed
// against: schemas, data sources, rules, users, properties.
//
//   const Schema* schema = snapshot.find_schema("sharding_db");
//   Placement at = schema->place("t_order");
//
// Built by build.h, never changed afterwards; shared as
// shared_ptr<const Snapshot>. The algorithms and key generators inside are
// themselves thread-safe.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "rule/data_source.h"
#include "rule/name_index.h"
#include "rule/props.h"
#include "rule/sharded_table.h"

namespace mallshard::rule {

struct User {
  std::string name;
  // Plain text; or "*" and 40 hex digits (mysql_native_password), or
  // "$A$005$..." (caching_sha2_password). Never logged.
  std::string password;
  bool all_schemas = true;                      // no authorizedSchemas given
  std::vector<std::string> authorized_schemas;  // otherwise these
  [[nodiscard]] bool may_use(std::string_view schema) const;
};

struct Placement {
  enum class Kind : std::uint8_t {
    Sharded,    // `table`
    Broadcast,  // a copy in every group
    Single,     // `source`: the default source, for tables without a rule
    Nowhere,    // without a rule, and there is no default source
  };
  Kind kind = Kind::Nowhere;
  const ShardedTable* table = nullptr;
  SourceId source = kNoSource;
  // The spelling to show and to send: of the rule, or as asked for.
  std::string_view name;
};

// A table name is looked up exactly first, then without case: with the usual
// lower_case_table_names=0 names that differ in case are different tables, but
// ShardingSphere's rules match without case, and so do servers with 1 or 2.
struct Schema {
  std::string name;
  std::vector<SourceId> sources;    // all of its data sources
  std::vector<SourceGroup> groups;  // all read/write groups, in the order of the configuration
  std::vector<ShardedTable> tables;
  std::vector<std::string> broadcast_tables;
  std::vector<std::vector<std::uint32_t>> binding_groups;  // positions in `tables`
  SourceId default_source = kNoSource;                     // a primary

  // No sharding and no broadcast rule: statements need not be understood.
  [[nodiscard]] bool is_plain() const { return tables.empty() && broadcast_tables.empty(); }

  // Some table lies in several places: a name without a rule may be a view over
  // it, which no source can answer alone.
  [[nodiscard]] bool has_spread_table() const;

  [[nodiscard]] const ShardedTable* find_table(std::string_view table) const;
  [[nodiscard]] bool is_broadcast(std::string_view table) const;
  [[nodiscard]] Placement place(std::string_view table) const;
  // 1146-like error for Placement::Nowhere, worded for the person who writes the rules.
  [[nodiscard]] Error no_default_source(std::string_view table) const;

  // The group a source belongs to, as primary or as replica. Null for a
  // source of another schema.
  [[nodiscard]] const SourceGroup* group_of(SourceId source) const;
  // By the name of a primary or of a group (either stands for the group).
  [[nodiscard]] const SourceGroup* find_group(std::string_view source_or_group) const;

  // Fills the indexes below; whoever changes the members above calls it last.
  void index_names();
  NameIndex table_index;      // -> tables
  NameIndex broadcast_index;  // -> broadcast_tables
  NameIndex group_index;      // primaries' and groups' names -> groups
};

struct Snapshot {
  std::uint64_t version = 1;
  std::vector<DataSource> sources;  // SourceId is the position
  std::vector<Schema> schemas;
  std::vector<User> users;
  Props props;

  // Exact first, then without case.
  [[nodiscard]] const Schema* find_schema(std::string_view name) const;
  [[nodiscard]] const User* find_user(std::string_view name) const;  // exact
  [[nodiscard]] const DataSource& source(SourceId id) const { return sources[id]; }
};

using SnapshotPtr = std::shared_ptr<const Snapshot>;

}  // namespace mallshard::rule
