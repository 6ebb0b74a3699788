// The statements of tests/parse/corpus, and which servers accept them.
//
// A file holds one statement a line; empty lines and lines that begin with
// "# " are passed over. A line that begins with "== " says for the statements
// below it who accepts them:
//
//   == both                     MySQL and MariaDB
//   == mysql                    MySQL alone; MariaDB answers 1064
//   == mariadb>=11.4            MariaDB 11.4 and later; nobody else
//   == mysql>=9.0 mariadb       MySQL from 9.0 on, and MariaDB
//   == mysql<8.4                MySQL up to 8.3 alone
//   == neither                  1064 everywhere
//   == mysql mariadb?           MySQL accepts; MariaDB is not asked (it finds
//                               fault with the meaning before the end)
//
// and, after a semicolon, under which settings they are read:
//
//   == both; ansi_quotes pipes_as_concat
//   == both; escapes            \n \r \t \\ and \xHH of the line are resolved first
//   == both; charset=gbk
//
// A flavour without bounds is meant, and checked, for its reference version.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sqlparse/flavour.h"

namespace mallshard::sqlparse::test {

inline constexpr std::uint32_t kReferenceMySql = 90700;
inline constexpr std::uint32_t kReferenceMariaDb = 101119;

[[nodiscard]] constexpr std::uint32_t reference_version(Flavour flavour) noexcept {
  return flavour == Flavour::MySQL ? kReferenceMySql : kReferenceMariaDb;
}

// Versions as in LexOptions::server_version.
struct VersionRange {
  std::uint32_t from = 0;
  std::uint32_t below = UINT32_MAX;

  [[nodiscard]] bool contains(std::uint32_t version) const noexcept {
    return version >= from && version < below;
  }
};

struct CorpusStatement {
  std::string sql;
  std::string file;  // the name without folder
  unsigned line = 0;
  std::optional<VersionRange> mysql, mariadb;  // absent: refused by that flavour
  bool mysql_unasked = false, mariadb_unasked = false;
  LexOptions settings;  // flavour and version are not set
  std::string written;  // its line in the file: `sql` with escapes, if those are resolved

  [[nodiscard]] const std::optional<VersionRange>& range(Flavour flavour) const noexcept {
    return flavour == Flavour::MySQL ? mysql : mariadb;
  }
  [[nodiscard]] bool accepted_by(Flavour flavour, std::uint32_t version) const noexcept {
    return range(flavour).has_value() && range(flavour)->contains(version);
  }
  [[nodiscard]] bool is_asked(Flavour flavour) const noexcept {
    return !(flavour == Flavour::MySQL ? mysql_unasked : mariadb_unasked);
  }
  [[nodiscard]] LexOptions options(Flavour flavour, std::uint32_t version) const noexcept;
  // The servers keep names, digests and their own messages in utf8mb3: of other
  // bytes, and of characters beyond its plane, they can only say "?".
  [[nodiscard]] bool fits_utf8mb3() const noexcept;
  // `file:line: `
  [[nodiscard]] std::string place() const { return file + ":" + std::to_string(line) + ": "; }
};

// What stands behind the semicolon of a `== ` line. Throws std::runtime_error.
struct CorpusSettings {
  LexOptions options;
  bool escapes = false;  // resolve_escapes() makes the statement of a line
};
[[nodiscard]] CorpusSettings read_settings(const std::string& words);
[[nodiscard]] std::string resolve_escapes(const std::string& line);

// Every *.sql file under the folder, in the order of their names. Throws
// std::runtime_error, with file and line, when a "== " line cannot be read.
[[nodiscard]] std::vector<CorpusStatement> load_corpus(const std::string& folder);
[[nodiscard]] std::vector<CorpusStatement> load_corpus_file(const std::string& path);

// `mysql`, `mariadb>=11.4`, `mysql>=8.0<9.0`: throws std::runtime_error.
[[nodiscard]] std::pair<Flavour, VersionRange> read_server_range(const std::string& word);

// The folder in the source tree.
[[nodiscard]] std::string corpus_folder();

}  // namespace mallshard::sqlparse::test
