// SQLite's rows as MySQL's: by the result's types, in text or binary.
#pragma once

#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "embedded/sqlite_database.h"
#include "embedded/translator.h"
#include "wire/column_definition.h"
#include "wire/local_result.h"

namespace mallshard::embedded {

// The column definitions of a result for a client whose results are in
// `charset` under the collation `collation_id`; an empty charset: each column
// in its own. Views point into `columns`.
std::vector<wire::ColumnDefinition> define_columns(const std::vector<ResultColumn>& columns,
                                                   std::string_view charset, std::uint16_t collation_id);

class RowEncoder {
 public:
  // `columns` outlives the encoder.
  RowEncoder(const std::vector<ResultColumn>& columns, std::string charset, wire::RowFormat format);

  // Appends the payload of the statement's present row.
  Result<void> encode(const Statement& statement, ByteBuffer& out);

  // The value as MySQL shows it; false: NULL.
  bool show(const Statement& statement, int column, const Type& type, std::string& text) const;

 private:
  const std::vector<ResultColumn>& columns_;
  std::string charset_;
  wire::RowFormat format_;
  std::string text_;
  ByteBuffer value_;
};

}  // namespace mallshard::embedded
