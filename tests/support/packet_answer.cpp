#include "tests/support/packet_answer.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <utility>

namespace mallshard::test {
namespace {

constexpr unsigned kOutParameters = 0x1000;

// Reads forward; past the end everything is 0 or empty.
class Fields {
 public:
  explicit Fields(const std::string& bytes) : bytes_(bytes) {}

  std::uint64_t integer(std::size_t width) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < width && at_ + i < bytes_.size(); ++i)
      value |= std::uint64_t{static_cast<unsigned char>(bytes_[at_ + i])} << (8 * i);
    at_ = std::min(at_ + width, bytes_.size());
    return value;
  }
  std::uint64_t lenenc() {
    const std::uint64_t first = integer(1);
    return first == 0xfc ? integer(2) : first == 0xfd ? integer(3) : first == 0xfe ? integer(8) : first;
  }
  std::string text(std::size_t count) {
    std::string out = bytes_.substr(at_, count);
    at_ += out.size();
    return out;
  }
  std::string lenenc_text() { return text(lenenc()); }
  std::string rest() { return text(bytes_.size() - at_); }
  [[nodiscard]] bool at_end() const { return at_ >= bytes_.size(); }
  [[nodiscard]] bool at_null() const { return !at_end() && static_cast<unsigned char>(bytes_[at_]) == 0xfb; }

 private:
  const std::string& bytes_;
  std::size_t at_ = 0;
};

std::string tracked_text(const std::string& block) {
  static constexpr std::array kNames{"variable", "schema", "state", "gtid", "characteristics", "transaction"};
  Fields all(block);
  std::vector<std::string> entries;
  while (!all.at_end()) {
    const std::uint64_t type = all.integer(1);
    const std::string data = all.lenenc_text();
    Fields one(data);
    std::string out = type < kNames.size() ? kNames[type] : "type " + std::to_string(type);
    if (type == 3) (void)one.integer(1);
    out += " " + (type == 2 ? data : one.lenenc_text());
    if (type == 0) out += "=" + one.lenenc_text();
    entries.push_back(out + "; ");
  }
  std::sort(entries.begin(), entries.end());  // their order says nothing
  std::string all_of_them;
  for (const std::string& entry : entries) all_of_them += entry;
  return all_of_them;
}

ShownPacket ok_packet(const std::string& payload, std::uint32_t capabilities, const std::string& kind) {
  ShownPacket shown{kind, 0, 0, {}};
  Fields in(payload);
  (void)in.integer(1);
  shown.fields.emplace_back("affected", std::to_string(in.lenenc()));
  shown.fields.emplace_back("id", std::to_string(in.lenenc()));
  shown.status = static_cast<unsigned>(in.integer(2));
  shown.fields.emplace_back("status", std::to_string(shown.status));
  shown.fields.emplace_back("warnings", std::to_string(in.integer(2)));
  if ((capabilities & caps::kSessionTrack) == 0) {
    shown.fields.emplace_back("info", printable(in.rest()));
    return shown;
  }
  shown.fields.emplace_back("info", printable(in.lenenc_text()));
  if ((shown.status & kStatusTracked) != 0)
    shown.fields.emplace_back("tracked", printable(tracked_text(in.lenenc_text())));
  shown.fields.emplace_back("more bytes", printable(in.rest()));
  return shown;
}

ShownPacket eof_packet(const std::string& payload) {
  ShownPacket shown{"end", 0, 0, {}};
  Fields in(payload);
  (void)in.integer(1);
  shown.fields.emplace_back("warnings", std::to_string(in.integer(2)));
  shown.status = static_cast<unsigned>(in.integer(2));
  shown.fields.emplace_back("status", std::to_string(shown.status));
  shown.fields.emplace_back("more bytes", printable(in.rest()));
  return shown;
}

ShownPacket err_packet(const std::string& payload) {
  ShownPacket shown{"err", 0, 0, {}};
  Fields in(payload);
  (void)in.integer(1);
  shown.number = static_cast<unsigned>(in.integer(2));
  shown.fields.emplace_back("code", std::to_string(shown.number));
  std::string rest = in.rest();
  if (rest.starts_with("#")) {
    shown.fields.emplace_back("state", rest.substr(1, 5));
    rest.erase(0, 6);
  }
  shown.fields.emplace_back("message", printable(rest));
  return shown;
}

ShownPacket column_packet(const std::string& payload, bool with_default) {
  ShownPacket shown{"column", 0, 0, {}};
  Fields in(payload);
  for (const char* name : {"catalog", "schema", "table", "org_table", "name", "org_name"})
    shown.fields.emplace_back(name, printable(in.lenenc_text()));
  shown.fields.emplace_back("fixed", std::to_string(in.lenenc()));
  shown.fields.emplace_back("charset", std::to_string(in.integer(2)));
  shown.fields.emplace_back("length", std::to_string(in.integer(4)));
  shown.fields.emplace_back("type", std::to_string(in.integer(1)));
  shown.fields.emplace_back("flags", std::to_string(in.integer(2)));
  shown.fields.emplace_back("decimals", std::to_string(in.integer(1)));
  shown.fields.emplace_back("filler", std::to_string(in.integer(2)));
  if (with_default) {
    shown.fields.emplace_back("default",
                              in.at_null() ? (void(in.integer(1)), "NULL") : printable(in.lenenc_text()));
  }
  shown.fields.emplace_back("more bytes", printable(in.rest()));
  return shown;
}

std::string cells_of(const std::string& payload) {
  Fields in(payload);
  std::string out;
  while (!in.at_end()) {
    if (!out.empty()) out += "|";
    if (in.at_null()) {
      (void)in.integer(1);
      out += "NULL";
    } else {
      out += printable(in.lenenc_text());
    }
  }
  return out;
}

bool begins(const std::string& payload, unsigned byte) {
  return !payload.empty() && static_cast<unsigned char>(payload[0]) == byte;
}

}  // namespace

std::uint32_t caps::of_name(const std::string& name) {
  static const std::vector<std::pair<std::string, std::uint32_t>> all = {
      {"long_password", kLongPassword},       {"found_rows", kFoundRows},
      {"local_files", kLocalFiles},           {"ignore_space", kIgnoreSpace},
      {"multi_statements", kMultiStatements}, {"multi_results", kMultiResults},
      {"ps_multi_results", kPsMultiResults},  {"plugin_auth", kPluginAuth},
      {"connect_attrs", kConnectAttrs},       {"lenenc_auth", kLenencAuth},
      {"session_track", kSessionTrack},       {"deprecate_eof", kDeprecateEof},
      {"query_attributes", 1U << 27},         {"secure_connection", kSecureConnection},
      {"protocol_41", kProtocol41},           {"transactions", kTransactions}};
  for (const auto& [known, bit] : all)
    if (known == name) return bit;
  return 0;
}

std::string printable(const std::string& bytes) {
  std::string out;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (bytes.size() > 600 && i == 300) {
      out += "...(" + std::to_string(bytes.size()) + " bytes)...";
      i = bytes.size() - 300;
    }
    const auto byte = static_cast<unsigned char>(bytes[i]);
    if (byte >= 0x20 && byte < 0x7f) {
      out += bytes[i];
    } else {
      std::array<char, 8> code{};
      std::snprintf(code.data(), code.size(), "\\x%02x", byte);
      out += code.data();
    }
  }
  return out;
}

std::string ShownPacket::field(const std::string& name) const {
  for (const auto& [each, value] : fields)
    if (each == name) return value;
  return "";
}

std::string ShownPacket::text() const {
  std::string out = kind;
  for (const auto& [name, value] : fields) out += " " + name + "=" + value;
  return out;
}

AnswerKind answer_kind(const std::string& payload) {
  switch (payload.empty() ? 0 : static_cast<unsigned char>(payload[0])) {
    case 0x03:
    case 0x0a:
    case 0x17:
      return AnswerKind::Rows;
    case 0x16:
      return AnswerKind::Prepare;
    case 0x1c:
      return AnswerKind::Fetch;
    case 0x04:
      return AnswerKind::FieldList;
    case 0x09:
      return AnswerKind::Text;
    case 0x18:
    case 0x19:
      return AnswerKind::Nothing;
    default:
      return AnswerKind::Single;
  }
}

void AnswerReader::after_result(unsigned status) {
  stage_ = (status & kStatusMoreResults) != 0 && kind_ == AnswerKind::Rows ? Stage::Head : Stage::Over;
}

void AnswerReader::enter_columns(std::size_t count) {
  columns_ = count;
  stage_ = count > 0 ? Stage::Columns : Stage::Over;
}

ShownPacket AnswerReader::take_head(const std::string& payload) {
  stage_ = Stage::Over;
  if (begins(payload, 0xfe)) {  // COM_SET_OPTION, COM_DEBUG
    return payload.size() < 9 && payload.size() >= 5 && !deprecate_eof()
               ? eof_packet(payload)
               : ok_packet(payload, capabilities_, "end");
  }
  if (kind_ == AnswerKind::Prepare && begins(payload, 0)) {
    ShownPacket shown{"prepared", 0, 0, {}};
    Fields in(payload);
    (void)in.integer(1);
    shown.number = static_cast<unsigned>(in.integer(4));
    const std::size_t columns = in.integer(2);
    parameters_ = in.integer(2);
    shown.fields.emplace_back("parameters,columns",
                              std::to_string(parameters_) + "," + std::to_string(columns));
    (void)in.integer(1);
    shown.fields.emplace_back("warnings", std::to_string(in.integer(2)));
    columns_ = columns;
    if (parameters_ > 0) {
      stage_ = Stage::Parameters;
    } else {
      enter_columns(columns);
    }
    return shown;
  }
  if (begins(payload, 0)) {
    ShownPacket shown = ok_packet(payload, capabilities_, "ok");
    after_result(shown.status);
    return shown;
  }
  if (kind_ == AnswerKind::Rows && begins(payload, 0xfb)) {
    stage_ = Stage::Over;  // the file is asked for: the script sends it
    return {"file", 0, 0, {{"name", printable(payload.substr(1))}}};
  }
  if (kind_ != AnswerKind::Rows) return {"text", 0, 0, {{"text", printable(payload)}}};
  ShownPacket shown{"columns", 0, 0, {}};
  shown.number = static_cast<unsigned>(Fields(payload).lenenc());
  shown.fields.emplace_back("count", printable(payload));
  enter_columns(shown.number);
  return shown;
}

ShownPacket AnswerReader::take(std::uint8_t sequence, const std::string& payload) {
  ShownPacket shown;
  const bool is_end =
      begins(payload, 0xfe) && (deprecate_eof() ? payload.size() < 0xffffff : payload.size() < 9);
  if (begins(payload, 0xff)) {
    shown = err_packet(payload);
    stage_ = Stage::Over;
  } else if (stage_ == Stage::Head) {
    shown = take_head(payload);
  } else if ((stage_ == Stage::Rows || kind_ == AnswerKind::FieldList) && is_end) {
    shown = deprecate_eof() ? ok_packet(payload, capabilities_, "end") : eof_packet(payload);
    // MySQL tells of the results behind OUT parameters in the first EOF only.
    after_result(shown.status | std::exchange(carried_, 0));
  } else if (stage_ == Stage::ColumnsEnd || stage_ == Stage::ParametersEnd) {
    shown = eof_packet(payload);
    if (stage_ == Stage::ParametersEnd) {
      enter_columns(columns_);
    } else {
      const bool no_rows = kind_ == AnswerKind::Prepare || (shown.status & kStatusCursor) != 0;
      stage_ = no_rows ? Stage::Over : Stage::Rows;
      carried_ = (shown.status & kOutParameters) != 0 ? shown.status & kStatusMoreResults : 0;
    }
  } else if (stage_ == Stage::Rows) {
    shown = {"row", 0, 0, {{"rows", binary_ ? printable(payload) : cells_of(payload)}}};
  } else if (kind_ == AnswerKind::FieldList) {
    shown = column_packet(payload, true);
  } else if (stage_ == Stage::Parameters) {
    shown = column_packet(payload, false);
    if (--parameters_ == 0) stage_ = deprecate_eof() ? Stage::Head : Stage::ParametersEnd;
    if (stage_ == Stage::Head) enter_columns(columns_);
  } else {
    shown = column_packet(payload, false);
    if (--columns_ == 0) {
      const Stage after = kind_ == AnswerKind::Prepare ? Stage::Over : Stage::Rows;
      stage_ = deprecate_eof() ? after : Stage::ColumnsEnd;
    }
  }
  shown.fields.emplace_back("number", std::to_string(sequence));
  return shown;
}

}  // namespace mallshard::test
