// INSERT and REPLACE whose rows are known to a server only: how they are staged.
#include <algorithm>
#include <utility>

#include "base/bytes.h"
#include "plan/explain.h"
#include "plan/gather_text.h"
#include "plan/gathered_write.h"
#include "plan/insert_plan.h"
#include "plan/unknown_column.h"
#include "plan/upsert_value.h"
#include "sqlparse/functions.h"
#include "sqlparse/over_rows.h"
#include "sqlparse/value_rows.h"
#include "sqlparse/visitor.h"

namespace mallshard::plan {
namespace {

using rule::ColumnMetadata;
using sqlparse::as;

void append(std::string& list, std::string_view item) {
  if (!list.empty()) list += ", ";
  list += item;
}

class Stager {
 public:
  Stager(const PlanInput& input, const BoundStatement& bound, GatheredWrite& out)
      : statement_(sqlparse::cast<sqlparse::InsertStatement>(input.statement)),
        input_(input),
        bound_(bound),
        target_(bound.mentions[0]),
        out_(out) {}

  void stage() {
    if (target_.is_system || target_.metadata == nullptr)
      return oppose("writing '" + std::string(target_.node->name.text) + "' from rows of several shards");
    if (target_.metadata->is_view) return;  // check_written_tables() says so
    find_columns();
    find_read_columns();
    check_defaults();
    make_staging();
    describe();
    make_tail();
  }

 private:
  void oppose(std::string reason) {
    if (out_.obstacle.empty()) out_.obstacle = std::move(reason);
  }

  [[nodiscard]] const ColumnMetadata& column(std::uint32_t at) const { return target_.metadata->columns[at]; }

  // ---- columns ----

  // What the statement gives, in its order.
  void find_columns() {
    const auto give = [&](std::string_view name) {
      const auto at = target_.metadata->find_column(name);
      if (!at && !out_.error)
        out_.error = unknown_column(name, ColumnClause::Insert, input_.tokens.options.flavour);
      if (at && std::find(given_.begin(), given_.end(), *at) == given_.end()) given_.push_back(*at);
    };
    if (!statement_.set.empty()) {
      for (const sqlparse::Assignment* each : statement_.set) give(each->column->column.text);
    } else if (statement_.has_columns) {
      for (const sqlparse::ColumnRef* each : statement_.columns) give(each->column.text);
    } else {
      for (const ColumnMetadata& each : target_.metadata->columns) {
        if (each.invisible) continue;
        give(each.name);
        append(staged_.columns, quoted(each.name, '`'));
      }
      staged_.columns = " (" + staged_.columns + ")";
    }
    for (const std::uint32_t at : given_) {
      if (column(at).generated)
        oppose("a value for generated column '" + column(at).name + "' of rows from several shards");
    }
  }

  // VALUES (1, a + 1) and SET read columns, too.
  void find_read_columns() {
    staging_columns_ = given_;
    const auto read = [&](std::string_view name) {
      const auto at = target_.metadata->find_column(name);
      if (!at || std::find(staging_columns_.begin(), staging_columns_.end(), *at) != staging_columns_.end())
        return;
      staging_columns_.push_back(*at);
      if (!has_known_default(column(*at)))
        oppose("reading column '" + column(*at).name + "', which gets its default");
    };
    const auto read_all = [&](const sqlparse::Node& node) {
      sqlparse::walk(node, [&](const sqlparse::Node& each) {
        if (const auto* reference = as<sqlparse::ColumnRef>(&each)) read(reference->column.text);
        return true;
      });
    };
    if (input_.context.view_check != nullptr) {
      for (const std::string& name : input_.context.view_check->columns) read(name);
    }
    for (const sqlparse::ValueRow& row : statement_.rows) {
      if (row.nodes != nullptr) read_all(*row.nodes);
    }
    for (const sqlparse::Assignment* each : statement_.set) read_all(*each->value);
  }

  static bool has_known_default(const ColumnMetadata& column) {
    return (!column.unknown_default || column.default_now) && !column.auto_increment;
  }

  // DEFAULT as a value: temporary tables have the defaults that are literals, or the clock.
  void check_defaults() {
    const auto check = [&](const sqlparse::Expression& value, std::size_t position) {
      const auto* fallback = as<sqlparse::DefaultValue>(&value);
      if (fallback == nullptr || fallback->column != nullptr || position >= given_.size()) return;
      if (!has_known_default(column(given_[position])))
        oppose("DEFAULT for column '" + column(given_[position]).name + "', whose default is not a literal");
    };
    sqlparse::ValueRowReader reader(statement_.rows, input_.tokens);
    while (const sqlparse::Row* row = reader.next()) {
      for (std::size_t i = 0; i < row->items.size(); ++i) check(*row->items[i], i);
    }
    for (std::size_t i = 0; i < statement_.set.size(); ++i) check(*statement_.set[i]->value, i);
  }

  // ---- the staging table ----

  void make_staging() {
    const std::string name = quoted(temporary_name(0), '`');
    const std::string row = "`__mallshard_row0`";
    std::string definitions = row + " bigint unsigned NOT NULL AUTO_INCREMENT, KEY " + row + " (" + row + ")";
    for (const std::uint32_t at : staging_columns_) {
      ColumnMetadata copy = column(at);
      // NULL asks for a value: it goes on to the shard, or a key is made for it.
      if (copy.auto_increment) copy.nullable = true;
      copy.auto_increment = false;
      append(definitions, column_definition(copy));
    }
    staged_.staging.logical_table = target_.metadata->name;
    staged_.staging.name = name;
    staged_.staging.create = "CREATE TEMPORARY TABLE " + name + " (" + definitions + ") ENGINE=InnoDB";
    std::string fields;
    for (const std::uint32_t at : given_) {
      const std::optional<CarriedColumn> carried = carried_column(column(at));
      if (!carried) {
        return oppose("column '" + column(at).name + "' of table '" + target_.metadata->name +
                      "', whose type is " + column(at).type_text);
      }
      inserted_->columns.push_back({quoted(column(at).name, '`'), carried->form, {}});
      append(fields, carried->expression);
    }
    if (fields.empty() && !out_.error) oppose("rows without values");
    inserted_->query = "SELECT " + fields + " FROM " + name + " ORDER BY " + row;
  }

  // ---- the way back ----

  [[nodiscard]] std::optional<std::uint32_t> position_of(std::string_view name) const {
    for (std::uint32_t i = 0; i < given_.size(); ++i) {
      if (equals_ignore_case(column(given_[i]).name, name)) return i;
    }
    return std::nullopt;
  }

  void describe() {
    InsertedTable& out = *inserted_;
    out.logical_table = target_.metadata->name;
    out.verb = statement_.is_replace() ? "REPLACE INTO "
               : statement_.ignore     ? "INSERT IGNORE INTO "
                                       : "INSERT INTO ";
    out.ignore = statement_.ignore;
    out.counts_rows = statement_.query != nullptr || statement_.rows.size() > 1;
    for (std::uint32_t at = 0; at < target_.metadata->columns.size(); ++at) {
      const ColumnMetadata& each = column(at);
      const bool is_given = std::find(given_.begin(), given_.end(), at) != given_.end();
      const bool has_value = each.nullable || each.has_default || each.auto_increment || each.generated;
      out.asks_without_rows = out.asks_without_rows || (!is_given && !has_value);
    }
    out.state = needs_client_state() ? WriteStage::State::Client : WriteStage::State::Stored;
    if (target_.is_sharded()) {
      describe_shards(out);
    } else if (target_.is_broadcast()) {
      out.sources = all_primaries(*target_.schema);
    } else {
      out.sources = {target_.placement.source};
    }
    describe_counter(out);
  }

  void describe_counter(InsertedTable& out) {
    if (out.sources.size() < 2) return;
    for (const ColumnMetadata& each : target_.metadata->columns) {
      if (!each.auto_increment) continue;
      out.counter = position_of(each.name);
      out.counter_name = each.name;
      if (!out.counter)
        oppose("AUTO_INCREMENT for '" + each.name + "' of broadcast table '" + target_.metadata->name +
               "', which each data source would count for itself");
    }
  }

  // What the server adds to a row depends on the session: defaults, counters,
  // and the client's own expressions.
  [[nodiscard]] bool needs_client_state() const {
    if (!statement_.on_duplicate.empty() || !statement_.returning.empty()) return true;
    for (std::uint32_t at = 0; at < target_.metadata->columns.size(); ++at) {
      const bool is_given = std::find(given_.begin(), given_.end(), at) != given_.end();
      if (column(at).auto_increment || (!is_given && !column(at).generated)) return true;
    }
    return false;
  }

  void describe_shards(InsertedTable& out) {
    const rule::ShardedTable& table = *target_.placement.table;
    out.table = &table;
    std::string key_name;
    if (table.key_generator) {
      const auto at = target_.metadata->find_column(table.key_generator->column);
      const auto position = position_of(table.key_generator->column);
      if (at && !position) out.appended_key = quoted(column(*at).name, '`');
      if (at && position && column(*at).auto_increment) out.replaced_key = position;
      if (!out.appended_key.empty() || out.replaced_key) key_name = column(*at).name;
    }
    find_counter(table, out);
    check_keys(table, out);
    for (const std::string& name : table.sharding_columns) {
      const auto at = target_.metadata->find_column(name);
      ColumnMetadata unknown;  // no row can give it
      unknown.name = name;
      InsertedTable::Sharding& sharding = out.sharding.emplace_back(at ? column(*at) : unknown);
      sharding.at = position_of(name);
      if (at && !sharding.at && column(*at).default_value)
        sharding.fallback = Value::of_text(*column(*at).default_value);
      sharding.generated = !key_name.empty() && equals_ignore_case(name, key_name);
    }
  }

  void check_keys(const rule::ShardedTable& table, InsertedTable& out) {
    const rule::TableMetadata& metadata = *target_.metadata;
    const std::vector<const rule::KeyMetadata*> keys =
        scattered_keys(*input_.context.snapshot, table, metadata);
    if (keys.empty()) return;
    std::vector<std::optional<std::uint32_t>> columns(metadata.columns.size());
    for (std::uint32_t i = 0; i < given_.size(); ++i) columns[given_[i]] = i;
    const std::string_view made =
        out.appended_key.empty() ? std::string_view() : std::string_view(table.key_generator->column);
    Result<std::shared_ptr<const CheckedTable>> checked = checked_table(
        table, metadata, keys, columns, made, input_.context.mariadb, input_.context.server_version);
    if (!checked) return oppose(std::string(construct_of(checked.error())));
    if ((*checked)->keys.empty()) return;
    const std::string behind = " of '" + metadata.name + "', whose unique keys are checked over all shards";
    if (statement_.is_replace()) oppose("REPLACE" + behind);
    if (statement_.ignore) oppose("INSERT IGNORE" + behind);
    if (!statement_.on_duplicate.empty()) oppose("ON DUPLICATE KEY UPDATE" + behind);
    out.checked = std::move(*checked);
  }

  void find_counter(const rule::ShardedTable& table, InsertedTable& out) {
    if (table.nodes.size() < 2) return;
    for (const ColumnMetadata& each : target_.metadata->columns) {
      if (!each.auto_increment) continue;
      out.counter = position_of(each.name);
      out.counter_name = each.name;
      if (!out.counter && out.appended_key != quoted(each.name, '`'))
        oppose(std::string(construct_of(shard_counts(table.name, each.name))));
    }
  }

  // ---- ON DUPLICATE KEY UPDATE ----

  void make_tail() {
    const bool returns = !statement_.returning.empty();
    if (statement_.on_duplicate.empty() && !returns) return;
    if (input_.context.view_check != nullptr)
      oppose("ON DUPLICATE KEY UPDATE and RETURNING through a view WITH CHECK OPTION");
    if (statement_.row_alias.present()) return oppose("a row alias for rows from several shards");
    for (const sqlparse::Assignment* each : statement_.on_duplicate) check_assignment(*each);
    for (const sqlparse::SelectItem* each : statement_.returning) check_returned(*each);
    constexpr std::uint32_t kWords = 4;  // ON DUPLICATE KEY UPDATE
    const std::uint32_t first = statement_.on_duplicate.empty()
                                    ? statement_.returning.front()->first_token - 1
                                    : statement_.on_duplicate.front()->first_token - kWords;
    const std::uint32_t last = static_cast<std::uint32_t>(input_.tokens.tokens.size()) - 1;
    std::uint32_t end =
        returns ? statement_.returning.back()->last_token : statement_.on_duplicate.back()->last_token;
    inserted_->returns_rows = returns;
    while (end + 1 < last && input_.tokens.tokens[end + 1].kind == sqlparse::TokenKind::RightParen) ++end;
    staged_.without = {first, end};
    for (const BoundStatement::Qualifier& qualifier : bound_.qualifiers) {
      if (qualifier.mention == 0 && qualifier.token > first && qualifier.token <= end)
        joints_.push_back({qualifier.token, qualifier.token, InsertedTable::kTableName});
    }
    std::sort(joints_.begin(), joints_.end(),
              [](const Joint& a, const Joint& b) { return a.first < b.first; });
    std::uint32_t from = first;
    for (const Joint& joint : joints_) {
      inserted_->tail.push_back(excerpt_of(statement_, from, joint.first - 1));
      inserted_->joints.push_back(joint.extra);
      from = joint.last + 1;
    }
    inserted_->tail.push_back(excerpt_of(statement_, from, end));
  }

  // The block whose columns ON DUPLICATE KEY UPDATE may read; null: no row of it
  // is a row that is inserted.
  const Block* row_block() {
    const auto* select = statement_.query == nullptr ? nullptr : as<sqlparse::Select>(statement_.query->body);
    if (select == nullptr) return nullptr;
    const bool plain = select->group_by.empty() && select->having == nullptr &&
                       !select->has(sqlparse::SelectOption::Distinct) && statement_.returning.empty() &&
                       std::none_of(select->items.begin(), select->items.end(),
                                    [](const auto* item) { return sqlparse::calls_over_rows(*item); });
    const auto block = std::find_if(bound_.blocks.begin(), bound_.blocks.end(),
                                    [&](const Block& each) { return each.select == select; });
    return plain && block != bound_.blocks.end() ? &*block : nullptr;
  }

  // SET a = s.b of a column of the SELECT: its value comes with each row, as a
  // literal that a column of such a type takes alike.
  bool add_bare(const Block& block, const sqlparse::Assignment& assignment) {
    const auto* reference = as<sqlparse::ColumnRef>(assignment.value);
    const auto to = target_.metadata->find_column(assignment.column->column.text);
    if (reference == nullptr || !to || is_own(*reference)) return false;
    const auto place = bound_.resolve(block, *reference);
    if (!place || !takes_alike(column(*to), bound_.metadata(*place))) return false;
    const ColumnMetadata& source = bound_.metadata(*place);
    InsertedTable::Extra extra;
    extra.is_member = source.type == rule::ColumnType::Enum;
    const bool is_bytes = source.is_text() && !extra.is_member && source.type != rule::ColumnType::Set;
    if (is_bytes) extra.introducer = "_" + source.charset + " ";
    return add_extra(block, *reference, source, std::move(extra));
  }

  // SET a = a + s.b: the literal is of the column's type as well, whatever is done
  // with it. What has none is left to check_expression().
  void add_inside(const Block& block, const sqlparse::Expression& value) {
    std::vector<const sqlparse::ColumnRef*> theirs;
    std::string collation;  // of all texts in it; two of them: none
    const auto note = [&](const std::string& each) {
      if (!each.empty()) collation = collation.empty() || collation == each ? each : "?";
    };
    sqlparse::walk(value, [&](const sqlparse::Node& node) {
      if (const auto* values = as<sqlparse::ValuesColumn>(&node)) {
        if (const auto at = target_.metadata->find_column(values->column->column.text))
          note(column(*at).collation);
        return false;
      }
      const auto* reference = as<sqlparse::ColumnRef>(&node);
      if (reference == nullptr) return true;
      if (!is_own(*reference)) theirs.push_back(reference);
      const auto own = target_.metadata->find_column(reference->column.text);
      const auto place = bound_.resolve(block, *reference);
      if (is_own(*reference)) {
        if (own) note(column(*own).collation);
      } else if (place) {
        note(bound_.metadata(*place).collation);
      }
      return true;
    });
    for (const sqlparse::ColumnRef* reference : theirs) {
      std::optional<UpsertValue> known = upsert_value(bound_, block, *reference, collation);
      if (!known || !add_extra(block, *reference, std::move(known->column), std::move(known->extra))) return;
      carried_.push_back(reference);
    }
  }

  bool add_extra(const Block& block, const sqlparse::ColumnRef& reference, ColumnMetadata copy,
                 InsertedTable::Extra extra) {
    copy.name = "__mallshard_x" + std::to_string(inserted_->extras.size());
    copy.nullable = true;
    copy.auto_increment = copy.generated = copy.invisible = copy.has_default = copy.unknown_default = false;
    copy.default_value.reset();
    const std::optional<CarriedColumn> carried = carried_column(copy);
    if (!carried) return false;
    const std::string name = quoted(copy.name, '`');
    std::string& create = staged_.staging.create;
    create.insert(create.rfind(") ENGINE="), ", " + column_definition(copy));
    std::string& query = inserted_->query;
    query.insert(query.rfind(" FROM " + staged_.staging.name), ", " + carried->expression);
    joints_.push_back({reference.first_token, reference.last_token, inserted_->extras.size()});
    extra.form = carried->form;
    inserted_->extras.push_back(std::move(extra));
    staged_.more_columns += ", " + name;
    if (!staged_.columns.empty()) staged_.columns.insert(staged_.columns.size() - 1, ", " + name);
    staged_.more_items += ", ";
    if (reference.table.present())
      staged_.more_items += std::string(input_.tokens.spelling(reference.table.token)) + ".";
    staged_.more_items += input_.tokens.spelling(reference.column.token);
    staged_.last_item_token = block.select->items.back()->last_token;
    return true;
  }

  static bool takes_alike(const ColumnMetadata& to, const ColumnMetadata& from) {
    const auto is_number = [](const ColumnMetadata& each) {
      return each.is_integer() || each.type == rule::ColumnType::Decimal;
    };
    const auto is_string = [](const ColumnMetadata& each) {
      return each.is_text() && each.type >= rule::ColumnType::Char && each.type <= rule::ColumnType::LongText;
    };
    // Numbers that only a column of the very same type reads as that value.
    const bool is_same = to.type_text == from.type_text && to.collation == from.collation &&
                         (from.type == rule::ColumnType::Float || from.type == rule::ColumnType::Bit ||
                          from.type == rule::ColumnType::Enum || from.type == rule::ColumnType::Set ||
                          from.type == rule::ColumnType::Year);
    const bool is_time = from.type == rule::ColumnType::Date || from.type == rule::ColumnType::Time ||
                         from.type == rule::ColumnType::DateTime || from.type == rule::ColumnType::Double ||
                         (from.type >= rule::ColumnType::Binary && from.type <= rule::ColumnType::LongBlob);
    return (is_number(to) && is_number(from)) || (is_string(to) && is_string(from)) || is_same ||
           (is_time && to.type == from.type);
  }

  [[nodiscard]] bool is_own(const sqlparse::ColumnRef& reference) const {
    return reference.table.present() ? equals_ignore_case(reference.table.text, target_.visible_name)
                                     : target_.metadata->find_column(reference.column.text).has_value();
  }

  // It is evaluated by the shards, who have the target's columns alone.
  void check_assignment(const sqlparse::Assignment& assignment) {
    const std::string refused = "ON DUPLICATE KEY UPDATE of rows from several shards with ";
    if (target_.is_sharded()) {
      const auto key = target_.placement.table->sharding_column(assignment.column->column.text);
      const auto* same = as<sqlparse::ColumnRef>(assignment.value);
      if (const auto* inserted = as<sqlparse::ValuesColumn>(assignment.value)) same = inserted->column;
      if (key && (same == nullptr || !equals_ignore_case(same->column.text, assignment.column->column.text)))
        oppose("ON DUPLICATE KEY UPDATE of sharding column '" +
               target_.placement.table->sharding_columns[*key] + "'");
    }
    const Block* block = row_block();
    if (block != nullptr && add_bare(*block, assignment)) return;
    if (block != nullptr) add_inside(*block, *assignment.value);
    check_expression(*assignment.value, refused, Scope::TableAndSelect);
  }

  // A parameter would be a literal there, and name the column otherwise.
  void check_returned(const sqlparse::SelectItem& item) {
    if (!excerpt_of(item, item.first_token, item.last_token).parameters.empty())
      oppose("RETURNING with parameters of rows from several shards");
    const bool is_column = sqlparse::is<sqlparse::ColumnRef>(item.value);
    sqlparse::walk(*item.value, [&](const sqlparse::Node& node) {
      const auto* reference = as<sqlparse::ColumnRef>(&node);
      if (reference != nullptr && reference->table.present() && !item.alias.present() && !is_column)
        oppose("a qualified column in an expression without a name in RETURNING");
      return true;
    });
    if (target_.is_broadcast()) oppose("INSERT ... SELECT ... RETURNING into a broadcast table");
    check_expression(*item.value, "RETURNING of rows from several shards with ", Scope::Table);
  }

  enum class Scope : std::uint8_t { Table, TableAndSelect };  // what a server looks names up in

  void check_expression(const sqlparse::Expression& value, const std::string& refused, Scope scope) {
    sqlparse::walk(value, [&](const sqlparse::Node& node) {
      if (sqlparse::is<sqlparse::ValuesColumn>(&node)) return false;
      if (sqlparse::is<sqlparse::Query>(&node)) oppose(refused + "a subquery");
      if (const auto* call = as<sqlparse::FunctionCall>(&node)) {
        const sqlparse::FunctionNature nature = sqlparse::function_nature(call->name.text);
        const bool differs = nature == sqlparse::FunctionNature::Random && target_.is_broadcast();
        if (nature != sqlparse::FunctionNature::Pure && nature != sqlparse::FunctionNature::Clock &&
            nature != sqlparse::FunctionNature::SessionInfo &&
            nature != sqlparse::FunctionNature::SessionResult && nature != sqlparse::FunctionNature::Random)
          oppose(refused + std::string(call->name.text) + "()");
        if (differs) oppose(refused + std::string(call->name.text) + "() in a broadcast table");
      }
      if (const auto* reference = as<sqlparse::ColumnRef>(&node)) check_reference(*reference, refused, scope);
      return true;
    });
  }

  void check_reference(const sqlparse::ColumnRef& reference, const std::string& refused, Scope scope) {
    if (std::find(carried_.begin(), carried_.end(), &reference) != carried_.end()) return;
    if (!is_own(reference))
      return oppose(refused + "column '" + std::string(reference.column.text) + "' of the SELECT");
    if (reference.table.present() || scope == Scope::Table) return;
    for (const Block& block : bound_.blocks) {
      if (block.place == Block::Place::Rows && bound_.has_column_named(block, reference))
        oppose(refused + "'" + std::string(reference.column.text) + "', which the SELECT has, too");
    }
  }

  const sqlparse::InsertStatement& statement_;
  const PlanInput& input_;
  const BoundStatement& bound_;
  const TableMention& target_;
  GatheredWrite& out_;
  struct Joint {
    std::uint32_t first;  // tokens
    std::uint32_t last;
    std::size_t extra;
  };
  std::vector<Joint> joints_;
  std::vector<const sqlparse::ColumnRef*> carried_;  // of these
  std::shared_ptr<InsertedTable> inserted_ = std::make_shared<InsertedTable>();
  StagedInsert staged_;
  std::vector<std::uint32_t> given_;            // columns, as the statement orders them
  std::vector<std::uint32_t> staging_columns_;  // and those that values read

 public:
  StagedInsert take() {
    staged_.inserted = inserted_;
    return std::move(staged_);
  }
};

}  // namespace

GatheredWrite gathered_insert(const PlanInput& input, const BoundStatement& bound) {
  GatheredWrite out;
  Stager stager(input, bound, out);
  stager.stage();
  out.insert = stager.take();
  check_written_tables(input, bound, "INSERT", false, out);
  return out;
}

}  // namespace mallshard::plan
