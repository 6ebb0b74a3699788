// How often each construct was answered, refused, wrong.
#pragma once

#include <map>
#include <set>
#include <string>

namespace mallshard::test {

enum class Verdict { Answered, Refused, Wrong };

class Report {
 public:
  void add(const std::set<std::string>& constructs, Verdict verdict, const std::string& refusal = "");

  [[nodiscard]] int total() const { return total_; }
  [[nodiscard]] int wrong() const { return wrong_; }
  // Prints the tables; true when the bar is met: no wrong answer, at most 5 %
  // refusals, each required construct answered 500 times in 20 000.
  // `gathered`: is that one required?
  [[nodiscard]] bool print_and_judge(bool gathered) const;

 private:
  struct Counts {
    int answered = 0, refused = 0, wrong = 0;
  };
  int total_ = 0, refused_ = 0, wrong_ = 0;
  std::map<std::string, Counts> by_construct_;
  std::map<std::string, int> refusals_;  // by message
};

}  // namespace mallshard::test
