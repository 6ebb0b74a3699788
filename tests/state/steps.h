// What one client of the state oracle does next: scenes, each a few statements
// long. Between scenes it keeps no connection to itself, but its variables, its
// schema and its prepared statements.
#pragma once

#include <string>
#include <vector>

#include "tests/diff/random.h"
#include "tests/support/client.h"

namespace mallshard::test {

struct Step {
  enum class Kind {
    Query,
    Execute,  // prepared once and kept
    SelectDatabase,
    Reset,
    ChangeUser,
    ForgetStatements,
    Reconnect,  // says goodbye
    Drop,       // does not
    AllVariables,
  };
  Kind kind = Kind::Query;
  std::string sql{};
  std::vector<Parameter> parameters{};
};

struct Scene {
  const char* name = "";
  // It keeps server connections to itself for a while: of those there may be
  // fewer at a time than the pool has.
  bool pins = false;
  std::vector<Step> steps;
};

// Rows and names of client `number` that no other client touches.
struct Belongings {
  explicit Belongings(int number);

  int number = 0;
  std::vector<long> orders;  // there from the start; users and shards alternate
  std::string single_table;  // on the default data source
  [[nodiscard]] long user_of(long order) const;
  [[nodiscard]] std::string key(long order) const;  // a condition that one shard can answer
};

class Scenes {
 public:
  Scenes(std::uint64_t seed, const Belongings& own, bool on_mysql);

  Scene next();

  // Of the clients' tables, once.
  static std::vector<std::string> set_up(const std::vector<Belongings>& clients);

 private:
  void variables(Scene& scene);
  void user_variables(Scene& scene);
  void reads(Scene& scene);
  void diagnostics(Scene& scene);
  void prepared(Scene& scene);
  void schema(Scene& scene);
  void transaction(Scene& scene);
  void temporary_table(Scene& scene);
  void user_lock(Scene& scene);
  void locked_table(Scene& scene);
  void fresh_start(Scene& scene);

  Step assignment();
  Step row_step();
  Step probe();
  [[nodiscard]] std::string of_b(const std::string& function) const;
  long order() { return own_.orders[random_.below(own_.orders.size())]; }

  Random random_;
  const Belongings& own_;
  bool on_mysql_;
  int words_ = 0;
};

}  // namespace mallshard::test
