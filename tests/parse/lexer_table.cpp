#include "tests/parse/lexer_table.h"

#include <cstdio>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "sqlparse/lexer.h"
#include "tests/parse/corpus.h"

namespace mallshard::sqlparse::test {
namespace {

constexpr Flavour kFlavours[] = {Flavour::MySQL, Flavour::MariaDB};

const char* name_of(Flavour flavour) {
  return flavour == Flavour::MySQL ? "mysql" : "mariadb";
}

void read_settings(LexerRow& row) {
  std::istringstream words(row.settings);
  for (std::string word; words >> word;) {
    if (word == "ansi_quotes") {
      row.options.ansi_quotes = true;
    } else if (word == "pipes_as_concat") {
      row.options.pipes_as_concat = true;
    } else if (word == "no_backslash_escapes") {
      row.options.no_backslash_escapes = true;
    } else if (word == "ignore_space") {
      row.options.ignore_space = true;
    } else if (word == "high_not_precedence") {
      row.options.high_not_precedence = true;
    } else if (word.starts_with("charset=")) {
      row.charset = word.substr(8);
      row.options.charset = charset_class(row.charset);
    } else {
      throw std::runtime_error("no setting is called " + word);
    }
  }
}

void read_field(const std::string& key, const std::string& value, LexerRow& row) {
  if (key == "differs") {
    row.differs = value;
    return;
  }
  for (const Flavour flavour : kFlavours) {
    const std::size_t i = index_of(flavour);
    const std::string mine = std::string(name_of(flavour)) + ".";
    if (key == "tokens" || key == mine + "tokens") {
      row.tokens[i] = value;
    } else if (key == "answer" || key == mine + "answer") {
      row.answer[i] = value;
    } else if (!key.ends_with("tokens") && !key.ends_with("answer")) {
      throw std::runtime_error("no line begins with " + key);
    }
  }
}

std::string_view kind_name(TokenKind kind) {
  // clang-format off
  static constexpr std::string_view kNames[] = {
      "End", "Error", "Word", "QuotedName", "String", "NationalString", "Integer", "Decimal", "Float", "Hex", "Bit", "DollarString",
      "Introducer", "Parameter", "UserVariable", "SystemVariable"};
  // clang-format on
  const auto index = static_cast<std::size_t>(kind);
  return index < std::size(kNames) ? kNames[index] : std::string_view{};
}

}  // namespace

LexOptions LexerRow::options_for(Flavour flavour) const {
  LexOptions result = options;
  result.flavour = flavour;
  result.server_version = reference_version(flavour);
  return result;
}

std::string lexer_table_path() {
  return corpus_folder() + "/../lexer_table.txt";
}

std::string syntax_errors_path() {
  return corpus_folder() + "/../syntax_errors.txt";
}

std::string near_of(std::string_view message) {
  const std::size_t at = message.find("near '");
  return "1064 " + escaped(at == std::string_view::npos ? message : message.substr(at));
}

std::vector<LexerRow> load_lexer_table(const std::string& path) {
  std::ifstream file(path);
  if (!file) throw std::runtime_error("cannot read " + path);
  std::vector<LexerRow> rows;
  std::string settings, comment;
  unsigned number = 0;
  for (std::string line; std::getline(file, line);) {
    ++number;
    try {
      if (line.empty()) continue;
      if (line[0] == '#') {
        comment += line + "\n";
      } else if (line.starts_with("==")) {
        settings = line.size() > 3 ? line.substr(3) : "";
      } else {
        const std::size_t space = line.find(' ');
        const std::size_t from = std::min(line.find_first_not_of(' ', space), line.size());
        const std::string key = line.substr(0, space), value = line.substr(from);
        if (key == "sql") {
          LexerRow row;
          row.sql = unescaped(value);
          row.settings = settings;
          row.comment = comment;
          row.line = number;
          read_settings(row);
          comment.clear();
          rows.push_back(std::move(row));
        } else if (rows.empty()) {
          throw std::runtime_error("no row has begun");
        } else {
          read_field(key, value, rows.back());
        }
      }
    } catch (const std::exception& problem) {
      throw std::runtime_error(path + ":" + std::to_string(number) + ": " + problem.what());
    }
  }
  return rows;
}

void save_lexer_table(const std::string& path, const std::vector<LexerRow>& rows) {
  std::ofstream file(path);
  std::string settings;
  const auto write = [&file](const char* what, const std::array<std::string, 2>& values) {
    const auto line = [&](const std::string& key, const std::string& value) {
      if (!value.empty())
        file << key << std::string(key.size() < 15 ? 15 - key.size() : 1, ' ') << value << "\n";
    };
    if (values[0] == values[1]) return line(what, values[0]);
    for (const Flavour flavour : kFlavours) {
      line(std::string(name_of(flavour)) + "." + what, values[index_of(flavour)]);
    }
  };
  for (const LexerRow& row : rows) {
    if (&row != &rows.front() || !row.comment.empty())
      file << (&row == &rows.front() ? "" : "\n") << row.comment;
    if (row.settings != settings) file << "==" << (row.settings.empty() ? "" : " ") << row.settings << "\n";
    settings = row.settings;
    write("sql", {escaped(row.sql), escaped(row.sql)});
    write("tokens", row.tokens);
    write("answer", row.answer);
    write("differs", {row.differs, row.differs});
  }
}

std::string show_tokens(const TokenBuffer& tokens) {
  std::string out;
  const TokenView view = tokens.view();
  for (std::uint32_t i = 0; tokens.tokens()[i].kind != TokenKind::End; ++i) {
    if (i > 0) out += ' ';
    const std::string_view kind = kind_name(tokens.tokens()[i].kind);
    out += kind;
    out += kind.empty() ? escaped(view.spelling(i)) : "<" + escaped(view.spelling(i)) + ">";
  }
  return out;
}

std::string escaped(std::string_view bytes) {
  std::string out;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '\\') {
      out += "\\\\";
    } else if (byte >= 0x20 && byte < 0x7f) {
      out += c;
    } else {
      char hex[8];
      std::snprintf(hex, sizeof hex, "\\x%02x", byte);
      out += hex;
    }
  }
  return out;
}

std::string unescaped(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\' || i + 1 == text.size()) {
      out += text[i];
      continue;
    }
    const char what = text[++i];
    if (what == 'x' && i + 2 < text.size()) {
      out += static_cast<char>(std::stoi(std::string(text.substr(i + 1, 2)), nullptr, 16));
      i += 2;
    } else {
      out += what == 'n' ? '\n' : what == 't' ? '\t' : what;
    }
  }
  return out;
}

}  // namespace mallshard::sqlparse::test
