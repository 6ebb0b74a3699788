#include "control/config/jdbc_url.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "base/bytes.h"
#include "control/config/jdbc_tls.h"

namespace mallshard::control {
namespace {

constexpr std::string_view kShape = "jdbc:mysql://host:3306/database?setting=value";

bool starts_with_ignore_case(std::string_view text, std::string_view prefix) {
  return text.size() >= prefix.size() && equals_ignore_case(text.substr(0, prefix.size()), prefix);
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// %41 -> A; other text stays.
std::string decode(std::string_view text) {
  const auto digit = [](char c) -> int {
    if (c >= '0' && c <= '9') return c - '0';
    const char low = static_cast<char>(c | 0x20);
    return low >= 'a' && low <= 'f' ? low - 'a' + 10 : -1;
  };
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && digit(text[i + 1]) >= 0 && digit(text[i + 2]) >= 0) {
      out += static_cast<char>(digit(text[i + 1]) * 16 + digit(text[i + 2]));
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

// The pieces between separators, quotes and parentheses respected; nullopt if
// one of those is not closed.
std::optional<std::vector<std::string>> split_assignments(std::string_view text) {
  std::vector<std::string> out;
  std::string piece;
  int depth = 0;
  char quote = '\0';
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quote == '\0' && depth == 0 && (c == ',' || c == ';')) {
      out.push_back(std::move(piece));
      piece.clear();
      continue;
    }
    if (quote != '\0') {
      if (c == '\\' && quote != '`' && i + 1 < text.size()) {
        piece += c;
        ++i;  // the escaped character closes nothing
      } else if (c == quote) {
        quote = '\0';
      }
    } else if (c == '\'' || c == '"' || c == '`') {
      quote = c;
    } else if (c == '(') {
      ++depth;
    } else if (c == ')') {
      --depth;
    }
    piece += text[i];
  }
  if (quote != '\0' || depth != 0) return std::nullopt;
  out.push_back(std::move(piece));
  return out;
}

bool is_variable_name(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '.' || c == '@';
  });
}

class UrlParser {
 public:
  explicit UrlParser(std::string_view url) : url_(trim(url)) {}

  JdbcUrl parse() {
    std::string_view rest = url_;
    if (starts_with_ignore_case(rest, "jdbc:")) rest.remove_prefix(5);
    if (starts_with_ignore_case(rest, "sqlite:")) {
      embedded(rest.substr(7));
    } else if (starts_with_ignore_case(rest, "mysql://")) {
      server(rest.substr(8));
    } else if (starts_with_ignore_case(rest, "mariadb://")) {
      server(rest.substr(10));
    } else if (starts_with_ignore_case(rest, "mysql:") || starts_with_ignore_case(rest, "mariadb:")) {
      mistake("'" + std::string(rest.substr(0, rest.find('/'))) + "' lets the driver choose between servers",
              "name one server; masterSlaveRule chooses between several");
    } else {
      mistake("'" + std::string(url_.substr(0, url_.find("//"))) + "' is not a URL of MySQL",
              std::string(kShape) + " or sqlite:path");
    }
    tls_.decide(out_);
    return std::move(out_);
  }

 private:
  void mistake(std::string what, std::string remedy = {}) {
    out_.mistakes.push_back({std::move(what), std::move(remedy)});
  }

  void embedded(std::string_view path) {
    out_.embedded = true;
    const std::size_t question = path.find('?');
    if (question != std::string_view::npos) {
      mistake("an embedded data source has no settings", "sqlite:path alone");
      path = path.substr(0, question);
    }
    out_.sqlite_path = path;
    if (path.empty() || path == ":memory:") {
      mistake("an embedded data source needs a file", "sqlite:data/ds0.db");
    }
  }

  void server(std::string_view rest) {
    const std::size_t question = rest.find('?');
    if (question != std::string_view::npos) settings(rest.substr(question + 1));
    rest = rest.substr(0, question);
    const std::size_t slash = rest.find('/');
    address(rest.substr(0, slash));
    if (slash == std::string_view::npos) return;
    out_.database = decode(rest.substr(slash + 1));
    if (out_.database.find('/') != std::string::npos)
      mistake("the database '" + out_.database + "' contains a /", std::string(kShape));
  }

  void address(std::string_view text) {
    if (text.find('@') != std::string_view::npos) {
      return mistake("user and password do not belong into the address", "the keys username and password");
    }
    if (text.find(',') != std::string_view::npos) {
      return mistake("'" + std::string(text) + "' names several servers", "one server for each data source");
    }
    std::string_view port;
    if (text.starts_with('[')) {
      const std::size_t close = text.find(']');
      if (close == std::string_view::npos) return mistake("the IPv6 address is not closed by ]");
      out_.host = text.substr(1, close - 1);
      port = text.substr(close + 1);
    } else {
      const std::size_t colon = text.find(':');
      out_.host = text.substr(0, colon);
      port = colon == std::string_view::npos ? std::string_view{} : text.substr(colon);
    }
    if (out_.host.empty()) mistake("the host is missing", std::string(kShape));
    if (port.empty()) return;
    unsigned number = 0;
    const auto [end, code] = std::from_chars(port.data() + 1, port.data() + port.size(), number);
    if (port[0] != ':' || code != std::errc() || end != port.data() + port.size() || number == 0 ||
        number > 65535) {
      return mistake(
          "'" + std::string(port.substr(std::min<std::size_t>(1, port.size()))) + "' is not a port",
          "1 to 65535");
    }
    out_.port = static_cast<std::uint16_t>(number);
  }

  void settings(std::string_view text) {
    while (!text.empty()) {
      const std::size_t end = std::min(text.find('&'), text.size());
      const std::string_view piece = text.substr(0, end);
      text = end < text.size() ? text.substr(end + 1) : std::string_view{};
      if (piece.empty()) continue;
      const std::size_t equals = piece.find('=');
      const std::string name = decode(trim(piece.substr(0, equals)));
      const std::string value =
          equals == std::string_view::npos ? "" : decode(trim(piece.substr(equals + 1)));
      setting(name, value);
    }
  }

  void setting(const std::string& name, const std::string& value) {
    if (equals_ignore_case(name, "sessionVariables")) return session_variables(value);
    if (equals_ignore_case(name, "user")) {
      out_.user = value;
    } else if (equals_ignore_case(name, "password")) {
      out_.password = value;
    } else if (!tls_.take(name, value)) {
      out_.without_effect.push_back(name);
    }
  }

  void session_variables(const std::string& text) {
    const std::optional<std::vector<std::string>> pieces = split_assignments(text);
    if (!pieces) return mistake("sessionVariables: a quote or a parenthesis is not closed");
    for (const std::string& piece : *pieces) {
      const std::string_view assignment = trim(piece);
      if (assignment.empty()) continue;
      const std::size_t equals = assignment.find('=');
      std::string_view name = trim(assignment.substr(0, equals));
      if (name.ends_with(':')) name = trim(name.substr(0, name.size() - 1));
      const std::string_view value =
          equals == std::string_view::npos ? std::string_view{} : trim(assignment.substr(equals + 1));
      if (!is_variable_name(name) || value.empty()) {
        mistake("sessionVariables: '" + std::string(assignment) + "' is not an assignment",
                "name=value,name=value");
        continue;
      }
      for (const std::string_view scope : {"@@session.", "session.", "@@"}) {
        if (starts_with_ignore_case(name, scope)) name.remove_prefix(scope.size());
      }
      if (equals_ignore_case(name, "autocommit")) {
        mistake("sessionVariables: autocommit belongs to the clients and cannot be set here", "leave it out");
        continue;
      }
      out_.session_variables.emplace_back(name, value);
    }
  }

  std::string_view url_;
  TlsSettings tls_;
  JdbcUrl out_;
};

}  // namespace

JdbcUrl parse_jdbc_url(std::string_view url) {
  return UrlParser(url).parse();
}

}  // namespace mallshard::control
