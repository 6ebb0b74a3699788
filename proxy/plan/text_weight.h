// How the weights that WEIGHT_STRING() gives for a collation are compared.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace mallshard::plan {

// The weight of one space for a PAD SPACE collation, by which the shorter of
// two weights is continued; empty for NO PAD collations. Null where weights
// alone do not give the server's order: padded collations of several levels,
// and character sets nobody has measured. Measured on MariaDB 10.11 and MySQL
// 9.7 with WEIGHT_STRING(' ' COLLATE c).
// `measured` is what the server itself said of the space (ColumnMetadata), for
// character sets that are not listed here; may be empty.
[[nodiscard]] std::optional<std::string> weight_pad(std::string_view collation,
                                                    std::string_view measured = {});

}  // namespace mallshard::plan
