#include "plan/load_data.h"

#include <utility>

#include "plan/counter_value.h"
#include "plan/insert_plan.h"
#include "rule/route_table.h"

namespace mallshard::plan {
namespace {

Error cannot_place(const KeyColumn& column, std::uint64_t row, const std::string& why) {
  return {1235, "42000",
          "MallShard cannot place row " + std::to_string(row) + ": the value of sharding column '" +
              column.name + "' " + why};
}

// What the column will hold. A value that a server would change on its way in
// (cut off, round, replace by a default) is refused: it would do so after the
// row has been sent to the shard of what the file says.
Result<Value> stored_key(const LoadData::KeyField& key, const load::Field& field, std::uint64_t row) {
  if (field.missing) return cannot_place(key.column, row, "is missing in the file");
  Value value = field.null ? Value::null() : Value::of_text(field.text);
  if (key.column.is_text && !field.null && field.text.size() > key.length) {
    return cannot_place(key.column, row, "is too long for it");
  }
  Result<Value> stored = coerce_for_store(key.column, std::move(value), static_cast<std::size_t>(row));
  if (stored && key.column.type == rule::ColumnType::Char) {
    std::string& text = stored->text;
    text.resize(text.find_last_not_of(' ') + 1);
  }
  return stored;
}

// NULL, 0 and what a server would make 0 of: an AUTO_INCREMENT column's number
// is asked for. Texts that are no plain number are refused with them.
bool asks_for_number(const load::Field& field) {
  if (field.missing || field.null) return true;
  const std::size_t sign = !field.text.empty() && (field.text[0] == '-' || field.text[0] == '+') ? 1 : 0;
  const std::string_view digits = std::string_view(field.text).substr(sign);
  return digits.empty() || digits.find_first_not_of("0123456789") != std::string_view::npos ||
         digits.find_first_not_of('0') == std::string_view::npos;
}

void append(ByteView bytes, ByteBuffer& out) {
  out.insert(out.end(), bytes.begin(), bytes.end());
}

std::string key_text(const Value& key) {
  if (key.kind == Value::Kind::Text) return key.text;
  return key.kind == Value::Kind::UInt ? std::to_string(key.as_unsigned()) : std::to_string(key.integer);
}

}  // namespace

// The generated key of this row, if it gets one.
Result<std::optional<Value>> LoadData::make_key(const load::RecordReader& reader, std::uint64_t row) const {
  bool makes = prepends_key;
  if (counter) {
    const load::Field& field = reader.fields()[*counter];
    makes = makes || (generates && !field.missing && field.null);
    if (!makes && asks_for_number(field)) {
      Error error = table == nullptr ? Error::not_supported("AUTO_INCREMENT for '" + counter_name +
                                                            "' in LOAD DATA of a broadcast table")
                                     : shard_counts(table->name, counter_name);
      error.message += " (row " + std::to_string(row) + ")";
      return error;
    }
  }
  if (!makes) return std::optional<Value>();
  std::vector<Value> made;
  if (Result<void> done = algo::generate_now(*table->key_generator->generator, 1, made); !done)
    return done.error();
  return std::optional(std::move(made.front()));
}

Result<std::size_t> LoadData::target_of(const load::RecordReader& reader, std::uint64_t row,
                                        const Value* generated) const {
  std::vector<Value> values(keys.size());
  std::vector<const Value*> found(keys.size(), nullptr);
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (generated != nullptr && generated_position == i) {
      found[i] = generated;
    } else if (keys[i]) {
      Result<Value> value = stored_key(*keys[i], reader.fields()[keys[i]->field], row);
      if (!value) return value.error();
      values[i] = std::move(*value);
      found[i] = &values[i];
    } else if (constants[i]) {
      found[i] = &*constants[i];
    }
  }
  const Result<std::uint32_t> node = rule::route_row(*table, found);
  if (!node) return node.error();
  return target_of_node[*node];
}

Result<LoadData::Placed> LoadData::place(const load::RecordReader& reader, std::uint64_t row,
                                         ByteBuffer& out) const {
  const Result<std::optional<Value>> key = make_key(reader, row);
  if (!key) return key.error();
  Placed placed;
  if (table != nullptr) {
    const Result<std::size_t> target = target_of(reader, row, *key ? &**key : nullptr);
    if (!target) return target.error();
    placed.target = *target;
  }
  const load::Record& record = reader.record();
  if (!*key) {
    append(record.bytes, out);
    return placed;
  }
  if (table->key_generator->generator->is_numeric()) placed.generated = (*key)->as_unsigned();
  std::string text = key_text(**key);
  std::size_t from = record.fields_begin;  // what the key stands for
  std::size_t to = from;
  if (prepends_key) {
    text += format.field_terminator;
  } else {
    from = reader.fields()[*counter].begin;
    to = reader.fields()[*counter].end;
  }
  append(record.bytes.subspan(0, from), out);
  append(as_bytes(text), out);
  append(record.bytes.subspan(to), out);
  return placed;
}

}  // namespace mallshard::plan
