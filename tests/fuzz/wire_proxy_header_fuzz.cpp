// The PROXY protocol's header: more bytes never change what was read of fewer.
#include <cstdlib>

#include "wire/proxy_header.h"

namespace mallshard {

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const ByteView data{bytes, size};
  const Result<std::optional<wire::ProxyHeader>> whole = wire::parse_proxy_header(data);
  for (std::size_t count = 0; count <= size && count <= 600; ++count) {
    const Result<std::optional<wire::ProxyHeader>> part = wire::parse_proxy_header(data.first(count));
    if (!part) {
      if (whole) std::abort();
      return 0;
    }
    if (!*part) continue;
    if ((*part)->size > count || (*part)->source.size() > 45) std::abort();
    if (!whole || !*whole || (*whole)->source != (*part)->source || (*whole)->size != (*part)->size)
      std::abort();
    return 0;
  }
  return 0;
}

}  // namespace mallshard
