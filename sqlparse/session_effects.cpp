#include "sqlparse/session_effects.h"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <string_view>

#include "sqlparse/word_bits.h"

namespace mallshard::sqlparse {

namespace {

bool is_called(std::string_view name, std::string_view lower) noexcept {
  return std::ranges::equal(name, lower, [](char a, char b) { return fold(a) == fold(b); });
}

// What the kind alone says.
std::uint32_t effects_of(StatementKind kind) noexcept {
  const auto bit = [](SessionEffect effect) { return static_cast<std::uint32_t>(effect); };
  using enum StatementKind;
  if (kind >= Begin && kind <= XaRecover) return bit(SessionEffect::Transaction);
  switch (kind) {
    case SetTransaction:
    case SetResourceGroup:
      return bit(SessionEffect::SetsVariable);
    case SetRole:
      return bit(SessionEffect::SetsRole);
    case Use:
      return bit(SessionEffect::SetsDatabase);
    case LockTables:
    case UnlockTables:
    case LockInstance:
    case UnlockInstance:
    case Backup:
    case Flush:
      return bit(SessionEffect::TableLock);
    case DropTable:
      return bit(SessionEffect::DropsTable);
    case Handler:
      return bit(SessionEffect::Handler);
    case Prepare:
    case Execute:
    case ExecuteImmediate:
    case Deallocate:
      return bit(SessionEffect::Prepared);
    case Insert:
    case Replace:
    case LoadData:
    case LoadXml:
      return bit(SessionEffect::SetsLastInsertId);
    case GetDiagnostics:
    case Signal:
    case Resignal:
      return bit(SessionEffect::Diagnostics);
    case Call:
    case Compound:
      return bit(SessionEffect::Program);
    default:
      return 0;
  }
}

std::uint32_t effects_of(const FunctionUse& use) noexcept {
  const auto bit = [](SessionEffect effect) { return static_cast<std::uint32_t>(effect); };
  if (use.nature == FunctionNature::UserLock) return bit(SessionEffect::UserLock);
  if (use.nature == FunctionNature::SessionResult) {
    const bool sets = is_called(use.name, "last_insert_id") && use.call != nullptr && !use.call->args.empty();
    return bit(sets ? SessionEffect::SetsLastInsertId : SessionEffect::ReadsLastResult);
  }
  const bool sequence = (use.call != nullptr && use.call->form == CallForm::NextValueFor) ||
                        is_called(use.name, "nextval") || is_called(use.name, "lastval") ||
                        is_called(use.name, "setval");
  return sequence ? bit(SessionEffect::Sequence) : 0;
}

}  // namespace

std::uint32_t session_effects(const StatementFacts& facts, const Statement& statement) {
  std::uint32_t effects = effects_of(carried_out(statement).statement_kind);
  const auto add = [&effects](bool there, SessionEffect effect) {
    if (there) effects |= static_cast<std::uint32_t>(effect);
  };
  if (const auto* set = as<SetStatement>(&statement)) {
    const auto is_session = [](const SetItem* item) {
      const bool elsewhere = item->scope == VariableScope::Global || item->scope == VariableScope::Persist ||
                             item->scope == VariableScope::PersistOnly;
      return item->item_kind != SetItemKind::UserVariable && !elsewhere;
    };
    add(std::ranges::any_of(set->items, is_session), SessionEffect::SetsVariable);
  }
  for (const FunctionUse& use : facts.functions) effects |= effects_of(use);
  for (const SystemVariableUse& use : facts.system_variables_read) {
    add(is_called(use.name, "last_insert_id") || is_called(use.name, "identity"),
        SessionEffect::ReadsLastResult);
    add(is_called(use.name, "warning_count") || is_called(use.name, "error_count"),
        SessionEffect::Diagnostics);
  }
  if (const auto* show = as<ShowStatement>(&statement)) {
    const ShowKind kind = show->show_kind;
    add(kind == ShowKind::Warnings || kind == ShowKind::Errors || kind == ShowKind::Profile ||
            kind == ShowKind::Profiles,
        SessionEffect::Diagnostics);
  }
  add(!facts.user_variables_assigned.empty(), SessionEffect::SetsUserVariable);
  add(!facts.user_variables_read.empty(), SessionEffect::ReadsUserVariable);
  add(facts.creates_temporary_table, SessionEffect::CreatesTemporaryTable);
  add(facts.calc_found_rows, SessionEffect::SetsFoundRows);
  return effects;
}

std::string_view session_effect_name(SessionEffect effect) noexcept {
  static constexpr std::string_view kNames[] = {
      "SetsVariable", "SetsUserVariable", "ReadsUserVariable", "SetsDatabase",          "SetsRole",
      "Transaction",  "UserLock",         "TableLock",         "CreatesTemporaryTable", "DropsTable",
      "Handler",      "Prepared",         "SetsFoundRows",     "ReadsLastResult",       "SetsLastInsertId",
      "Sequence",     "Diagnostics",      "Program",
  };
  const auto bits = static_cast<std::uint32_t>(effect);
  const auto index = static_cast<std::size_t>(std::countr_zero(bits));
  return std::has_single_bit(bits) && index < std::size(kNames) ? kNames[index] : std::string_view{};
}

std::string_view write_reason_name(WriteReason reason) noexcept {
  static constexpr std::string_view kNames[] = {
      "NotAQuery",          "LockingClause",       "IntoFile",
      "IntoVariable",       "AssignsUserVariable", "UnknownFunction",
      "SideEffectFunction", "UserLockFunction",    "SessionResultFunction",
      "ReadsUserVariable",  "CalcFoundRows",       "SequenceValue",
      "ProcedureClause",    "SessionInfoFunction",
  };
  const auto bits = static_cast<std::uint32_t>(reason);
  const auto index = static_cast<std::size_t>(std::countr_zero(bits));
  return std::has_single_bit(bits) && index < std::size(kNames) ? kNames[index] : std::string_view{};
}

}  // namespace mallshard::sqlparse
