#include "tests/scripts/protocol/packet_script.h"

#include <cctype>
#include <cstdint>
#include <sstream>
#include <stdexcept>

namespace mallshard::test {
namespace {

std::vector<std::string> words_of(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> words;
  for (std::string word; in >> word;) words.push_back(word);
  return words;
}

std::string first_word(std::string& rest) {
  const std::size_t end = rest.find(' ');
  std::string word = rest.substr(0, end);
  rest = end == std::string::npos ? "" : rest.substr(end + 1);
  return word;
}

void put_integer(std::string& out, std::uint64_t value, int width) {
  for (int i = 0; i < width; ++i) out += static_cast<char>(value >> (8 * i) & 0xff);
}

// 'text', whose opening quote is at `at`; leaves `at` behind the closing one.
void put_quoted(const std::string& text, std::size_t& at, std::string& out) {
  for (++at; at < text.size() && text[at] != '\''; ++at) {
    if (text[at] != '\\') {
      out += text[at];
      continue;
    }
    switch (++at; at < text.size() ? text[at] : '\0') {
      case 'n':
        out += '\n';
        break;
      case '0':
        out += '\0';
        break;
      case 'x':
        out += static_cast<char>(std::stoi(text.substr(at + 1, 2), nullptr, 16));
        at += 2;
        break;
      default:
        out += text[at];
    }
  }
  if (at >= text.size()) throw std::runtime_error("a quote that is not closed");
  ++at;
}

void put_token(const std::string& token, const std::vector<unsigned>& ids, std::string& out) {
  const std::size_t colon = token.find(':');
  if (token[0] == '$') {
    const std::size_t id = std::stoul(token.substr(1));
    if (id == 0 || id > ids.size()) throw std::runtime_error(token + ": no such statement yet");
    put_integer(out, ids[id - 1], 4);
  } else if (colon != std::string::npos) {
    const std::string kind = token.substr(0, colon);
    const std::uint64_t value = std::stoull(token.substr(colon + 1));
    if (kind == "fill") {
      out.append(value, 'x');
    } else if (kind == "u16" || kind == "u24" || kind == "u32" || kind == "u64") {
      put_integer(out, value, std::stoi(kind.substr(1)) / 8);
    } else {
      throw std::runtime_error(token + ": no such token");
    }
  } else {
    if (token.size() % 2 != 0) throw std::runtime_error(token + ": half a byte");
    for (std::size_t i = 0; i < token.size(); i += 2)
      out += static_cast<char>(std::stoi(token.substr(i, 2), nullptr, 16));
  }
}

// name=value words.
bool read_named(const std::vector<std::string>& words, std::size_t from, PacketStep& step) {
  for (std::size_t i = from; i < words.size(); ++i) {
    const std::size_t equals = words[i].find('=');
    if (equals == std::string::npos) return false;
    step.named[words[i].substr(0, equals)] = words[i].substr(equals + 1);
  }
  return true;
}

bool read_send(std::string rest, PacketStep& step) {
  step.kind = PacketStep::Kind::Send;
  step.word = first_word(rest);
  step.text = rest;
  return step.word != "change-user" || read_named(words_of(rest), 0, step);
}

void read_expect(const std::string& rest, PacketStep& step) {
  step.kind = PacketStep::Kind::Expect;
  for (const std::string& word : words_of(rest)) {
    if (word[0] == '~') {
      step.masks.push_back(word.substr(1));
      continue;
    }
    const std::size_t star = word.find('*', 1);
    const bool repeated = star != std::string::npos && word.find(':') == std::string::npos;
    const std::size_t count = repeated ? std::stoul(word.substr(star + 1)) : 1;
    step.shapes.insert(step.shapes.end(), count, repeated ? word.substr(0, star) : word);
  }
}

// A> and B<mariadb; the name may be left out.
bool read_packets(const std::string& line, PacketStep& step) {
  std::size_t at = 0;
  if (std::isupper(static_cast<unsigned char>(line[0])) != 0 && line.size() > 1 &&
      (line[1] == '>' || line[1] == '<')) {
    step.connection = line.substr(0, 1);
    at = 1;
  }
  if (line[at] == '>') return line.size() > at + 2 && read_send(line.substr(at + 2), step);
  if (line[at] != '<') return false;
  std::string rest = line.substr(at + 1);
  step.word = first_word(rest);
  read_expect(rest, step);
  return !step.shapes.empty();
}

bool read_line(const std::string& line, PacketStep& step) {
  const std::vector<std::string> words = words_of(line);
  if (words[0] == "sql") {
    step.kind = PacketStep::Kind::Sql;
    step.text = line.substr(4);
    return true;
  }
  if (words[0] == "wait" && words.size() == 2) {
    step.kind = PacketStep::Kind::Wait;
    step.text = words[1];
    return true;
  }
  if (words[0] == "connect") {
    step.kind = PacketStep::Kind::Connect;
    const bool has_name = words.size() > 1 && words[1].find('=') == std::string::npos;
    if (has_name) step.connection = words[1];
    return read_named(words, has_name ? 2 : 1, step);
  }
  return read_packets(line, step);
}

}  // namespace

PacketScript parse_packet_script(const std::string& text, std::string& problem) {
  PacketScript script;
  std::istringstream in(text);
  std::string line;
  for (int number = 1; std::getline(in, line); ++number) {
    if (line.find_first_not_of(' ') == std::string::npos || line[0] == '#') continue;
    if (line == "whole-only") {
      script.whole_only = true;
      continue;
    }
    PacketStep step;
    step.line = number;
    if (!read_line(line, step)) {
      problem = "line " + std::to_string(number) + ": not read: " + line;
      return {};
    }
    script.steps.push_back(std::move(step));
  }
  return script;
}

std::string bytes_of_tokens(const std::string& text, const std::vector<unsigned>& ids) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] == ' ') {
      ++at;
    } else if (text[at] == '\'') {
      put_quoted(text, at, out);
    } else {
      const std::size_t end = std::min(text.find(' ', at), text.size());
      put_token(text.substr(at, end - at), ids, out);
      at = end;
    }
  }
  return out;
}

}  // namespace mallshard::test
