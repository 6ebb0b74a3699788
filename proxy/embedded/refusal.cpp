#include "embedded/refusal.h"

#include <string>

namespace mallshard::embedded {

Error not_supported_here(std::string_view construct) {
  return {1235, "42000",
          "The embedded data source doesn't support " + std::string(construct) +
              "; real servers do: tools/quickstart --mariadb"};
}

}  // namespace mallshard::embedded
