// Tables of the options that tables, indexes, partitions, tablespaces, ... take.
//
// A row: the option's first words, what its value may be, whether `=` may stand
// between them, and which servers know it. What each server takes as a value
// was asked of live servers, option by option.
#pragma once

#include <cstdint>
#include <span>

#include "sqlparse/keyword.h"

namespace mallshard::sqlparse {

enum class SchemaValue : std::uint8_t {
  None,             // the words alone
  Number,           // 10, 1.5, 1e3; MariaDB +10
  NumberOrHex,      // also 0x10
  PlainNumber,      // 10, 0x10
  SignedInteger,    // 10, -10, + 10
  OptionalInteger,  // nothing, or a SignedInteger
  BlockSize,        // a Number below 65536
  RowLength,        // a Number of 32 bits
  Size,             // 10, 0x10, 10M: suffixes lex as names
  Switch,           // 0, 1, DEFAULT
  SwitchOrHex,      // any NumberOrHex, or DEFAULT
  SamplePages,      // 1 to 65535, DEFAULT
  Text,             // 'x'
  Word,             // x, `x`
  WordOrText,       // x, 'x'
  WordTextOrNull,   // x, 'x', NULL
  TextOrNone,       // 'x', NONE
  RowFormat,
  InsertMethod,  // NO, FIRST, LAST
  StorageMedium,
  IndexType,       // BTREE, HASH, RTREE
  Organization,    // 'x' IDENTIFIED BY 10
  Tables,          // (t1, t2)
  ExternalFiles,   // (URI = 'x', ...)
  ExternalFormat,  // (FORMAT csv ...)
  ResourceType,    // SYSTEM, USER
  CpuList,         // 0, 2-3
};

enum class OptionEquals : std::uint8_t { Optional, Never };

// Bits of the servers that know an option.
enum class OptionServers : std::uint8_t { MySql = 1, MariaDb = 2, Both = 3 };

struct OptionRule {
  Keyword first = Keyword::None;
  Keyword second = Keyword::None;  // None: `first` alone
  SchemaValue value = SchemaValue::None;
  OptionEquals equals = OptionEquals::Optional;
  OptionServers servers = OptionServers::Both;
  std::uint32_t since = 0;  // MySQL's version
};

using OptionRules = std::span<const OptionRule>;

extern const OptionRules kTableOptions;  // charset and collation aside, also below
extern const OptionRules kPartitionOptions;
extern const OptionRules kIndexOptions;  // USING and WITH PARSER aside
extern const OptionRules kDatabaseOptions;
extern const OptionRules kCreateTablespaceOptions;
extern const OptionRules kAlterTablespaceOptions;
extern const OptionRules kUndoTablespaceOptions;
extern const OptionRules kDropTablespaceOptions;
extern const OptionRules kCreateLogfileOptions;
extern const OptionRules kAlterLogfileOptions;
extern const OptionRules kServerOptions;
extern const OptionRules kSequenceOptions;
extern const OptionRules kResourceGroupOptions;
extern const OptionRules kSpatialReferenceOptions;

// Whether MariaDB's grammar knows the word: others are plain names to it, as
// the name of an engine's own option must be.
[[nodiscard]] bool is_mariadb_word(Keyword keyword) noexcept;

}  // namespace mallshard::sqlparse
