#include <algorithm>
#include <charconv>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "cli/command_line.h"
#include "cli/commands.h"
#include "cli/json.h"
#include "cli/usage.h"
#include "sqlparse/digest.h"
#include "sqlparse/split.h"
#include "sqlparse/statement_facts.h"

namespace mallshard::cli {
namespace {

constexpr std::string_view kHelp =
    "usage: mallshard parse [OPTION]... [FILE]...\n\n"
    "Reads SQL from the files, or from standard input, and prints one line of JSON for\n"
    "each statement.\n\n"
    "  -0                         statements end with NUL, not with ;\n"
    "  --flavour mysql|mariadb    whose SQL (mysql)\n"
    "  --server-version VERSION   of the server, as 80400 or 8.4.0 (80400)\n"
    "  --sql-mode MODE[,MODE]...  ANSI_QUOTES, PIPES_AS_CONCAT, NO_BACKSLASH_ESCAPES,\n"
    "                             IGNORE_SPACE, HIGH_NOT_PRECEDENCE\n"
    "  --charset NAME             of the client (utf8mb4)\n\n"
    "Exit code 1: some statement could not be read.";

constexpr std::size_t kMaxFiles = 10000;

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

Result<void> set_mode(std::string_view mode, sqlparse::LexOptions& options) {
  const std::string name = to_upper(mode);
  if (name == "ANSI_QUOTES") {
    options.ansi_quotes = true;
  } else if (name == "PIPES_AS_CONCAT") {
    options.pipes_as_concat = true;
  } else if (name == "NO_BACKSLASH_ESCAPES") {
    options.no_backslash_escapes = true;
  } else if (name == "IGNORE_SPACE") {
    options.ignore_space = true;
  } else if (name == "HIGH_NOT_PRECEDENCE") {
    options.high_not_precedence = true;
  } else if (name == "ANSI") {
    options.ansi_quotes = options.pipes_as_concat = options.ignore_space = true;
  } else if (!name.empty()) {
    return Error::unknown("--sql-mode: '" + std::string(mode) + "' does not change how SQL is read");
  }
  return {};
}

Result<sqlparse::LexOptions> lex_options(const CommandLine& line) {
  sqlparse::LexOptions options;
  const std::string_view flavour = line.value("--flavour").value_or("mysql");
  if (flavour == "mariadb") {
    options.flavour = sqlparse::Flavour::MariaDB;
    options.server_version = 101100;
  } else if (flavour != "mysql") {
    return Error::unknown("--flavour is mysql or mariadb, not '" + std::string(flavour) + "'");
  }
  if (const auto text = line.value("--server-version")) {
    const Result<std::uint32_t> version = parse_version(*text);
    if (!version) return version.error();
    options.server_version = *version;
  }
  std::string_view modes = line.value("--sql-mode").value_or("");
  while (!modes.empty()) {
    const std::size_t comma = modes.find(',');
    if (Result<void> set = set_mode(modes.substr(0, comma), options); !set) return set.error();
    modes = comma == std::string_view::npos ? std::string_view{} : modes.substr(comma + 1);
  }
  options.charset = sqlparse::charset_class(line.value("--charset").value_or("utf8mb4"));
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

std::string describe(const sqlparse::ParseOutput& parsed, const std::string_view digest) {
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
  line.flag("fully_parsed", facts.fully_parsed);
  return line.end();
}

// Prints a line for each statement; the number that could not be read.
std::size_t parse_text(const std::string& text, const sqlparse::LexOptions& options, bool nul_separated) {
  std::vector<std::string_view> statements;
  sqlparse::TokenBuffer tokens;
  if (nul_separated) {
    for (std::size_t from = 0; from < text.size();) {
      const std::size_t end = std::min(text.find('\0', from), text.size());
      statements.push_back(std::string_view(text).substr(from, end - from));
      from = end + 1;
    }
  } else {
    sqlparse::lex(text, options, tokens);
    for (const sqlparse::StatementRange& range : sqlparse::split(tokens)) {
      statements.push_back(std::string_view(text).substr(range.begin, range.end - range.begin));
    }
  }
  std::size_t bad = 0;
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
    std::ifstream stream{std::string(file), std::ios::binary};
    if (!stream) return complain("parse", Error::unknown("cannot read " + std::string(file)), kFailed);
    const std::string text{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
    bad += parse_text(text, *options, line.has("-0"));
  }
  return bad == 0 ? kDone : kFailed;
}

}  // namespace mallshard::cli
