#include "control/metadata/view_reader.h"

#include <algorithm>
#include <utility>

#include "sqlparse/ast_all.h"
#include "sqlparse/over_rows.h"
#include "sqlparse/parser.h"
#include "sqlparse/statement_facts.h"
#include "sqlparse/visitor.h"

namespace mallshard::control {
namespace {

using sqlparse::as;

std::string backticks(std::string_view name) {
  std::string out = "`";
  for (const char c : name) {
    out += c;
    if (c == '`') out += c;
  }
  return out + '`';
}

bool is_of_system(std::string_view database) {
  return database == "information_schema" || database == "mysql" || database == "performance_schema" ||
         database == "sys";
}

// The SELECT that names the columns.
const sqlparse::Select* first_select(const sqlparse::QueryBody& body) {
  if (const auto* query = as<sqlparse::Query>(&body)) return first_select(*query->body);
  if (const auto* operation = as<sqlparse::SetOperation>(&body)) return first_select(*operation->left);
  return as<sqlparse::Select>(&body);
}

bool is_mergeable(const sqlparse::Query& query) {
  const auto* select = as<sqlparse::Select>(query.body);
  return select != nullptr && query.limit == nullptr && !select->from.empty() &&
         !select->has(sqlparse::SelectOption::Distinct) && select->group_by.empty() &&
         select->having == nullptr &&
         std::none_of(select->items.begin(), select->items.end(),
                      [](const sqlparse::SelectItem* item) { return sqlparse::calls_over_rows(*item); });
}

class Reader {
 public:
  Reader(const ShownView& shown, const ViewPlace& place) : shown_(shown), place_(place) {}

  rule::ViewMetadata read() {
    out_.source = place_.source.id;
    out_.collation_connection = shown_.collation_connection;
    out_.updatable = shown_.updatable;
    if (shown_.check_option == "LOCAL") out_.check = rule::ViewMetadata::Check::Local;
    if (shown_.check_option == "CASCADED") out_.check = rule::ViewMetadata::Check::Cascaded;
    sqlparse::LexOptions options;
    options.flavour = place_.mariadb ? sqlparse::Flavour::MariaDB : sqlparse::Flavour::MySQL;
    options.server_version = place_.server_version;
    parsed_ = sqlparse::parse(shown_.definition, options, arena_);
    const auto* statement = as<sqlparse::SelectStatement>(parsed_.statement);
    if (statement == nullptr) {
      out_.spread = true;  // for all that one knows
      oppose(shown_.definition.empty() ? "its data source does not show its definition: SHOW VIEW is needed"
                                       : "its definition cannot be read");
    } else {
      read(*statement);
    }
    if (out_.obstacle.empty()) out_.definition = edited();
    return std::move(out_);
  }

 private:
  struct Edit {
    std::uint32_t first;  // tokens, both included
    std::uint32_t last;
    std::string text;
  };

  void oppose(std::string reason) {
    if (out_.obstacle.empty()) out_.obstacle = std::move(reason);
  }

  void read(const sqlparse::SelectStatement& statement) {
    const sqlparse::StatementFacts facts = sqlparse::statement_facts(parsed_);
    for (const sqlparse::TableUse& use : facts.tables) rename(*use.table);
    sqlparse::walk(statement, [this](const sqlparse::Node& node) {
      if (const auto* column = as<sqlparse::ColumnRef>(&node)) drop_database(column->database);
      if (const auto* star = as<sqlparse::Star>(&node)) drop_database(star->database);
      if (const auto* call = as<sqlparse::FunctionCall>(&node); call != nullptr && call->schema.present())
        rename(*call);
      return true;
    });
    name_columns(*statement.query);
    out_.mergeable = is_mergeable(*statement.query);
  }

  // The sharded table that has a node of this name; `first`: on this source it
  // is the first one.
  const rule::ShardedTable* table_of(std::string_view node, bool& first) const {
    for (const rule::ShardedTable& table : place_.schema.tables) {
      const rule::TableNode* here = nullptr;
      bool any = false;
      for (const rule::TableNode& each : table.nodes) {
        if (here == nullptr && each.source == place_.source.id) here = &each;
        any = any || each.table == node;
      }
      first = here != nullptr && here->table == node;
      if (any) return &table;
    }
    return nullptr;
  }

  void rename(const sqlparse::TableName& table) {
    if (is_of_system(table.database.text)) return;
    std::string_view name = table.name.text;
    bool first = false;
    const rule::ShardedTable* sharded = table_of(name, first);
    if (sharded != nullptr) {
      out_.spread = out_.spread || sharded->nodes.size() > 1;
      if (!first) oppose("it names table '" + std::string(name) + "', a part of '" + sharded->name + "'");
      name = sharded->name;
    } else if (place_.schema.find_table(name) != nullptr) {
      return oppose("it names a table '" + std::string(name) + "' of its data source, not the sharded one");
    }
    if (table.database.text != place_.source.database)
      return oppose("it names tables of another database, or of none");
    std::string text = backticks(place_.schema.name) + '.' + backticks(name);
    if (!table.alias.present() && name != table.name.text) text += ' ' + backticks(table.name.text);
    edits_.push_back({table.database.token, table.name.token, std::move(text)});
    if (std::find(out_.tables.begin(), out_.tables.end(), name) == out_.tables.end())
      out_.tables.emplace_back(name);
  }

  // `db`.`f`(...): a stored function of its source's own database is the schema's.
  void rename(const sqlparse::FunctionCall& call) {
    if (call.database.present() || call.schema.text != place_.source.database)
      return oppose("it calls stored function '" + std::string(call.name.text) + "' of another database");
    edits_.push_back({call.schema.token, call.schema.token, backticks(place_.schema.name)});
  }

  // `db`.`t`.`c`: `t` says enough.
  void drop_database(const sqlparse::Name& database) {
    if (database.present()) edits_.push_back({database.token, database.token + 1, {}});
  }

  // MySQL keeps the names of CREATE VIEW v (a, b) apart.
  void name_columns(const sqlparse::Query& query) {
    if (shown_.columns.empty()) return;  // of an invalid view
    const sqlparse::Select* select = first_select(*query.body);
    if (select == nullptr || select->items.size() != shown_.columns.size())
      return oppose("its columns are not those of its definition");
    for (std::size_t i = 0; i < select->items.size(); ++i) {
      const sqlparse::SelectItem& item = *select->items[i];
      if (!item.alias.present()) return oppose("its columns are not those of its definition");
      if (item.alias.text != shown_.columns[i])
        edits_.push_back({item.alias.token, item.alias.token, backticks(shown_.columns[i])});
    }
  }

  std::string edited() {
    std::sort(edits_.begin(), edits_.end(), [](const Edit& a, const Edit& b) { return a.first < b.first; });
    std::string out;
    std::uint32_t from = 0;
    const auto& tokens = parsed_.tokens.tokens;
    for (const Edit& edit : edits_) {
      out.append(shown_.definition, from, tokens[edit.first].begin - from);
      out += edit.text;
      from = tokens[edit.last].end;
    }
    return out.append(shown_.definition, from);
  }

  const ShownView& shown_;
  const ViewPlace& place_;
  sqlparse::Arena arena_;
  sqlparse::ParseOutput parsed_;
  rule::ViewMetadata out_;
  std::vector<Edit> edits_;
};

}  // namespace

rule::ViewMetadata read_view(const ShownView& shown, const ViewPlace& place) {
  return Reader(shown, place).read();
}

}  // namespace mallshard::control
