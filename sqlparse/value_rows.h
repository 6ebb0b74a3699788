// Reading the rows of INSERT ... VALUES.
//
//   ValueRowReader reader(statement.rows, tokens);
//   while (const Row* row = reader.next()) { ... row->items ... }
#pragma once

#include <cstddef>
#include <memory>
#include <span>

#include "sqlparse/arena.h"
#include "sqlparse/ast_insert.h"

namespace mallshard::sqlparse {

class ParserRun;

class ValueRowReader {
 public:
  // Of a statement that was parsed from `tokens`; both must outlive the reader.
  ValueRowReader(std::span<const ValueRow> rows, const TokenView& tokens);
  ~ValueRowReader();
  ValueRowReader(const ValueRowReader&) = delete;
  ValueRowReader& operator=(const ValueRowReader&) = delete;

  // The next row; nullptr behind the last. The nodes of a plain row last until
  // the following call, whatever they say of an arena elsewhere.
  const Row* next();

 private:
  std::span<const ValueRow> rows_;
  std::size_t at_ = 0;
  Arena arena_{1024};
  std::unique_ptr<ParserRun> run_;
};

}  // namespace mallshard::sqlparse
