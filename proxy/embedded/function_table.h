// MySQL's scalar functions by name: one table for each subject.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "embedded/translator.h"

namespace mallshard::embedded {

// The functions are friends of the translator through this struct.
struct FunctionTable {
  struct Entry {
    std::string_view name;
    std::size_t least;  // arguments
    std::size_t most;
    Typed (*translate)(Translator& translator, std::vector<Typed>& args, const sqlparse::FunctionCall& call);
  };
  static std::span<const Entry> text();
  static std::span<const Entry> number();
  static std::span<const Entry> time();
  static std::span<const Entry> session();

  // ---- what the definitions share ----
  static Typed made(std::string sql, Type type) { return typed_sql(std::move(sql), type); }
  static Typed fail(Translator& t, Error error) { return t.fail(std::move(error)); }
  static Typed refuse(Translator& t, std::string_view what) { return t.refuse(what); }
  static TranslationContext& context(Translator& t) { return t.context_; }
  static bool failed(Translator& t) { return t.error_.has_value(); }
  static Typed as_text(Translator& t, const Typed& v) { return t.as_text(v); }
  static Typed as_double(Translator& t, const Typed& v) { return t.as_double(v); }
  static Typed as_integer(Translator& t, const Typed& v) { return t.as_integer(v); }
  static Typed as_boolean(Translator& t, const Typed& v) { return t.as_boolean(v); }
  static Typed as_datetime(Translator& t, const Typed& v) { return t.as_datetime(v); }
  static Typed convert(Translator& t, const Typed& v, const Type& to) { return t.convert(v, to); }
  static Typed compare(Translator& t, sqlparse::BinaryOp op, const Typed& a, const Typed& b) {
    return t.compare(op, a, b);
  }
  static Typed constant(Translator& t, const Value& value) { return t.constant(value); }
  static Type merge_types(Translator& t, std::span<const Typed> values) { return t.merge_types(values); }
  static Typed arithmetic(Translator& t, sqlparse::BinaryOp op, const Typed& a, const Typed& b,
                          std::string_view text) {
    return t.arithmetic(op, a, b, text);
  }
  static std::string_view source(Translator& t, const sqlparse::Node& node) { return t.source(node); }
  static std::string ordered(Translator& t, const Typed& v) { return t.ordered(v); }
  // All as text of one collation; a binary one makes all BLOBs.
  static Type merge_texts(Translator& t, std::vector<Typed>& args, std::string_view name);
};

}  // namespace mallshard::embedded
