#include "plan/gather_text.h"

#include <algorithm>

#include "plan/information_schema.h"
#include "plan/names.h"

namespace mallshard::plan {
namespace {

// Definitions that one statement may be given: mentions of mentions multiply.
constexpr std::size_t kMaxCopies = 64;

class Writer {
 public:
  Writer(const PlanInput& input, const BoundStatement& bound, std::span<const std::uint32_t> shared,
         std::span<const AnsweredCondition> answered, bool in_transaction,
         std::span<const std::string> instead, std::uint32_t& next_number, GatheredText& out)
      : input_(input),
        bound_(bound),
        shared_(shared),
        answered_(answered),
        in_transaction_(in_transaction),
        instead_(instead),
        next_number_(next_number),
        out_(out),
        used_(bound.mentions.size(), false) {}

  void write() {
    const auto last = static_cast<std::uint32_t>(input_.tokens.tokens.size() - 1);
    write_region(0, last, out_.rewrite);
  }

 private:
  // A mention of a common table, and the text that it stands in.
  struct Occurrence {
    const BoundStatement::CommonReference* reference = nullptr;
    Rewrite* text = nullptr;
  };

  [[nodiscard]] bool is_gathered(const TableMention& mention) const {
    return !mention.is_system && !mention.metadata->is_view && (mention.is_sharded() || in_transaction_);
  }

  static bool inside(const sqlparse::Node& node, std::uint32_t first, std::uint32_t last) {
    return node.first_token >= first && node.last_token <= last;
  }

  // The tokens first..last as they are to be sent, with the temporary tables
  // that are this region's own.
  void write_region(std::uint32_t first, std::uint32_t last, Rewrite& text) {
    for (std::uint32_t i = 0; i < bound_.mentions.size(); ++i) {
      const TableMention& mention = bound_.mentions[i];
      if (mention.is_system || !inside(*mention.node, first, last)) continue;
      if (is_gathered(mention)) {
        replace_name(mention, temporary_name(number_for(i)), text);
      } else if (mention.node->database.present()) {
        text.remove(mention.node->database.token, mention.node->name.token - 1);
      }
    }
    if (!input_.context.mariadb) copy_common_tables(first, last, text);
    for (const std::uint32_t token : bound_.database_tokens) text.remove(token, token + 1);
    for (const BoundStatement::Qualifier& qualifier : bound_.qualifiers) {
      const Block& block = *bound_.mentions[qualifier.mention].block;
      if (block.place == Block::Place::Top && !takes_alias(block) && block.select == nullptr)
        text.replace(qualifier.token, qualifier.token, temporary_name(qualifier.mention));
    }
    rewrite_session_values(input_.statement, text);
    rewrite_information_schema(bound_, input_, text, instead_);
    keep_column_names(input_.statement, text);
    for (const AnsweredCondition& each : answered_) {
      const bool here = each.first >= first && each.last <= last;
      if (!here || !is_gathered(bound_.mentions[each.mention])) continue;
      text.cut(each.first, each.last);
      text.insert_after(each.first - 1, " TRUE");
    }
    text.sort();
  }

  std::uint32_t number_for(std::uint32_t mention) {
    if (input_.context.mariadb) return shared_[mention];
    if (!used_[mention]) {
      used_[mention] = true;
      return mention;
    }
    out_.copies.push_back({mention, next_number_});
    return next_number_++;
  }

  // TABLE t does not, nor does a written table outside of UPDATE's and DELETE's lists.
  [[nodiscard]] bool takes_alias(const Block& block) const {
    if (block.select != nullptr) return true;
    const auto* erase = sqlparse::as<sqlparse::DeleteStatement>(&input_.statement);
    return !block.from.empty() && (erase == nullptr || erase->form != sqlparse::DeleteForm::SingleTable);
  }

  void replace_name(const TableMention& mention, std::string text, Rewrite& out) const {
    const sqlparse::TableName& table = *mention.node;
    if (!mention.has_alias() && takes_alias(*mention.block)) {
      text += " AS " + std::string(input_.tokens.spelling(table.name.token));
    }
    out.replace(table.database.present() ? table.database.token : table.name.token, table.name.token,
                std::move(text));
    // The base table was asked with these.
    if (const auto range = partition_range(table)) out.remove(range->first, range->second);
    if (table.system_time.present()) out.remove(table.system_time.first, table.system_time.last);
    for (const sqlparse::IndexHint* hint : table.index_hints) out.remove(hint->first_token, hint->last_token);
  }

  // Common tables in the order of their users first: a copy's text may mention
  // earlier ones.
  void copy_common_tables(std::uint32_t first, std::uint32_t last, Rewrite& text) {
    std::vector<const sqlparse::CommonTable*> tables;
    for (const sqlparse::CommonTable* table : bound_.common_tables) {
      if (inside(*table, first, last) && reads_gathered(*table)) tables.push_back(table);
    }
    std::sort(tables.begin(), tables.end(),
              [](const auto* a, const auto* b) { return a->first_token > b->first_token; });
    const std::size_t begin = occurrences_.size();
    note_occurrences(first, last, text);
    for (const sqlparse::CommonTable* table : tables) {
      bool is_first = true;
      for (std::size_t i = begin; i < occurrences_.size(); ++i) {  // grows
        if (occurrences_[i].reference->table != table) continue;
        if (is_first) {
          is_first = false;
        } else {
          add_copy(*table, occurrences_[i], text);
        }
        if (!out_.obstacle.empty()) return;
      }
    }
    occurrences_.resize(begin);
  }

  // Mentions from outside of the common table itself.
  void note_occurrences(std::uint32_t first, std::uint32_t last, Rewrite& text) {
    for (const BoundStatement::CommonReference& reference : bound_.common_references) {
      if (!inside(*reference.node, first, last)) continue;
      if (inside(*reference.node, reference.table->first_token, reference.table->last_token)) continue;
      occurrences_.push_back({&reference, &text});
    }
  }

  [[nodiscard]] bool reads_gathered(const sqlparse::CommonTable& table) const {
    const bool itself =
        std::any_of(bound_.mentions.begin(), bound_.mentions.end(), [&](const TableMention& mention) {
          return is_gathered(mention) && inside(*mention.node, table.first_token, table.last_token);
        });
    if (itself) return true;
    return std::any_of(bound_.common_references.begin(), bound_.common_references.end(),
                       [&](const BoundStatement::CommonReference& reference) {
                         return reference.table != &table &&
                                inside(*reference.node, table.first_token, table.last_token) &&
                                reads_gathered(*reference.table);
                       });
  }

  void add_copy(const sqlparse::CommonTable& table, Occurrence occurrence, Rewrite& home) {
    if (out_.common_names.size() >= kMaxCopies) {
      out_.obstacle = "common tables that are mentioned too often";
      return;
    }
    const std::string name = "__mallshard_c" + std::to_string(out_.common_names.size());
    out_.common_names.push_back({name, std::string(table.name.text)});
    rename(*occurrence.reference->node, name, *occurrence.text);
    const sqlparse::Query& query = *table.query;
    auto text = std::make_shared<Rewrite>();
    for (const BoundStatement::CommonReference& reference : bound_.common_references) {
      const bool itself =
          reference.table == &table && inside(*reference.node, query.first_token, query.last_token);
      if (itself) rename(*reference.node, name, *text);
    }
    write_copy(query, *text);
    std::string columns;
    for (const sqlparse::Name& column : table.columns) {
      columns += (columns.empty() ? " (" : ", ") + std::string(input_.tokens.spelling(column.token));
    }
    if (!columns.empty()) columns += ")";
    home.insert_copy_after(table.last_token, ", " + name + columns + " AS (", query.first_token,
                           query.last_token, ")", std::move(text));
  }

  // As a region of its own; the mentions of earlier common tables in it are
  // still to be served by the region around.
  void write_copy(const sqlparse::Query& query, Rewrite& text) {
    const std::vector<Occurrence> around = occurrences_;
    write_region(query.first_token, query.last_token, text);
    occurrences_ = around;
    for (const BoundStatement::CommonReference& reference : bound_.common_references) {
      const bool defined_outside = !inside(*reference.table, query.first_token, query.last_token);
      const bool itself = inside(query, reference.table->first_token, reference.table->last_token);
      if (defined_outside && !itself && inside(*reference.node, query.first_token, query.last_token)) {
        occurrences_.push_back({&reference, &text});
      }
    }
  }

  void rename(const sqlparse::TableName& node, const std::string& name, Rewrite& text) const {
    std::string with_alias = name;
    if (!node.alias.present()) with_alias += " AS " + std::string(input_.tokens.spelling(node.name.token));
    text.replace(node.name.token, node.name.token, std::move(with_alias));
    text.sort();
  }

  const PlanInput& input_;
  const BoundStatement& bound_;
  std::span<const std::uint32_t> shared_;
  std::span<const AnsweredCondition> answered_;
  bool in_transaction_;
  std::span<const std::string> instead_;
  std::uint32_t& next_number_;
  GatheredText& out_;
  std::vector<bool> used_;
  std::vector<Occurrence> occurrences_;
};

}  // namespace

std::string temporary_name(std::uint32_t number) {
  return "__mallshard_g" + std::to_string(number);
}

std::optional<std::pair<std::uint32_t, std::uint32_t>> partition_range(const sqlparse::TableName& table) {
  if (table.partitions.empty()) return std::nullopt;
  constexpr std::uint32_t kBefore = 2;  // PARTITION (
  return std::pair{table.partitions.front().token - kBefore, table.partitions.back().token + 1};
}

GatheredText gathered_text(const PlanInput& input, const BoundStatement& bound,
                           std::span<const std::uint32_t> shared, std::span<const AnsweredCondition> answered,
                           bool in_transaction, std::span<const std::string> instead,
                           std::uint32_t& next_number) {
  GatheredText text;
  Writer(input, bound, shared, answered, in_transaction, instead, next_number, text).write();
  return text;
}

}  // namespace mallshard::plan
