// Cuts a file into records and fields exactly as the servers' LOAD DATA does,
// whatever its pieces are.
//
//   RecordReader reader(format, {0, 3});       // the fields that are looked at
//   reader.push(bytes);                        // as they come; finish() behind the last
//   for (;;) {
//     Result<bool> more = reader.next();       // an Error: the file cannot be read on
//     if (!more || !*more) break;              // more bytes are needed, or over()
//     use(reader.record(), reader.fields());   // valid until the next call
//   }
//
// A record is all bytes from the end of the one before it: with what LINES
// STARTING BY skips, and with its terminator unless the file ends without. Any
// records one behind the other are a file of these records.
//
// Source: what MariaDB 10.11 and MySQL 9 read, asked of live servers. A field
// ends by a terminator that stands in no multi-byte character and behind no
// escape; one that begins with the enclosing character ends by that character
// before a terminator, and a doubled one is one of it. A line ends by its
// terminator outside of enclosed fields; behind the last column that is looked
// for, enclosing characters mean nothing.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "load/format.h"

namespace mallshard::load {

// One that the record does not have is missing.
struct Field {
  bool missing = true;
  bool null = false;  // \N; the bare word NULL where fields are enclosed
  std::string text;   // without enclosing characters and escapes
  // In the record's bytes, with enclosing characters, without the terminator.
  std::size_t begin = 0;
  std::size_t end = 0;
};

struct Record {
  ByteView bytes;
  std::size_t fields_begin = 0;  // in `bytes`: behind LINES STARTING BY
};

class RecordReader {
 public:
  // `wanted`: positions of the fields to be decoded, ascending. A record longer
  // than `longest` bytes is an error.
  RecordReader(Format format, std::vector<std::uint32_t> wanted, std::size_t longest = std::size_t{1} << 30);

  // Before the first next(): it may be known later than the rest.
  void set_charset(Charset charset);
  void push(ByteView bytes);
  void finish() { finished_ = true; }

  Result<bool> next();
  [[nodiscard]] const Record& record() const { return record_; }
  // Parallel to `wanted`.
  [[nodiscard]] std::span<const Field> fields() const { return fields_; }
  [[nodiscard]] bool over() const { return over_; }
  // Bytes that are kept for records to come.
  [[nodiscard]] std::size_t held() const { return buffer_.size() - consumed_; }

 private:
  static constexpr int kEnd = -1;

  [[nodiscard]] int get();
  [[nodiscard]] bool terminator(const std::string& text);
  [[nodiscard]] bool find_line_start();
  [[nodiscard]] bool read_field(Field* field);
  void read_until_end(Field* field, bool enclosed);
  void skip_plain(Field* field);
  [[nodiscard]] bool take_escaped(Field* field, int& c);
  [[nodiscard]] bool take_character(Field* field, std::uint8_t lead);
  void end_field(Field* field, std::size_t content_end, bool enclosed, bool closed);
  [[nodiscard]] bool next_line();
  [[nodiscard]] bool skip_character(std::uint8_t lead, int& last);
  [[nodiscard]] bool read_record();
  [[nodiscard]] bool skip_lines();
  [[nodiscard]] bool again_later();
  void mark_special();
  void read_as(Charset charset);

  Format format_;
  std::vector<std::uint32_t> wanted_;
  std::size_t longest_;
  bool joined_lines_ = false;        // no line terminator: a record ends with its last field
  std::array<bool, 256> special_{};  // bytes that are more than themselves, in format_.charset
  std::array<bool, 256> special_single_{};

  ByteBuffer buffer_;
  std::size_t consumed_ = 0;  // of the lines and records that are behind
  std::size_t retry_at_ = 0;  // not to be tried again before so many bytes are held
  bool finished_ = false;
  bool over_ = false;
  std::uint64_t lines_to_skip_ = 0;
  bool line_began_ = false;  // line_begins_ as it was there

  // ---- the record under way ----
  std::size_t pos_ = 0;
  bool starved_ = false;      // it needed bytes that are not here
  bool malformed_ = false;    // its last character is cut off
  bool line_begins_ = false;  // LINES STARTING BY is still to be found
  bool line_ended_ = false;
  Charset charset_ = Charset::Single;  // of the field under way, or the last one
  const std::array<bool, 256>* stops_ = nullptr;
  bool file_ended_ = false;
  bool found_null_ = false;
  std::size_t fields_begin_ = 0;
  Record record_;
  std::vector<Field> fields_;
};

}  // namespace mallshard::load
