#include "plan/metadata_from_ddl.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "base/bytes.h"
#include "plan/text_weight.h"
#include "sqlparse/ast_all.h"
#include "sqlparse/lexer.h"
#include "sqlparse/parser.h"
#include "sqlparse/split.h"
#include "sqlparse/statement_facts.h"

namespace mallshard::plan {
namespace {

using rule::ColumnType;
using sqlparse::as;

struct TypeName {
  std::string_view name;
  ColumnType type;
};

constexpr std::array kTypes{
    TypeName{"tinyint", ColumnType::TinyInt},
    TypeName{"bool", ColumnType::TinyInt},
    TypeName{"boolean", ColumnType::TinyInt},
    TypeName{"smallint", ColumnType::SmallInt},
    TypeName{"mediumint", ColumnType::MediumInt},
    TypeName{"int", ColumnType::Int},
    TypeName{"integer", ColumnType::Int},
    TypeName{"bigint", ColumnType::BigInt},
    TypeName{"serial", ColumnType::BigInt},
    TypeName{"year", ColumnType::Year},
    TypeName{"bit", ColumnType::Bit},
    TypeName{"decimal", ColumnType::Decimal},
    TypeName{"dec", ColumnType::Decimal},
    TypeName{"numeric", ColumnType::Decimal},
    TypeName{"fixed", ColumnType::Decimal},
    TypeName{"float", ColumnType::Float},
    TypeName{"double", ColumnType::Double},
    TypeName{"real", ColumnType::Double},
    TypeName{"date", ColumnType::Date},
    TypeName{"time", ColumnType::Time},
    TypeName{"datetime", ColumnType::DateTime},
    TypeName{"timestamp", ColumnType::Timestamp},
    TypeName{"char", ColumnType::Char},
    TypeName{"character", ColumnType::Char},
    TypeName{"varchar", ColumnType::VarChar},
    TypeName{"tinytext", ColumnType::TinyText},
    TypeName{"text", ColumnType::Text},
    TypeName{"mediumtext", ColumnType::MediumText},
    TypeName{"longtext", ColumnType::LongText},
    TypeName{"enum", ColumnType::Enum},
    TypeName{"set", ColumnType::Set},
    TypeName{"json", ColumnType::Json},
    TypeName{"binary", ColumnType::Binary},
    TypeName{"varbinary", ColumnType::VarBinary},
    TypeName{"tinyblob", ColumnType::TinyBlob},
    TypeName{"blob", ColumnType::Blob},
    TypeName{"mediumblob", ColumnType::MediumBlob},
    TypeName{"longblob", ColumnType::LongBlob},
    TypeName{"uuid", ColumnType::Uuid},
    TypeName{"vector", ColumnType::Vector},
};

ColumnType type_named(std::string_view name) {
  for (const TypeName& each : kTypes) {
    if (equals_ignore_case(each.name, name)) return each.type;
  }
  return ColumnType::Other;
}

bool is_text(ColumnType type) {
  return type >= ColumnType::Char && type <= ColumnType::Set;
}

std::string default_collation(std::string_view charset) {
  const std::string name = to_lower(charset);
  if (name == "binary") return "binary";
  if (name == "latin1") return "latin1_swedish_ci";
  return name + "_general_ci";
}

class TableReader {
 public:
  TableReader(const sqlparse::CreateTableStatement& create, const sqlparse::TokenView& tokens,
              std::string_view schema)
      : create_(create), tokens_(tokens) {
    table_.schema = std::string(schema);
    table_.name = std::string(create.table->name.text);
    table_.version = 1;
  }

  rule::TablePtr read() {
    read_defaults();
    for (const sqlparse::Node* element : create_.elements) {
      if (const auto* column = as<sqlparse::ColumnDefinition>(element)) add_column(*column);
    }
    for (const sqlparse::Node* element : create_.elements) {
      if (const auto* index = as<sqlparse::IndexDefinition>(element)) add_index(*index);
    }
    std::stable_sort(table_.keys.begin(), table_.keys.end(),
                     [](const rule::KeyMetadata& a, const rule::KeyMetadata& b) {
                       return a.is_primary() && !b.is_primary();
                     });
    return std::make_shared<const rule::TableMetadata>(std::move(table_));
  }

 private:
  void read_defaults() {
    std::string charset = "utf8mb4";
    for (const sqlparse::SchemaOption* option : create_.options) {
      if (!option->value.present()) continue;
      const std::string value = to_lower(tokens_.spelling(option->value.last));
      if (option->option == sqlparse::Keyword::Charset) charset = value;
      if (option->option == sqlparse::Keyword::Collate) collation_ = value;
    }
    if (collation_.empty()) collation_ = default_collation(charset);
  }

  void add_column(const sqlparse::ColumnDefinition& source) {
    rule::ColumnMetadata& column = table_.columns.emplace_back();
    column.name = std::string(source.name.text);
    column.nullable =
        source.nullability != sqlparse::Nullability::NotNull && source.key != sqlparse::ColumnKey::Primary;
    column.auto_increment = source.auto_increment;
    column.invisible = source.invisible;
    column.generated = source.generated_as != nullptr;
    column.on_update_now = source.on_update != nullptr;
    column.has_default = source.default_value != nullptr || column.nullable;
    if (source.type != nullptr) read_type(*source.type, source, column);
    const auto* literal = as<sqlparse::Literal>(source.default_value);
    if (literal != nullptr) read_default(*literal, column);
    const bool null = literal != nullptr && literal->literal_kind == sqlparse::LiteralKind::Null;
    column.unknown_default = source.default_value != nullptr && !column.default_value && !null;
    const auto* call = as<sqlparse::FunctionCall>(source.default_value);
    column.default_now = call != nullptr && (equals_ignore_case(call->name.text, "current_timestamp") ||
                                             equals_ignore_case(call->name.text, "now"));
    if (source.key == sqlparse::ColumnKey::None) return;
    rule::KeyMetadata& key = table_.keys.emplace_back();
    key.name = source.key == sqlparse::ColumnKey::Primary ? "PRIMARY" : column.name;
    key.unique = true;
    key.columns.push_back(static_cast<std::uint32_t>(table_.columns.size() - 1));
  }

  void read_type(const sqlparse::DataType& type, const sqlparse::ColumnDefinition& source,
                 rule::ColumnMetadata& column) {
    column.type = type_named(type.name.text);
    column.type_text = to_lower(tokens_.spelling(type.first_token, type.last_token));
    column.is_unsigned = type.is_unsigned || type.zerofill;
    column.zerofill = type.zerofill;
    column.length = type.has_length ? type.length : 0;
    column.precision = column.type == ColumnType::Decimal ? (type.has_length ? type.length : 10) : 0;
    column.scale = type.has_decimals ? type.decimals : 0;
    if (!is_text(column.type)) return;
    if (source.collation.present()) {
      column.collation = to_lower(source.collation.text);
    } else if (type.charset.present()) {
      column.collation = default_collation(type.charset.text);
    } else {
      column.collation = collation_;
    }
    column.charset = column.collation.substr(0, column.collation.find('_'));
    column.space_weight = weight_pad(column.collation).value_or("");
  }

  void read_default(const sqlparse::Literal& literal, rule::ColumnMetadata& column) const {
    switch (literal.literal_kind) {
      case sqlparse::LiteralKind::Integer:
      case sqlparse::LiteralKind::Decimal:
        column.default_value = std::string(tokens_.spelling(literal.value_token));
        break;
      case sqlparse::LiteralKind::String:
        column.default_value =
            sqlparse::decode_string(tokens_.spelling(literal.value_token), tokens_.options);
        break;
      default:
        break;
    }
  }

  void add_index(const sqlparse::IndexDefinition& index) {
    rule::KeyMetadata key;
    const bool primary = index.index_kind == sqlparse::IndexKind::Primary;
    key.name = primary ? "PRIMARY" : std::string(index.name.text);
    key.unique = primary || index.index_kind == sqlparse::IndexKind::Unique;
    if (index.index_kind == sqlparse::IndexKind::Fulltext) key.kind = rule::KeyMetadata::Kind::FullText;
    if (index.index_kind == sqlparse::IndexKind::Spatial) key.kind = rule::KeyMetadata::Kind::Spatial;
    if (index.index_kind == sqlparse::IndexKind::Vector) key.kind = rule::KeyMetadata::Kind::Vector;
    if (key.name.empty()) key.name = std::string(index.parts[0]->column.text);
    for (const sqlparse::KeyPart* part : index.parts) {
      const auto column = table_.find_column(part->column.text);
      if (!column) return;  // a functional key says nothing of columns
      if (primary) table_.columns[*column].nullable = false;
      key.columns.push_back(*column);
      key.prefixes.push_back(part->has_length ? part->length : 0);
    }
    table_.keys.push_back(std::move(key));
  }

  const sqlparse::CreateTableStatement& create_;
  const sqlparse::TokenView& tokens_;
  rule::TableMetadata table_;
  std::string collation_;
};

// What a server would say of a view; its columns by name alone.
void read_columns(const sqlparse::CreateViewStatement& create, const sqlparse::TokenView& tokens,
                  rule::TableMetadata& table, rule::ViewMetadata& view) {
  const auto* select = as<sqlparse::Select>(create.query->body);
  if (select == nullptr) return;
  for (const sqlparse::SelectItem* item : select->items) {
    rule::ColumnMetadata& column = table.columns.emplace_back();
    column.name = item->alias.text;
    if (const auto* plain = as<sqlparse::ColumnRef>(item->value); plain != nullptr && column.name.empty())
      column.name = plain->column.text;
  }
  view.mergeable = select->group_by.empty() && select->having == nullptr && create.query->limit == nullptr &&
                   !select->has(sqlparse::SelectOption::Distinct);
  view.updatable = view.mergeable;
  const sqlparse::TokenRange& check = create.check_option;
  if (!check.present()) return;
  view.check = rule::ViewMetadata::Check::Cascaded;
  for (std::uint32_t token = check.first; token <= check.last; ++token) {
    if (equals_ignore_case(tokens.spelling(token), "local")) view.check = rule::ViewMetadata::Check::Local;
  }
}

}  // namespace

Result<std::vector<rule::TablePtr>> metadata_from_ddl(std::string_view ddl, std::string_view schema,
                                                      const sqlparse::LexOptions& options) {
  std::vector<rule::TablePtr> tables;
  sqlparse::TokenBuffer all;
  sqlparse::lex(ddl, options, all);
  for (const sqlparse::StatementRange& range : sqlparse::split(all)) {
    const std::string_view text = ddl.substr(range.begin, range.end - range.begin);
    sqlparse::Arena arena;
    const sqlparse::ParseOutput parsed = sqlparse::parse(text, options, arena);
    if (!parsed.ok()) return Error::syntax(parsed.error.message);
    if (const auto* create = as<sqlparse::CreateTableStatement>(parsed.statement)) {
      tables.push_back(TableReader(*create, parsed.tokens, schema).read());
    }
  }
  return tables;
}

Result<std::vector<rule::TablePtr>> views_from_ddl(std::string_view ddl, const rule::Schema& schema,
                                                   const sqlparse::LexOptions& options) {
  std::vector<rule::TablePtr> views;
  sqlparse::TokenBuffer all;
  sqlparse::lex(ddl, options, all);
  for (const sqlparse::StatementRange& range : sqlparse::split(all)) {
    sqlparse::Arena arena;
    const sqlparse::ParseOutput parsed =
        sqlparse::parse(ddl.substr(range.begin, range.end - range.begin), options, arena);
    const auto* create = as<sqlparse::CreateViewStatement>(parsed.statement);
    if (create == nullptr) continue;
    auto view = std::make_shared<rule::ViewMetadata>();
    view->definition = parsed.tokens.spelling(create->query->first_token, create->query->last_token);
    view->source = schema.default_source;
    for (const sqlparse::TableUse& use : sqlparse::statement_facts(parsed).tables) {
      if (use.table == create->view) continue;
      const rule::ShardedTable* sharded = schema.find_table(use.table->name.text);
      view->spread = view->spread || (sharded != nullptr && sharded->nodes.size() > 1);
      view->tables.emplace_back(use.table->name.text);
    }
    auto table = std::make_shared<rule::TableMetadata>();
    read_columns(*create, parsed.tokens, *table, *view);
    table->schema = schema.name;
    table->name = create->view->name.text;
    table->version = 1;
    table->is_view = true;
    table->view = std::move(view);
    views.push_back(std::move(table));
  }
  return views;
}

}  // namespace mallshard::plan
