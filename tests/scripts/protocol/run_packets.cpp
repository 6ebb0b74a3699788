// packet_runner --flavour mariadb|mysql|plain|plain-mysql FILE.packets|FOLDER...
// Runs each script twice, as a whole and byte by byte, against the proxy and a
// plain server; prints one line per script and every difference; exit status 1
// when there is one.
#include <algorithm>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>
#include <set>
#include <sstream>

#include "tests/scripts/protocol/packet_script.h"
#include "tests/support/packet_peer.h"
#include "tests/support/world.h"

namespace mallshard::test {
namespace {

struct Side {
  std::unique_ptr<PacketPeer> peer;
  std::vector<unsigned> ids;  // of its prepared statements
};

struct Connection {
  Side plain, proxy;
  std::vector<PacketStep> unsent;     // go out together
  std::vector<std::string> commands;  // sent, not answered yet: their first payloads
};

struct StatusBit {
  const char* name;
  unsigned bit;
};
constexpr StatusBit kStatusBits[] = {{"trans", 1},          {"autocommit", 2},   {"more", 8},
                                     {"cursor", 0x40},      {"last", 0x80},      {"out_params", 0x1000},
                                     {"no_escapes", 0x200}, {"tracked", 0x4000}, {"readonly", 0x2000}};

constexpr unsigned kIndexHints = 0x30;

bool has_bits(const std::string& list, unsigned status) {
  std::istringstream in(list);
  for (std::string name; std::getline(in, name, ',');) {
    const auto* found = std::find_if(std::begin(kStatusBits), std::end(kStatusBits),
                                     [&](const StatusBit& each) { return each.name == name; });
    if (found == std::end(kStatusBits) || (status & found->bit) == 0) return false;
  }
  return true;
}

bool is_of_shape(const ShownPacket& packet, const std::string& shape) {
  const std::size_t colon = shape.find(':');
  if (packet.kind != shape.substr(0, colon)) return false;
  if (colon == std::string::npos) return true;
  const std::string more = shape.substr(colon + 1);
  if (packet.kind == "ok" || packet.kind == "end") return has_bits(more, packet.status);
  if (packet.kind == "err" || packet.kind == "columns") return std::to_string(packet.number) == more;
  if (packet.kind == "prepared") return packet.field("parameters,columns") == more;
  return packet.kind == "row" && packet.field("rows") == more;
}

std::string with_lines(const std::vector<ShownPacket>& packets) {
  std::string out;
  for (const ShownPacket& each : packets) out += "\n          " + each.text();
  return out.empty() ? " nothing" : out;
}

class PacketRun {
 public:
  PacketRun(World& world, const PacketScript& script, bool bytewise)
      : world_(world), script_(script), bytewise_(bytewise) {}

  std::vector<std::string> all() {
    for (const PacketStep& step : script_.steps) {
      try {
        run(step);
      } catch (const std::exception& problem) {
        blame(step, problem.what());
      }
      if (const std::string death = world_.revive_proxy(); !death.empty()) blame(step, death);
      if (problems_.size() > 12) break;  // what follows is out of step
    }
    return std::move(problems_);
  }

 private:
  void blame(const PacketStep& step, const std::string& what) {
    problems_.push_back("line " + std::to_string(step.line) + (bytewise_ ? " (byte by byte): " : ": ") +
                        what);
  }

  void run(const PacketStep& step) {
    if (step.kind != PacketStep::Kind::Expect) group_ = {};
    switch (step.kind) {
      case PacketStep::Kind::Sql:
        for (const Address& address : {world_.plain("app_db"), world_.proxy("app_db")}) {
          const Answer answer = Client(address).query(step.text);
          if (answer.is_error()) blame(step, describe(answer));
        }
        return;
      case PacketStep::Kind::Wait:
        return pause_for(std::chrono::milliseconds(std::stoi(step.text)));
      case PacketStep::Kind::Connect:
        return connect(step);
      case PacketStep::Kind::Send:
        return send(step);
      case PacketStep::Kind::Expect:
        return expect(step);
    }
  }

  static PacketPeer::Login login_of(const PacketStep& step) {
    PacketPeer::Login login;
    login.database = "app_db";
    for (const auto& [name, value] : step.named) {
      if (name == "user") login.user = value;
      if (name == "password") login.password = value;
      if (name == "db") login.database = value;
      if (name == "plugin") login.plugin = value;
      if (name == "collation") login.collation = static_cast<unsigned>(std::stoul(value));
      if (name == "auth") login.proof = value != "none";
      if (name != "caps") continue;
      std::istringstream in(value);
      for (std::string flag; std::getline(in, flag, ',');) {
        const std::uint32_t bit = caps::of_name(flag.substr(1));
        if (bit == 0) throw std::runtime_error(flag + ": no such capability");
        login.capabilities = flag[0] == '-' ? login.capabilities & ~bit : login.capabilities | bit;
      }
    }
    return login;
  }

  void connect(const PacketStep& step) {
    Connection& made = *(connections_[step.connection] = std::make_unique<Connection>());
    made.plain.peer = std::make_unique<PacketPeer>(world_.plain().port);
    made.proxy.peer = std::make_unique<PacketPeer>(world_.proxy().port);
    if (step.named.count("login") != 0) return;  // login=no: the script's own affair
    for (Side* side : {&made.plain, &made.proxy}) side->peer->set_bytewise(bytewise_);
    last_ = {{made.plain.peer->log_in(login_of(step))}, {made.proxy.peer->log_in(login_of(step))}};
    asked_ = step.connection;
    const bool is_expected = &step != &script_.steps.back() && (&step)[1].kind == PacketStep::Kind::Expect &&
                             (&step)[1].connection == step.connection;
    if (is_expected) return;
    asked_.clear();
    for (const auto* side : {&last_.first, &last_.second}) {
      if (side->front().kind != "ok") blame(step, "not logged in:" + with_lines(*side));
    }
  }

  Connection& connection(const PacketStep& step) {
    const auto found = connections_.find(step.connection);
    if (found == connections_.end()) throw std::runtime_error("no connection " + step.connection);
    return *found->second;
  }

  // $thread(A) is that connection's id, on this side.
  [[nodiscard]] std::string with_threads(std::string text, bool is_proxy) const {
    for (const auto& [name, each] : connections_) {
      const std::string from = "$thread(" + name + ")";
      const Side& side = is_proxy ? each->proxy : each->plain;
      for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from))
        text.replace(at, from.size(), std::to_string(side.peer->thread_id()));
    }
    return text;
  }

  // The payload of a step's command, and its number.
  std::string payload_of(const PacketStep& step, const Side& side, std::uint8_t& number) const {
    static const std::map<std::string, char> with_text = {{"query", 3}, {"init-db", 2}, {"prepare", 0x16}};
    static const std::map<std::string, char> alone = {
        {"ping", 0x0e}, {"quit", 1}, {"reset", 0x1f}, {"statistics", 9}, {"debug", 0x0d}};
    const bool is_proxy = &side == &connections_.at(step.connection)->proxy;
    number = 0;
    if (const auto at = with_text.find(step.word); at != with_text.end())
      return at->second + with_threads(step.text, is_proxy);
    if (const auto at = alone.find(step.word); at != alone.end()) return {at->second};
    if (step.word == "command") return bytes_of_tokens(step.text, side.ids);
    if (step.word == "file") {
      number = side.peer->next_sequence();
      return bytes_of_tokens(step.text, side.ids);
    }
    if (step.word != "packet") throw std::runtime_error(step.word + ": no such command");
    const std::size_t end = std::min(step.text.find(' '), step.text.size());
    number = static_cast<std::uint8_t>(std::stoul(step.text.substr(0, end)));
    return bytes_of_tokens(step.text.substr(end), side.ids);
  }

  std::string bytes_of(const PacketStep& step, const Side& side, std::uint8_t files_before) const {
    if (step.word == "raw") return bytes_of_tokens(step.text, side.ids);
    if (step.word == "fin" || step.word == "rst") return "";
    std::uint8_t number = 0;
    const std::string payload = payload_of(step, side, number);
    if (step.word == "file") number = static_cast<std::uint8_t>(number + files_before);
    return PacketPeer::packet(number, payload);
  }

  void send(const PacketStep& step) {
    Connection& to = connection(step);
    if (step.word == "change-user") {
      last_ = {{to.plain.peer->change_user(login_of(step))}, {to.proxy.peer->change_user(login_of(step))}};
      asked_ = step.connection;
      return;
    }
    if (step.word == "now") return flush(to);
    to.unsent.push_back(step);
    if (step.word == "raw" || step.word == "fin" || step.word == "rst") return;
    std::uint8_t number = 0;
    std::string payload = payload_of(step, to.plain, number);
    const bool is_file = step.word == "file";
    if (is_file && !step.text.empty()) return;  // the last, empty one is answered
    if (is_file) payload = "\x03";
    if (answer_kind(payload) != AnswerKind::Nothing) to.commands.push_back(payload.substr(0, 1));
  }

  void flush(Connection& to) {
    for (Side* side : {&to.plain, &to.proxy}) {
      std::string bytes;
      std::uint8_t files = 0;
      for (const PacketStep& step : to.unsent) {
        bytes += bytes_of(step, *side, files);
        if (step.word == "file") ++files;
      }
      side->peer->send_bytes(bytes);
      if (!to.unsent.empty() && to.unsent.back().word == "fin") side->peer->finish_sending();
      if (!to.unsent.empty() && to.unsent.back().word == "rst") side->peer->reset();
    }
    to.unsent.clear();
  }

  [[nodiscard]] bool is_meant(const std::string& who) const {
    if (who == "mariadb") return world_.flavour() == Flavour::MariaDb || world_.flavour() == Flavour::Plain;
    if (who == "mysql") return world_.flavour() == Flavour::MySql || world_.flavour() == Flavour::PlainMySql;
    return true;
  }

  void expect(const PacketStep& written) {
    PacketStep step = written;
    // Lines that say of whom they are are about one answer, until a word comes again.
    const bool is_again = !step.word.empty() && group_.first == step.connection && !group_.second.empty() &&
                          group_.second.insert(step.word).second;
    if (!is_again) {
      if (asked_ != step.connection) take(step);
      asked_.clear();
      group_ = {step.connection, {}};
      if (!step.word.empty()) group_.second.insert(step.word);
    }
    const std::size_t dash = step.word.find('-');
    if (!is_meant(step.word.substr(0, dash))) return;
    if (dash != std::string::npos) step.word.erase(0, dash + 1);
    if (step.word != "proxy") check(step, "the plain server", last_.first);
    if (step.word != "plain") check(step, "the proxy", last_.second);
    if (step.word != "proxy" && step.word != "plain") compare(step);
  }

  void take(const PacketStep& step) {
    Connection& of = connection(step);
    flush(of);
    std::string command(1, '\0');  // of raw bytes: one packet
    if (!of.commands.empty()) {
      command = of.commands.front();
      of.commands.erase(of.commands.begin());
    }
    const bool brief = step.shapes.back() == "silence";
    last_ = {of.plain.peer->answer(command, brief ? 300 : 20000),
             of.proxy.peer->answer(command, brief ? 300 : 20000)};
    for (auto [side, packets] : {std::pair(&of.plain, &last_.first), std::pair(&of.proxy, &last_.second)}) {
      if (!packets->empty() && packets->front().kind == "prepared")
        side->ids.push_back(packets->front().number);
    }
  }

  void check(const PacketStep& step, const std::string& who, const std::vector<ShownPacket>& packets) {
    if (step.shapes.front() == "*") return;
    bool right = packets.size() == step.shapes.size();
    for (std::size_t i = 0; right && i < packets.size(); ++i) right = is_of_shape(packets[i], step.shapes[i]);
    if (right) return;
    std::string wanted;
    for (const std::string& shape : step.shapes) wanted += " " + shape;
    blame(step, who + " should answer" + wanted + ", but sends:" + with_lines(packets));
  }

  void compare(const PacketStep& step) {
    const auto masked = [&](const std::string& name) {
      const auto has = [&](const char* word) {
        return std::find(step.masks.begin(), step.masks.end(), word) != step.masks.end();
      };
      const bool of_column = name == "charset" || name == "length" || name == "type" || name == "flags" ||
                             name == "decimals" || name == "org_table" || name == "schema";
      return has(name.c_str()) || (of_column && has("columns")) || (name == "text" && has("rows"));
    };
    const auto& [plain, proxy] = last_;
    if (plain.size() != proxy.size()) {
      return blame(step,
                   "the plain server sends:" + with_lines(plain) + "\n      the proxy:" + with_lines(proxy));
    }
    for (std::size_t i = 0; i < plain.size(); ++i) {
      if (plain[i].kind != proxy[i].kind) {
        blame(step, plain[i].text() + "\n      the proxy: " + proxy[i].text());
        continue;
      }
      // Whether an index was used, and the warnings so far, are known behind the
      // rows only: the proxy's servers send no EOF before them (DEPRECATE_EOF).
      const bool before_rows = plain[i].kind == "end" && i + 1 < plain.size();
      std::string differing;
      for (const auto& [name, value] : plain[i].fields) {
        if (masked(name) || proxy[i].field(name) == value) continue;
        if (name == "warnings" && before_rows) continue;
        if (name == "status" && before_rows && ((plain[i].status ^ proxy[i].status) & ~kIndexHints) == 0)
          continue;
        differing += " " + name;
      }
      for (const auto& [name, value] : proxy[i].fields) {
        if (!masked(name) && plain[i].field(name).empty() && !value.empty()) differing += " " + name;
      }
      if (differing.empty()) continue;
      blame(step, "packet " + std::to_string(i) + " differs in" + differing + "\n          " +
                      plain[i].text() + "\n      the proxy:\n          " + proxy[i].text());
    }
  }

  World& world_;
  const PacketScript& script_;
  bool bytewise_;
  std::map<std::string, std::unique_ptr<Connection>> connections_;
  std::pair<std::vector<ShownPacket>, std::vector<ShownPacket>> last_;  // plain, proxy
  std::string asked_;                                    // whose answer `last_` is, not looked at yet
  std::pair<std::string, std::set<std::string>> group_;  // whose answer it is, and of whom lines spoke
  std::vector<std::string> problems_;
};

void drop_everything(const Address& address) {
  Client client(address);
  client.query("SET foreign_key_checks = 0");
  for (const Row& row : client.query("SHOW FULL TABLES").rows) {
    client.query(std::string("DROP ") + (row[1] == "VIEW" ? "VIEW `" : "TABLE `") + *row[0] + "`");
  }
}

std::vector<std::string> scripts_in(const std::vector<std::string>& paths) {
  std::vector<std::string> files;
  for (const std::string& path : paths) {
    if (!std::filesystem::is_directory(path)) {
      files.push_back(path);
      continue;
    }
    for (const auto& entry : std::filesystem::directory_iterator(path)) {
      if (entry.path().extension() == ".packets") files.push_back(entry.path().string());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

int run_all(Flavour flavour, const std::string& flavour_text, const std::vector<std::string>& paths) {
  WorldOptions options;
  options.replica = false;
  options.unsharded_schema = "app_db";
  options.properties = {{"client.login.max.failures", "0"}};  // wrong passwords are part of it
  options.server_arguments = {"--local-infile=ON", "--max-allowed-packet=67108864"};
  World world(flavour, options);
  int failed = 0, done = 0;
  for (const std::string& file : scripts_in(paths)) {
    std::vector<std::string> problems(1);
    const PacketScript script = parse_packet_script(read_file(file), problems.front());
    if (problems.front().empty()) {
      problems.clear();
      for (const bool bytewise : {false, true}) {
        if ((bytewise && script.whole_only) || !problems.empty()) continue;
        for (const char* database : {"app_db", "sharding_db"}) {
          drop_everything(world.plain(database));
          drop_everything(world.proxy(database));
        }
        problems = PacketRun(world, script, bytewise).all();
      }
    }
    ++done;
    failed += problems.empty() ? 0 : 1;
    std::printf("%s  %s (%zu steps)\n", problems.empty() ? "ok  " : "FAIL",
                std::filesystem::path(file).filename().c_str(), script.steps.size());
    for (const std::string& text : problems) std::printf("    %s\n", text.c_str());
    std::fflush(stdout);
  }
  std::printf("%d of %d scripts agree over %s\n", done - failed, done, flavour_text.c_str());
  return failed == 0 && done != 0 ? 0 : 1;
}

}  // namespace
}  // namespace mallshard::test

int main(int count, char** arguments) {
  std::string flavour = "mariadb";
  std::vector<std::string> paths;
  for (int i = 1; i < count; ++i) {
    if (std::strcmp(arguments[i], "--flavour") == 0 && i + 1 < count) {
      flavour = arguments[++i];
    } else {
      paths.emplace_back(arguments[i]);
    }
  }
  const auto known = mallshard::test::flavour_of(flavour);
  if (!known || paths.empty() || *known == mallshard::test::Flavour::Embedded) {
    std::fprintf(stderr,
                 "usage: packet_runner --flavour mariadb|mysql|plain|plain-mysql FILE.packets|FOLDER...\n");
    return 2;
  }
  try {
    return mallshard::test::run_all(*known, flavour, paths);
  } catch (const std::exception& problem) {
    std::fprintf(stderr, "packet_runner: %s\n", problem.what());
    return 1;
  }
}
