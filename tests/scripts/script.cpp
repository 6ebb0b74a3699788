#include "tests/scripts/script.h"

#include <cstdlib>
#include <sstream>

namespace mallshard::test {
namespace {

std::string trimmed(const std::string& text) {
  const std::size_t first = text.find_first_not_of(" \t\r");
  if (first == std::string::npos) return "";
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

std::vector<std::string> words_of(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> words;
  for (std::string word; in >> word;) words.push_back(word);
  return words;
}

bool is_one_of(const std::string& word, std::initializer_list<const char*> list) {
  for (const char* entry : list) {
    if (word == entry) return true;
  }
  return false;
}

// \n, \t, \r, \0, \xE4; any other character stands for itself.
std::string unescaped(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\' || i + 1 == text.size()) {
      out += text[i];
      continue;
    }
    const char c = text[++i];
    if (c == 'x' && i + 2 < text.size()) {
      out += static_cast<char>(std::strtol(text.substr(i + 1, 2).c_str(), nullptr, 16));
      i += 2;
    } else {
      out += c == 'n' ? '\n' : c == 't' ? '\t' : c == 'r' ? '\r' : c == '0' ? '\0' : c;
    }
  }
  return out;
}

class Reader {
 public:
  explicit Reader(const std::string& text) {
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) lines_.push_back(line);
  }

  Script run(std::string& problem) {
    while (at_ < lines_.size() && problem_.empty()) read_line();
    if (problem_.empty() && in_statement()) problem_ = "the last statement does not end with ';'";
    if (problem_.empty()) return std::move(script_);
    problem = "line " + std::to_string(at_) + ": " + problem_;
    return {};
  }

 private:
  [[nodiscard]] bool in_statement() const { return !next_.sql.empty(); }

  void read_line() {
    const std::string line = lines_[at_++];
    const std::string text = trimmed(line);
    if (!in_statement() && (text.empty() || text[0] == '#')) return;
    if (!in_statement() && text.rfind("--", 0) == 0) {
      read_directive(text.substr(2));
      return;
    }
    if (!in_statement()) next_.line = static_cast<int>(at_);
    next_.sql += (in_statement() ? "\n" : "") + line;
    if (text.size() >= 2 && text.compare(text.size() - 2, 2, "//") == 0) {
      next_.sql.resize(next_.sql.rfind("//"));
    } else if (text.empty() || text.back() != ';') {
      return;
    } else {
      next_.sql.resize(next_.sql.rfind(';'));
    }
    if (next_.kind == Step::Kind::Golden || next_.kind == Step::Kind::On) read_golden();
    finish();
  }

  void read_golden() {
    while (at_ < lines_.size() && !trimmed(lines_[at_]).empty())
      next_.golden.push_back(trimmed(lines_[at_++]));
  }

  void read_file(bool escaped) {
    std::string& file = next_.file.emplace();
    for (; at_ < lines_.size() && lines_[at_] != "--end"; ++at_)
      file += escaped ? unescaped(lines_[at_]) : lines_[at_] + "\n";
    if (at_++ >= lines_.size()) problem_ = "a file without its --end";
  }

  void finish() {
    next_.ignore.insert(next_.ignore.end(), always_ignored_.begin(), always_ignored_.end());
    next_.connection = connection_;
    script_.steps.push_back(std::move(next_));
    next_ = Step{};
  }

  void read_directive(const std::string& text) {
    std::vector<std::string> words = words_of(text);
    if (words.empty()) {
      problem_ = "an empty directive";
      return;
    }
    const std::string name = words[0];
    const std::vector<std::string> rest(words.begin() + 1, words.end());
    const std::string first = rest.empty() ? "" : rest[0];
    if (name == "connection") {
      connection_ = first;
    } else if (name == "only") {
      script_.only = rest;
    } else if (name == "except") {
      next_.except = rest;
    } else if (name == "ignore") {
      next_.ignore = rest;
    } else if (name == "always-ignore") {
      always_ignored_ = rest;
    } else if (name == "unordered") {
      next_.unordered = true;
    } else if (name == "eventually") {
      next_.eventually = true;
    } else if (name == "send") {
      next_.send = true;
    } else if (name == "execute") {
      next_.execute = true;
      next_.parameters = parse_parameters(text.substr(7), problem_);
    } else if (name == "golden") {
      next_.kind = Step::Kind::Golden;
    } else if (name == "on") {
      next_.kind = Step::Kind::On;
      next_.source = first;
    } else if (name == "error") {
      next_.kind = Step::Kind::Error;
      next_.error_code = static_cast<unsigned>(std::atoi(first.c_str()));
    } else if (name == "file" || name == "bytes") {
      read_file(name == "bytes");
    } else if (name == "proxy") {
      next_.kind = Step::Kind::ProxyOnly;
    } else if (name == "plain") {
      next_.kind = Step::Kind::PlainOnly;
    } else if (name == "let") {
      next_.let = first;
    } else if (name == "let-insert-id") {
      next_.let_insert_id = first;
      next_.kind = Step::Kind::ProxyOnly;
    } else if (is_one_of(name, {"reset", "change-user", "use", "ping", "disconnect", "drop", "found-rows",
                                "multi", "compress", "no-local-file", "wait", "reap"})) {
      next_.kind = Step::Kind::Command;
      next_.command = std::move(words);
      next_.line = static_cast<int>(at_);
      finish();
    } else {
      problem_ = "unknown directive --" + name;
    }
  }

  std::vector<std::string> lines_;
  std::size_t at_ = 0;
  std::string connection_ = "A";
  std::vector<std::string> always_ignored_;
  std::string problem_;
  Step next_;
  Script script_;
};

}  // namespace

Script parse_script(const std::string& text, std::string& problem) {
  return Reader(text).run(problem);
}

std::string golden_line(const Row& row) {
  std::string out;
  for (std::size_t i = 0; i < row.size(); ++i) {
    if (i != 0) out += " | ";
    out += row[i].value_or("NULL");
  }
  return trimmed(out);
}

std::vector<Parameter> parse_parameters(const std::string& text, std::string& problem) {
  std::vector<Parameter> out;
  std::size_t at = 0;
  const auto skip_blanks = [&] { at = std::min(text.find_first_not_of(' ', at), text.size()); };
  for (skip_blanks(); at < text.size(); skip_blanks()) {
    if (text[at] == '\'') {
      const std::size_t end = text.find('\'', at + 1);
      if (end == std::string::npos) {
        problem = "a text parameter without its end";
        return {};
      }
      out.push_back(Parameter::of_text(text.substr(at + 1, end - at - 1)));
      at = end + 1;
    } else {
      const std::size_t end = std::min(text.find(',', at), text.size());
      const std::string word = trimmed(text.substr(at, end - at));
      if (word == "NULL") {
        out.push_back(Parameter::null());
      } else if (word.find('.') != std::string::npos) {
        out.push_back(Parameter::of_double(std::strtod(word.c_str(), nullptr)));
      } else if (word.find_first_not_of("-0123456789") == std::string::npos && !word.empty()) {
        out.push_back(Parameter::of(std::strtoll(word.c_str(), nullptr, 10)));
      } else {
        problem = "not a parameter: " + word;
        return {};
      }
      at = end;
    }
    skip_blanks();
    if (at < text.size() && text[at] == ',') ++at;
  }
  return out;
}

}  // namespace mallshard::test
