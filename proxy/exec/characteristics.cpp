#include "exec/characteristics.h"

#include <algorithm>

namespace mallshard::exec {

std::string Characteristics::set_text(const Characteristics& session) const {
  std::string text;
  if (isolation && isolation != session.isolation) {
    text = "SET TRANSACTION ISOLATION LEVEL " + *isolation;
    std::erase(text, '\'');
    std::replace(text.begin(), text.end(), '-', ' ');
  }
  if (read_only && read_only != session.read_only) {
    text += text.empty() ? "SET TRANSACTION READ " : ", READ ";
    text += only_reads() ? "ONLY" : "WRITE";
  }
  return text;
}

}  // namespace mallshard::exec
