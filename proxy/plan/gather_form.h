// Gathered values as literals again.
#pragma once

#include <string>
#include <string_view>

#include "plan/dispatch.h"

namespace mallshard::plan {

// Appends the literal of a value that a server sent as `text`. False for text
// that the form cannot hold: the server answered something else than it was asked.
[[nodiscard]] bool append_literal(GatherForm form, std::string_view text, std::string& out);

}  // namespace mallshard::plan
