#include "sqlparse/lexer.h"

#include <algorithm>
#include <cctype>
#include <string>
#include <vector>

#include "parse_helpers.h"

namespace mallshard::sqlparse {
namespace {

using namespace test;

using K = TokenKind;

TEST(Lexer, CutsWordsNumbersAndOperators) {
  EXPECT_EQ(spellings("SELECT a+1, b<=>c FROM t"), "SELECT | a | + | 1 | , | b | <=> | c | FROM | t");
  EXPECT_EQ(kinds("1 1.5 .5 5. 1e3 1.5e-3 0xAF x'AF' 0b01 b'01'"),
            (std::vector<K>{K::Integer, K::Decimal, K::Decimal, K::Decimal, K::Float, K::Float, K::Hex,
                            K::Hex, K::Bit, K::Bit, K::End}));
  EXPECT_EQ(spellings("a:=b<>c!=d>=e>>f<<g&&h||i"),
            "a | := | b | <> | c | != | d | >= | e | >> | f | << | g | && | h | || | i");
}

TEST(Lexer, TakesDigitsThatRunIntoLettersForAName) {
  EXPECT_EQ(kinds("1a 0xg 0b12 2nd 1e"),
            (std::vector<K>{K::Word, K::Word, K::Word, K::Word, K::Word, K::End}));
  EXPECT_EQ(spellings("t.1a"), "t | . | 1a");
  EXPECT_EQ(kinds("0X1F"), (std::vector<K>{K::Word, K::End}));  // upper-case X is no hexadecimal literal
  EXPECT_EQ(kinds("t.5"), (std::vector<K>{K::Word, K::Dot, K::Word, K::End}));
  EXPECT_EQ(kinds("t .5"), (std::vector<K>{K::Word, K::Decimal, K::End}));
}

TEST(Lexer, KnowsNoKeywordNextToADot) {
  TokenBuffer tokens;
  lex("t.select, from.x", {}, tokens);
  for (const Token& token : tokens.tokens()) EXPECT_EQ(token.keyword, Keyword::None);
}

TEST(Lexer, BeginsADashCommentOnlyBeforeSpaceOrControl) {
  EXPECT_EQ(spellings("5--1"), "5 | - | - | 1");
  EXPECT_EQ(spellings("5-- 1\n+2"), "5 | + | 2");
  EXPECT_EQ(spellings("5--\x01 x"), "5");
  EXPECT_EQ(spellings("5--"), "5");
  EXPECT_EQ(spellings("5#x\n6"), "5 | 6");
}

TEST(Lexer, TreatsVerticalTabAsSpaceAndNoBreakSpaceAsALetter) {
  EXPECT_EQ(spellings("a\x0b"
                      "b"),
            "a | b");
  EXPECT_EQ(kinds("a\xa0"
                  "b"),
            (std::vector<K>{K::Word, K::End}));
}

TEST(Lexer, RefusesANulByte) {
  EXPECT_EQ(spellings(std::string_view("a\0b", 3)), "a | ERROR");
  EXPECT_TRUE(accepts(std::string_view("SELECT 1\0", 9)));  // the end, as the servers see it
  EXPECT_FALSE(accepts(std::string_view("SELECT 1\0\0", 10)));
}

TEST(Lexer, RunsExecutableCommentsByTheMySqlVersion) {
  EXPECT_EQ(spellings("/*!50701 1 */ 2", mysql(80034)), "1 | 2");
  EXPECT_EQ(spellings("/*!80034+1*/", mysql(80034)), "+ | 1");
  EXPECT_EQ(spellings("/*!80035 1 */ 2", mysql(80034)), "2");
  EXPECT_EQ(spellings("/*!080034 1 */ 2", mysql(90700)), "1 | 2");
  EXPECT_EQ(spellings("/*!101100 1 */ 2", mysql(90700)), "2");
  EXPECT_EQ(spellings("/*! 1 */ 2", mysql(80034)), "1 | 2");
  EXPECT_EQ(spellings("/*M! 1 */ 2", mysql(80034)), "2");
}

TEST(Lexer, RunsExecutableCommentsByTheMariaDbVersion) {
  EXPECT_EQ(spellings("/*!50000 +1*/", mariadb()), "+ | 1");
  for (const char* version : {"50701", "50999", "51000", "80000", "80034", "101200", "080000", "099999"}) {
    EXPECT_EQ(spellings("1 /*!" + std::string(version) + " +1*/", mariadb()), "1") << version;
  }
  EXPECT_EQ(spellings("/*!101100 +1*/", mariadb()), "+ | 1");
  EXPECT_EQ(spellings("/*M! +1*/", mariadb()), "+ | 1");
  EXPECT_EQ(spellings("/*M!100500 +1*/", mariadb()), "+ | 1");
  EXPECT_EQ(spellings("1 /*M!101200 +1*/", mariadb()), "1");
  EXPECT_EQ(spellings("/*M!80034 +1*/", mariadb()), "+ | 1");
}

TEST(Lexer, NestsPlainCommentsInExecutableOnesAndNotInPlainOnes) {
  EXPECT_EQ(spellings("/*! +1 /* c */ +1 */ x", mariadb()), "+ | 1 | + | 1 | x");
  EXPECT_EQ(spellings("/* a /* b */ c"), "c");
  EXPECT_EQ(spellings("1 /*!999999 /* a */ b */ + 1"), "1 | + | 1");
}

TEST(Lexer, TellsThatTokensCameFromAnExecutableComment) {
  TokenBuffer tokens;
  lex("select * from p /*!50000 for update*/", mariadb(), tokens);
  EXPECT_TRUE(tokens.has_executable_comment());
  EXPECT_TRUE(Parsed("select * from p where id=1 /*!50000 for update*/", mariadb())
                  .facts()
                  .has(WriteReason::LockingClause));
  lex("select 1 /*!999999 x*/", mariadb(), tokens);
  EXPECT_FALSE(tokens.has_executable_comment());
}

TEST(Lexer, RefusesWhatIsNotClosed) {
  for (const char* open : {"'a", "\"a", "`a", "/* a", "/*! 1", "/*!999999 a", "x'41", "@'a", "'a\\'"}) {
    EXPECT_EQ(spellings(open).substr(spellings(open).size() - 5), "ERROR") << open;
  }
}

TEST(Lexer, EscapesByBackslashUnlessTheModeSaysNo) {
  LexOptions options = mysql();
  EXPECT_EQ(spellings(R"('a\'b')", options), R"('a\'b')");
  options.no_backslash_escapes = true;
  EXPECT_EQ(spellings(R"('a\' b)", options), R"('a\' | b)");
}

TEST(Lexer, ReadsDoubleQuotesByAnsiQuotes) {
  LexOptions options = mysql();
  EXPECT_EQ(kinds(R"("id")", options)[0], K::String);
  options.ansi_quotes = true;
  EXPECT_EQ(kinds(R"("id")", options)[0], K::QuotedName);
}

TEST(Lexer, ReadsPipesByPipesAsConcat) {
  LexOptions options = mysql();
  EXPECT_EQ(kinds("a||b", options)[1], K::OrOr);
  options.pipes_as_concat = true;
  EXPECT_EQ(kinds("a||b", options)[1], K::ConcatPipes);
}

TEST(Lexer, FindsQuotesAndBackslashesHiddenInTwoByteCharacters) {
  LexOptions options = mysql();
  options.charset = CharsetClass::Gbk;
  EXPECT_EQ(kinds("'\xbf\x5c'", options),
            (std::vector<K>{K::String, K::End}));  // one character, then the quote
  EXPECT_EQ(kinds("'\xbf\x27", options), (std::vector<K>{K::String, K::End}));  // 0x27 is no second byte
  options.charset = CharsetClass::Sjis;
  EXPECT_EQ(kinds("'\x83\x5c'", options), (std::vector<K>{K::String, K::End}));
  options.charset = CharsetClass::Big5;
  EXPECT_EQ(kinds("'\xa5\x5c'", options), (std::vector<K>{K::String, K::End}));
  options.charset = CharsetClass::Gb18030;
  EXPECT_EQ(kinds("'\x81\x30\x81\x30'", options), (std::vector<K>{K::String, K::End}));
  options.charset = CharsetClass::AsciiSafe;
  EXPECT_EQ(kinds("'\xbf\x5c'", options)[0], K::Error);  // the backslash escapes the quote
}

TEST(Lexer, TakesInvalidUtf8InLiteralsAsItIs) {
  EXPECT_EQ(kinds("'\xff\xfe'"), (std::vector<K>{K::String, K::End}));
}

TEST(Lexer, TakesVariablesWithTheirNames) {
  EXPECT_EQ(spellings("@a @`b c` @'d' @\"e\" @a.b @@global.x u@h 'u'@'h'"),
            "@a | @`b c` | @'d' | @\"e\" | @a.b | @@ | global | . | x | u | @h | 'u' | @'h'");
  EXPECT_EQ(kinds("@@ a"), (std::vector<K>{K::SystemVariable, K::Error, K::End}));
  EXPECT_EQ(kinds("@ a", mariadb())[0], K::UserVariable);  // an account's empty host
}

// A name that ended in half a character could not be printed with a space behind.
TEST(Lexer, TakesVariablesOfTwoByteCharsetsByteByByte) {
  LexOptions options = mariadb();
  options.charset = CharsetClass::Big5;
  EXPECT_EQ(kinds("@\xb7|1", options), (std::vector<K>{K::UserVariable, K::Pipe, K::Integer, K::End}));
  EXPECT_EQ(kinds("@\xb7 | 1", options), (std::vector<K>{K::UserVariable, K::Pipe, K::Integer, K::End}));
  options = mysql();
  options.charset = CharsetClass::Sjis;
  EXPECT_EQ(kinds("@a\x83\x5c", options), (std::vector<K>{K::UserVariable, K::Word, K::End}));
}

TEST(Lexer, TakesNullByBackslashOnlyWhereTheServerDoes) {
  EXPECT_TRUE(accepts("SELECT \\N", mariadb()));
  EXPECT_FALSE(accepts("SELECT \\N", mysql()));
}

TEST(Lexer, ReadsAnArrowInMySqlOnly) {
  EXPECT_EQ(kinds("a->'$'")[1], K::Arrow);
  EXPECT_EQ(kinds("a->>'$'")[1], K::ArrowText);
  EXPECT_EQ(kinds("a->'$'", mariadb())[1], K::Minus);
}

TEST(Lexer, TakesAnUnderscoreForAnIntroducerOnlyBeforeACharset) {
  EXPECT_EQ(kinds("_utf8mb4'x'")[0], K::Introducer);
  EXPECT_EQ(kinds("_foo 'x'")[0], K::Word);
}

TEST(Lexer, NotesHintsAndALeadingComment) {
  TokenBuffer tokens;
  lex("/* route */ SELECT /*+ HINT */ 1 /* c */", mysql(), tokens);
  ASSERT_EQ(tokens.comments().size(), 2U);
  EXPECT_FALSE(tokens.comments()[0].is_hint);
  EXPECT_EQ(tokens.comments()[0].next_token, 0U);
  EXPECT_TRUE(tokens.comments()[1].is_hint);
  EXPECT_EQ(tokens.comments()[1].next_token, 1U);
}

TEST(Lexer, MarksTokensThatTouch) {
  TokenBuffer tokens;
  lex("count(a) b/**/(c)", mysql(), tokens);
  EXPECT_TRUE(tokens.tokens()[1].adjacent);
  EXPECT_FALSE(tokens.tokens()[5].adjacent);
}

TEST(Lexer, DecodesNamesAndStrings) {
  std::string storage;
  EXPECT_EQ(decode_name("`a``b`", storage), "a`b");
  EXPECT_EQ(decode_name("plain", storage), "plain");
  EXPECT_EQ(decode_name("@`x`", storage), "x");
  EXPECT_EQ(decode_string(R"('a''b\n\0\\\'\%\q')", mysql()), std::string("a'b\n\0\\'\\%q", 10));
  EXPECT_EQ(decode_string(R"(N'x')", mysql()), "x");
  LexOptions plain = mysql();
  plain.no_backslash_escapes = true;
  EXPECT_EQ(decode_string(R"('a\n')", plain), R"(a\n)");
  LexOptions gbk = mysql();
  gbk.charset = CharsetClass::Gbk;
  EXPECT_EQ(decode_string("'\xbf\x5c'", gbk), "\xbf\x5c");
}

TEST(Lexer, KnowsEveryKeywordInEveryCase) {
  for (std::uint16_t i = 1; i <= kKeywordCount; ++i) {
    const auto keyword = static_cast<Keyword>(i);
    std::string text(keyword_text(keyword));
    EXPECT_EQ(find_keyword(text), keyword) << text;
    for (char& c : text) c = static_cast<char>(std::tolower(c));
    EXPECT_EQ(find_keyword(text), keyword) << text;
    text.back() = text.back() == 'q' ? 'z' : 'q';
    EXPECT_NE(find_keyword(text), keyword) << text;
  }
  EXPECT_EQ(find_keyword("a"), Keyword::None);
  EXPECT_EQ(find_keyword(std::string(300, 'x')), Keyword::None);
}

TEST(Lexer, ReservesWordsByFlavourAndVersion) {
  EXPECT_TRUE(is_reserved(Keyword::Select, Flavour::MariaDB, 100500));
  EXPECT_TRUE(is_reserved(Keyword::Rank, Flavour::MySQL, 80034));
  EXPECT_FALSE(is_reserved(Keyword::Rank, Flavour::MySQL, 50744));
  EXPECT_FALSE(is_reserved(Keyword::Rank, Flavour::MariaDB, 101119));
  EXPECT_TRUE(is_reserved(Keyword::Offset, Flavour::MariaDB, 101119));
  EXPECT_FALSE(is_reserved(Keyword::Offset, Flavour::MySQL, 90700));
}

// Only AsciiSafe takes the lexer's short ways; below 0x80 the classes are alike.
// Each piece is lexed short, where the text is copied, and as the end of one too
// long for that.
TEST(Lexer, ReadsAsciiAlikeOnItsShortWaysAndOnTheLong) {
  const auto tokens_of = [](const std::string& sql, LexOptions options, CharsetClass charset) {
    options.charset = charset;
    std::vector<std::string> all;
    TokenBuffer tokens;
    lex(sql, options, tokens);
    for (const Token& token : tokens.tokens()) {
      all.push_back(std::to_string(token.begin) + '-' + std::to_string(token.end) + ' ' +
                    std::to_string(static_cast<unsigned>(token.kind)) + ' ' +
                    std::to_string(static_cast<unsigned>(token.keyword)) + (token.adjacent ? " a" : "") +
                    (token.executable ? " e" : "") + (token.reserved ? " r" : ""));
    }
    return all;
  };
  const auto compare = [&](const std::string& sql) {
    for (const LexOptions& options : {mysql(), mysql(50700), mariadb()}) {
      EXPECT_EQ(tokens_of(sql, options, CharsetClass::AsciiSafe),
                tokens_of(sql, options, CharsetClass::SpaceA0))
          << sql.substr(sql.size() < 200 ? 0 : sql.size() - 200);
    }
  };
  std::vector<std::string> texts = common_corpus();
  const std::string word33(33, 'w');
  for (const std::string name : {"a", "sixteen_letters_", "seventeen_letters", word33.c_str()}) {
    for (const char* mark : {"1.5",     "1.",    "1..2", "1.5e3", "1.5x",   "12ab", "0x1f",   "-1",  "- -1",
                             "--1",     "-->1",  "->1",  "<1",    "<=1",    "<>1",  "<=>1",   "<!1", ">1",
                             ">=1",     ">>1",   "><1",  "`a`",   "`a``b`", "``",   "`open",  "'a'", "'a''b'",
                             "'a\\'b'", "'open", ".a",   ". a",   ".1",     ".`a`", "/*!1*/", ""}) {
      texts.push_back(name + mark + name);
      texts.push_back(name + " " + mark);
      texts.push_back("/*! " + name + mark + " */" + name);
    }
  }
  const std::string filler(5000, ' ');
  for (const std::string& sql : texts) {
    if (std::any_of(sql.begin(), sql.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; }))
      continue;
    compare(sql);
    compare(filler + sql);
    compare(filler + sql + std::string(100, ' '));
  }
}

}  // namespace
}  // namespace mallshard::sqlparse
