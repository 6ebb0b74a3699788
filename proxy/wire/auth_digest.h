// SHA-1 and SHA-256 over several pieces.
#pragma once

#include <initializer_list>

#include "base/bytes.h"
#include "wire/auth_native.h"
#include "wire/auth_sha2.h"

namespace mallshard::wire {

Sha1Digest sha1(std::initializer_list<ByteView> pieces);
Sha256Digest sha256(std::initializer_list<ByteView> pieces);

}  // namespace mallshard::wire
