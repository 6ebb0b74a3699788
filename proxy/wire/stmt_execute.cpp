#include "wire/stmt_execute.h"

#include "wire/binary_value.h"
#include "wire/command.h"
#include "wire/packet.h"
#include "wire/row_binary.h"

namespace mallshard::wire {

namespace {

constexpr std::uint8_t kUnsignedBit = 0x80;

std::uint64_t little_endian(ByteView raw) {
  std::uint64_t bits = 0;
  for (std::size_t i = raw.size(); i-- > 0;) bits = bits << 8 | raw[i];
  return bits;
}

std::int64_t sign_extended(ByteView raw) {
  std::uint64_t bits = little_endian(raw);
  std::size_t unused = 64 - 8 * raw.size();
  return static_cast<std::int64_t>(bits << unused) >> unused;
}

bool is_binary_string(ColumnType type) {
  switch (type) {
    case ColumnType::TinyBlob:
    case ColumnType::MediumBlob:
    case ColumnType::LongBlob:
    case ColumnType::Blob:
    case ColumnType::Bit:
    case ColumnType::Geometry:
    case ColumnType::Vector:
      return true;
    default:
      return false;
  }
}

// MySQL takes the types from TINY_BLOB to STRING, MariaDB ENUM, SET and VARCHAR too.
bool takes_long_data(ColumnType type) {
  return (type >= ColumnType::Enum && type <= ColumnType::String) || type == ColumnType::VarChar;
}

}  // namespace

Param Param::null(ParamType type) {
  Param param;
  param.type_ = type;
  return param;
}

Param Param::view(ParamType type, ByteView raw) {
  Param param;
  param.type_ = type;
  param.null_ = false;
  param.raw_ = raw;
  return param;
}

Param Param::number(ParamType type, std::uint64_t bits) {
  Param param;
  param.type_ = type;
  param.null_ = false;
  param.inline_ = true;
  for (std::size_t i = 0; i < 8; ++i) param.number_[i] = static_cast<std::uint8_t>(bits >> (8 * i));
  return param;
}

Param Param::integer(std::int64_t value) {
  return number({ColumnType::LongLong, false}, static_cast<std::uint64_t>(value));
}
Param Param::unsigned_integer(std::uint64_t value) {
  return number({ColumnType::LongLong, true}, value);
}
Param Param::real(double value) {
  std::uint64_t bits = 0;
  std::memcpy(&bits, &value, sizeof bits);
  return number({ColumnType::Double, false}, bits);
}
Param Param::text(std::string_view value) {
  return view({ColumnType::VarString, false}, as_bytes(value));
}

Param to_param(const Value& value) {
  switch (value.kind) {
    case Value::Kind::Int:
      return Param::integer(value.integer);
    case Value::Kind::UInt:
      return Param::unsigned_integer(value.as_unsigned());
    case Value::Kind::Double:
      return Param::real(value.real);
    case Value::Kind::Decimal:
      return Param::view({ColumnType::NewDecimal, false}, as_bytes(value.text));
    case Value::Kind::Text:
    case Value::Kind::Temporal:
      return Param::text(value.text);
    case Value::Kind::Bytes:
      return Param::view({ColumnType::Blob, false}, as_bytes(value.text));
    case Value::Kind::Null:
    case Value::Kind::Opaque:
      break;
  }
  return Param::null();
}

Value to_value(const Param& param) {
  if (param.is_null()) return Value::null();
  ColumnType type = param.type().type;
  ByteView raw = param.raw();
  switch (binary_shape(type)) {
    case BinaryShape::Nothing:
      return Value::null();
    case BinaryShape::Fixed: {
      if (raw.size() != fixed_width(type)) return Value::opaque();
      if (type == ColumnType::Float) {
        float number = 0;
        std::memcpy(&number, raw.data(), sizeof number);
        return Value::of_double(static_cast<double>(number));
      }
      if (type == ColumnType::Double) {
        double number = 0;
        std::memcpy(&number, raw.data(), sizeof number);
        return Value::of_double(number);
      }
      if (param.type().is_unsigned) return Value::of_unsigned(little_endian(raw));
      return Value::of(sign_extended(raw));
    }
    case BinaryShape::Temporal: {
      ByteBuffer text;
      if (!append_binary_as_text({type, false, kNotFixedDecimals}, raw, text)) return Value::opaque();
      return Value::temporal(std::string(as_text(text)));
    }
    case BinaryShape::Lenenc:
      break;
  }
  std::string text(as_text(raw));
  if (is_decimal(type)) return Value::decimal(std::move(text));
  if (is_binary_string(type)) return Value::of_bytes(std::move(text));
  return Value::of_text(std::move(text));
}

Result<StmtExecute> decode_stmt_execute_head(ByteView payload) {
  PacketReader in(payload);
  in.skip(1);
  StmtExecute head;
  head.statement_id = in.u32();
  head.flags = in.u8();
  (void)in.u32();  // iteration count, always 1
  if (!in.ok()) return Error::malformed_packet();
  return head;
}

Result<void> decode_stmt_execute_params(ByteView payload, std::size_t param_count,
                                        std::vector<ParamType>& types,
                                        std::span<const std::optional<std::string>> long_data,
                                        std::vector<Param>& params) {
  params.clear();
  if (param_count == 0) return {};
  PacketReader in(payload);
  in.skip(1 + 4 + 1 + 4);
  ByteView bitmap = in.bytes((param_count + 7) / 8);
  bool new_types = in.u8() == 1;
  if (!in.ok()) return Error::malformed_packet();
  if (new_types) {
    if (in.remaining() < 2 * param_count) return Error::malformed_packet();
    types.resize(param_count);
    for (ParamType& type : types) {
      type.type = static_cast<ColumnType>(in.u8());
      type.is_unsigned = (in.u8() & kUnsignedBit) != 0;
    }
  }
  if (types.size() != param_count) {
    // Connector/J from 8.4 sends no types while every value is NULL.
    for (std::size_t i = 0; i < param_count; ++i) {
      const bool is_long = i < long_data.size() && long_data[i].has_value();
      if (is_long || (bitmap[i / 8] >> (i % 8) & 1) == 0) {
        return Error(1210, "HY000", "Incorrect arguments to mysqld_stmt_execute");
      }
    }
    params.assign(param_count, Param::null());
    return {};
  }

  params.reserve(param_count);
  for (std::size_t i = 0; i < param_count; ++i) {
    // Long data wins over the NULL bit: the server looks at it first.
    if (i < long_data.size() && long_data[i]) {
      if (!takes_long_data(types[i].type)) {
        params.clear();
        return Error(1210, "HY000", "Incorrect arguments to mysqld_stmt_execute");
      }
      params.push_back(Param::view(types[i], as_bytes(*long_data[i])));
    } else if ((bitmap[i / 8] >> (i % 8) & 1) != 0 || types[i].type == ColumnType::Null) {
      params.push_back(Param::null(types[i]));
    } else {
      params.push_back(Param::view(types[i], read_binary_field(in, types[i].type)));
    }
  }
  if (!in.ok()) {
    params.clear();
    return Error::malformed_packet();
  }
  return {};
}

void encode_stmt_execute(std::uint32_t statement_id, std::uint8_t flags, std::span<const Param> params,
                         ByteBuffer& out) {
  PacketWriter writer(out);
  writer.u8(static_cast<std::uint8_t>(CommandCode::StmtExecute)).u32(statement_id).u8(flags).u32(1);
  if (params.empty()) return;
  std::size_t bitmap_at = out.size();
  writer.zeros((params.size() + 7) / 8).u8(1);
  for (std::size_t i = 0; i < params.size(); ++i) {
    if (params[i].is_null()) {
      out[bitmap_at + i / 8] = static_cast<std::uint8_t>(out[bitmap_at + i / 8] | 1u << (i % 8));
    }
    ParamType type = params[i].type();
    writer.u8(static_cast<std::uint8_t>(type.type)).u8(type.is_unsigned ? kUnsignedBit : 0);
  }
  for (const Param& param : params) {
    if (!param.is_null()) write_binary_field(param.type().type, param.raw(), out);
  }
}

Result<StmtLongData> decode_stmt_long_data(ByteView payload) {
  PacketReader in(payload);
  in.skip(1);
  StmtLongData chunk;
  chunk.statement_id = in.u32();
  chunk.param = in.u16();
  chunk.data = in.rest();
  if (!in.ok()) return Error::malformed_packet();
  return chunk;
}

}  // namespace mallshard::wire
