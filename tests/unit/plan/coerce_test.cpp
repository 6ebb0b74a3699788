// The table of MySQL's equality between a column and a constant.
#include "plan/coerce.h"

#include <gtest/gtest.h>

namespace mallshard::plan {
namespace {

KeyColumn column(rule::ColumnType type, bool is_unsigned = false, const std::string& collation = {}) {
  rule::ColumnMetadata metadata;
  metadata.name = "k";
  metadata.type = type;
  metadata.is_unsigned = is_unsigned;
  metadata.collation = collation;
  metadata.nullable = false;
  return KeyColumn(metadata);
}

const KeyColumn kInt = column(rule::ColumnType::Int);
const KeyColumn kBigUnsigned = column(rule::ColumnType::BigInt, true);
const KeyColumn kBin = column(rule::ColumnType::VarChar, false, "utf8mb4_bin");
const KeyColumn kCi = column(rule::ColumnType::VarChar, false, "utf8mb4_general_ci");

std::string lookup(const KeyColumn& key, Value value, bool null_safe = false) {
  const Lookup found = coerce_for_lookup(key, std::move(value), null_safe);
  if (found.kind == Lookup::Kind::Anything) return "anything";
  return found.kind == Lookup::Kind::Nothing ? "nothing" : describe(found.value);
}

std::string store(const KeyColumn& key, Value value) {
  const Result<Value> stored = coerce_for_store(key, std::move(value), 1);
  return stored ? describe(*stored) : std::to_string(stored.error().code);
}

TEST(CoerceForLookup, AnIntegerColumnEqualsEveryWayToWriteTheInteger) {
  EXPECT_EQ(lookup(kInt, Value::of(5)), "5");
  EXPECT_EQ(lookup(kInt, Value::decimal("5.00")), "5");
  EXPECT_EQ(lookup(kInt, Value::of_double(5.0)), "5");
  EXPECT_EQ(lookup(kInt, Value::of_text("5")), "5");
  EXPECT_EQ(lookup(kInt, Value::of_text(" +5")), "5");
  EXPECT_EQ(lookup(kInt, Value::of_text("5abc")), "5");
  EXPECT_EQ(lookup(kInt, Value::of_text("5e0x")), "5");
  EXPECT_EQ(lookup(kInt, Value::of_text("abc")), "0");
  EXPECT_EQ(lookup(kInt, Value::of_text("")), "0");
  EXPECT_EQ(lookup(kInt, Value::of_text("-7.0")), "-7");
}

TEST(CoerceForLookup, NoIntegerEqualsAFraction) {
  EXPECT_EQ(lookup(kInt, Value::decimal("5.5")), "nothing");
  EXPECT_EQ(lookup(kInt, Value::of_double(0.1)), "nothing");
  EXPECT_EQ(lookup(kInt, Value::of_text("5.5")), "nothing");
}

TEST(CoerceForLookup, WhatTheColumnCannotHoldIsNotThere) {
  EXPECT_EQ(lookup(kInt, Value::of(2147483648)), "nothing");
  EXPECT_EQ(lookup(kBigUnsigned, Value::of(-1)), "nothing");
  EXPECT_EQ(lookup(kBigUnsigned, Value::of_unsigned(18446744073709551615ULL)), "18446744073709551615");
}

TEST(CoerceForLookup, DoublesBeyondTheirExactRangeEqualSeveralIntegers) {
  EXPECT_EQ(lookup(kBigUnsigned, Value::of_double(9007199254740993.0)), "anything");
  EXPECT_EQ(lookup(kBigUnsigned, Value::of_text("9007199254740993")), "anything");
}

TEST(CoerceForLookup, NullEqualsNothingUnlessNullSafe) {
  EXPECT_EQ(lookup(kInt, Value::null()), "nothing");
  EXPECT_EQ(lookup(kInt, Value::null(), true), "anything");
}

TEST(CoerceForLookup, WhatOnlyTheServerKnowsCanBeAnywhere) {
  EXPECT_EQ(lookup(kInt, Value::opaque()), "anything");
  EXPECT_EQ(lookup(kInt, Value::of_bytes("5")), "anything");
  EXPECT_EQ(lookup(kInt, Value::temporal("2026-01-01")), "anything");
}

TEST(CoerceForLookup, TextIsExactOnlyUnderABinaryCollation) {
  EXPECT_EQ(lookup(kBin, Value::of_text("ab")), "'ab'");
  EXPECT_EQ(lookup(kBin, Value::of_text("ab  ")), "'ab'");
  EXPECT_EQ(lookup(kBin, Value::of_text("\xc3\xa4")), "anything");
  EXPECT_EQ(lookup(kBin, Value::of(5)), "anything");
  EXPECT_EQ(lookup(kCi, Value::of_text("ab")), "anything");
}

TEST(CoerceForStore, TakesWhatTheColumnHoldsExactly) {
  EXPECT_EQ(store(kInt, Value::of(5)), "5");
  EXPECT_EQ(store(kInt, Value::of_text("5")), "5");
  EXPECT_EQ(store(kInt, Value::decimal("5.0")), "5");
  EXPECT_EQ(store(kBin, Value::of_text("ab ")), "'ab'");
  EXPECT_EQ(store(kCi, Value::of_text("Ab")), "'Ab'");
}

TEST(CoerceForStore, RefusesWhatTheServerWouldChange) {
  EXPECT_EQ(store(kInt, Value::of_text("5abc")), "1235");
  EXPECT_EQ(store(kInt, Value::decimal("5.5")), "1235");
  EXPECT_EQ(store(kInt, Value::of(99999999999)), "1264");
  EXPECT_EQ(store(kInt, Value::null()), "1048");
  EXPECT_EQ(store(kInt, Value::opaque()), "1235");
}

}  // namespace
}  // namespace mallshard::plan
