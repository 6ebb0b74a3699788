// What the session's temporary tables look like. No other session sees them, and
// information_schema does not have them: a statement that names one beside tables
// with a rule asks the connection that holds it first.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "rule/table_metadata.h"
#include "sqlparse/flavour.h"
#include "wire/local_result.h"

namespace mallshard::session {

class TemporaryTables {
 public:
  [[nodiscard]] bool knows(std::string_view schema, std::string_view table) const;
  // Answers of SHOW CREATE TABLE and SHOW FULL COLUMNS; of neither: that nobody
  // could say.
  void note(std::string_view schema, std::string_view table, const wire::LocalResult& created,
            const wire::LocalResult& columns, const sqlparse::LexOptions& options);
  void forget(std::string_view schema, std::string_view table);
  void clear() { *this = {}; }
  // `base` with them, which hide what it has of their names. Valid until the next
  // call of any of these.
  [[nodiscard]] const rule::MetadataView& over(const rule::MetadataView& base);

 private:
  static std::string key_of(std::string_view schema, std::string_view table);

  std::map<std::string, rule::TablePtr> tables_;  // null: nobody could say
  rule::MetadataView view_;
  std::uint64_t base_ = 0;  // its generation, of view_; 0: none
};

}  // namespace mallshard::session
