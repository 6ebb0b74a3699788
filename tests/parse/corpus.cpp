#include "tests/parse/corpus.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "sqlparse/lexer.h"

namespace mallshard::sqlparse::test {
namespace {

[[noreturn]] void refuse(const std::string& what, const std::string& word) {
  throw std::runtime_error(what + " `" + word + "`");
}

// 9.0 -> 90000, 10.11.2 -> 101102.
std::uint32_t version_number(const std::string& text) {
  std::uint32_t parts[3] = {0, 0, 0};
  std::size_t count = 0;
  const char* at = text.data();
  const char* const end = at + text.size();
  while (true) {
    if (count == 3) refuse("too many parts in the version", text);
    const auto [stop, error] = std::from_chars(at, end, parts[count++]);
    if (error != std::errc()) refuse("not a version:", text);
    if (stop == end) break;
    if (*stop != '.') refuse("not a version:", text);
    at = stop + 1;
  }
  return parts[0] * 10000 + parts[1] * 100 + parts[2];
}

// What a "== " line sets.
struct Conditions {
  std::optional<VersionRange> mysql, mariadb;
  bool mysql_unasked = false, mariadb_unasked = false;
  LexOptions settings;
  bool escapes = false;
};

void read_setting(const std::string& word, Conditions& out) {
  LexOptions& settings = out.settings;
  if (word == "ansi_quotes") {
    settings.ansi_quotes = true;
  } else if (word == "pipes_as_concat") {
    settings.pipes_as_concat = true;
  } else if (word == "no_backslash_escapes") {
    settings.no_backslash_escapes = true;
  } else if (word == "ignore_space") {
    settings.ignore_space = true;
  } else if (word == "high_not_precedence") {
    settings.high_not_precedence = true;
  } else if (word == "escapes") {
    out.escapes = true;
  } else if (word.starts_with("charset=")) {
    settings.charset = charset_class(word.substr(8));
    if (settings.charset == CharsetClass::AsciiSafe) refuse("no charset that changes the lexer:", word);
  } else {
    refuse("no setting is called", word);
  }
}

Conditions read_conditions(const std::string& text) {
  Conditions conditions;
  const std::size_t semicolon = text.find(';');
  std::istringstream servers(text.substr(0, semicolon));
  bool any = false;
  for (std::string word; servers >> word; any = true) {
    if (word == "both") {
      conditions.mysql = conditions.mariadb = VersionRange{};
    } else if (word == "mysql?") {
      conditions.mysql_unasked = true;
    } else if (word == "mariadb?") {
      conditions.mariadb_unasked = true;
    } else if (word != "neither") {
      const auto [flavour, range] = read_server_range(word);
      (flavour == Flavour::MySQL ? conditions.mysql : conditions.mariadb) = range;
    }
  }
  if (!any) refuse("no server in", text);
  if (semicolon == std::string::npos) return conditions;
  std::istringstream settings(text.substr(semicolon + 1));
  for (std::string word; settings >> word;) read_setting(word, conditions);
  return conditions;
}

}  // namespace

CorpusSettings read_settings(const std::string& words) {
  const Conditions conditions = read_conditions("neither;" + words);
  return {conditions.settings, conditions.escapes};
}

std::string resolve_escapes(const std::string& line) {
  std::string out;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] != '\\') {
      out += line[i];
      continue;
    }
    const char what = ++i < line.size() ? line[i] : '\0';
    if (what == 'n') {
      out += '\n';
    } else if (what == 'r') {
      out += '\r';
    } else if (what == 't') {
      out += '\t';
    } else if (what == '\\') {
      out += '\\';
    } else if (what == 'x' && i + 2 < line.size()) {
      unsigned byte = 0;
      const auto [stop, error] = std::from_chars(line.data() + i + 1, line.data() + i + 3, byte, 16);
      if (error != std::errc() || stop != line.data() + i + 3) refuse("not two hex digits in", line);
      out += static_cast<char>(byte);
      i += 2;
    } else {
      refuse("an escape that is none in", line);
    }
  }
  return out;
}

std::pair<Flavour, VersionRange> read_server_range(const std::string& word) {
  const std::size_t name_end = word.find_first_of("<>");
  const std::string name = word.substr(0, name_end);
  VersionRange range;
  for (std::size_t at = name_end; at != std::string::npos;) {
    const std::size_t next = word.find_first_of("<>", at + 1);
    const std::string bound = word.substr(at, next == std::string::npos ? next : next - at);
    if (bound.starts_with(">=")) {
      range.from = version_number(bound.substr(2));
    } else if (bound.starts_with("<")) {
      range.below = version_number(bound.substr(1));
    } else {
      refuse("a bound is >= or <, not", bound);
    }
    at = next;
  }
  if (name == "mysql") return {Flavour::MySQL, range};
  if (name == "mariadb") return {Flavour::MariaDB, range};
  refuse("no server is called", name);
}

bool CorpusStatement::fits_utf8mb3() const noexcept {
  for (std::size_t i = 0; i < sql.size();) {
    const auto byte = [&](std::size_t at) {
      return at < sql.size() ? static_cast<unsigned char>(sql[at]) : 0U;
    };
    const unsigned lead = byte(i);
    const std::size_t size = lead < 0x80                   ? 1
                             : lead >= 0xC2 && lead < 0xE0 ? 2
                             : lead >= 0xE0 && lead < 0xF0 ? 3
                                                           : 0;
    if (size == 0) return false;
    for (std::size_t k = 1; k < size; ++k) {
      if ((byte(i + k) & 0xC0) != 0x80) return false;
    }
    if (size == 3) {
      const unsigned point = (lead & 0x0F) << 12 | (byte(i + 1) & 0x3F) << 6 | (byte(i + 2) & 0x3F);
      if (point < 0x800 || (point >= 0xD800 && point < 0xE000)) return false;
    }
    i += size;
  }
  return true;
}

LexOptions CorpusStatement::options(Flavour flavour, std::uint32_t version) const noexcept {
  LexOptions options = settings;
  options.flavour = flavour;
  options.server_version = version;
  return options;
}

std::vector<CorpusStatement> load_corpus_file(const std::string& path) {
  std::ifstream file(path);
  if (!file) throw std::runtime_error("cannot read " + path);
  const std::string name = std::filesystem::path(path).filename();
  std::vector<CorpusStatement> statements;
  std::optional<Conditions> conditions;
  unsigned number = 0;
  for (std::string line; std::getline(file, line);) {
    ++number;
    if (line.empty() || line.starts_with("# ") || line == "#") continue;
    try {
      if (line.starts_with("== ")) {
        conditions = read_conditions(line.substr(3));
        continue;
      }
      if (!conditions) throw std::runtime_error("a statement before the first == line");
      statements.push_back({conditions->escapes ? resolve_escapes(line) : line, name, number,
                            conditions->mysql, conditions->mariadb, conditions->mysql_unasked,
                            conditions->mariadb_unasked, conditions->settings, line});
    } catch (const std::runtime_error& problem) {
      throw std::runtime_error(path + ":" + std::to_string(number) + ": " + problem.what());
    }
  }
  return statements;
}

std::vector<CorpusStatement> load_corpus(const std::string& folder) {
  std::vector<std::string> paths;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.path().extension() == ".sql") paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  std::vector<CorpusStatement> all;
  for (const std::string& path : paths) {
    std::vector<CorpusStatement> some = load_corpus_file(path);
    std::move(some.begin(), some.end(), std::back_inserter(all));
  }
  return all;
}

std::string corpus_folder() {
  return MALLSHARD_SOURCE_DIR "/tests/parse/corpus";
}

}  // namespace mallshard::sqlparse::test
