// The rows of a prepared statement that was executed with a read-only cursor
// (COM_STMT_EXECUTE's flag), kept for COM_STMT_FETCH.
//
// A result is collected first. If it ends within the bound, the client is told
// that there is a cursor and fetches; otherwise it is sent as it comes, without
// a cursor, which the protocol leaves to the server. So no client's result
// takes more memory than the bound, nor all those of a session
// together (`most` is what its other cursors leave of it).
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/bytes.h"

namespace mallshard::exec {

struct Cursor {
  static constexpr std::size_t kMostBytes = std::size_t{16} << 20;

  bool open = false;
  std::size_t most = kMostBytes;
  // Frames as they would be sent: what stands before the rows, and the rows.
  ByteBuffer head;
  ByteBuffer rows;
  std::size_t fetched = 0;  // bytes of `rows`

  // While it is collected.
  bool in_rows = false;
  std::uint8_t first_sequence = 1;
  std::uint8_t columns_end_sequence = 0;
  std::uint16_t columns_end_status = 0;
};

}  // namespace mallshard::exec
