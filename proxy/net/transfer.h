// What came of one attempt to read from or write to a stream.
#pragma once

#include <cstddef>
#include <cstdint>

namespace mallshard::net {

struct Transfer {
  enum class Status : std::uint8_t {
    Moved,       // `count` bytes, at least one
    WouldBlock,  // await, then try again
    Ended,       // the peer has closed its side
    Failed,      // `error_number`; 0: TLS's own failure
  };
  Status status = Status::WouldBlock;
  std::size_t count = 0;
  int error_number = 0;
};

}  // namespace mallshard::net
