// Expected values are what MariaDB 10.11 and MySQL 9.7 stored.
#include "load/record_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mallshard::load {
namespace {

using testing::ElementsAre;

Format columns(std::size_t count) {
  Format format;
  format.columns = count;
  format.text_columns.assign(count, true);
  return format;
}

// What the reader makes of a file: each record's bytes in brackets behind its
// fields, ~ for NULL and ? for a missing one; or the error.
std::vector<std::string> read(const Format& format, std::string_view file, std::size_t piece) {
  std::vector<std::uint32_t> wanted;
  for (std::uint32_t i = 0; i < format.columns; ++i) wanted.push_back(i);
  RecordReader reader(format, wanted);
  std::vector<std::string> out;
  for (std::size_t at = 0;; at += piece) {
    if (at < file.size()) {
      reader.push(as_bytes(file.substr(at, piece)));
    } else {
      reader.finish();
    }
    for (;;) {
      const Result<bool> more = reader.next();
      if (!more) {
        out.push_back(more.error().message);
        return out;
      }
      if (!*more) break;
      std::string line;
      for (const Field& field : reader.fields()) {
        line += field.missing ? "?" : field.null ? "~" : field.text;
        line += '|';
      }
      out.push_back(line + '[' + std::string(as_text(reader.record().bytes)) + ']');
    }
    if (at >= file.size()) return out;
  }
}

// However the file is cut on its way, the records are the same.
std::vector<std::string> read(const Format& format, std::string_view file) {
  const std::vector<std::string> whole = read(format, file, file.size() + 1);
  for (std::size_t piece = 1; piece < file.size(); ++piece) {
    EXPECT_EQ(read(format, file, piece), whole) << "in pieces of " << piece;
  }
  return whole;
}

TEST(RecordReader, CutsLinesAndFields) {
  EXPECT_THAT(read(columns(2), "1\tx\n2\ty\n"), ElementsAre("1|x|[1\tx\n]", "2|y|[2\ty\n]"));
}

TEST(RecordReader, TakesALastLineWithoutTerminator) {
  EXPECT_THAT(read(columns(2), "1\tx\n2\ty"), ElementsAre("1|x|[1\tx\n]", "2|y|[2\ty]"));
}

TEST(RecordReader, AnEmptyLineIsARecord) {
  EXPECT_THAT(read(columns(2), "1\tx\n\n2\t"), ElementsAre("1|x|[1\tx\n]", "|?|[\n]", "2|?|[2\t]"));
}

TEST(RecordReader, FieldsBeyondTheColumnsBelongToTheRecord) {
  EXPECT_THAT(read(columns(1), "1\tx\ty\\\nz\n2\n"), ElementsAre("1|[1\tx\ty\\\nz\n]", "2|[2\n]"));
}

TEST(RecordReader, ResolvesEscapes) {
  EXPECT_THAT(read(columns(3), "a\\tb\t\\N\t\\Nx\n\\\t\t\\\n\t\\\\\n"),
              ElementsAre("a\tb|~|Nx|[a\\tb\t\\N\t\\Nx\n]", "\t|\n|\\|[\\\t\t\\\n\t\\\\\n]"));
}

TEST(RecordReader, EnclosedFieldsHideTerminators) {
  Format format = columns(2);
  format.field_terminator = ",";
  format.enclosed = std::uint8_t{'"'};
  EXPECT_THAT(read(format, "\"a,\"\"b\n\",NULL\n\"NULL\",\"x\"y\"\nu\"v,w\n"),
              ElementsAre("a,\"b\n|~|[\"a,\"\"b\n\",NULL\n]", "NULL|x\"y|[\"NULL\",\"x\"y\"\n]",
                          "u\"v|w|[u\"v,w\n]"));
}

TEST(RecordReader, AnEnclosedFieldThatDoesNotCloseKeepsItsQuote) {
  Format format = columns(2);
  format.field_terminator = ",";
  format.enclosed = std::uint8_t{'"'};
  EXPECT_THAT(read(format, "1,\"abc\n2,x\n"), ElementsAre("1|\"abc\n2,x\n|[1,\"abc\n2,x\n]"));
}

TEST(RecordReader, AnEscapeThatEnclosesIsDoubled) {
  Format format = columns(2);
  format.field_terminator = ",";
  format.enclosed = std::uint8_t{'"'};
  format.escape = std::uint8_t{'"'};
  EXPECT_THAT(read(format, "\"fie\"\"ld1\",\"n\"\n"), ElementsAre("fie\"ld1|n|[\"fie\"\"ld1\",\"n\"\n]"));
}

TEST(RecordReader, LongTerminators) {
  Format format = columns(2);
  format.field_terminator = "||";
  format.line_terminator = "\r\n";
  EXPECT_THAT(read(format, "a|b||c\rd\r\n|||x\r\r\n"),
              ElementsAre("a|b|c\rd|[a|b||c\rd\r\n]", "||x\r|[|||x\r\r\n]"));
}

TEST(RecordReader, SkipsToTheStartOfLines) {
  Format format = columns(2);
  format.line_start = "xxx";
  EXPECT_THAT(read(format, "xxx1\ta\nnoise xxxx2\tb\nnothing\n"),
              ElementsAre("1|a|[xxx1\ta\n]", "x2|b|[noise xxxx2\tb\n]"));
}

TEST(RecordReader, IgnoresLines) {
  Format format = columns(1);
  format.skipped_lines = 2;
  EXPECT_THAT(read(format, "head\\\nstill\n\n1\n"), ElementsAre("1|[1\n]"));
  EXPECT_THAT(read(format, "head\n"), ElementsAre());
}

TEST(RecordReader, WithoutLineTerminatorRecordsAreTheirFields) {
  Format format = columns(2);
  format.field_terminator = ",";
  format.line_terminator = "";
  format.skipped_lines = 1;
  EXPECT_THAT(read(format, "h,h,1,a,2,b"), ElementsAre("1|a|[1,a,]", "2|b|[2,b]"));
  format.line_terminator = ",";
  EXPECT_THAT(read(format, "1,a,2"), ElementsAre("1|a|[1,a,]", "2|?|[2]"));
}

TEST(RecordReader, ASeparatorInsideACharacterIsNone) {
  Format format = columns(2);
  format.charset = Charset::Gbk;
  format.field_terminator = "|";
  // The second byte of the first character is |, that of the second the escape.
  EXPECT_THAT(read(format, "\x81\x7c|\x81\x5c\n1|2\n"),
              ElementsAre("\x81\x7c|\x81\x5c|[\x81\x7c|\x81\x5c\n]", "1|2|[1|2\n]"));
  format.charset = Charset::Single;
  EXPECT_THAT(read(format, "\x81\x7c|\x81\n"), ElementsAre("\x81||[\x81\x7c|\x81\n]"));
}

TEST(RecordReader, MariaDbReadsCharactersOnlyForTextColumns) {
  Format format = columns(2);
  format.charset = Charset::Gbk;
  format.field_terminator = "|";
  format.mariadb = true;
  format.text_columns = {true, false};
  EXPECT_THAT(read(format, "x\x81|y|x\x81|y|\n"), ElementsAre("x\x81|y|x\x81|[x\x81|y|x\x81|y|\n]"));
}

TEST(RecordReader, MySqlTakesAWholeCharacterBehindAnEscape) {
  Format format = columns(2);
  format.charset = Charset::Gbk;
  format.field_terminator = "|";
  EXPECT_THAT(read(format, "x\\\xe4||1\n"), ElementsAre("x\xe4||1|[x\\\xe4||1\n]"));
  format.mariadb = true;
  EXPECT_THAT(read(format, "x\\\xe4||1\n"), ElementsAre("x\xe4||[x\\\xe4||1\n]"));
}

TEST(RecordReader, ABrokenCharacterHidesNothing) {
  EXPECT_THAT(read(columns(2), "\xe4\tx\n1\t\xe4\xc3\n"),
              ElementsAre("\xe4|x|[\xe4\tx\n]", "1|\xe4\xc3|[1\t\xe4\xc3\n]"));
}

TEST(RecordReader, ABrokenCharacterOfMariaDbHidesAllButItsLastByte) {
  Format format = columns(2);
  format.mariadb = true;
  EXPECT_THAT(read(format, "\xf0\t0\tx\n"), ElementsAre("\xf0\t0|x|[\xf0\t0\tx\n]"));
  EXPECT_THAT(read(format, "\xc3\tx\n"), ElementsAre("\xc3|x|[\xc3\tx\n]"));
}

TEST(RecordReader, ABrokenCharacterInASkippedLineTakesWhatTheServersGiveIt) {
  Format format = columns(1);
  format.skipped_lines = 1;
  EXPECT_THAT(read(format, "\xe4\n?\n1\n2\n"), ElementsAre("1|[1\n]", "2|[2\n]"));
  EXPECT_THAT(read(format, "\xe4x\n1\n2\n"), ElementsAre("1|[1\n]", "2|[2\n]"));
  EXPECT_THAT(read(format, "\xe4xy\n1\n2\n"), ElementsAre("1|[1\n]", "2|[2\n]"));
  EXPECT_THAT(read(format, "\xe4x\n1\n2\n"), ElementsAre("1|[1\n]", "2|[2\n]"));
  EXPECT_THAT(read(format, "\xe4\nx1\n2\n"), ElementsAre("2|[2\n]"));
  format.mariadb = true;
  EXPECT_THAT(read(format, "\xe4\n?\n1\n"), ElementsAre("1|[1\n]"));
  EXPECT_THAT(read(format, "\xe4x\n1\n2\n"), ElementsAre("2|[2\n]"));
}

TEST(RecordReader, ACharacterThatTheFileCutsOffIsRefused) {
  EXPECT_THAT(
      read(columns(2), "1\t\xe4\xb8"),
      ElementsAre(
          "MallShard doesn't yet support 'LOAD DATA of a file that ends inside a multi-byte character'"));
}

TEST(RecordReader, ALongRecordIsReadInLinearTimeAndBounded) {
  Format format = columns(1);
  RecordReader reader(format, {0}, 1000);
  const std::string part(100, 'x');
  Result<bool> more = false;
  for (int i = 0; i < 30 && more; ++i) {
    reader.push(as_bytes(part));
    more = reader.next();
  }
  ASSERT_FALSE(more);
  EXPECT_EQ(more.error().code, 1153);
}

TEST(RecordReader, TellsWhereAFieldIs) {
  Format format = columns(2);
  format.line_start = ">";
  format.enclosed = std::uint8_t{'\''};
  RecordReader reader(format, {1});
  reader.push(as_bytes(std::string_view("ab>1\t'\\N'\n")));
  ASSERT_TRUE(*reader.next());
  const Field& field = reader.fields()[0];
  EXPECT_EQ(as_text(reader.record().bytes.subspan(field.begin, field.end - field.begin)), "'\\N'");
  EXPECT_TRUE(field.null);
  EXPECT_EQ(reader.record().fields_begin, 3u);
}

}  // namespace
}  // namespace mallshard::load
