// What a statement does to its session, or needs of it: whatever does not
// survive when the next statement runs on another connection.
#pragma once

#include <cstdint>
#include <string_view>

#include "sqlparse/statement_facts.h"

namespace mallshard::sqlparse {

enum class SessionEffect : std::uint32_t {
  SetsVariable = 1u << 0,           // SET of a session's system variable, SET NAMES, SET TRANSACTION
  SetsUserVariable = 1u << 1,       // SET @v, := , INTO @v, LOAD DATA (@v)
  ReadsUserVariable = 1u << 2,      //
  SetsDatabase = 1u << 3,           // USE
  SetsRole = 1u << 4,               // SET ROLE
  Transaction = 1u << 5,            // BEGIN, COMMIT, SAVEPOINT, XA ...
  UserLock = 1u << 6,               // GET_LOCK() and its family
  TableLock = 1u << 7,              // LOCK TABLES, FLUSH TABLES, LOCK INSTANCE, BACKUP, and their end
  CreatesTemporaryTable = 1u << 8,  //
  DropsTable = 1u << 9,             // DROP TABLE too: a temporary table hides the other
  Handler = 1u << 10,               // HANDLER OPEN, READ, CLOSE
  Prepared = 1u << 11,              // PREPARE, EXECUTE, DEALLOCATE
  SetsFoundRows = 1u << 12,         // SQL_CALC_FOUND_ROWS
  ReadsLastResult = 1u << 13,       // FOUND_ROWS(), ROW_COUNT(), LAST_INSERT_ID()
  SetsLastInsertId = 1u << 14,      // INSERT, REPLACE, LOAD DATA, LAST_INSERT_ID(x)
  Sequence = 1u << 15,              // NEXT VALUE FOR, NEXTVAL(), LASTVAL(): LASTVAL() is per session
  Diagnostics =
      1u << 16,        // reads what the statement before left: SHOW WARNINGS, SHOW PROFILE, GET DIAGNOSTICS
  Program = 1u << 17,  // CALL and compound statements: any of the above
};

// Bits of SessionEffect.
[[nodiscard]] std::uint32_t session_effects(const StatementFacts& facts, const Statement& statement);

// `SetsVariable`, ... for messages and logs; empty for what is no single bit.
[[nodiscard]] std::string_view session_effect_name(SessionEffect effect) noexcept;
[[nodiscard]] std::string_view write_reason_name(WriteReason reason) noexcept;

}  // namespace mallshard::sqlparse
