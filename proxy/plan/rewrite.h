// What changes in the client's bytes, by token index, and the writer that
// applies it (DESIGN decision 4). Everything else goes through as it came.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "plan/planner.h"
#include "plan/session_value.h"
#include "plan/value_ref.h"
#include "rule/sharded_table.h"

namespace mallshard::plan {

class Rewrite;

struct Splice {
  enum class Kind : std::uint8_t {
    Text,         // `text`
    ActualTable,  // name of the actual table of mention `index`, then `text`
    Session,      // literal of SessionValue(index)
    Copy,         // `text`, then tokens copy_first..copy_last as rewritten, then `text_after`;
                  // rewritten by `copy_by` if there is one
    Name,         // AS `bytes of tokens copy_first..copy_last`: a column keeps its name
    LimitRows,    // offset + count of the statement's LIMIT
    LimitOffset,  // 0; of LIMIT 0, the client's own: a server then types its columns alike
  };
  std::uint32_t first = 0;
  std::uint32_t last = 0;
  // Inserted after token `first`, instead of replacing first..last.
  bool insert = false;
  Kind kind = Kind::Text;
  std::uint32_t index = 0;
  bool is_select_item = false;  // Session: the whole item of a select list
  std::uint32_t copy_first = 0;
  std::uint32_t copy_last = 0;
  std::string text;
  std::string text_after;
  std::shared_ptr<const Rewrite> copy_by;
};

// The sharded tables that ActualTable splices name; where each is, is an
// execution's matter.
struct ActualName {
  const rule::ShardedTable* table = nullptr;
  std::uint32_t route_class = 0;
  char quote = 0;  // as the client spelled the name: ` or " or none
};

// Splices in the order of the text. Build with add(), then sort() once.
class Rewrite {
 public:
  void replace(std::uint32_t first, std::uint32_t last, std::string text);
  void remove(std::uint32_t first, std::uint32_t last) { replace(first, last, {}); }
  // Removes first..last with every splice among them.
  void cut(std::uint32_t first, std::uint32_t last);
  void insert_after(std::uint32_t token, std::string text);
  void insert_copy_after(std::uint32_t token, std::string before, std::uint32_t first, std::uint32_t last,
                         std::string after, std::shared_ptr<const Rewrite> by = nullptr);
  void name_after(std::uint32_t token, std::uint32_t first, std::uint32_t last);
  void replace_by_table(std::uint32_t first, std::uint32_t last, std::uint32_t name, std::string after = {});
  void replace_by_session(std::uint32_t first, std::uint32_t last, SessionValue value, bool is_select_item);
  void replace_by_limit(std::uint32_t first, std::uint32_t last);
  void replace_by_limit_offset(std::uint32_t first, std::uint32_t last);
  void sort();

  [[nodiscard]] std::span<const Splice> splices() const { return splices_; }
  // Whether something inside first..last changes.
  [[nodiscard]] bool touches(std::uint32_t first, std::uint32_t last) const;

 private:
  std::vector<Splice> splices_;
};

// One execution's view while it writes.
struct WriteContext {
  const Execution* execution = nullptr;
  std::span<const ActualName> names;
  std::span<const std::uint32_t> nodes;             // by route class
  std::span<const std::uint32_t> parameter_tokens;  // of every `?`, ascending; prepared only
  std::uint64_t limit_rows = 0;
  bool limit_is_parameter = false;  // prepared: `?` with an own value
};

// Appends tokens first..last with their splices; with the text between them,
// but none before or after. `parameters` (prepared executions) gets what each
// `?` of the output means.
void write_tokens(const Rewrite& rewrite, const WriteContext& context, std::uint32_t first,
                  std::uint32_t last, std::string& out, std::vector<Parameter>* parameters);
// The whole statement, from its first byte to its last.
void write_statement(const Rewrite& rewrite, const WriteContext& context, std::string& out,
                     std::vector<Parameter>* parameters);

// `name`, quoted if it must be or if the client's spelling was.
void append_name(std::string_view name, char quote, std::string& out);
// How a name token is spelled: ` or " or 0.
[[nodiscard]] char quote_of(std::string_view spelling);
[[nodiscard]] std::string quoted(std::string_view name, char quote);

}  // namespace mallshard::plan
