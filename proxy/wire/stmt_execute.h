// COM_STMT_EXECUTE, COM_STMT_SEND_LONG_DATA, and the parameters they carry.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "base/value.h"
#include "wire/column_type.h"

namespace mallshard::wire {

struct ParamType {
  ColumnType type = ColumnType::Null;
  bool is_unsigned = false;
  friend bool operator==(const ParamType&, const ParamType&) = default;
};

// One parameter: a type and a raw value. Numbers made here live inside; other
// values are views whose owner the maker names.
class Param {
 public:
  Param() = default;
  static Param null(ParamType type = {});
  // `raw` as in a binary row, without a length prefix; not copied.
  static Param view(ParamType type, ByteView raw);
  static Param integer(std::int64_t value);
  static Param unsigned_integer(std::uint64_t value);
  static Param real(double value);
  // A VAR_STRING whose bytes are not copied.
  static Param text(std::string_view value);

  [[nodiscard]] ParamType type() const { return type_; }
  [[nodiscard]] bool is_null() const { return null_; }
  // Without a length prefix. Valid as long as this object and the viewed bytes.
  [[nodiscard]] ByteView raw() const { return inline_ ? ByteView{number_.data(), number_.size()} : raw_; }

 private:
  static Param number(ParamType type, std::uint64_t bits);

  ParamType type_;
  bool null_ = true;
  bool inline_ = false;
  std::array<std::uint8_t, 8> number_{};
  ByteView raw_;
};

// Views `value`'s text, which must outlive the parameter.
Param to_param(const Value& value);
// For routing: what the client gave, before any column's type is applied.
// Malformed raw bytes become an Opaque value.
Value to_value(const Param& param);

struct StmtExecute {
  std::uint32_t statement_id = 0;
  std::uint8_t flags = 0;  // 1: read-only cursor
  // 0xFFFFFFFF is MariaDB's "the statement prepared last".
  static constexpr std::uint32_t kLastPrepared = 0xFFFFFFFF;
};

inline constexpr std::uint8_t kCursorReadOnly = 1;

// The statement's id and flags, before one knows which statement it is.
// `payload` begins with the command byte.
Result<StmtExecute> decode_stmt_execute_head(ByteView payload);

// Decodes the parameters into `params` (cleared first; views into `payload` or
// `long_data`). `types` is what the client sent with the statement's earlier
// execution; it is replaced when this one brings types, used when it does not.
// `long_data[i]` holds what COM_STMT_SEND_LONG_DATA brought for parameter i;
// such a parameter has no value in the payload. An empty span: none at all.
Result<void> decode_stmt_execute_params(ByteView payload, std::size_t param_count,
                                        std::vector<ParamType>& types,
                                        std::span<const std::optional<std::string>> long_data,
                                        std::vector<Param>& params);

// The whole command, types included. The parameters may be any selection and
// order of a client's, and new ones.
void encode_stmt_execute(std::uint32_t statement_id, std::uint8_t flags, std::span<const Param> params,
                         ByteBuffer& out);

struct StmtLongData {
  std::uint32_t statement_id = 0;
  std::uint16_t param = 0;
  ByteView data;
};
Result<StmtLongData> decode_stmt_long_data(ByteView payload);

}  // namespace mallshard::wire
