#include "sqlparse/digest.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "sqlparse/digest_run.h"
#include "sqlparse/text_hash.h"

namespace mallshard::sqlparse {

namespace {

using Mark = Digester::Mark;

std::string_view operator_text(TokenKind kind) noexcept {
  // clang-format off
  switch (kind) {
    case TokenKind::LeftParen: return "(";
    case TokenKind::RightParen: return ")";
    case TokenKind::Comma: return ",";
    case TokenKind::Dot: return ".";
    case TokenKind::Semicolon: return ";";
    case TokenKind::LeftBrace: return "{";
    case TokenKind::RightBrace: return "}";
    case TokenKind::Colon: return ":";
    case TokenKind::Plus: return "+";
    case TokenKind::Minus: return "-";
    case TokenKind::Star: return "*";
    case TokenKind::Slash: return "/";
    case TokenKind::Percent: return "%";
    case TokenKind::Caret: return "^";
    case TokenKind::Tilde: return "~";
    case TokenKind::Ampersand: return "&";
    case TokenKind::Pipe: return "|";
    case TokenKind::ShiftLeft: return "<<";
    case TokenKind::ShiftRight: return ">>";
    case TokenKind::Exclamation: return "!";
    case TokenKind::AndAnd: return "&&";
    case TokenKind::OrOr:
    case TokenKind::ConcatPipes: return "||";
    case TokenKind::Equal: return "=";
    case TokenKind::NullSafeEqual: return "<=>";
    case TokenKind::NotEqual: return "!=";
    case TokenKind::Less: return "<";
    case TokenKind::LessEqual: return "<=";
    case TokenKind::Greater: return ">";
    case TokenKind::GreaterEqual: return ">=";
    case TokenKind::Assign: return ":=";
    case TokenKind::Arrow: return "->";
    case TokenKind::ArrowText: return "->>";
    default: return "";
  }
  // clang-format on
}

std::string_view fixed_text(Mark mark) noexcept {
  // clang-format off
  switch (mark) {
    case Mark::At: return "@";
    case Mark::Charset: return "(_charset)";
    case Mark::Unknown: return "(unknown)";
    case Mark::Value: return "?";
    case Mark::Values: return "?, ...";
    case Mark::Row: return "(?)";
    case Mark::Rows: return "(?) /* , ... */";
    case Mark::WideRow: return "(...)";
    case Mark::WideRows: return "(...) /* , ... */";
    case Mark::InValues: return "IN (...)";
    case Mark::HintOpen: return "/*+";
    case Mark::HintClose: return "*/";
    default: return "";
  }
  // clang-format on
}

// The servers have room for so many bytes of a name that they convert.
constexpr std::size_t kLongestName = 64;

bool is_cut(const Digester::Entry& entry) noexcept {
  return entry.mark == Mark::Name && (entry.end - entry.begin > kLongestName || entry.end == entry.begin);
}

// A name in backticks. MySQL has made doubled quotes one by then, MariaDB has
// not; neither doubles those inside.
void append_name(std::string_view spelling, char quote, bool keeps_doubled, std::string& text) {
  if (spelling.empty()) return;
  if (spelling.size() > kLongestName) {
    text += "...";
    return;
  }
  text += '`';
  for (std::size_t i = 0; i < spelling.size(); ++i) {
    text += spelling[i];
    if (spelling[i] == quote && !keeps_doubled) ++i;
  }
  text += '`';
}

}  // namespace

void Digester::run(const TokenBuffer& tokens, std::size_t max_length) {
  DigestRun(tokens, max_length, entries_).run();
  text_.clear();
  const std::string_view source = tokens.text();
  const bool doubled_quotes = tokens.options().flavour == Flavour::MariaDB;
  for (const Entry& entry : entries_) {
    const std::string_view spelling = source.substr(entry.begin, entry.end - entry.begin);
    switch (entry.mark) {
      case Mark::Operator:
        text_ += operator_text(entry.kind);
        break;
      case Mark::Word:
        text_ += keyword_text(entry.keyword);
        break;
      case Mark::ColumnNumber:
        text_ += spelling;
        break;
      case Mark::HintWord:
        for (const char c : spelling) text_ += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
        break;
      case Mark::Name:
      case Mark::BlockName: {
        const char before = entry.begin == 0 ? '\0' : source[entry.begin - 1];
        const bool quoted = before == '`' || before == '"';
        append_name(spelling, quoted ? before : '\0', doubled_quotes, text_);
        break;
      }
      default:
        text_ += fixed_text(entry.mark);
        break;
    }
    if (entry.mark != Mark::At && entry.mark != Mark::BlockName && !is_cut(entry)) text_ += ' ';
  }
  if (text_.ends_with(' ')) text_.pop_back();
  hash_ = hash_text(text_, 0);
}

}  // namespace mallshard::sqlparse
