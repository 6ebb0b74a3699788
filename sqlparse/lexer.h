// SQL text to tokens, exactly as the server would cut it.
//
//   TokenBuffer tokens;                 // one per session, reused
//   lex(sql, options, tokens);
//   PlanKey key; build_plan_key(tokens, key);     plan_key.h
//   ParseOutput out = parse(tokens, arena);       parser.h
#pragma once

#include <string>
#include <string_view>

#include "sqlparse/token.h"

namespace mallshard::sqlparse {

// Cuts the whole text, through every `;`. Comments vanish, the content of
// executable comments that this server runs becomes tokens. Never fails: what
// cannot be lexed is an Error token and ends the stream. `text` must outlive
// the buffer's use and be below 4 GiB (a larger one is one Error token).
void lex(std::string_view text, const LexOptions& options, TokenBuffer& out);

// The text of a name or variable token without quotes and with doubled quotes
// made one. Returns a view into the source where nothing had to change, else
// into `storage`.
[[nodiscard]] std::string_view decode_name(std::string_view spelling, std::string& storage);

// The value of one String or NationalString token: quotes removed, escapes
// resolved by the options. Bytes are not converted or checked.
[[nodiscard]] std::string decode_string(std::string_view spelling, const LexOptions& options);

// Bytes of the (possibly multi-byte) character at text[0] of this class: 1 to
// 4, never more than text.size(); 0 for an empty text.
[[nodiscard]] unsigned character_length(std::string_view text, CharsetClass charset) noexcept;

// Bytes of the UTF-8 character that `text`, which is not empty, begins with; 0
// where it begins with none.
[[nodiscard]] std::size_t utf8_length(std::string_view text) noexcept;

// The class of a character set name (character_set_client); AsciiSafe for most.
[[nodiscard]] CharsetClass charset_class(std::string_view charset_name) noexcept;

}  // namespace mallshard::sqlparse
