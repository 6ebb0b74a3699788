// How this server says no.
#pragma once

#include <string_view>

#include "base/error.h"

namespace mallshard::embedded {

// 1235: names the construct, and the way out.
Error not_supported_here(std::string_view construct);

}  // namespace mallshard::embedded
