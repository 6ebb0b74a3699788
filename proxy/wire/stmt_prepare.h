// The first packet of the answer to COM_STMT_PREPARE. `params` definitions (and
// an EOF unless DEPRECATE_EOF), then `columns` definitions (likewise) follow;
// an absent group has no EOF.
#pragma once

#include <cstdint>

#include "base/bytes.h"
#include "base/result.h"

namespace mallshard::wire {

struct PrepareOk {
  std::uint32_t statement_id = 0;
  std::uint16_t columns = 0;
  std::uint16_t params = 0;
  std::uint16_t warnings = 0;
};

Result<PrepareOk> decode_prepare_ok(ByteView payload);
void encode_prepare_ok(const PrepareOk& ok, ByteBuffer& out);

}  // namespace mallshard::wire
