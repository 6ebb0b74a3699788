// LOAD DATA and LOAD XML. A file that lies on a server is that server's alone;
// one that the client sends (LOCAL) goes wherever its rows belong.
#include <algorithm>
#include <charconv>
#include <utility>

#include "base/bytes.h"
#include "plan/insert_plan.h"
#include "plan/load_plan.h"
#include "plan/plan_write.h"
#include "plan/unique_check.h"
#include "sqlparse/visitor.h"

namespace mallshard::plan {
namespace {

using sqlparse::as;
using sqlparse::Keyword;
using sqlparse::TokenKind;

// The bytes that a separator's literal stands for.
std::string text_of(const sqlparse::TokenView& tokens, std::uint32_t token) {
  const std::string_view spelling = tokens.spelling(token);
  if (tokens.tokens[token].kind == TokenKind::String)
    return sqlparse::decode_string(spelling, tokens.options);
  const bool quoted = spelling.size() > 2 && spelling[1] == '\'';  // x'09', and 0x09
  std::string_view digits = spelling.substr(std::min<std::size_t>(2, spelling.size()));
  if (quoted) digits.remove_suffix(1);
  const bool is_hex = tokens.tokens[token].kind == TokenKind::Hex;
  const std::size_t width = is_hex ? 2 : 8;
  std::string padded(digits.size() % width == 0 ? 0 : width - digits.size() % width, '0');
  padded += digits;
  std::string out;
  for (std::size_t i = 0; i + width <= padded.size(); i += width) {
    unsigned byte = 0;
    std::from_chars(padded.data() + i, padded.data() + i + width, byte, is_hex ? 16 : 2);
    out += static_cast<char>(byte);
  }
  return out;
}

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// What CHARACTER SET, FIELDS, LINES and IGNORE say.
class FormatReader {
 public:
  explicit FormatReader(const PlanInput& input) : tokens_(input.tokens) {
    format_.mariadb = input.context.mariadb;
    if (tokens_.options.no_backslash_escapes) format_.escape.reset();
  }

  // Servers refuse what is wrong; where they do, nothing is read here.
  Result<void> read(sqlparse::TokenRange range) {
    std::string* separator = nullptr;
    bool in_lines = false;
    for (at_ = range.first; at_ != sqlparse::kNoToken && at_ <= range.last; ++at_) {
      switch (tokens_.tokens[at_].keyword) {
        case Keyword::Set:
        case Keyword::Charset:
          read_charset();
          break;
        case Keyword::Lines:
          in_lines = true;
          break;
        case Keyword::Terminated:
          separator = in_lines ? &format_.line_terminator : &format_.field_terminator;
          break;
        case Keyword::Starting:
          separator = &format_.line_start;
          break;
        case Keyword::Enclosed:
          separator = &enclosed_;
          break;
        case Keyword::Escaped:
          separator = &escaped_;
          escaped_given_ = true;
          break;
        case Keyword::By:
          *separator = text_of(tokens_, ++at_);
          break;
        case Keyword::Ignore:
          ignore_first_ = at_;
          read_ignored();
          break;
        default:
          break;
      }
    }
    return take_characters();
  }

  [[nodiscard]] const load::Format& format() const { return format_; }
  [[nodiscard]] bool database_charset() const { return database_charset_; }
  // IGNORE n LINES: its first token, which two more follow; kNoToken: there is none.
  [[nodiscard]] std::uint32_t ignored() const { return ignore_first_; }

 private:
  // CHARACTER SET x, CHARSET x; MariaDB: DEFAULT.
  void read_charset() {
    ++at_;
    if (tokens_.tokens[at_].keyword == Keyword::Default) return;
    std::string storage;
    std::string name(sqlparse::decode_name(tokens_.spelling(at_), storage));
    if (tokens_.tokens[at_].kind == TokenKind::String) name = text_of(tokens_, at_);
    database_charset_ = false;
    format_.charset = load::charset_of(name);
  }

  void read_ignored() {
    const std::string_view digits = tokens_.spelling(++at_);
    std::from_chars(digits.data(), digits.data() + digits.size(), format_.skipped_lines);
    ++at_;
  }

  Result<void> take_characters() {
    for (const std::string* text :
         {&format_.field_terminator, &format_.line_terminator, &format_.line_start, &enclosed_, &escaped_}) {
      if (!is_ascii(*text)) return Error::not_supported("LOAD DATA with separators beyond ASCII" + where());
    }
    if (enclosed_.size() > 1 || escaped_.size() > 1) {
      return Error(1083, "42000", "Field separator argument is not what is expected; check the manual");
    }
    if (!enclosed_.empty()) format_.enclosed = static_cast<std::uint8_t>(enclosed_[0]);
    if (escaped_given_) format_.escape.reset();
    if (!escaped_.empty()) format_.escape = static_cast<std::uint8_t>(escaped_[0]);
    if (format_.is_fixed_size()) return Error::not_supported("LOAD DATA with fields of fixed size" + where());
    if (format_.charset == load::Charset::NotAscii)
      return Error::not_supported("LOAD DATA in a character set that does not contain ASCII" + where());
    return {};
  }

  static std::string where() { return " into a table of several shards"; }

  const sqlparse::TokenView& tokens_;
  load::Format format_;
  std::string enclosed_;
  std::string escaped_;
  bool escaped_given_ = false;
  bool database_charset_ = true;
  std::uint32_t at_ = 0;
  std::uint32_t ignore_first_ = sqlparse::kNoToken;
};

class LoadPlanner {
 public:
  LoadPlanner(const PlanInput& input, const sqlparse::LoadDataStatement& statement)
      : input_(input), statement_(statement) {}

  Outcome plan() {
    TableMention& mention = bound_.mentions.emplace_back();
    mention.node = statement_.table;
    if (Result<void> placed = place_table(*statement_.table, input_.context, mention); !placed)
      return placed.error();
    parts_.snapshot = input_.context.snapshot;
    parts_.prepared = input_.context.prepared;
    parts_.parameter_tokens = input_.facts.parameters;
    parts_.load.file =
        sqlparse::decode_string(input_.tokens.spelling(statement_.file_token), input_.tokens.options);
    parts_.naming = naming_of(bound_, input_.context.schema);
    splice_names();
    rewrite_session_values(statement_, parts_.rewrite);
    Result<void> planned = mention.is_sharded() || mention.is_broadcast() ? plan_spread() : plan_single();
    if (need_) return std::move(*need_);
    if (!planned) return planned.error();
    parts_.rewrite.sort();
    return std::make_shared<const LoadPlan>(std::move(parts_));
  }

 private:
  [[nodiscard]] const TableMention& mention() const { return bound_.mentions.front(); }
  [[nodiscard]] const rule::TableMetadata& metadata() const { return *mention().metadata; }

  // The table's name, there and where it qualifies a column.
  void splice_names() {
    const sqlparse::TableName& table = *statement_.table;
    if (mention().is_sharded()) {
      ActualName name;
      name.table = mention().placement.table;
      name.quote = quote_of(input_.tokens.spelling(table.name.token));
      parts_.names.push_back(name);
    }
    if (!mention().is_system) splice_name(table.database, table.name);
    sqlparse::walk(statement_, [this](const sqlparse::Node& node) {
      const auto* column = as<sqlparse::ColumnRef>(&node);
      const bool own = column != nullptr && column->table.present() && !mention().is_system &&
                       equals_ignore_case(column->table.text, statement_.table->name.text);
      if (own) splice_name(column->database, column->table);
      return true;
    });
  }

  void splice_name(const sqlparse::Name& database, const sqlparse::Name& name) {
    if (mention().is_sharded()) {
      parts_.rewrite.replace_by_table(database.present() ? database.token : name.token, name.token, 0);
    } else if (database.present()) {
      parts_.rewrite.remove(database.token, name.token - 1);
    }
  }

  Result<void> plan_single() {
    for (const sqlparse::TableUse& use : input_.facts.tables) {
      if (use.table == statement_.table) continue;
      TableMention other;
      if (Result<void> placed = place_table(*use.table, input_.context, other); !placed) return placed;
      const bool beside = other.placement.kind == rule::Placement::Kind::Single || other.is_broadcast();
      if (!beside || other.schema != mention().schema) return beside_refused(*use.table);
      if (use.table->database.present())
        parts_.rewrite.remove(use.table->database.token, use.table->name.token - 1);
    }
    const Result<rule::SourceId> home = home_source(input_.context, mention().schema);
    if (!home) return home.error();
    parts_.sources = {*home};
    return {};
  }

  [[nodiscard]] Error beside_refused(const sqlparse::TableName& other) const {
    return Error::not_supported("LOAD DATA into '" + std::string(statement_.table->name.text) +
                                "' with a subquery on '" + std::string(other.name.text) + "'");
  }

  Result<void> plan_spread() {
    for (const sqlparse::TableUse& use : input_.facts.tables) {
      if (use.table != statement_.table) return beside_refused(*use.table);
    }
    if (auto problem = load_metadata(input_.context, bound_)) {
      if (auto* need = std::get_if<NeedTables>(&*problem)) need_ = std::move(*need);
      return need_ ? Result<void>() : Result<void>(std::get<Error>(*problem));
    }
    parts_.tables = bound_.tables();
    find_columns();
    return mention().is_sharded() ? plan_sharded() : plan_broadcast();
  }

  // What is filled from the file, field by field, and by SET.
  void find_columns() {
    if (!statement_.columns.empty()) {
      for (const sqlparse::Expression* each : statement_.columns) {
        const auto* column = as<sqlparse::ColumnRef>(each);
        columns_.push_back(column == nullptr ? std::string_view() : column->column.text);
      }
      return;
    }
    for (const rule::ColumnMetadata& each : metadata().columns) {
      if (!each.invisible) columns_.push_back(each.name);
    }
  }

  [[nodiscard]] std::optional<std::uint32_t> field_of(std::string_view column) const {
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (equals_ignore_case(columns_[i], column)) return static_cast<std::uint32_t>(i);
    }
    return std::nullopt;
  }

  [[nodiscard]] const sqlparse::Expression* set_value(std::string_view column) const {
    for (const sqlparse::Assignment* each : statement_.set) {
      if (equals_ignore_case(each->column->column.text, column)) return each->value;
    }
    return nullptr;
  }

  // Records are to be looked at.
  Result<void> read_format() {
    if (statement_.statement_kind == sqlparse::StatementKind::LoadXml)
      return Error::not_supported("LOAD XML into a table of several shards");
    FormatReader reader(input_);
    if (Result<void> read = reader.read(statement_.format); !read) return read;
    parts_.load.is_whole = false;
    parts_.load.format = reader.format();
    parts_.load.format.columns = columns_.size();
    for (const std::string_view name : columns_) {
      const auto column = name.empty() ? std::nullopt : metadata().find_column(name);
      parts_.load.format.text_columns.push_back(column && metadata().columns[*column].is_text());
    }
    parts_.load.database_charset = reader.database_charset();
    const std::uint32_t ignored = reader.ignored();
    if (ignored != sqlparse::kNoToken) parts_.rewrite.remove(ignored, ignored + 2);
    return {};
  }

  // Position in LoadData::wanted; to be ordered by sort_wanted().
  std::uint32_t want(std::uint32_t field) {
    auto& wanted = parts_.load.wanted;
    const auto at = std::find(wanted.begin(), wanted.end(), field);
    if (at == wanted.end()) wanted.push_back(field);
    return field;
  }

  void sort_wanted() {
    auto& wanted = parts_.load.wanted;
    std::sort(wanted.begin(), wanted.end());
    const auto position = [&](std::uint32_t field) {
      return static_cast<std::uint32_t>(std::lower_bound(wanted.begin(), wanted.end(), field) -
                                        wanted.begin());
    };
    for (auto& key : parts_.load.keys) {
      if (key) key->field = position(key->field);
    }
    if (parts_.load.counter) parts_.load.counter = position(*parts_.load.counter);
  }

  [[nodiscard]] const rule::ColumnMetadata* auto_increment() const {
    for (const rule::ColumnMetadata& column : metadata().columns) {
      if (column.auto_increment) return &column;
    }
    return nullptr;
  }

  // Each source would number the rows by itself, and other writers come between.
  Result<void> plan_broadcast() {
    parts_.broadcast = true;
    parts_.sources = all_primaries(*mention().schema);
    if (const std::string function = differing_function(input_.facts); !function.empty())
      return Error::not_supported(function + " in a write to a broadcast table");
    const rule::ColumnMetadata* counter = auto_increment();
    if (counter == nullptr || parts_.sources.size() < 2) return {};
    const auto field = field_of(counter->name);
    if (!field || set_value(counter->name) != nullptr)
      return Error::not_supported(
          "LOAD DATA into a broadcast table that leaves its AUTO_INCREMENT column out");
    if (Result<void> read = read_format(); !read) return read;
    parts_.load.counter = want(*field);
    parts_.load.counter_name = counter->name;
    sort_wanted();
    return {};
  }

  Result<void> plan_sharded() {
    const rule::ShardedTable& table = *mention().placement.table;
    parts_.table = parts_.load.table = &table;
    if (table.nodes.size() > 1) {
      for (const auto& use : input_.facts.user_variables_assigned) {
        const bool listed = std::any_of(
            statement_.columns.begin(), statement_.columns.end(), [&](const sqlparse::Expression* each) {
              return as<sqlparse::UserVariable>(each) != nullptr && each->first_token == use.token;
            });
        if (!listed) return Error::not_supported("assigning user variables in SET over several shards");
      }
    }
    if (Result<void> read = read_format(); !read) return read;
    if (Result<void> keyed = plan_generated(table); !keyed) return keyed;
    const auto checked = scattered_keys(*input_.context.snapshot, table, metadata());
    if (!checked.empty()) return Error::not_supported(check_reason(metadata(), *checked.front()));
    if (Result<void> found = plan_keys(table); !found) return found;
    sort_wanted();
    return {};
  }

  Result<void> plan_keys(const rule::ShardedTable& table) {
    for (std::size_t i = 0; i < table.sharding_columns.size(); ++i) {
      const std::string& name = table.sharding_columns[i];
      const auto position = metadata().find_column(name);
      if (!position) return Error(1054, "42S22", "Unknown column '" + name + "' in 'field list'");
      const rule::ColumnMetadata& column = metadata().columns[*position];
      parts_.columns.emplace_back(column);
      auto& key = parts_.load.keys.emplace_back();
      auto& constant = parts_.load.constants.emplace_back();
      const sqlparse::Expression* set = set_value(name);
      parts_.constants.push_back(set == nullptr ? ValueRef{} : value_ref(*set));
      parts_.constant_given.push_back(set != nullptr);
      if (set != nullptr && !parts_.constants.back().is_known())
        return Error::not_supported("SET of sharding column '" + name + "' to no constant in LOAD DATA");
      if (set != nullptr) continue;
      if (const auto field = field_of(name)) {
        key = LoadData::KeyField{want(*field), parts_.columns.back(), column.length};
      } else if (column.default_value && parts_.load.generated_position != i) {
        Result<Value> value =
            coerce_for_store(parts_.columns.back(), Value::of_text(*column.default_value), 1);
        if (!value) return value.error();
        constant = std::move(*value);
      }
    }
    return {};
  }

  // A generated key goes where the statement leaves its column out, and where
  // an AUTO_INCREMENT column is NULL.
  Result<void> plan_generated(const rule::ShardedTable& table) {
    LoadData& load = parts_.load;
    const rule::ColumnMetadata* counter = table.nodes.size() > 1 ? auto_increment() : nullptr;
    if (table.key_generator) {
      const std::string& name = table.key_generator->column;
      const auto position = metadata().find_column(name);
      load.prepends_key = position && !field_of(name) && set_value(name) == nullptr;
      load.generates = counter != nullptr && position && &metadata().columns[*position] == counter;
      if (const auto sharding = table.sharding_column(name); sharding && load.prepends_key)
        load.generated_position = *sharding;
      if (load.prepends_key) {
        if (Result<void> done = splice_key(metadata().columns[*position].name); !done) return done;
      }
      if (const auto sharding = table.sharding_column(name); sharding && load.generates && field_of(name))
        load.generated_position = *sharding;
    }
    if (counter == nullptr || (load.prepends_key && load.generates)) return {};
    const sqlparse::Expression* set = set_value(counter->name);
    const auto field = field_of(counter->name);
    if (set != nullptr || !field) return shard_counts(table.name, counter->name);
    load.counter = want(*field);
    load.counter_name = counter->name;
    return {};
  }

  // The key comes first, since a record may have fewer fields than columns, or
  // more; nothing in it may look like a separator.
  Result<void> splice_key(const std::string& column) {
    const load::Format& format = parts_.load.format;
    std::string signs = format.field_terminator + format.line_terminator;
    if (format.enclosed) signs += static_cast<char>(*format.enclosed);
    if (format.escape) signs += static_cast<char>(*format.escape);
    const bool clashes =
        signs.find_first_of("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-") !=
        std::string::npos;
    // Without a list of columns only an invisible one can be left out.
    if (clashes || format.field_terminator.empty() || statement_.columns.empty())
      return Error::not_supported("LOAD DATA with a generated key and separators of letters or digits");
    parts_.rewrite.insert_after(statement_.columns.front()->first_token - 1, quoted(column, '`') + ", ");
    return {};
  }

  const PlanInput& input_;
  const sqlparse::LoadDataStatement& statement_;
  BoundStatement bound_;
  LoadPlan::Parts parts_;
  std::vector<std::string_view> columns_;  // empty: a user variable
  std::optional<NeedTables> need_;
};

}  // namespace

Outcome plan_load(const PlanInput& input) {
  const auto& statement = sqlparse::cast<sqlparse::LoadDataStatement>(input.statement);
  if (statement.local) return LoadPlanner(input, statement).plan();
  for (const sqlparse::TableUse& use : input.facts.tables) {
    TableMention mention;
    if (Result<void> placed = place_table(*use.table, input.context, mention); !placed) return placed.error();
    if (use.table == statement.table && (mention.is_sharded() || mention.is_broadcast())) {
      return Error::not_supported(
          "LOAD DATA of a file on the server into a sharded or broadcast table: LOAD DATA LOCAL does");
    }
  }
  return plan_other(input);
}

}  // namespace mallshard::plan
