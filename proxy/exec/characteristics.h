// What SET TRANSACTION and START TRANSACTION say of a transaction.
#pragma once

#include <optional>
#include <string>

namespace mallshard::exec {

// A literal of @@transaction_isolation and of @@transaction_read_only each;
// nullopt: not said, or, of a transaction that is open, the server's default.
struct Characteristics {
  std::optional<std::string> isolation;
  std::optional<std::string> read_only;

  [[nodiscard]] bool only_reads() const {
    return read_only && *read_only != "0" && *read_only != "OFF" && *read_only != "'OFF'";
  }
  // SET TRANSACTION for what is said here and differs from the session's; empty for nothing.
  [[nodiscard]] std::string set_text(const Characteristics& session) const;
  [[nodiscard]] bool empty() const { return !isolation && !read_only; }
  bool operator==(const Characteristics&) const = default;
};

}  // namespace mallshard::exec
