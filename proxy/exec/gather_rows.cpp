#include "exec/gather_rows.h"

#include <algorithm>
#include <optional>

#include "plan/gather_form.h"
#include "wire/row_text.h"

namespace mallshard::exec {
namespace {

// Far below max_allowed_packet's smallest default (16 MiB), and large enough
// that a round trip does not count. One row may make a batch longer.
constexpr std::size_t kBatch = std::size_t{1} << 20;

}  // namespace

GatherRows::GatherRows(std::span<const plan::GatherTable> tables, Bounds bounds)
    : tables_(tables), bounds_(bounds), batches_(tables.size()) {}

Error GatherRows::past(std::size_t table, const char* what, const char* property, std::size_t limit) const {
  return {1104, "42000",
          "The statement needs more than " + std::to_string(limit) + " " + what +
              " brought together from several data sources (table '" + tables_[table].logical_table +
              "' among them): narrow it with conditions, or raise " + property + " in server.yaml"};
}

Error GatherRows::unexpected(std::size_t table) const {
  return Error::unknown("a data source answered table '" + tables_[table].logical_table +
                        "' with values that were not asked for");
}

Result<void> GatherRows::add(std::size_t table, ByteView row) {
  if (++rows_ > bounds_.rows) return past(table, "rows", "gather.max.rows", bounds_.rows);
  bytes_ += row.size();
  if (bytes_ > bounds_.bytes) return past(table, "bytes", "gather.max.bytes", bounds_.bytes);

  std::string& batch = batches_[table];
  if (batch.empty()) {
    batch = tables_[table].insert;
    batch += ' ';
  } else {
    batch += ',';
  }
  wire::TextRowReader fields(row);
  char before = '(';
  for (const plan::GatherForm form : tables_[table].forms) {
    batch += before;
    before = ',';
    const wire::FieldView field = fields.next();
    if (!field) {
      batch += "NULL";
    } else if (!plan::append_literal(form, *field, batch)) {
      return unexpected(table);
    }
  }
  if (!fields.ok() || fields.more()) return unexpected(table);
  batch += before == '(' ? "()" : ")";
  full_ = full_ || batch.size() >= kBatch;
  return {};
}

std::optional<GatherRows::Batch> GatherRows::take(bool last) {
  const auto largest = std::max_element(batches_.begin(), batches_.end(),
                                        [](const auto& a, const auto& b) { return a.size() < b.size(); });
  if (largest == batches_.end() || (!last && largest->size() < kBatch)) return std::nullopt;
  if (largest->empty()) return std::nullopt;
  Batch batch{static_cast<std::size_t>(largest - batches_.begin()), {}};
  batch.sql.swap(*largest);
  full_ = std::any_of(batches_.begin(), batches_.end(),
                      [](const std::string& each) { return each.size() >= kBatch; });
  return batch;
}

}  // namespace mallshard::exec
