#include "tests/diff/report.h"

#include <algorithm>
#include <cstdio>
#include <vector>

#include "tests/diff/generator.h"

namespace mallshard::test {

void Report::add(const std::set<std::string>& constructs, Verdict verdict, const std::string& refusal) {
  ++total_;
  if (verdict == Verdict::Refused) {
    ++refused_;
    ++refusals_[refusal];
  }
  if (verdict == Verdict::Wrong) ++wrong_;
  for (const std::string& construct : constructs) {
    Counts& counts = by_construct_[construct];
    ++(verdict == Verdict::Answered  ? counts.answered
       : verdict == Verdict::Refused ? counts.refused
                                     : counts.wrong);
  }
}

bool Report::print_and_judge(bool gathered) const {
  std::printf("%-26s %9s %8s %6s\n", "construct", "answered", "refused", "wrong");
  bool enough = true;
  const int least = total_ / 60;  // 333 of 20 000
  std::vector<std::string> required = required_constructs();
  if (gathered) required.emplace_back("gathered");
  for (const std::string& construct : required) {
    const auto found = by_construct_.find(construct);
    const Counts counts = found == by_construct_.end() ? Counts{} : found->second;
    const bool few = counts.answered < least;
    enough = enough && !few;
    std::printf("%-26s %9d %8d %6d%s\n", construct.c_str(), counts.answered, counts.refused, counts.wrong,
                few ? "   too few answers" : "");
  }
  for (const auto& [construct, counts] : by_construct_) {
    if (construct[0] != '(') continue;
    std::printf("%-26s %9d %8d %6d\n", construct.c_str(), counts.answered, counts.refused, counts.wrong);
  }
  if (!refusals_.empty()) std::printf("\nrefused, by message:\n");
  for (const auto& [message, count] : refusals_) std::printf("%6d  %s\n", count, message.c_str());
  const double share = total_ == 0 ? 100 : 100.0 * refused_ / total_;
  std::printf("\n%d statements, %d wrong answers, %d refusals (%.2f %%)\n", total_, wrong_, refused_, share);
  return wrong_ == 0 && share <= 5 && enough && total_ != 0;
}

}  // namespace mallshard::test
