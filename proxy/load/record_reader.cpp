#include "load/record_reader.h"

#include <algorithm>
#include <utility>

namespace mallshard::load {
namespace {

// What stands for a character behind the escape.
std::uint8_t unescaped(std::uint8_t c) {
  switch (c) {
    case 'n':
      return '\n';
    case 't':
      return '\t';
    case 'r':
      return '\r';
    case 'b':
      return '\b';
    case '0':
      return 0;
    case 'Z':
      return 0x1a;
    default:
      return c;
  }
}

void add(Field* field, int c) {
  if (field != nullptr) field->text += static_cast<char>(c);
}

bool begins_with(const std::string& text, int c) {
  return !text.empty() && static_cast<std::uint8_t>(text.front()) == c;
}

}  // namespace

RecordReader::RecordReader(Format format, std::vector<std::uint32_t> wanted, std::size_t longest)
    : format_(std::move(format)), wanted_(std::move(wanted)), longest_(longest), fields_(wanted_.size()) {
  // Lines that end as fields do are not told from them, and none is skipped.
  joined_lines_ = format_.line_terminator.empty() || format_.line_terminator == format_.field_terminator;
  const bool same = !format_.line_terminator.empty() && joined_lines_;
  lines_to_skip_ = same ? 0 : format_.skipped_lines;
  if (joined_lines_) format_.line_terminator.clear();
  line_begins_ = line_began_ = !format_.line_start.empty();
  mark_special();
}

void RecordReader::set_charset(Charset charset) {
  format_.charset = charset;
  mark_special();
}

void RecordReader::mark_special() {
  special_single_.fill(false);
  const auto mark = [this](int c) { special_single_[static_cast<std::uint8_t>(c)] = true; };
  if (format_.escape) mark(*format_.escape);
  if (format_.enclosed) mark(*format_.enclosed);
  if (!format_.field_terminator.empty()) mark(format_.field_terminator.front());
  if (!format_.line_terminator.empty()) mark(format_.line_terminator.front());
  special_ = special_single_;
  for (std::size_t lead = 0x80; lead < special_.size(); ++lead) {
    if (length_by_lead(format_.charset, static_cast<std::uint8_t>(lead)) > 1) special_[lead] = true;
  }
  read_as(format_.charset);
}

void RecordReader::read_as(Charset charset) {
  charset_ = charset;
  stops_ = charset == Charset::Single ? &special_single_ : &special_;
}

void RecordReader::push(ByteView bytes) {
  if (consumed_ > 0) {
    buffer_.erase(buffer_.begin(), buffer_.begin() + static_cast<std::ptrdiff_t>(consumed_));
    consumed_ = 0;
  }
  buffer_.insert(buffer_.end(), bytes.begin(), bytes.end());
}

// ---- bytes ----

int RecordReader::get() {
  if (pos_ < buffer_.size()) return buffer_[pos_++];
  starved_ = true;
  return kEnd;
}

// Its first byte has been taken.
bool RecordReader::terminator(const std::string& text) {
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (pos_ + i - 1 >= buffer_.size()) {
      starved_ = true;
      return false;
    }
    if (buffer_[pos_ + i - 1] != static_cast<std::uint8_t>(text[i])) return false;
  }
  pos_ += text.size() - 1;
  return true;
}

// ---- fields ----

bool RecordReader::find_line_start() {
  for (int c = get(); c != kEnd; c = get()) {
    if (begins_with(format_.line_start, c) && terminator(format_.line_start)) return true;
  }
  line_ended_ = file_ended_ = true;
  return false;
}

// False: the line has no further one.
bool RecordReader::read_field(Field* field) {
  found_null_ = false;
  if (line_ended_) return false;
  if (std::exchange(line_begins_, false)) {
    if (!find_line_start()) return false;
    fields_begin_ = pos_;
  }
  const std::size_t begin = pos_;
  const int first = get();
  if (first == kEnd) {
    line_ended_ = file_ended_ = true;
    return false;
  }
  const bool enclosed = format_.enclosed && first == *format_.enclosed;
  if (!enclosed) --pos_;
  if (field != nullptr) {
    field->missing = false;
    field->begin = begin;
  }
  read_until_end(field, enclosed);
  return true;
}

// Bytes that are but themselves.
void RecordReader::skip_plain(Field* field) {
  const std::size_t from = pos_;
  while (pos_ < buffer_.size() && !(*stops_)[buffer_[pos_]]) ++pos_;
  if (field != nullptr && pos_ > from) {
    field->text.append(reinterpret_cast<const char*>(buffer_.data()) + from, pos_ - from);
  }
}

void RecordReader::read_until_end(Field* field, bool enclosed) {
  for (;;) {
    skip_plain(field);
    const std::size_t at = pos_;
    int c = get();
    if (c == kEnd) break;
    if (format_.escape && c == *format_.escape) {
      if (take_escaped(field, c)) continue;
      if (c == kEnd) break;
    }
    if (!enclosed && begins_with(format_.line_terminator, c) && terminator(format_.line_terminator)) {
      line_ended_ = true;
      return end_field(field, at, false, false);
    }
    if (enclosed && c == *format_.enclosed) {
      const std::size_t behind = pos_;
      const int next = get();
      if (next == *format_.enclosed) {  // doubled
        add(field, next);
        continue;
      }
      const bool ends_line =
          next == kEnd || (begins_with(format_.line_terminator, next) && terminator(format_.line_terminator));
      if (ends_line ||
          (begins_with(format_.field_terminator, next) && terminator(format_.field_terminator))) {
        line_ended_ = ends_line;
        return end_field(field, behind, true, true);
      }
      pos_ = behind;
    } else if (!enclosed && begins_with(format_.field_terminator, c) &&
               terminator(format_.field_terminator)) {
      return end_field(field, at, false, false);
    }
    if (take_character(field, static_cast<std::uint8_t>(c))) continue;
    add(field, c);
  }
  line_ended_ = file_ended_ = true;
  end_field(field, pos_, enclosed, false);
}

// An escape has been read into `c`. True: with what it stands before; else `c`
// is what to go on with.
bool RecordReader::take_escaped(Field* field, int& c) {
  const int next = get();
  if (next == kEnd) {
    add(field, c);
    c = kEnd;
    return false;
  }
  // As the enclosing character it is doubled, and escapes nothing else.
  if (format_.enclosed && *format_.enclosed == *format_.escape && next != *format_.escape) {
    --pos_;
    return false;
  }
  if (next == 'N') found_null_ = true;
  // MySQL takes a whole character behind an escape.
  if (!format_.mariadb && take_character(field, static_cast<std::uint8_t>(next))) return true;
  add(field, unescaped(static_cast<std::uint8_t>(next)));
  return true;
}

// The rest of a whole multi-byte character. A broken one is but its first byte
// to MySQL; to MariaDB all but the last of the bytes that its first one tells of.
bool RecordReader::take_character(Field* field, std::uint8_t lead) {
  std::size_t length = length_by_lead(charset_, lead);
  if (length < 2) return false;
  const std::uint8_t second = pos_ < buffer_.size() ? buffer_[pos_] : std::uint8_t{0};
  if (charset_ == Charset::Gb18030 && second_of_four(second)) length = 4;
  bool whole = true;
  for (std::size_t i = 1; i < length && (whole || format_.mariadb); ++i) {
    if (pos_ + i - 1 >= buffer_.size()) {
      // At the end of the file the servers do not agree on what this is.
      starved_ = malformed_ = true;
      return false;
    }
    whole = whole && may_follow(charset_, lead, second, length, i, buffer_[pos_ + i - 1]);
  }
  if (!whole && !format_.mariadb) return false;
  const std::size_t more = whole ? length - 1 : length - 2;
  if (field != nullptr) {
    field->text += static_cast<char>(lead);
    field->text.append(reinterpret_cast<const char*>(buffer_.data()) + pos_, more);
  }
  pos_ += more;
  return true;
}

// `closed`: by the enclosing character that it begins with.
void RecordReader::end_field(Field* field, std::size_t content_end, bool enclosed, bool closed) {
  if (field == nullptr) return;
  field->end = content_end;
  if (enclosed && !closed) field->text.insert(0, 1, static_cast<char>(*format_.enclosed));
  const bool is_word = format_.enclosed && !closed && field->text == "NULL";
  field->null = is_word || (found_null_ && field->text.size() == 1);
}

// ---- lines ----

// To behind the line's end; true: that is the file's.
bool RecordReader::next_line() {
  line_begins_ = !format_.line_start.empty();
  if (line_ended_ || file_ended_) {
    line_ended_ = false;
    return file_ended_;
  }
  if (joined_lines_) return false;
  read_as(format_.charset);  // whatever the last field was
  for (;;) {
    int c = get();
    if (c == kEnd) break;
    if (length_by_lead(charset_, static_cast<std::uint8_t>(c)) > 1 &&
        skip_character(static_cast<std::uint8_t>(c), c)) {
      continue;
    }
    if (c == kEnd) break;
    if (format_.escape && c == *format_.escape) {
      if (get() == kEnd) break;
      continue;
    }
    if (begins_with(format_.line_terminator, c) && terminator(format_.line_terminator)) return false;
  }
  file_ended_ = true;
  return true;
}

// As many bytes as the first one tells, whatever they are; MySQL looks at the
// last of them. True: nothing is to be looked at.
bool RecordReader::skip_character(std::uint8_t lead, int& last) {
  std::size_t length = length_by_lead(charset_, lead);
  for (std::size_t i = 1; i < length; ++i) {
    last = get();
    if (last == kEnd) return false;
    const auto byte = static_cast<std::uint8_t>(last);
    if (i == 1 && charset_ == Charset::Gb18030 && second_of_four(byte)) length = 4;
  }
  return format_.mariadb || (format_.escape && last == *format_.escape);
}

// ---- records ----

bool RecordReader::read_record() {
  for (Field& field : fields_) {
    field.missing = true;
    field.null = false;
    field.text.clear();
  }
  fields_begin_ = pos_;
  std::size_t next = 0;
  std::size_t read = 0;
  for (; read < format_.columns; ++read) {
    const bool wanted = next < wanted_.size() && wanted_[next] == read;
    if (format_.mariadb) read_as(format_.text_columns[read] ? format_.charset : Charset::Single);
    if (!read_field(wanted ? &fields_[next] : nullptr)) break;
    if (wanted) ++next;
  }
  return read > 0;
}

// True: they are behind.
bool RecordReader::skip_lines() {
  while (lines_to_skip_ > 0) {
    // Without a line terminator they are records, which end with their fields.
    const bool file_over = joined_lines_ ? !read_record() : next_line();
    if (starved_ && !finished_) return false;
    --lines_to_skip_;
    consumed_ = pos_;
    line_began_ = line_begins_;
    retry_at_ = 0;
    if (file_over) {
      over_ = true;
      return false;
    }
  }
  return true;
}

// The attempt was in vain. The next one reads at least twice as much, so that
// the work stays linear. True: the record is too long.
bool RecordReader::again_later() {
  line_begins_ = line_began_;
  line_ended_ = file_ended_ = false;
  retry_at_ = 2 * held();
  return held() > longest_;
}

Result<bool> RecordReader::next() {
  if (over_ || (!finished_ && held() < retry_at_)) return false;
  pos_ = consumed_;
  starved_ = malformed_ = false;
  const bool behind = skip_lines();
  if (over_) return false;
  const bool any = behind && read_record();
  const bool file_over = any && next_line();
  if (starved_ && !finished_) {
    if (!again_later()) return false;
    return Error(1153, "08S01", "Got a packet bigger than 'max_allowed_packet' bytes: a record of the file");
  }
  if (malformed_) {
    return Error::not_supported("LOAD DATA of a file that ends inside a multi-byte character");
  }
  retry_at_ = 0;
  over_ = !any || file_over;
  record_.bytes = ByteView(buffer_).subspan(consumed_, pos_ - consumed_);
  record_.fields_begin = fields_begin_ - consumed_;
  for (Field& field : fields_) {
    if (field.missing) continue;
    field.begin -= consumed_;
    field.end -= consumed_;
  }
  consumed_ = any ? pos_ : buffer_.size();
  line_began_ = line_begins_;
  return any;
}

}  // namespace mallshard::load
