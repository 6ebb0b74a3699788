// Statements that call stored functions. The proxy creates one on every data
// source of its schema, if it depends on nothing that differs from source to
// source (plan_function.cpp); what was created past the proxy is known by its
// text on the default source.
#pragma once

#include <string>

#include "plan/bind.h"

namespace mallshard::plan {

// Why each shard by itself would not call them as one server does. Empty: it would.
[[nodiscard]] std::string scatter_call_obstacle(const BoundStatement& bound);

// Why they cannot be called on `source` over gathered rows.
[[nodiscard]] std::string gather_call_obstacle(const BoundStatement& bound, rule::SourceId source,
                                               bool writes);
// The same, where the statement runs inside a transaction, whose rows no other
// connection sees.
[[nodiscard]] std::string transaction_call_obstacle(const BoundStatement& bound);

}  // namespace mallshard::plan
