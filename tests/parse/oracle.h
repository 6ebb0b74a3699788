// A live server, asked whether it accepts a statement. PREPARE reads a
// statement whole and executes nothing, so any text may be asked.
//
//   Oracle oracle(address, Flavour::MariaDB);
//   std::vector<Verdict> verdicts = oracle.ask(sqls, settings);
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "sqlparse/flavour.h"
#include "tests/support/client.h"

namespace mallshard::sqlparse::test {

struct Verdict {
  unsigned error_code = 0;  // 0: prepared
  std::string message;
};

// What the server says of the text as SQL. A server may find fault with the
// meaning of a statement (an unknown system variable, a wrong usage) before it
// has read all of it: then the rest is unread.
enum class Reading { Accepted, Refused, Empty };
[[nodiscard]] Reading reading_of(const Verdict& verdict) noexcept;

class Oracle {
 public:
  // A database must be selected by the address: MariaDB otherwise answers 1046
  // in the middle of a statement. Throws std::runtime_error without connection.
  Oracle(mallshard::test::Address address, Flavour flavour);
  ~Oracle();
  Oracle(Oracle&&) noexcept;

  // One verdict a statement, in order. Many are in flight at a time; a lost
  // connection is made again. Verdicts of the client library (2000 and above)
  // say that the server was lost with that statement.
  std::vector<Verdict> ask(std::span<const std::string> sqls, const LexOptions& settings = {});
  Verdict ask(const std::string& sql, const LexOptions& settings = {});

  // Whether a server that found fault with the meaning of the statement had
  // read it to its end.
  bool was_read_whole(const std::string& sql, const LexOptions& settings = {});

  // Whether the verdict says all there is to say of the statement's grammar.
  bool is_whole(const std::string& sql, const Verdict& verdict, const LexOptions& settings = {}) {
    return verdict.error_code == 0 || reading_of(verdict) != Reading::Accepted ||
           was_read_whole(sql, settings);
  }

  [[nodiscard]] Flavour flavour() const noexcept;
  [[nodiscard]] std::uint32_t server_version() const noexcept;  // as in LexOptions
  [[nodiscard]] std::uint64_t asked() const noexcept;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace mallshard::sqlparse::test
