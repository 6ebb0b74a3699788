#include "sqlparse/value_rows.h"

#include <cassert>

#include "sqlparse/parser_run.h"

namespace mallshard::sqlparse {

ValueRowReader::ValueRowReader(std::span<const ValueRow> rows, const TokenView& tokens)
    : rows_(rows), run_(std::make_unique<ParserRun>(tokens, arena_, ParseOptions{})) {}

ValueRowReader::~ValueRowReader() = default;

const Row* ValueRowReader::next() {
  if (at_ == rows_.size()) return nullptr;
  const ValueRow& row = rows_[at_++];
  if (row.nodes != nullptr) return row.nodes;
  arena_.reset();
  const Row* made = run_->row_again(row);
  assert(made != nullptr);  // it has been read once
  return made;
}

}  // namespace mallshard::sqlparse
