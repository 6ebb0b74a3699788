// The way back of a gathered write: what the client's own statement did to the
// temporary tables of the finishing connection becomes the statements that do
// the same to the shards.
//
//   run dispatch.gathers and dispatch.targets[0]; hold its answer back
//   for each of write_back.queries(): ask the same connection, add() its rows
//   Result<Written> written = write_back.finish();
//   run written->stages, one after the other, in the transaction that gathered
//   answer the client: what was held back, or the sum of the last stage (Answer::Sum)
//
// All tables' gathers, which lock what they read, and all stages belong to one
// transaction over the sources: the client's, or one around the statement.
// Nothing of the servers' answers to the stages reaches the client but errors
// and, with Answer::Sum, affected rows and warnings.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "plan/dispatch.h"

namespace mallshard::plan {

// Statements of one kind that must not begin before the stage before has ended
// everywhere: a key that one stage frees may be taken by the next.
struct WriteStage {
  // Which session state they need.
  enum class State : std::uint8_t {
    // That of loading temporary tables (strict, UTC), with the client's
    // foreign_key_checks, unique_checks and check_constraint_checks: the values
    // are what a server has stored already.
    Stored,
    // The client's own: a part of it is the client's text.
    Client,
  };
  State state = State::Stored;
  std::vector<Target> targets;  // ascending by source; those of one source in this order; text protocol
  // How many rows each target must affect, parallel to `targets`. Any other
  // number means that rows were changed behind the transaction's back, and
  // fails the statement. kAnyCount: it is not known.
  std::vector<std::uint64_t> expected;
  static constexpr std::uint64_t kAnyCount = UINT64_MAX;
  // What else another number can mean, for the error; empty: nothing.
  std::string otherwise;
  // INSERT ... RETURNING: the targets answer with rows, which are the client's in
  // the order of Target::rows. Asked in the client's protocol.
  bool returns_rows = false;
  // The targets are locking reads for keys that one server would not let a row
  // have twice: none may answer with a row. One that does is followed by its
  // `provoke` (parallel), an INSERT that that server refuses with its own words;
  // `duplicate` is the error if it does not.
  bool must_be_empty = false;
  std::vector<Target> provoke;
  std::optional<Error> duplicate;
  // They do not wait for locks (NOWAIT): others may be waiting for this
  // transaction's. A lock that is held is a deadlock, and ends the transaction.
  bool no_wait = false;
  // IGNORE: a target may affect fewer rows, which a constraint of the shard has
  // refused with a warning; the statement's answer counts that many less.
  bool may_skip = false;
  // IGNORE: what is refused (1235) if a constraint refuses a row; empty: nothing.
  std::string refusal;
};

struct Written {
  std::vector<WriteStage> stages;  // none: nothing has changed
  // Answer::Sum, instead of what the dispatch says of these (see Dispatch).
  bool counts_rows = false;
  bool has_generated_key = false;
  std::uint64_t first_generated_key = 0;
};

// Made by instantiate() for one execution; used by one thread.
class WriteBack {
 public:
  WriteBack() = default;
  WriteBack(const WriteBack&) = delete;
  WriteBack& operator=(const WriteBack&) = delete;
  virtual ~WriteBack() = default;

  // Asked of the finishing connection as text, in the state in which temporary
  // tables are loaded.
  [[nodiscard]] virtual std::span<const std::string> queries() const = 0;
  // One row of queries()[query]: its fields, nullopt for NULL. Copies. An Error
  // for what was not asked for.
  [[nodiscard]] virtual Result<void> add(std::size_t query,
                                         std::span<const std::optional<std::string_view>> fields) = 0;
  // After the last row; once. Errors: what cannot be carried to a shard (1235),
  // keys that a strategy refuses.
  [[nodiscard]] virtual Result<Written> finish() = 0;
  // Some stages must be empty. A transaction of the statement's own is then READ
  // COMMITTED if it gathers no rows: no gaps are locked between keys.
  [[nodiscard]] virtual bool checks_keys() const { return false; }
};

}  // namespace mallshard::plan
