#include <algorithm>
#include <charconv>
#include <cstdio>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "cli/command_line.h"
#include "cli/commands.h"
#include "cli/json.h"
#include "cli/usage.h"
#include "sqlparse/char_class.h"
#include "sqlparse/digest.h"
#include "sqlparse/session_effects.h"
#include "sqlparse/split.h"
#include "sqlparse/sql_mode.h"
#include "sqlparse/statement_facts.h"

namespace mallshard::cli {
namespace {

constexpr std::string_view kHelp =
    "usage: mallshard parse [OPTION]... [FILE]...\n\n"
    "Reads SQL from the files, or from standard input, and prints one line of JSON for\n"
    "each statement.\n\n"
    "  -0                         statements end with NUL, not with ;\n"
    "  --flavour mysql|mariadb    whose SQL (mysql)\n"
    "  --server-version VERSION   of the server, as 80400 or 8.4.0\n"
    "                             (9.7.0; MariaDB 10.11.0)\n"
    "  --sql-mode MODE[,MODE]...  as the session's; ORACLE and MSSQL are refused\n"
    "  --charset NAME             of the client (utf8mb4)\n\n"
    "Exit code 1: some statement could not be read.";

constexpr std::size_t kMaxFiles = 10000;
constexpr std::uint32_t kMySqlVersion = 90700;
constexpr std::uint32_t kMariaDbVersion = 101100;

// 80400, or 8.4.0.
Result<std::uint32_t> parse_version(std::string_view text) {
  std::uint32_t parts[3] = {0, 0, 0};
  std::size_t count = 0;
  const char* at = text.data();
  const char* const end = at + text.size();
  while (count < 3) {
    const auto [next, failure] = std::from_chars(at, end, parts[count++]);
    if (failure != std::errc{}) break;
    at = next;
    if (at == end) return count == 1 ? parts[0] : parts[0] * 10000 + parts[1] * 100 + parts[2];
    if (*at++ != '.') break;
  }
  return Error::unknown("--server-version must be like 80400 or 8.4.0, not '" + std::string(text) + "'");
}

// The names of a sql_mode, checked one by one.
Result<void> check_modes(std::string_view modes) {
  while (!modes.empty()) {
    const std::string_view mode = modes.substr(0, modes.find(','));
    modes.remove_prefix(std::min(mode.size() + 1, modes.size()));
    switch (sqlparse::classify_sql_mode(mode)) {
      case sqlparse::SqlMode::Unknown:
        if (mode.empty()) break;
        return Error::unknown("--sql-mode: no server knows '" + std::string(mode) + "'");
      case sqlparse::SqlMode::ForeignGrammar:
        return Error::unknown("--sql-mode: '" + std::string(mode) +
                              "' is another language, which MallShard does not read");
      default:
        break;
    }
  }
  return {};
}

Result<sqlparse::LexOptions> lex_options(const CommandLine& line) {
  sqlparse::LexOptions options;
  options.server_version = kMySqlVersion;
  const std::string_view flavour = line.value("--flavour").value_or("mysql");
  if (flavour == "mariadb") {
    options.flavour = sqlparse::Flavour::MariaDB;
    options.server_version = kMariaDbVersion;
  } else if (flavour != "mysql") {
    return Error::unknown("--flavour is mysql or mariadb, not '" + std::string(flavour) + "'");
  }
  if (const auto text = line.value("--server-version")) {
    const Result<std::uint32_t> version = parse_version(*text);
    if (!version) return version.error();
    options.server_version = *version;
  }
  const std::string_view modes = line.value("--sql-mode").value_or("");
  if (Result<void> known = check_modes(modes); !known) return known.error();
  sqlparse::apply_sql_mode(modes, options);
  const std::string_view charset = line.value("--charset").value_or("utf8mb4");
  const bool wide =
      charset.starts_with("ucs2") || charset.starts_with("utf16") || charset.starts_with("utf32");
  if (wide || !sqlparse::is_charset_name(charset, options.flavour)) {
    return Error::unknown("--charset: '" + std::string(charset) + "' cannot be a client's character set");
  }
  options.charset = sqlparse::charset_class(charset);
  return options;
}

std::string qualified(const sqlparse::TableName& table) {
  std::string name(table.database.text);
  if (!name.empty()) name += '.';
  return name + std::string(table.name.text);
}

void add_once(std::vector<std::string>& list, std::string text) {
  if (std::find(list.begin(), list.end(), text) == list.end()) list.push_back(std::move(text));
}

// The names of the bits that are set.
template <class Bit>
std::vector<std::string> names_of(std::uint32_t bits, std::string_view (*name)(Bit) noexcept) {
  std::vector<std::string> names;
  for (std::uint32_t bit = 1; bit != 0; bit <<= 1U) {
    if ((bits & bit) != 0) names.emplace_back(name(static_cast<Bit>(bit)));
  }
  return names;
}

std::vector<std::string> reasons(const sqlparse::StatementFacts& facts) {
  return names_of(facts.write_reasons, sqlparse::write_reason_name);
}

std::vector<std::string> effects(const sqlparse::StatementFacts& facts,
                                 const sqlparse::Statement& statement) {
  return names_of(sqlparse::session_effects(facts, statement), sqlparse::session_effect_name);
}

std::string describe(const sqlparse::ParseOutput& parsed, std::string_view digest) {
  JsonLine line;
  line.flag("ok", parsed.ok());
  if (!parsed.ok()) {
    line.number("offset", parsed.error.offset);
    line.text("message", parsed.error.message);
    return line.end();
  }
  const sqlparse::StatementFacts facts = sqlparse::statement_facts(parsed);
  std::vector<std::string> tables;
  std::vector<std::string> functions;
  for (const sqlparse::TableUse& use : facts.tables) add_once(tables, qualified(*use.table));
  for (const sqlparse::FunctionUse& use : facts.functions) add_once(functions, to_upper(use.name));
  line.text("kind", sqlparse::statement_kind_name(facts.kind));
  line.flag("read_only", facts.read_only());
  line.list("tables", tables);
  line.number("params", parsed.parameter_count);
  line.list("functions", functions);
  line.text("digest", digest);
  line.flag("commits", facts.implicit_commit);
  line.list("why", reasons(facts));
  line.list("session", effects(facts, *parsed.statement));
  return line.end();
}

std::vector<std::string_view> cut_at_nul(std::string_view text) {
  std::vector<std::string_view> statements;
  for (std::size_t from = 0; from < text.size();) {
    const std::size_t end = std::min(text.find('\0', from), text.size());
    statements.push_back(text.substr(from, end - from));
    from = end + 1;
  }
  return statements;
}

// Whether the token that could not be read is a byte, not an open string or
// comment that takes the rest of the text with it.
bool is_stray(const sqlparse::TokenBuffer& tokens) {
  const std::span<const sqlparse::Token> all = tokens.tokens();
  if (all.size() < 2 || all[all.size() - 2].kind != sqlparse::TokenKind::Error) return false;
  const std::string_view spelling = tokens.text().substr(all[all.size() - 2].begin);
  return !spelling.empty() && !spelling.starts_with("/*") &&
         spelling.substr(0, 2).find_first_of("'\"`") == std::string_view::npos;
}

std::vector<std::string_view> cut_at_semicolons(std::string_view text, const sqlparse::LexOptions& options) {
  std::vector<std::string_view> statements;
  sqlparse::TokenBuffer tokens;
  while (!text.empty()) {
    sqlparse::lex(text, options, tokens);
    const std::vector<sqlparse::StatementRange> ranges = sqlparse::split(tokens);
    for (const sqlparse::StatementRange& range : ranges) {
      statements.push_back(text.substr(range.begin, range.end - range.begin));
    }
    if (!is_stray(tokens) || ranges.empty()) break;
    // Go on behind the next semicolon.
    const std::size_t stray = tokens.tokens()[tokens.tokens().size() - 2].begin;
    const std::size_t semicolon = text.find(';', stray);
    if (semicolon == std::string_view::npos) break;
    statements.back() = text.substr(ranges.back().begin, semicolon - ranges.back().begin);
    text.remove_prefix(semicolon + 1);
  }
  return statements;
}

// Prints a line for each statement; the number that could not be read.
std::size_t parse_text(const std::string& text, const sqlparse::LexOptions& options, bool nul_separated) {
  const std::vector<std::string_view> statements =
      nul_separated ? cut_at_nul(text) : cut_at_semicolons(text, options);
  std::size_t bad = 0;
  sqlparse::TokenBuffer tokens;
  sqlparse::Arena arena;
  sqlparse::Digester digester;
  for (const std::string_view statement : statements) {
    arena.reset();
    sqlparse::lex(statement, options, tokens);
    const sqlparse::ParseOutput parsed = sqlparse::parse(tokens, arena);
    if (parsed.ok()) {
      digester.run(tokens);
    } else {
      ++bad;
    }
    print(stdout, describe(parsed, digester.text()));
  }
  return bad;
}

std::string read_all(std::FILE* from) {
  std::string text;
  char chunk[65536];
  for (std::size_t count = 0; (count = std::fread(chunk, 1, sizeof chunk, from)) > 0;)
    text.append(chunk, count);
  return text;
}

}  // namespace

int parse_command(Words words) {
  CommandLine line("parse",
                   {{"-0", ""},
                    {"--flavour", "NAME"},
                    {"--server-version", "VERSION"},
                    {"--sql-mode", "MODES"},
                    {"--charset", "NAME"},
                    {"--help", ""}},
                   kMaxFiles);
  if (Result<void> read = line.read(words); !read) return complain("parse", read.error(), kUsage);
  if (line.has("--help")) {
    print(stdout, kHelp);
    return kDone;
  }
  const Result<sqlparse::LexOptions> options = lex_options(line);
  if (!options) return complain("parse", options.error(), kUsage);

  std::size_t bad = 0;
  if (line.words().empty()) bad = parse_text(read_all(stdin), *options, line.has("-0"));
  for (const std::string_view file : line.words()) {
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> stream(std::fopen(std::string(file).c_str(), "rb"),
                                                                 &std::fclose);
    const std::string text = stream ? read_all(stream.get()) : std::string();
    if (!stream || std::ferror(stream.get()) != 0) {
      return complain("parse", Error::unknown("cannot read " + std::string(file)), kFailed);
    }
    bad += parse_text(text, *options, line.has("-0"));
  }
  return bad == 0 ? kDone : kFailed;
}

}  // namespace mallshard::cli
