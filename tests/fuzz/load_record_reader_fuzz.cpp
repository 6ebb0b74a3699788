// The file of a LOAD DATA: the records are the same however it is cut on its
// way, and one behind the other they are what was read.
#include <algorithm>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include "load/record_reader.h"

namespace mallshard {
namespace {

// The first bytes of the input choose the format.
load::Format format_of(const std::uint8_t* bytes) {
  static const char* const kTerminators[] = {"\t", ",", "||", "ab", "\n", "\r\n", "", ";"};
  load::Format format;
  format.field_terminator = kTerminators[bytes[0] & 7];
  format.line_terminator = kTerminators[bytes[0] >> 3 & 7];
  format.mariadb = (bytes[0] & 0x40) != 0;
  if ((bytes[1] & 1) != 0) format.enclosed = std::uint8_t{'"'};
  if ((bytes[1] & 6) == 2) format.escape.reset();
  if ((bytes[1] & 6) == 4) format.escape = std::uint8_t{'"'};
  if ((bytes[1] & 8) != 0) format.line_start = ">>";
  format.skipped_lines = bytes[1] >> 4 & 3;
  format.columns = 1 + (bytes[2] & 3);
  format.charset = static_cast<load::Charset>((bytes[2] >> 2) % 10);
  for (std::size_t i = 0; i < format.columns; ++i) format.text_columns.push_back((bytes[3] >> i & 1) != 0);
  if (format.is_fixed_size()) format.field_terminator = "\t";
  return format;
}

std::vector<std::string> read(const load::Format& format, ByteView file, std::size_t piece) {
  load::RecordReader reader(format, {0});
  std::vector<std::string> out;
  std::size_t at = 0;
  for (bool finished = false; !finished;) {
    finished = at >= file.size();
    if (finished) {
      reader.finish();
    } else {
      reader.push(file.subspan(at, std::min(piece, file.size() - at)));
      at += piece;
    }
    for (;;) {
      const Result<bool> more = reader.next();
      if (!more) {
        out.emplace_back("error");
        return out;
      }
      if (!*more) break;
      const load::Record& record = reader.record();
      const load::Field& field = reader.fields()[0];
      if (record.fields_begin > record.bytes.size()) std::abort();
      if (!field.missing && (field.begin > field.end || field.end > record.bytes.size())) std::abort();
      out.push_back(std::string(as_text(record.bytes)) + '\0' + field.text + (field.null ? "~" : ""));
    }
  }
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  if (size < 5) return 0;
  const load::Format format = format_of(bytes);
  const ByteView file{bytes + 4, size - 4};
  const std::vector<std::string> whole = read(format, file, file.size());
  for (const std::size_t piece : {std::size_t{1}, std::size_t{2}, std::size_t{7}}) {
    if (read(format, file, piece) != whole) std::abort();
  }
  return 0;
}

}  // namespace mallshard
