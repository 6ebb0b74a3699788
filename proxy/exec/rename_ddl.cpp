#include "exec/rename_ddl.h"

#include <algorithm>
#include <vector>

#include "base/bytes.h"
#include "exec/rename_name.h"

namespace mallshard::exec {
namespace {

bool is_word_byte(char c) {
  auto byte = static_cast<unsigned char>(c);
  return byte >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         c == '_' || c == '$';
}

struct Piece {
  enum class Kind { Word, Quoted, Other } kind = Kind::Other;
  std::string_view raw;
  std::string name;  // Word, Quoted: without quotes
  char quote = 0;
};

// The length of the quoted text at text[0], with its quotes; doubled quotes
// stand for one, and in '...' a backslash takes the next byte with it.
std::size_t quoted_size(std::string_view text) {
  char quote = text.front();
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (text[i] == '\\' && quote == '\'') {
      ++i;
    } else if (text[i] == quote) {
      if (i + 1 == text.size() || text[i + 1] != quote) return i + 1;
      ++i;
    }
  }
  return text.size();
}

std::string unquote(std::string_view raw) {
  std::string name;
  for (std::size_t i = 1; i + 1 < raw.size(); ++i) {
    name += raw[i];
    if (raw[i] == raw.front()) ++i;
  }
  return name;
}

// As printed, under its new name.
std::string print_as(const Piece& piece, std::string_view name) {
  if (piece.quote == 0 || name == piece.name) return std::string(name == piece.name ? piece.raw : name);
  std::string quoted(1, piece.quote);
  for (char c : name) {
    quoted += c;
    if (c == piece.quote) quoted += c;
  }
  return quoted + piece.quote;
}

Piece next_piece(std::string_view text) {
  Piece piece;
  char first = text.front();
  if (first == '`' || first == '"') {
    piece.kind = Piece::Kind::Quoted;
    piece.raw = text.substr(0, quoted_size(text));
    piece.quote = first;
    piece.name = unquote(piece.raw);
  } else if (first == '\'') {
    piece.raw = text.substr(0, quoted_size(text));
  } else if (text.starts_with("/*") && !text.starts_with("/*!") && !text.starts_with("/*M!")) {
    std::size_t end = text.find("*/", 2);
    piece.raw = text.substr(0, end == std::string_view::npos ? text.size() : end + 2);
  } else if (is_word_byte(first)) {
    auto end = std::find_if_not(text.begin(), text.end(), is_word_byte);
    piece.kind = Piece::Kind::Word;
    piece.raw = text.substr(0, static_cast<std::size_t>(end - text.begin()));
    piece.name = std::string(piece.raw);
  } else {
    piece.raw = text.substr(0, 1);
  }
  return piece;
}

std::vector<Piece> take_apart(std::string_view text) {
  std::vector<Piece> pieces;
  while (!text.empty()) {
    pieces.push_back(next_piece(text));
    text.remove_prefix(pieces.back().raw.size());
  }
  return pieces;
}

bool is_name(const Piece& piece) {
  return piece.kind != Piece::Kind::Other;
}

// The pieces of a dotted group that starts at `at`: name . name . name
std::vector<const Piece*> dotted_group(const std::vector<Piece>& pieces, std::size_t at) {
  std::vector<const Piece*> names;
  while (at < pieces.size() && is_name(pieces[at])) {
    names.push_back(&pieces[at]);
    if (at + 2 >= pieces.size() || pieces[at + 1].raw != ".") break;
    at += 2;
  }
  return names;
}

// As printed, with the schema and the table renamed; a column stays.
std::string print_group(const std::vector<const Piece*>& names, bool column, const plan::Naming& naming) {
  std::string text;
  std::size_t after_table = column ? 1 : 0;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) text += '.';
    std::size_t from_end = names.size() - 1 - i;
    if (from_end == after_table) {
      text += print_as(*names[i], rename_table(names[i]->name, naming));
    } else if (from_end == after_table + 1) {
      text += print_as(*names[i], rename_schema(names[i]->name, naming));
    } else {
      text += names[i]->raw;
    }
  }
  return text;
}

std::size_t pieces_of(const std::vector<const Piece*>& names) {
  return names.size() * 2 - 1;
}

enum class Expect { Nothing, Table, Constraint };

// What the name after this word is.
Expect after_word(const Piece& word, Expect before) {
  if (word.kind != Piece::Kind::Word) return Expect::Nothing;
  if (equals_ignore_case(word.name, "TABLE") || equals_ignore_case(word.name, "REFERENCES"))
    return Expect::Table;
  if (equals_ignore_case(word.name, "CONSTRAINT")) return Expect::Constraint;
  bool filler = equals_ignore_case(word.name, "IF") || equals_ignore_case(word.name, "NOT") ||
                equals_ignore_case(word.name, "EXISTS");
  return filler ? before : Expect::Nothing;
}

bool is_space(const Piece& piece) {
  return piece.kind == Piece::Kind::Other && (piece.raw == " " || piece.raw == "\n" || piece.raw == "\t");
}

}  // namespace

std::string rename_ddl(std::string_view text, const plan::Naming& naming) {
  std::vector<Piece> pieces = take_apart(text);
  std::string renamed;
  // A foreign key error starts with the table itself.
  Expect expect =
      !pieces.empty() && pieces.front().kind == Piece::Kind::Quoted ? Expect::Table : Expect::Nothing;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const Piece& piece = pieces[i];
    Expect next = after_word(piece, expect);
    if (is_space(piece)) {
      renamed += piece.raw;
    } else if (next != Expect::Nothing || !is_name(piece) || expect == Expect::Nothing) {
      renamed += piece.raw;
      expect = next;
    } else if (expect == Expect::Constraint) {
      // An unnamed constraint has a keyword here, which no constraint's name is.
      renamed += print_as(piece, rename_constraint(piece.name, naming));
      expect = Expect::Nothing;
    } else {
      std::vector<const Piece*> names = dotted_group(pieces, i);
      renamed += print_group(names, false, naming);
      i += pieces_of(names) - 1;
      expect = Expect::Nothing;
    }
  }
  return renamed;
}

std::string rename_view(std::string_view text, const plan::Naming& naming) {
  const std::vector<Piece> pieces = take_apart(text);
  const auto logical_of = [&](const Piece& piece) -> const plan::Rename* {
    const auto found =
        std::find_if(naming.tables.begin(), naming.tables.end(),
                     [&](const plan::Rename& each) { return each.actual_table == piece.name; });
    return found == naming.tables.end() ? nullptr : &*found;
  };
  std::string renamed;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    if (pieces[i].kind != Piece::Kind::Quoted) {
      renamed += pieces[i].raw;
      continue;
    }
    const std::vector<const Piece*> names = dotted_group(pieces, i);
    const std::size_t last = i + pieces_of(names) - 1;
    const plan::Rename* table = logical_of(*names.back());
    const bool names_column =
        i >= 2 && pieces[i - 1].raw == " " && equals_ignore_case(pieces[i - 2].raw, "AS");
    const bool has_alias = last + 2 < pieces.size() && pieces[last + 1].raw == " " &&
                           pieces[last + 2].kind == Piece::Kind::Quoted;
    const bool is_table = table != nullptr && !names_column && (names.size() == 1 || has_alias);
    const bool aliased = is_table && has_alias && pieces[last + 2].name == table->logical_table;
    if (is_table) renamed += print_group(names, false, naming);
    for (std::size_t piece = i; piece <= last && !is_table; ++piece) renamed += pieces[piece].raw;
    i = aliased ? last + 2 : last;
  }
  return renamed;
}

std::string rename_expression(std::string_view text, const plan::Naming& naming) {
  std::vector<Piece> pieces = take_apart(text);
  std::string renamed;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    if (pieces[i].kind != Piece::Kind::Quoted) {
      renamed += pieces[i].raw;
      continue;
    }
    std::vector<const Piece*> names = dotted_group(pieces, i);
    renamed += print_group(names, true, naming);
    i += pieces_of(names) - 1;
  }
  return renamed;
}

std::string rename_quoted_group(std::string_view text, bool column, const plan::Naming& naming) {
  std::vector<Piece> pieces = take_apart(text);
  if (pieces.empty() || pieces.front().kind != Piece::Kind::Quoted) return std::string(text);
  std::vector<const Piece*> names = dotted_group(pieces, 0);
  if (pieces_of(names) != pieces.size()) return std::string(text);
  return print_group(names, column, naming);
}

}  // namespace mallshard::exec
