#include "tests/parse/compare.h"

#include <algorithm>
#include <cstdio>

#include "sqlparse/ast_all.h"
#include "sqlparse/lexer.h"
#include "sqlparse/parser.h"
#include "tests/parse/derive.h"

namespace mallshard::sqlparse::test {
namespace {

constexpr std::uint16_t kEmptyQuery = 1065;
constexpr std::uint16_t kTooDeep = 1436;

std::string first_words(const std::string& sql, std::size_t count) {
  TokenBuffer tokens;
  lex(sql, LexOptions{}, tokens);
  std::string words;
  for (const Token& token : tokens.tokens()) {
    if (token.kind == TokenKind::LeftParen) continue;
    if (token.kind != TokenKind::Word || count-- == 0) break;
    for (std::uint32_t i = token.begin; i < token.end; ++i) {
      words += static_cast<char>(std::toupper(static_cast<unsigned char>(sql[i])));
    }
    words += ' ';
  }
  return words;
}

}  // namespace

OwnReading read_here(const std::string& sql, const LexOptions& options) {
  Arena arena;
  const ParseOutput out = parse(sql, options, arena);
  if (out.ok()) {
    const bool empty = out.statement->statement_kind == StatementKind::Empty;
    return {empty ? Reading::Empty : Reading::Accepted, false, false, {}};
  }
  if (out.error.code == kEmptyQuery) return {Reading::Empty, false, false, out.error.message};
  return {Reading::Refused, out.error.code == kTooDeep, out.error.in_meaning, out.error.message};
}

// Whether a server that answers something else than a syntax error would have
// come to what the parser refuses. It checks the meaning of a statement in an
// order of its own, and the first fault it finds is what it answers.
bool Comparison::is_decided(const std::string& sql, const OwnReading& here, const Verdict& verdict) {
  if (verdict.error_code == 0 || reading_of(verdict) != Reading::Accepted) return true;
  return !here.in_meaning && oracle_.was_read_whole(sql, options_);
}

Tally& Tally::operator+=(const Tally& other) {
  statements += other.statements;
  accepted_there += other.accepted_there;
  for (const auto& [code, count] : other.undecided) undecided[code] += count;
  lost.insert(lost.end(), other.lost.begin(), other.lost.end());
  return *this;
}

std::vector<Disagreement> Comparison::compare(std::span<const std::string> sqls) {
  const std::vector<Verdict> verdicts = oracle_.ask(sqls, options_);
  std::vector<Disagreement> found;
  for (std::size_t i = 0; i < sqls.size(); ++i) {
    const Verdict& verdict = verdicts[i];
    ++tally_.statements;
    if (verdict.error_code >= 2000 && verdict.error_code < 3000) {
      tally_.lost.push_back(sqls[i]);
      continue;
    }
    const Reading there = reading_of(verdict);
    if (there == Reading::Accepted) ++tally_.accepted_there;
    const OwnReading here = read_here(sqls[i], options_);
    if (here.reading == there || here.too_deep) continue;
    if (!is_decided(sqls[i], here, verdict)) {
      ++tally_.undecided[verdict.error_code];
      continue;
    }
    found.push_back({sqls[i], here.reading == Reading::Accepted, verdict, here.message});
  }
  return found;
}

bool Comparison::differs_alike(const std::string& sql, bool accepted_here) {
  const OwnReading here = read_here(sql, options_);
  if (here.too_deep || (here.reading == Reading::Accepted) != accepted_here) return false;
  const Verdict verdict = oracle_.ask(sql, options_);
  if (verdict.error_code >= 2000 && verdict.error_code < 3000) return false;
  const Reading there = reading_of(verdict);
  if (there == here.reading) return false;
  return is_decided(sql, here, verdict);
}

std::string Comparison::shrink(const Disagreement& found) {
  std::vector<Piece> pieces = pieces_of(found.sql, options_);
  // Its white space or its comments matter:
  if (!differs_alike(text_of(pieces), found.accepted_here)) return found.sql;
  // Leave out runs of tokens, long ones first.
  for (std::size_t run = std::max<std::size_t>(pieces.size() / 2, 1); run > 0;) {
    bool shorter = false;
    for (std::size_t at = 0; at + run <= pieces.size();) {
      std::vector<Piece> fewer(pieces.begin(), pieces.begin() + static_cast<std::ptrdiff_t>(at));
      fewer.insert(fewer.end(), pieces.begin() + static_cast<std::ptrdiff_t>(at + run), pieces.end());
      if (!fewer.empty() && differs_alike(text_of(fewer), found.accepted_here)) {
        pieces = std::move(fewer);
        shorter = true;
      } else {
        ++at;
      }
    }
    if (!shorter || run > pieces.size()) run /= 2;
  }
  // The same by plainer pieces, so that like differences look alike.
  for (Piece& piece : pieces) {
    const std::string old = piece.text;
    for (const char* plain : {"a", "1", "'a'"}) {
      piece.text = plain;
      if (piece.text == old || differs_alike(text_of(pieces), found.accepted_here)) break;
      piece.text = old;
    }
  }
  return text_of(pieces);
}

std::string area_of(const std::string& sql) {
  const std::string words = first_words(sql, 6);
  const auto starts = [&](std::string_view word) { return words.starts_with(word); };
  const auto holds = [&](std::string_view word) { return words.find(word) != std::string::npos; };
  if (starts("CREATE ") || starts("ALTER ") || starts("DROP ") || starts("RENAME ")) {
    for (const std::string_view word :
         {"USER ", "ROLE ", "PROCEDURE ", "FUNCTION ", "TRIGGER ", "EVENT ", "PACKAGE ", "INSTANCE "}) {
      if (holds(word)) return "admin";
    }
    return "schema";
  }
  for (const std::string_view word :
       {"SELECT ", "WITH ", "VALUES ", "TABLE ", "INSERT ", "REPLACE ", "UPDATE ", "DELETE ", "DO ", "CALL ",
        "HANDLER ", "LOAD DATA ", "LOAD XML "}) {
    if (starts(word)) return "query";
  }
  for (const std::string_view word : {"TRUNCATE ", "ANALYZE TABLE", "CHECK ", "CHECKSUM ", "OPTIMIZE ",
                                      "REPAIR ", "IMPORT ", "CACHE ", "LOAD INDEX "}) {
    if (starts(word)) return "schema";
  }
  return words.empty() ? "lexical" : "admin";
}

void DisagreementReport::add(const std::string& shrunk, const Disagreement& found) {
  Group& group = groups_[shrunk];
  if (group.count++ == 0) group.first = found;
}

void DisagreementReport::print() const {
  std::map<std::string, std::vector<const std::pair<const std::string, Group>*>> areas;
  for (const auto& group : groups_) areas[area_of(group.first)].push_back(&group);
  for (auto& [area, groups] : areas) {
    std::stable_sort(groups.begin(), groups.end(), [](const auto* left, const auto* right) {
      return left->second.count > right->second.count;
    });
    std::printf("== %s: %zu forms\n", area.c_str(), groups.size());
    for (const auto* entry : groups) {
      const Disagreement& first = entry->second.first;
      std::printf("%s  %s   (%llu times)\n", first.accepted_here ? "here only " : "there only",
                  entry->first.c_str(), static_cast<unsigned long long>(entry->second.count));
      if (first.sql != entry->first) std::printf("      from %s\n", first.sql.substr(0, 300).c_str());
      std::printf("      server: %u %s\n", first.verdict.error_code,
                  first.verdict.message.substr(0, 200).c_str());
      if (!first.accepted_here) std::printf("      here: %s\n", first.message.substr(0, 200).c_str());
    }
  }
}

}  // namespace mallshard::sqlparse::test
