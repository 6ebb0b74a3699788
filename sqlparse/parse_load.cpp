// LOAD DATA and LOAD XML.
#include <cstdint>

#include "sqlparse/parser_run.h"

namespace mallshard::sqlparse {

Statement* ParserRun::load_statement() {
  const std::uint32_t first = at();
  advance();
  if (is(Keyword::Index)) return key_cache_statement(first, StatementKind::LoadIndex);
  const bool xml = is(Keyword::Xml);
  if (!xml && !is(Keyword::Data)) return static_cast<Statement*>(fail());
  advance();
  auto* made = statement<LoadDataStatement>(first, xml ? StatementKind::LoadXml : StatementKind::LoadData);
  if (accept(Keyword::LowPriority)) {
    made->priority = InsertPriority::Low;
  } else if (accept(Keyword::Concurrent)) {
    made->priority = InsertPriority::High;
  }
  load_source(made);
  if (accept(Keyword::Replace)) {
    made->conflict = LoadConflict::Replace;
  } else if (accept(Keyword::Ignore)) {
    made->conflict = LoadConflict::Ignore;
  }
  expect(Keyword::Into);
  expect(Keyword::Table);
  made->table = table_name();
  if (accept(Keyword::Partition) && made->table != nullptr) {
    made->table->partitions = names_in_parentheses();
    finish(made->table);
  }
  const std::uint32_t format = at();
  load_format();
  made->format = range_from(format);
  load_columns(made);
  if (accept(Keyword::Set)) made->set = assignments();
  const std::uint32_t bulk = at();
  if (mysql()) load_bulk_options();
  made->bulk = range_from(bulk);
  return finish(made);
}

// MySQL: [FROM] [LOCAL] {INFILE | URL | S3} 'file' [COUNT n] [IN PRIMARY KEY ORDER]
void ParserRun::load_source(LoadDataStatement* load) {
  if (mysql()) load->from = accept(Keyword::From);
  load->local = accept(Keyword::Local);
  if (mysql() && accept(Keyword::Url)) {
    load->source = LoadSource::Url;
  } else if (mysql() && accept(Keyword::S3)) {
    load->source = LoadSource::S3;
  } else {
    expect(Keyword::Infile);
  }
  load->file_token = at();
  expect(TokenKind::String);
  if (!mysql()) return;
  const std::uint32_t order = at();
  if (is_word("count")) right_here();
  if (is_word("count") && next_is(TokenKind::Integer)) {
    advance();
    if (number_at(at()) == 0) fail_at(at(), Fault::NoFiles);
    advance();
  }
  if (accept(Keyword::In)) {
    expect(Keyword::Primary);
    expect(Keyword::Key);
    expect(Keyword::Order);
  }
  load->source_order = range_from(order);
}

// [CHARACTER SET x] [COMPRESSION = 'c'] [ROWS IDENTIFIED BY '<tag>'] [FIELDS ...]
// [LINES ...] [IGNORE n {LINES | ROWS}]
void ParserRun::load_format() {
  file_charset();
  if (mysql() && accept(Keyword::Compression)) {
    expect(TokenKind::Equal);
    expect(TokenKind::String);
  }
  if (accept(Keyword::Rows)) {
    expect(Keyword::Identified);
    expect(Keyword::By);
    file_text();
  }
  file_separators();
  if (accept(Keyword::Ignore)) {
    small_integer();
    if (!accept(Keyword::Lines)) expect(Keyword::Rows);
  }
}

void ParserRun::load_columns(LoadDataStatement* load) {
  if (!accept(TokenKind::LeftParen)) return;
  load->has_columns = true;
  const auto mark = stack_.mark();
  if (!is(TokenKind::RightParen)) {
    do {
      if (is(TokenKind::UserVariable)) {
        stack_.push(plain_user_variable());
      } else {
        stack_.push(column_ref());
      }
    } while (accept(TokenKind::Comma));
  }
  load->columns = stack_.take<Expression>(mark, arena_);
  expect(TokenKind::RightParen);
}

// [PARALLEL = n] [MEMORY = size] [ALGORITHM = BULK]
void ParserRun::load_bulk_options() {
  if (accept(Keyword::Parallel)) {
    expect(TokenKind::Equal);
    expect(TokenKind::Integer);
  }
  if (accept(Keyword::Memory)) {
    expect(TokenKind::Equal);
    if (!accept(TokenKind::Integer)) plain_name();  // 5M is a name to the lexer
  }
  if (accept(Keyword::Algorithm)) {
    expect(TokenKind::Equal);
    expect(Keyword::Bulk);
  }
}

// --- what INTO OUTFILE has in common with it ---

// CHARACTER SET x {FIELDS | COLUMNS} ... LINES ...
TokenRange ParserRun::file_format() {
  const std::uint32_t first = at();
  file_charset();
  file_separators();
  return range_from(first);
}

void ParserRun::file_charset() {
  if (!is_any(Keyword::Character, Keyword::Char, Keyword::Charset)) return;
  if (!accept(Keyword::Charset)) {
    advance();
    expect(Keyword::Set);
  }
  if (mariadb() && accept(Keyword::Default)) return;
  if (at_function_word()) fail();
  charset_name();
}

void ParserRun::file_text() {
  if (!is(TokenKind::String) && !is(TokenKind::Hex) && !is(TokenKind::Bit)) {
    fail();
    return;
  }
  advance();
}

void ParserRun::file_separators() {
  if (is_any(Keyword::Fields, Keyword::Columns)) {
    advance();
    bool any = false;
    while (is_any(Keyword::Terminated, Keyword::Escaped, Keyword::Optionally, Keyword::Enclosed)) {
      if (accept(Keyword::Optionally)) {
        expect(Keyword::Enclosed);
      } else {
        advance();
      }
      expect(Keyword::By);
      file_text();
      any = true;
    }
    if (!any) fail();
  }
  if (accept(Keyword::Lines)) {
    bool any = false;
    while (accept(Keyword::Terminated) || accept(Keyword::Starting)) {
      expect(Keyword::By);
      file_text();
      any = true;
    }
    if (!any) fail();
  }
}

}  // namespace mallshard::sqlparse
