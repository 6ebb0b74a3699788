// One client's connections to both sides, and one statement asked of both.
#pragma once

#include <string>
#include <vector>

#include "tests/diff/report.h"
#include "tests/diff/statement.h"
#include "tests/support/client.h"

namespace mallshard::test {

struct Outcome {
  Verdict verdict = Verdict::Answered;
  std::string refusal;
  std::vector<std::string> problems;  // Verdict::Wrong
};

struct Strictness {
  // Embedded data sources: rows, names and error codes alone.
  bool column_metadata = true, info = true, warnings = true, messages = true;
};

class Sides {
 public:
  Sides(Client plain, Client proxy, Strictness strictness)
      : plain_(std::move(plain)), proxy_(std::move(proxy)), strictness_(strictness) {}

  // The proxy is asked first: what it refuses is not done on the plain server
  // either, so that both hold the same rows.
  Outcome ask(const Statement& statement);

  // Both must carry it out; the message of the side that does not.
  std::string run(const std::string& sql);
  Client& plain() { return plain_; }
  Client& proxy() { return proxy_; }

 private:
  Client plain_, proxy_;
  Strictness strictness_;
};

}  // namespace mallshard::test
