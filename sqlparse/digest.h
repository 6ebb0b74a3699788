// The digest of a statement: what MySQL's performance_schema groups statements
// by (events_statements_summary_by_digest.DIGEST_TEXT, STATEMENT_DIGEST_TEXT()).
//
// Literals become ?, lists of them collapse, identifiers are quoted, keywords
// stand in one spelling, comments vanish but optimizer hints stay. The rules
// are the server's, flavour by flavour, held against live servers: among them
// that a word is a keyword wherever it stands but next to a dot, and that
// synonyms share the spelling the server happens to know the token by
// (`DATABASE` is SCHEMA, `<>` is !=).
//
//   Digester digester;                    // one per thread, reused
//   digester.run(tokens);
//   log(digester.text(), digester.hash());
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sqlparse/token.h"

namespace mallshard::sqlparse {

// The servers' default of max_digest_length.
inline constexpr std::size_t kDefaultDigestLength = 1024;

class Digester {
 public:
  // The digest of the first statement of the text, which should parse: of a
  // text with a syntax error the servers make none. `max_length` is counted as
  // the servers count it: two bytes a token, four and its length an identifier.
  void run(const TokenBuffer& tokens, std::size_t max_length = kDefaultDigestLength);

  // Valid until the next run(). Without the space that MariaDB and MySQL 5.7
  // leave at its end. Identifiers keep the bytes of the client's character set;
  // the servers convert them to UTF-8.
  [[nodiscard]] std::string_view text() const noexcept { return text_; }
  // Of the text. Not the server's DIGEST, which is SHA-256 over numbers that
  // its grammar gives to tokens.
  [[nodiscard]] std::uint64_t hash() const noexcept { return hash_; }

  // What one entry of the reduced statement is; for the implementation.
  enum class Mark : std::uint8_t {
    None,
    Operator,  // by TokenKind
    Word,      // a keyword
    Name,
    BlockName,  // t of the hint's t@query_block: no space after it
    At,         // no space after it
    Charset,    // an introducer
    Unknown,    // the server has no name for it: x'..' and .. in MariaDB, $$..$$ in MySQL
    Value,
    Values,        // two or more
    Row,           // (?)
    Rows,          // (?), (?)
    WideRow,       // (?, ?)
    WideRows,      // (?, ?), (?, ?)
    InValues,      // IN (...)
    ColumnNumber,  // of ORDER BY 1
    HintOpen,
    HintClose,
    HintWord,
  };
  struct Entry {
    Mark mark = Mark::None;
    TokenKind kind = TokenKind::End;
    Keyword keyword = Keyword::None;  // Word: its spelling
    std::uint32_t begin = 0;  // Name, BlockName, HintWord: bytes of the text; ColumnNumber: its digits
    std::uint32_t end = 0;
  };

 private:
  std::vector<Entry> entries_;
  std::string text_;
  std::uint64_t hash_ = 0;
};

}  // namespace mallshard::sqlparse
