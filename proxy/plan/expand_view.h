// The definition of one view as text in a client's statement, with the
// definitions of the views that it names in their places.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "plan/view_text.h"
#include "plan/views.h"

namespace mallshard::plan {

struct ViewText {
  std::string query;  // without parentheses
  ViewOrder order;
  bool one_table = false;  // its FROM, and that of the views below, names one
};

class ViewExpander {
 public:
  // `client`: how the client's statement is lexed. `all`: views that one source
  // could answer are expanded too.
  ViewExpander(const Context& context, const sqlparse::LexOptions& client, bool all)
      : context_(context), client_(client), all_(all) {}

  // `lock` is put behind it, and behind the views in it: FOR UPDATE, or nothing.
  [[nodiscard]] Result<ViewText> expand(const rule::TableMetadata& view, const rule::Schema& schema,
                                        std::string_view lock);
  // Whether a mention of this name is to be replaced.
  [[nodiscard]] bool replaces(const rule::TableMetadata& table, const rule::Schema& schema) const;

  // Everything that was looked at, once: views, tables.
  [[nodiscard]] const std::vector<rule::TablePtr>& tables() const { return tables_; }
  // What must be loaded before expand() can say more than its error.
  [[nodiscard]] const NeedTables& need() const { return need_; }
  void note(const rule::TablePtr& table);
  void ask_for(const NeedTables& more);

 private:
  struct Level;
  static bool has_lost_column(const Level& level);
  Result<void> place_tables(Level& level);
  Result<void> place_table(Level& level, const sqlparse::TableName& table);

  const Context& context_;
  const sqlparse::LexOptions& client_;
  const bool all_;
  int depth_ = 0;
  std::vector<rule::TablePtr> tables_;
  NeedTables need_;
};

// Where each mention of a table stands.
struct MentionPlace {
  const sqlparse::Query* query = nullptr;    // the nearest; null in UPDATE and DELETE
  const sqlparse::Select* select = nullptr;  // whose FROM it is in; null for TABLE t
  const sqlparse::TableQuery* table_query = nullptr;
  bool at_top = false;  // its columns may be the statement's own
};
[[nodiscard]] MentionPlace place_of(const sqlparse::Statement& statement, const sqlparse::TableName& table);

// Whether a server names the view, not its tables, as the origin of columns: it
// does unless it sorts or groups over a temporary table (which it does not know
// while it prepares). `simple`: a view that
// merges and has one table.
[[nodiscard]] bool keeps_view_columns(const sqlparse::TableName& table, const MentionPlace& place,
                                      bool simple);

// The splices that put `text` in the place of a mention: with its ORDER BY
// where the mention is all that a query without order reads.
void splice_mention(const sqlparse::TableName& table, const MentionPlace& place,
                    const sqlparse::TokenView& tokens, const ViewText& text,
                    std::vector<ViewSplice>& splices);

[[nodiscard]] Error invalid_view(const rule::TableMetadata& view);  // 1356

}  // namespace mallshard::plan
