// Answers of SHOW and DESCRIBE in logical names.
#pragma once

#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "exec/client_view.h"
#include "plan/dispatch.h"
#include "wire/local_result.h"

namespace mallshard::exec {

// Payloads: column definitions, and rows in the protocol they came in.
struct ShownResult {
  std::vector<ByteBuffer> columns;
  std::vector<ByteBuffer> rows;
};

// `rows` of all targets in target order, `columns` of the first target.
[[nodiscard]] Result<ShownResult> show_transform(plan::Show show, const plan::Dispatch& dispatch,
                                                 std::vector<ByteBuffer>& columns,
                                                 std::vector<ByteBuffer>& rows, wire::RowFormat format);

// SHOW STATUS: what it says of TLS is said of the client's connection.
[[nodiscard]] Result<ShownResult> show_client_tls(ShownResult shown, const ClientView& client,
                                                  wire::RowFormat format);

// Text-protocol rows as a local result with the columns' names and types.
// Empty when only OKs came.
[[nodiscard]] wire::LocalResult capture_result(const std::vector<ByteBuffer>& columns,
                                               const std::vector<ByteBuffer>& rows);

}  // namespace mallshard::exec
