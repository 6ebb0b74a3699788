#include "tests/parse/differences.h"

#include <fstream>
#include <stdexcept>

namespace mallshard::sqlparse::test {
namespace {

Difference read_heading(const std::string& line, std::string& reason) {
  const std::size_t space = line.find(' ');
  const std::size_t colon = line.find(": ");
  if (space == std::string::npos || colon == std::string::npos || colon < space) {
    throw std::runtime_error("no `flavour kind: reason` in " + line);
  }
  const std::string flavour = line.substr(0, space);
  const std::string kind = line.substr(space + 1, colon - space - 1);
  Difference out;
  if (flavour == "mariadb") {
    out.flavour = Flavour::MariaDB;
  } else if (flavour != "mysql") {
    throw std::runtime_error("no flavour is called " + flavour);
  }
  if (kind == "class") {
    out.kind = DifferenceKind::Class;
  } else if (kind == "tables") {
    out.kind = DifferenceKind::Tables;
  } else if (kind == "commit") {
    out.kind = DifferenceKind::Commit;
  } else if (kind == "wording") {
    out.kind = DifferenceKind::Wording;
  } else if (kind != "accept") {
    throw std::runtime_error("no difference is called " + kind);
  }
  reason = line.substr(colon + 2);
  return out;
}

}  // namespace

std::map<Difference, std::string> known_differences() {
  const std::string path = MALLSHARD_SOURCE_DIR "/tests/parse/differences.txt";
  std::ifstream file(path);
  if (!file) throw std::runtime_error("cannot read " + path);
  std::map<Difference, std::string> all;
  Difference current;
  std::string reason;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line.starts_with("# ")) continue;
    if (line.starts_with("== ")) {
      current = read_heading(line.substr(3), reason);
      continue;
    }
    if (reason.empty()) throw std::runtime_error(path + ": a statement before the first == line");
    current.sql = line;
    all[current] = reason;
  }
  return all;
}

}  // namespace mallshard::sqlparse::test
