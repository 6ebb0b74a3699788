// One client result set out of N targets' row packets.
//
//   Merger merger(spec, limit, 2, Protocol::Text);
//   merger.on_columns(0, definitions);  merger.on_columns(1, definitions);
//   for (i < merger.visible_columns()) send(merger.visible_definition(i));
//   for (;;) {
//     Merger::Step step = merger.next();
//     NeedSource: read from step.source alone, call on_row()s, or on_end()
//     Row:        forward step.row (a row packet's payload)
//     End:        no more rows; what sources still hold is to be discarded
//     Failed:     merger.error()
//   }
//
// Streams: memory is the rows read ahead, one row per source at least, except
// for Spec::sort. Not thread-safe. No exceptions but std::bad_alloc.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/error.h"
#include "base/result.h"
#include "merge/bounds.h"
#include "merge/row.h"
#include "merge/spec.h"

namespace mallshard::merge {

class Merger {
 public:
  // `sources` counts the targets, in the order of Dispatch::targets: two tables
  // of one server are two sources.
  Merger(std::shared_ptr<const Spec> spec, Limit limit, std::size_t sources, Protocol protocol,
         Bounds bounds = {});
  ~Merger();
  Merger(const Merger&) = delete;
  Merger& operator=(const Merger&) = delete;

  // The column definition packets' payloads of one source; copied as needed.
  // Sources must agree in number, type, sign, scale and character set, or the
  // error names the difference (the tables have drifted apart); display length
  // is widened and NOT NULL weakened to what holds for all. Another number of
  // columns than Spec::columns: 1105, the metadata is out of date.
  // Before the first on_row() of that source.
  Result<void> on_columns(std::size_t source, std::span<const ByteView> definitions);
  // on_columns() was called for every source: definitions will not change any more.
  [[nodiscard]] bool columns_complete() const;

  // The columns the client sees: those of the first source that came, without
  // the hidden ones. After the first on_columns().
  [[nodiscard]] std::size_t visible_columns() const;
  // Payload of a ColumnDefinition41 packet; valid until the next on_columns().
  [[nodiscard]] ByteView visible_definition(std::size_t column) const;

  // Copies one row packet's payload. Errors: a malformed row, more than
  // Bounds::bytes buffered. After an error next() answers Failed.
  Result<void> on_row(std::size_t source, ByteView row);
  // The source has sent its last row.
  void on_end(std::size_t source);

  // Enough of this source is buffered: stop reading it until NeedSource asks.
  [[nodiscard]] bool full(std::size_t source) const;
  [[nodiscard]] std::size_t buffered_bytes() const;

  struct Step {
    enum class Kind : std::uint8_t { NeedSource, Row, End, Failed } kind;
    std::size_t source = 0;  // NeedSource
    ByteView row;            // Row: valid until the next non-const call
  };
  // End never comes before the columns of one source at least.
  [[nodiscard]] Step next();

  // After Failed, or a failed on_columns() or on_row().
  [[nodiscard]] const Error& error() const;

 private:
  [[nodiscard]] Step before_columns();

  struct Body;
  std::unique_ptr<Body> body_;
};

}  // namespace mallshard::merge
