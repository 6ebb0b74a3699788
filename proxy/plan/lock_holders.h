// IS_USED_LOCK(): whose lock it is, in the numbers that clients know.
#pragma once

#include "plan/planner.h"
#include "plan/rewrite.h"

namespace mallshard::plan {

// A server says which of its connections holds the lock; of one that a client's
// session keeps, the client's number is told (Context::lock_holders), so that
// `IS_USED_LOCK('a') = CONNECTION_ID()` is true of a lock of one's own.
void rewrite_lock_holders(const sqlparse::Node& statement, const Context& context, Rewrite& rewrite);

}  // namespace mallshard::plan
