// COM_STMT_EXECUTE: parameters that decode can be sent on and decode to the
// same; every one becomes a Value. First byte: the number of parameters; second:
// which of the first eight came as long data.
#include <algorithm>
#include <cstdlib>
#include <optional>
#include <string>
#include <vector>

#include "wire/stmt_execute.h"

namespace mallshard {

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  if (size < 2) return 0;
  std::size_t count = bytes[0];
  std::vector<std::optional<std::string>> long_data(std::min<std::size_t>(count, 8));
  for (std::size_t i = 0; i < long_data.size(); ++i) {
    if ((bytes[1] >> i & 1) != 0) long_data[i] = "long";
  }
  ByteView payload{bytes + 2, size - 2};
  (void)wire::decode_stmt_execute_head(payload);
  (void)wire::decode_stmt_long_data(payload);
  std::vector<wire::ParamType> types;
  std::vector<wire::Param> params;
  if (!wire::decode_stmt_execute_params(payload, count, types, long_data, params)) return 0;
  for (const wire::Param& param : params) (void)wire::to_value(param);

  ByteBuffer again;
  wire::encode_stmt_execute(1, 0, params, again);
  std::vector<wire::ParamType> types_again;
  std::vector<wire::Param> second;
  if (!wire::decode_stmt_execute_params(again, count, types_again, {}, second)) std::abort();
  if (second.size() != params.size()) std::abort();
  for (std::size_t i = 0; i < params.size(); ++i) {
    ByteView a = params[i].raw();
    ByteView b = second[i].raw();
    if (params[i].is_null() != second[i].is_null() || !std::equal(a.begin(), a.end(), b.begin(), b.end()))
      std::abort();
  }
  return 0;
}

}  // namespace mallshard
