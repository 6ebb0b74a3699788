// mysql_native_password: SHA1(password) xor SHA1(scramble + SHA1(SHA1(password))).
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"
#include "wire/greeting.h"

namespace mallshard::wire {

using Sha1Digest = std::array<std::uint8_t, 20>;

// 20 bytes from OpenSSL's generator, none of them NUL or '$' (either would end
// or confuse the field in some clients). Fails only if the generator does.
Result<Scramble> make_scramble();

// Takes the same time wherever the first difference is. Different sizes: false.
bool equal_in_constant_time(ByteView a, ByteView b);

// SHA1(SHA1(password)): what a server stores, in mysql.user as *HEX.
Sha1Digest native_stored_hash(std::string_view password);

// What the client sends; nothing at all for an empty password.
ByteBuffer native_proof(std::string_view password, const Scramble& scramble);

bool verify_native_proof(ByteView proof, const Scramble& scramble, const Sha1Digest& stored);

}  // namespace mallshard::wire
