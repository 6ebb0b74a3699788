#include "tests/diff/views.h"

#include <array>
#include <cctype>

namespace mallshard::test {
namespace {

struct ViewOfTable {
  const char* table;
  const char* view;
  const char* definition;
  bool mergeable;
};

// Each shows all rows of its table, in the table's columns.
constexpr std::array kViews{
    ViewOfTable{"t_order", "v_order", "SELECT * FROM t_order", true},
    ViewOfTable{"t_order", "v_order_named (order_id, user_id, status)",
                "SELECT o.order_id, o.user_id, o.status FROM sharding_db.t_order o", true},
    ViewOfTable{"t_order", "v_order_above", "SELECT order_id, user_id, status FROM v_order", true},
    ViewOfTable{
        "t_order", "v_order_groups",
        "SELECT order_id, MAX(user_id) AS user_id, MAX(status) AS status FROM t_order GROUP BY order_id",
        false},
    ViewOfTable{
        "t_order", "v_order_parts",
        "SELECT * FROM t_order WHERE user_id < 4 UNION ALL SELECT order_id, user_id, status FROM v_order "
        "WHERE NOT user_id < 4",
        false},
    ViewOfTable{"t_order_item", "v_order_item", "SELECT * FROM t_order_item", true},
    ViewOfTable{"t_order_item", "v_order_item_distinct", "SELECT DISTINCT * FROM t_order_item", false},
    ViewOfTable{"t_order_item", "v_order_item_in",
                "SELECT * FROM t_order_item WHERE order_item_id IN (SELECT order_item_id FROM t_order_item)",
                true},
    ViewOfTable{"t_config", "v_config", "SELECT config_key, config_value FROM t_config", true},
    ViewOfTable{"t_single", "v_single", "SELECT * FROM t_single", true},
    ViewOfTable{"t_single", "v_single_beside",
                "SELECT s.id, s.note FROM t_single s LEFT JOIN t_order o ON o.order_id = -s.id", true},
};

std::string name_of(const ViewOfTable& view) {
  const std::string name = view.view;
  return name.substr(0, name.find(' '));
}

bool is_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

bool replace_word(std::string& text, const std::string& word, const std::string& by) {
  bool any = false;
  for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at)) {
    const bool begins = at == 0 || !is_word(text[at - 1]);
    const bool ends = at + word.size() == text.size() || !is_word(text[at + word.size()]);
    if (begins && ends) {
      text.replace(at, word.size(), by);
      at += by.size();
      any = true;
    } else {
      at += word.size();
    }
  }
  return any;
}

}  // namespace

std::vector<std::string> view_statements() {
  std::vector<std::string> out;
  for (const ViewOfTable& view : kViews) {
    out.push_back("DROP VIEW IF EXISTS " + name_of(view));
    out.push_back(std::string("CREATE VIEW ") + view.view + " AS " + view.definition);
  }
  return out;
}

void read_through_views(Random& random, Statement& statement) {
  const bool reads = !statement.is_write && !statement.values_only && statement.plain_sql.empty() &&
                     statement.sql.find(" FROM ") != std::string::npos &&
                     statement.sql.find("FOR UPDATE") == std::string::npos;
  if (!reads) return;
  for (const char* table : {"t_order", "t_order_item", "t_config", "t_single"}) {
    if (!random.percent(60)) continue;
    std::vector<const ViewOfTable*> choices;
    for (const ViewOfTable& view : kViews) {
      if (std::string(view.table) == table) choices.push_back(&view);
    }
    const ViewOfTable& view = *choices[random.below(choices.size())];
    if (!replace_word(statement.sql, table, name_of(view))) continue;
    replace_word(statement.unlimited_sql, table, name_of(view));
    statement.constructs.insert("(view)");
    statement.constructs.insert(std::string("(view ") + name_of(view) + ")");
    if (!view.mergeable) statement.constructs.insert("(view of its own rows)");
  }
}

void write_through_views(Random& random, Statement& statement) {
  if (!statement.is_write || !statement.plain_sql.empty()) return;
  std::string& sql = statement.sql;
  for (const std::string table : {"t_order", "t_order_item"}) {
    for (const char* before : {"UPDATE ", "UPDATE IGNORE ", "DELETE FROM ", "INSERT INTO ",
                               "INSERT IGNORE INTO ", "REPLACE INTO "}) {
      const std::string begin = before + table + ' ';
      if (!sql.starts_with(begin)) continue;
      // A name that qualifies columns would be another one, and these are refused.
      if (sql.find(table + '.') != std::string::npos) return;
      for (const char* other : {"RETURNING", " AS new", " JOIN "}) {
        if (sql.find(other) != std::string::npos) return;
      }
      const std::string_view next = std::string_view(sql).substr(begin.size());
      const bool plain = next.starts_with("SET ") || next.starts_with("WHERE ") || next.starts_with("(") ||
                         next.starts_with("VALUES") || next.starts_with("SELECT ") ||
                         next.starts_with("ORDER ");
      if (!plain) return;
      std::vector<std::string> choices;
      if (table == "t_order_item") {
        choices = {"v_order_item"};
      } else {
        choices = {"v_order", "v_order_named", "v_order_above"};
      }
      const std::string& view = choices[random.below(choices.size())];
      sql.replace(begin.size() - table.size() - 1, table.size(), view);
      statement.constructs.insert("(written view)");
      return;
    }
  }
}

}  // namespace mallshard::test
