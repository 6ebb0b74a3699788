// What the productions of the parser tell one another. Internal.
#pragma once

#include <cstdint>

namespace mallshard::sqlparse {

// Which accounts may stand in a place, and how a clause's value is to be shown.
enum class AccountRule : std::uint8_t { User, UserOrRole, Role, RoleName };
enum class Secrecy : std::uint8_t { Open, Secret };
enum class HexNumber : std::uint8_t { Refused, Allowed };
enum class RoutineKind : std::uint8_t { Procedure, Function };
enum class ParameterModes : std::uint8_t { Refused, Allowed };
enum class TypePlace : std::uint8_t { Signature, Body };
enum class CharacteristicOf : std::uint8_t { Create, Alter };

// What may stand in parentheses behind a column type's words.
enum class TypeLength : std::uint8_t {
  None,
  Optional,
  Required,
  Precision,          // (10, 2)
  LengthOrPrecision,  // (10), (10, 2)
  Seconds,            // (6)
  Values,             // ('a', 'b')
};

}  // namespace mallshard::sqlparse
