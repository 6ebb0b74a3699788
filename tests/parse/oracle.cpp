#include "tests/parse/oracle.h"

#include <mysql/mysql.h>
#include <sys/socket.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <stdexcept>
#include <thread>

namespace mallshard::sqlparse::test {
namespace {

constexpr unsigned kSyntaxError = 1064;       // ER_PARSE_ERROR
constexpr unsigned kSyntaxErrorAlone = 1149;  // ER_SYNTAX_ERROR
constexpr unsigned kEmptyQuery = 1065;
constexpr unsigned kServerLost = 2013;
constexpr std::size_t kInFlight = 64;

// Statements that PREPARE's own string literal would change on their way.
bool needs_the_binary_protocol(const std::string& sql, const LexOptions& settings) {
  return settings.charset != CharsetClass::AsciiSafe ||
         std::any_of(sql.begin(), sql.end(), [](char c) { return c <= 0 && c != '\t'; });
}

std::string prepare_text(const std::string& sql, bool no_backslash_escapes) {
  std::string text = "PREPARE s FROM '";
  for (const char c : sql) {
    if (c == '\'') text += c;
    if (c == '\\' && !no_backslash_escapes) text += c;
    text += c;
  }
  return text + "'";
}

std::string mode_of(const LexOptions& settings) {
  std::string modes;
  const auto add = [&](bool is_set, const char* name) {
    if (is_set) modes += (modes.empty() ? "" : ",") + std::string(name);
  };
  add(settings.ansi_quotes, "ANSI_QUOTES");
  add(settings.pipes_as_concat, "PIPES_AS_CONCAT");
  add(settings.no_backslash_escapes, "NO_BACKSLASH_ESCAPES");
  add(settings.ignore_space, "IGNORE_SPACE");
  add(settings.high_not_precedence, "HIGH_NOT_PRECEDENCE");
  return modes;
}

const char* charset_name(CharsetClass charset) {
  switch (charset) {
    case CharsetClass::AsciiSafe:
      return "utf8mb4";
    case CharsetClass::Gbk:
      return "gbk";
    case CharsetClass::Big5:
      return "big5";
    case CharsetClass::Sjis:
      return "sjis";
    case CharsetClass::Gb18030:
      return "gb18030";
    case CharsetClass::SpaceA0:
      return "latin1";
    case CharsetClass::SpaceFF:
      return "cp866";
    case CharsetClass::Other:
      return "koi8r";
  }
  return "utf8mb4";
}

bool same_settings(LexOptions left, const LexOptions& right) {
  left.flavour = right.flavour;
  left.server_version = right.server_version;
  return left == right;
}

}  // namespace

Reading reading_of(const Verdict& verdict) noexcept {
  if (verdict.error_code == kSyntaxError || verdict.error_code == kSyntaxErrorAlone) return Reading::Refused;
  return verdict.error_code == kEmptyQuery ? Reading::Empty : Reading::Accepted;
}

struct Oracle::State {
  mallshard::test::Address address;
  Flavour flavour = Flavour::MySQL;
  MYSQL handle{};
  bool connected = false;
  std::string problem;  // why there is no connection
  LexOptions settings;
  std::uint32_t version = 0;
  std::uint64_t asked = 0;
  std::string received;  // bytes not yet taken
  std::size_t taken = 0;

  ~State() { disconnect(); }

  void disconnect() {
    if (connected) mysql_close(&handle);
    connected = false;
    received.clear();
    taken = 0;
  }

  // A server that fell over a statement may be on its way up again.
  void connect() {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    while (!try_connect()) {
      if (std::chrono::steady_clock::now() > end) {
        throw std::runtime_error("no connection to 127.0.0.1:" + std::to_string(address.port) + ": " +
                                 problem);
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    version = static_cast<std::uint32_t>(mysql_get_server_version(&handle));
    settings = LexOptions{};
  }

  [[nodiscard]] bool try_connect() {
    disconnect();
    mysql_init(&handle);
    const unsigned protocol = MYSQL_PROTOCOL_TCP;
    const unsigned timeout = 120;
    mysql_options(&handle, MYSQL_OPT_PROTOCOL, &protocol);
    mysql_options(&handle, MYSQL_OPT_READ_TIMEOUT, &timeout);
    mysql_options(&handle, MYSQL_SET_CHARSET_NAME, "utf8mb4");
    connected = mysql_real_connect(&handle, address.host.c_str(), address.user.c_str(),
                                   address.password.c_str(), address.database.c_str(),
                                   static_cast<unsigned>(address.port), nullptr, 0) != nullptr &&
                mysql_query(&handle, "SET sql_mode = ''") == 0;
    if (connected) return true;
    problem = mysql_error(&handle);
    mysql_close(&handle);
    return false;
  }

  void run(const std::string& sql) {
    if (mysql_real_query(&handle, sql.data(), sql.size()) != 0) {
      throw std::runtime_error(sql + ": " + mysql_error(&handle));
    }
  }

  // The server may have fallen over another connection's statement meanwhile.
  void use(const LexOptions& wanted) {
    for (int tries = 0;; ++tries) {
      if (!connected) connect();
      if (same_settings(settings, wanted)) return;
      try {
        run("SET sql_mode = '" + mode_of(wanted) + "'");
        if (settings.charset != wanted.charset) run(std::string("SET NAMES ") + charset_name(wanted.charset));
        settings = wanted;
        return;
      } catch (const std::runtime_error&) {
        if (tries == 2 || mysql_errno(&handle) < 2000) throw;
        disconnect();
      }
    }
  }

  // The commands below speak on the library's own socket: it cannot have
  // several in flight.
  [[nodiscard]] bool send_all(const std::string& bytes) {
    const my_socket socket = mysql_get_socket(&handle);
    std::size_t sent = 0;
    while (sent < bytes.size()) {
      const ssize_t count = ::send(socket, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
      if (count <= 0) return false;
      sent += static_cast<std::size_t>(count);
    }
    return true;
  }

  [[nodiscard]] bool fill(std::size_t wanted) {
    const my_socket socket = mysql_get_socket(&handle);
    while (received.size() - taken < wanted) {
      if (taken > 1U << 20U) {
        received.erase(0, taken);
        taken = 0;
      }
      char room[16384];
      const ssize_t count = ::recv(socket, room, sizeof room, 0);
      if (count <= 0) return false;
      received.append(room, static_cast<std::size_t>(count));
    }
    return true;
  }

  // The answer to one PREPARE is one packet, OK or ERR.
  [[nodiscard]] bool read_verdict(Verdict& out) {
    if (!fill(4)) return false;
    const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(received[taken + at]); };
    const std::size_t size = byte(0) | byte(1) << 8U | byte(2) << 16U;
    if (!fill(4 + size)) return false;
    out = {};
    if (size >= 9 && byte(4) == 0xff) {
      out.error_code = static_cast<unsigned>(byte(5) | byte(6) << 8U);
      out.message = received.substr(taken + 13, size - 9);  // past # and the SQLSTATE
    }
    taken += 4 + size;
    return true;
  }

  static void append_query(std::string& bytes, const std::string& text) {
    const std::size_t size = text.size() + 1;
    for (unsigned shift = 0; shift < 24; shift += 8) bytes += static_cast<char>(size >> shift & 0xffU);
    bytes += '\0';
    bytes += '\x03';  // COM_QUERY
    bytes += text;
  }

  // Answers as many as the connection lives for; the count of those.
  std::size_t ask_in_flight(std::span<const std::string> sqls, std::span<Verdict> out) {
    std::string bytes;
    for (const std::string& sql : sqls) append_query(bytes, prepare_text(sql, settings.no_backslash_escapes));
    if (!send_all(bytes)) return 0;
    for (std::size_t i = 0; i < sqls.size(); ++i) {
      if (!read_verdict(out[i])) return i;
    }
    return sqls.size();
  }

  Verdict ask_binary(const std::string& sql) {
    MYSQL_STMT* statement = mysql_stmt_init(&handle);
    Verdict verdict;
    if (mysql_stmt_prepare(statement, sql.data(), sql.size()) != 0) {
      verdict = {mysql_stmt_errno(statement), mysql_stmt_error(statement)};
    }
    mysql_stmt_close(statement);
    if (verdict.error_code >= 2000 && verdict.error_code < 3000 && mysql_errno(&handle) == 2013) disconnect();
    return verdict;
  }
};

Oracle::Oracle(mallshard::test::Address address, Flavour flavour) : state_(std::make_unique<State>()) {
  state_->address = std::move(address);
  state_->flavour = flavour;
  state_->connect();
}

Oracle::~Oracle() = default;
Oracle::Oracle(Oracle&&) noexcept = default;

Flavour Oracle::flavour() const noexcept {
  return state_->flavour;
}
std::uint32_t Oracle::server_version() const noexcept {
  return state_->version;
}
std::uint64_t Oracle::asked() const noexcept {
  return state_->asked;
}

std::vector<Verdict> Oracle::ask(std::span<const std::string> sqls, const LexOptions& settings) {
  std::vector<Verdict> verdicts(sqls.size());
  state_->asked += sqls.size();
  std::size_t done = 0;
  while (done < sqls.size()) {
    state_->use(settings);
    if (needs_the_binary_protocol(sqls[done], settings)) {
      verdicts[done] = state_->ask_binary(sqls[done]);
      ++done;
      continue;
    }
    std::size_t count = 1;
    while (count < kInFlight && done + count < sqls.size() &&
           !needs_the_binary_protocol(sqls[done + count], settings)) {
      ++count;
    }
    const std::size_t answered =
        state_->ask_in_flight(sqls.subspan(done, count), std::span(verdicts).subspan(done, count));
    done += answered;
    if (answered < count) {  // the server, or this session, is gone
      verdicts[done++] = {kServerLost, "the server was lost"};
      state_->disconnect();
    }
  }
  return verdicts;
}

Verdict Oracle::ask(const std::string& sql, const LexOptions& settings) {
  return ask(std::span(&sql, 1), settings).front();
}

bool Oracle::was_read_whole(const std::string& sql, const LexOptions& settings) {
  // No statement goes on with two closing parentheses and a brace: whoever
  // reads so far finds a syntax error there, and with an end of the statement
  // before them, where some of the checks are made.
  return reading_of(ask(sql + "\n)}", settings)) == Reading::Refused &&
         reading_of(ask(sql + "\n;)}", settings)) == Reading::Refused;
}

}  // namespace mallshard::sqlparse::test
