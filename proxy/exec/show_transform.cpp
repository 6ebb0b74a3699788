#include "exec/show_transform.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>

#include "exec/like_pattern.h"
#include "exec/rename_ddl.h"
#include "exec/rename_message.h"
#include "exec/rename_name.h"
#include "wire/binary_value.h"
#include "wire/column_definition.h"
#include "wire/row_binary.h"
#include "wire/row_text.h"

namespace mallshard::exec {
namespace {

using Cells = wire::LocalRow;

// The health check's own table.
constexpr std::string_view kHeartbeatTable = "mallshard_heartbeat";
constexpr std::string_view kTablesHeader = "Tables_in_";

struct Columns {
  std::vector<wire::ColumnDefinition> definitions;  // views into the payloads
  std::vector<wire::ColumnType> types;

  [[nodiscard]] wire::ValueFormat format(std::size_t column) const {
    const wire::ColumnDefinition& definition = definitions[column];
    return {definition.type, definition.is_unsigned(), definition.decimals};
  }
  [[nodiscard]] std::optional<std::size_t> find(std::string_view name) const {
    for (std::size_t i = 0; i < definitions.size(); ++i) {
      if (equals_ignore_case(definitions[i].name, name)) return i;
    }
    return std::nullopt;
  }
};

Result<Columns> decode_columns(const std::vector<ByteBuffer>& payloads) {
  Columns columns;
  for (const ByteBuffer& payload : payloads) {
    Result<wire::ColumnDefinition> definition = wire::decode_column_definition(payload);
    if (!definition) return definition.error();
    columns.definitions.push_back(*definition);
    columns.types.push_back(definition->type);
  }
  return columns;
}

Result<Cells> decode_text(ByteView row, std::size_t columns) {
  Cells cells;
  wire::TextRowReader reader(row);
  while (reader.more()) {
    wire::FieldView field = reader.next();
    cells.push_back(field ? std::optional<std::string>(*field) : std::nullopt);
  }
  if (!reader.ok() || cells.size() != columns) return Error::malformed_packet();
  return cells;
}

Result<Cells> decode_binary(ByteView row, const Columns& columns) {
  Cells cells;
  wire::BinaryRowReader reader(row, columns.types);
  while (reader.more()) {
    wire::FieldView field = reader.next();
    if (!field) {
      cells.emplace_back();
      continue;
    }
    ByteBuffer shown;
    auto printed = wire::append_binary_as_text(columns.format(cells.size()), as_bytes(*field), shown);
    if (!printed) return printed.error();
    cells.emplace_back(std::string(as_text(shown)));
  }
  if (!reader.ok() || cells.size() != columns.types.size()) return Error::malformed_packet();
  return cells;
}

Result<Cells> decode(ByteView row, const Columns& columns, wire::RowFormat format) {
  return format == wire::RowFormat::Text ? decode_text(row, columns.types.size())
                                         : decode_binary(row, columns);
}

Result<ByteBuffer> encode(const Cells& cells, const Columns& columns, wire::RowFormat format) {
  ByteBuffer row;
  if (format == wire::RowFormat::Text) {
    wire::TextRowWriter writer(row);
    for (const auto& cell : cells) cell ? writer.field(std::string_view(*cell)) : writer.null();
    return row;
  }
  wire::BinaryRowWriter writer(row, columns.types.size());
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (!cells[i]) {
      writer.null();
      continue;
    }
    ByteBuffer field;
    if (auto made = wire::append_text_as_binary(columns.format(i), *cells[i], field); !made)
      return made.error();
    wire::PacketReader in(field);
    writer.field(columns.types[i], wire::read_binary_field(in, columns.types[i]));
  }
  return row;
}

// ---- SHOW TABLES, SHOW TABLE STATUS ----

std::uint64_t number(const std::optional<std::string>& cell) {
  std::uint64_t value = 0;
  if (cell) std::from_chars(cell->data(), cell->data() + cell->size(), value);
  return value;
}

// SHOW TABLE STATUS of several actual tables as of one: sizes add up, the rest
// is the first one's.
class StatusSum {
 public:
  explicit StatusSum(const Columns& columns)
      : rows_(columns.find("Rows")),
        average_(columns.find("Avg_row_length")),
        data_(columns.find("Data_length")),
        auto_increment_(columns.find("Auto_increment")),
        updated_(columns.find("Update_time")) {
    for (std::string_view name : {"Rows", "Data_length", "Index_length", "Data_free"}) {
      if (auto column = columns.find(name)) summed_.push_back(*column);
    }
  }

  [[nodiscard]] bool applies() const { return rows_ && average_ && data_; }

  void add(Cells& total, const Cells& part) const {
    for (std::size_t column : summed_) {
      if (total[column] || part[column])
        total[column] = std::to_string(number(total[column]) + number(part[column]));
    }
    std::uint64_t rows = number(total[*rows_]);
    if (rows > 0) total[*average_] = std::to_string(number(total[*data_]) / rows);
    if (auto_increment_ && number(part[*auto_increment_]) > number(total[*auto_increment_])) {
      total[*auto_increment_] = part[*auto_increment_];
    }
    // Of one layout: the later one is greater as text too.
    if (updated_ && part[*updated_] && part[*updated_] > total[*updated_]) total[*updated_] = part[*updated_];
  }

 private:
  std::optional<std::size_t> rows_, average_, data_, auto_increment_, updated_;
  std::vector<std::size_t> summed_;
};

// Physical rows by logical table, in the order the servers list names: by bytes.
using TableRows = std::map<std::string, Cells>;

class TableFolder {
 public:
  TableFolder(const plan::Naming& naming, std::string pattern, const Columns& columns)
      : pattern_(std::move(pattern)), status_(columns) {
    for (const plan::Rename& rename : naming.tables)
      logical_.emplace(rename.actual_table, rename.logical_table);
  }

  void add(Cells cells) {
    if (cells.empty() || !cells[0] || *cells[0] == kHeartbeatTable) return;
    auto renamed = logical_.find(*cells[0]);
    std::string name = renamed == logical_.end() ? *cells[0] : std::string(renamed->second);
    if (!pattern_.empty() && !like_name(name, pattern_)) return;
    bool is_part = name != *cells[0];
    cells[0] = name;
    auto [at, first] = rows_.try_emplace(std::move(name), cells);
    if (!first && is_part && status_.applies()) status_.add(at->second, cells);
  }

  [[nodiscard]] const TableRows& rows() const { return rows_; }

 private:
  std::string pattern_;
  StatusSum status_;
  std::unordered_map<std::string_view, std::string_view> logical_;
  TableRows rows_;
};

void rename_header(Columns& columns, const plan::Dispatch& dispatch, std::string& header,
                   ByteBuffer& payload) {
  wire::ColumnDefinition& first = columns.definitions.front();
  if (!first.name.starts_with(kTablesHeader) || dispatch.naming->logical_schema.empty()) return;
  header = std::string(kTablesHeader) + dispatch.naming->logical_schema;
  if (dispatch.show_like) header += " (" + *dispatch.show_like + ")";
  wire::ColumnDefinition renamed = first;
  renamed.name = header;
  if (renamed.org_name.starts_with(kTablesHeader)) renamed.org_name = header;
  ByteBuffer encoded;
  wire::encode_column_definition(renamed, encoded);
  payload = std::move(encoded);
}

Result<ShownResult> show_tables(const plan::Dispatch& dispatch, Columns& columns, ShownResult shown,
                                wire::RowFormat format) {
  TableFolder folder(*dispatch.naming, dispatch.show_like.value_or(std::string()), columns);
  for (const ByteBuffer& row : shown.rows) {
    Result<Cells> cells = decode(row, columns, format);
    if (!cells) return cells.error();
    folder.add(std::move(*cells));
  }
  shown.rows.clear();
  for (const auto& [name, cells] : folder.rows()) {
    Result<ByteBuffer> row = encode(cells, columns, format);
    if (!row) return row.error();
    shown.rows.push_back(std::move(*row));
  }
  std::string header;
  rename_header(columns, dispatch, header, shown.columns.front());
  return shown;
}

// ---- SHOW CREATE TABLE, SHOW INDEX, ... ----

void rename_cells(plan::Show show, bool is_view, const plan::Naming& naming, Cells& cells) {
  if (cells[0]) cells[0] = rename_qualified_table(*cells[0], naming);
  if (show == plan::Show::CreateTable && cells.size() > 1 && cells[1])
    cells[1] = is_view ? rename_view(*cells[1], naming) : rename_ddl(*cells[1], naming);
}

Result<ShownResult> show_renamed(plan::Show show, const plan::Naming& naming, const Columns& columns,
                                 ShownResult shown, wire::RowFormat format) {
  for (ByteBuffer& row : shown.rows) {
    Result<Cells> cells = decode(row, columns, format);
    if (!cells) return cells.error();
    rename_cells(show, columns.definitions.front().name == "View", naming, *cells);
    Result<ByteBuffer> renamed = encode(*cells, columns, format);
    if (!renamed) return renamed.error();
    row = std::move(*renamed);
  }
  return shown;
}

// ---- ANALYZE TABLE and its like ----

constexpr std::size_t kChecksumColumns = 2;  // Table, Checksum
constexpr std::size_t kReportColumns = 4;    // Table, Op, Msg_type, Msg_text

// CHECKSUM TABLE adds the rows' own sums up, in 32 bits: so do the parts of a table.
void add_checksum(Cells& total, const Cells& part) {
  if (total[1] && part[1]) {
    total[1] = std::to_string((number(total[1]) + number(part[1])) & 0xffffffffU);
  } else {
    total[1].reset();
  }
}

// Parts say the same of themselves; what one of them alone says is said of the
// table, and then it is not in order.
void add_report(std::vector<Cells>& reports, Cells report, const plan::Naming& naming) {
  constexpr std::uint16_t kNoSuchTable = 1146;
  constexpr std::uint16_t kWrongObject = 1347;
  if (report[3]) {
    const bool missing = report[3]->starts_with("Table '");
    report[3] = rename_message(missing ? kNoSuchTable : kWrongObject, *report[3], naming);
  }
  if (std::find(reports.begin(), reports.end(), report) == reports.end())
    reports.push_back(std::move(report));
}

bool is_status(const Cells& report) {
  return report[2] && equals_ignore_case(*report[2], "status");
}

void settle_reports(std::vector<Cells>& reports) {
  std::stable_partition(reports.begin(), reports.end(), [](const Cells& each) { return !is_status(each); });
  const bool failed = std::any_of(reports.begin(), reports.end(), [](const Cells& each) {
    return (each[2] && equals_ignore_case(*each[2], "error")) ||
           (is_status(each) && (each[3] == "Operation failed" || each[3] == "Corrupt"));
  });
  if (failed) std::erase_if(reports, [](const Cells& each) { return is_status(each) && each[3] == "OK"; });
}

Result<ShownResult> show_maintenance(const plan::Naming& naming, const Columns& columns, ShownResult shown,
                                     wire::RowFormat format) {
  std::vector<std::pair<std::string, std::vector<Cells>>> tables;
  for (const plan::Rename& rename : naming.tables) {
    const std::string name = naming.logical_schema + "." + rename.logical_table;
    if (tables.empty() || tables.back().first != name) tables.emplace_back(name, std::vector<Cells>{});
  }
  for (const ByteBuffer& row : shown.rows) {
    Result<Cells> cells = decode(row, columns, format);
    if (!cells) return cells.error();
    const std::string name = rename_qualified_table((*cells)[0].value_or(""), naming);
    (*cells)[0] = name;
    auto at =
        std::find_if(tables.begin(), tables.end(), [&](const auto& each) { return each.first == name; });
    if (at == tables.end()) at = tables.insert(tables.end(), {name, {}});
    if (cells->size() == kChecksumColumns && !at->second.empty()) {
      add_checksum(at->second.front(), *cells);
    } else if (cells->size() == kReportColumns) {
      add_report(at->second, std::move(*cells), naming);
    } else {
      at->second.push_back(std::move(*cells));
    }
  }
  shown.rows.clear();
  for (auto& [name, reports] : tables) {
    if (columns.types.size() == kReportColumns) settle_reports(reports);
    for (const Cells& cells : reports) {
      Result<ByteBuffer> row = encode(cells, columns, format);
      if (!row) return row.error();
      shown.rows.push_back(std::move(*row));
    }
  }
  return shown;
}

wire::LocalColumn local_column(const wire::ColumnDefinition& definition) {
  wire::LocalColumn column;
  column.name = std::string(definition.name);
  column.type = definition.type;
  column.flags = definition.flags;
  column.collation = definition.collation;
  column.length = definition.length;
  column.decimals = definition.decimals;
  column.schema = std::string(definition.schema);
  column.table = std::string(definition.table);
  column.org_table = std::string(definition.org_table);
  column.org_name = std::string(definition.org_name);
  return column;
}

}  // namespace

Result<ShownResult> show_transform(plan::Show show, const plan::Dispatch& dispatch,
                                   std::vector<ByteBuffer>& columns, std::vector<ByteBuffer>& rows,
                                   wire::RowFormat format) {
  ShownResult shown{std::move(columns), std::move(rows)};
  const bool as_it_is = show == plan::Show::None || show == plan::Show::Status;
  if (as_it_is || dispatch.naming == nullptr || shown.columns.empty()) return shown;
  // The definitions' views stay valid: a moved vector keeps its elements.
  Result<Columns> decoded = decode_columns(shown.columns);
  if (!decoded) return decoded.error();
  if (show == plan::Show::TableNames) return show_tables(dispatch, *decoded, std::move(shown), format);
  if (show == plan::Show::Maintenance)
    return show_maintenance(*dispatch.naming, *decoded, std::move(shown), format);
  return show_renamed(show, *dispatch.naming, *decoded, std::move(shown), format);
}

Result<ShownResult> show_client_tls(ShownResult shown, const ClientView& client, wire::RowFormat format) {
  Result<Columns> columns = decode_columns(shown.columns);
  if (!columns) return columns.error();
  for (ByteBuffer& row : shown.rows) {
    Result<Cells> cells = decode(row, *columns, format);
    if (!cells) return cells.error();
    if (cells->size() != 2 || !(*cells)[0]) continue;
    const bool is_cipher = equals_ignore_case(*(*cells)[0], "Ssl_cipher");
    if (!is_cipher && !equals_ignore_case(*(*cells)[0], "Ssl_version")) continue;
    (*cells)[1] = is_cipher ? client.tls_cipher : client.tls_version;
    Result<ByteBuffer> told = encode(*cells, *columns, format);
    if (!told) return told.error();
    row = std::move(*told);
  }
  return shown;
}

wire::LocalResult capture_result(const std::vector<ByteBuffer>& columns,
                                 const std::vector<ByteBuffer>& rows) {
  wire::LocalResult result;
  for (const ByteBuffer& payload : columns) {
    Result<wire::ColumnDefinition> definition = wire::decode_column_definition(payload);
    if (!definition) return {};
    result.columns.push_back(local_column(*definition));
  }
  for (const ByteBuffer& row : rows) {
    Result<Cells> cells = decode_text(row, columns.size());
    if (!cells) return {};
    result.rows.push_back(std::move(*cells));
  }
  return result;
}

}  // namespace mallshard::exec
