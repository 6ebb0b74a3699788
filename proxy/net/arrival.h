// A client that was accepted.
#pragma once

#include <string>

namespace mallshard::net {

struct Arrival {
  int descriptor = -1;         // whoever takes the arrival owns it
  std::string peer;            // as in 'user'@'host'
  bool refuse = false;         // there are too many: it gets 1040
  bool local = false;          // by a socket of this machine
  bool from_balancer = false;  // a PROXY header comes first, and says who it is
};

}  // namespace mallshard::net
