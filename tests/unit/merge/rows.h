// Column definitions and rows for the tests of this folder, and a driver that
// feeds a Merger as an executor would.
#pragma once

#include <algorithm>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "merge/merger.h"
#include "wire/binary_value.h"
#include "wire/column_definition.h"
#include "wire/row_binary.h"
#include "wire/row_text.h"

namespace mallshard::merge::test {

using wire::ColumnType;
using Cells = std::vector<std::optional<std::string>>;  // as the text protocol shows them

struct ColumnSpec {
  std::string name = "c";
  ColumnType type = ColumnType::LongLong;
  std::uint16_t flags = 0;
  std::uint8_t decimals = 0;
  std::uint16_t collation = wire::kBinaryCollation;
  std::uint32_t length = 20;
};

inline ColumnSpec integer(std::string name = "i") {
  return {std::move(name)};
}
inline ColumnSpec decimal(std::uint8_t scale, std::string name = "d") {
  return {std::move(name), ColumnType::NewDecimal, 0, scale};
}
inline ColumnSpec text(std::string name = "s") {
  return {std::move(name), ColumnType::VarString, 0, 0, 45, 80};
}
inline ColumnSpec weight(std::string name = "w") {
  return {std::move(name), ColumnType::VarString};
}

inline std::vector<ByteBuffer> definitions(const std::vector<ColumnSpec>& columns) {
  std::vector<ByteBuffer> payloads;
  for (const ColumnSpec& column : columns) {
    wire::ColumnDefinition definition;
    definition.name = column.name;
    definition.type = column.type;
    definition.flags = column.flags;
    definition.decimals = column.decimals;
    definition.collation = column.collation;
    definition.length = column.length;
    wire::encode_column_definition(definition, payloads.emplace_back());
  }
  return payloads;
}

inline Result<void> describe_source(Merger& merger, std::size_t source,
                                    const std::vector<ColumnSpec>& columns) {
  std::vector<ByteBuffer> payloads = definitions(columns);
  std::vector<ByteView> views(payloads.begin(), payloads.end());
  return merger.on_columns(source, views);
}

inline ByteBuffer encode(const std::vector<ColumnSpec>& columns, const Cells& cells, Protocol protocol) {
  ByteBuffer row;
  if (protocol == Protocol::Text) {
    wire::TextRowWriter writer(row);
    for (const auto& cell : cells) cell ? writer.field(std::string_view(*cell)) : writer.null();
    return row;
  }
  wire::BinaryRowWriter writer(row, columns.size());
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (!cells[i]) {
      writer.null();
      continue;
    }
    const ColumnSpec& column = columns[i];
    bool is_unsigned = (column.flags & wire::column_flag::kUnsigned) != 0;
    ByteBuffer field;
    if (!wire::append_text_as_binary({column.type, is_unsigned, column.decimals}, *cells[i], field)) continue;
    wire::PacketReader in(field);
    writer.field(column.type, wire::read_binary_field(in, column.type));
  }
  return row;
}

// Shorter than `columns` when hidden columns were dropped.
inline Cells decode(const std::vector<ColumnSpec>& columns, ByteView row, Protocol protocol) {
  Cells cells;
  auto take = [&](const wire::FieldView& field) {
    cells.push_back(field ? std::optional<std::string>(std::string(*field)) : std::nullopt);
  };
  if (protocol == Protocol::Text) {
    wire::TextRowReader reader(row);
    while (reader.more()) take(reader.next());
    return cells;
  }
  std::vector<ColumnType> types;
  for (const ColumnSpec& column : columns) types.push_back(column.type);
  wire::BinaryRowReader reader(row, types);
  while (reader.more()) {
    const ColumnSpec& column = columns[cells.size()];
    wire::FieldView field = reader.next();
    if (!field) {
      cells.emplace_back();
      continue;
    }
    bool is_unsigned = (column.flags & wire::column_flag::kUnsigned) != 0;
    ByteBuffer shown;
    (void)wire::append_binary_as_text({column.type, is_unsigned, column.decimals}, as_bytes(*field), shown);
    cells.emplace_back(std::string(as_text(shown)));
  }
  return cells;
}

// Runs a merge to its end. Sources are read only when asked for, `burst` rows
// at a time.
struct Feed {
  std::vector<ColumnSpec> columns;
  std::vector<std::vector<Cells>> sources{};
  Spec spec{};
  Limit limit{};
  Protocol protocol = Protocol::Text;
  Bounds bounds{};
  std::size_t burst = 1;

  std::optional<Error> error{};     // set by run()
  std::vector<std::size_t> read{};  // rows taken from each source
  std::vector<Cells> rows{};

  const std::vector<Cells>& run() {
    Merger merger(std::make_shared<const Spec>(spec), limit, sources.size(), protocol, bounds);
    read.assign(sources.size(), 0);
    rows.clear();
    error.reset();
    for (std::size_t i = 0; i < sources.size(); ++i) {
      if (!describe_source(merger, i, columns)) return fail(merger);
    }
    std::vector<ColumnSpec> visible(columns.begin(), columns.end() - spec.drop_last);
    for (;;) {
      Merger::Step step = merger.next();
      if (step.kind == Merger::Step::Kind::End) return rows;
      if (step.kind == Merger::Step::Kind::Failed) return fail(merger);
      if (step.kind == Merger::Step::Kind::Row) {
        rows.push_back(decode(visible, step.row, protocol));
        continue;
      }
      if (!give(merger, step.source)) return fail(merger);
    }
  }

 private:
  bool give(Merger& merger, std::size_t source) {
    for (std::size_t i = 0; i < burst && read[source] < sources[source].size(); ++i) {
      if (!merger.on_row(source, encode(columns, sources[source][read[source]++], protocol))) return false;
    }
    if (read[source] == sources[source].size()) merger.on_end(source);
    return true;
  }
  const std::vector<Cells>& fail(const Merger& merger) {
    error = merger.error();
    return rows;
  }
};

}  // namespace mallshard::merge::test
