#include "wire/auth_crypt.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <array>
#include <memory>

#include "base/bytes.h"
#include "wire/auth_digest.h"
#include "wire/auth_sha2.h"

namespace mallshard::wire {

namespace {

constexpr std::string_view kPrefix = "$A$";
constexpr std::string_view kHexPrefix = "0x2441243";  // $A$ and the first digit's high half
constexpr std::size_t kRoundDigits = 3;               // hexadecimal, in thousands
constexpr std::size_t kSize = 3 + kRoundDigits + 1 + CryptHash::kSaltSize + CryptHash::kDigestSize;
// MySQL's own limit (MAX_PLAINTEXT_LENGTH). The algorithm takes the square of the
// length, and a client that has not logged in yet chooses it.
constexpr std::size_t kMaxPassword = 256;
// What MySQL allows; more would let a line of configuration stop a core.
constexpr std::uint32_t kMaxThousands = 100;

struct ContextFree {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

class Sha256 {
 public:
  Sha256() : context_(EVP_MD_CTX_new()) {}

  void begin() { EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr); }
  void add(ByteView bytes) { EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()); }
  Sha256Digest end() {
    Sha256Digest digest{};
    EVP_DigestFinal_ex(context_.get(), digest.data(), nullptr);
    return digest;
  }

 private:
  std::unique_ptr<EVP_MD_CTX, ContextFree> context_;
};

// The digest again and again, `size` bytes of it.
ByteBuffer stretched(const Sha256Digest& digest, std::size_t size) {
  ByteBuffer bytes(size);
  for (std::size_t i = 0; i < size; ++i) bytes[i] = digest[i % digest.size()];
  return bytes;
}

Sha256Digest first_digest(Sha256& sha, ByteView password, ByteView salt) {
  sha.begin();
  sha.add(password);
  sha.add(salt);
  sha.add(password);
  const Sha256Digest other = sha.end();
  sha.begin();
  sha.add(password);
  sha.add(salt);
  sha.add(stretched(other, password.size()));
  for (std::size_t bits = password.size(); bits > 0; bits >>= 1) {
    sha.add((bits & 1) != 0 ? ByteView(other) : password);
  }
  return sha.end();
}

ByteBuffer repeated(Sha256& sha, ByteView text, std::size_t times) {
  sha.begin();
  for (std::size_t i = 0; i < times; ++i) sha.add(text);
  return stretched(sha.end(), text.size());
}

// Three bytes at a time in the algorithm's own order, low bits first.
std::string in_base64(const Sha256Digest& digest) {
  constexpr std::string_view kDigits = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  std::string text;
  const auto put = [&text, kDigits](std::uint32_t bits, int count) {
    for (; count > 0; --count, bits >>= 6) text += kDigits[bits & 63];
  };
  // 0 10 20, 21 1 11, 12 22 2, 3 13 23 ...: each group is the one before,
  // rotated, and one further.
  std::array<std::size_t, 3> at{0, 10, 20};
  for (int group = 0; group < 10; ++group) {
    put(std::uint32_t{digest[at[0]]} << 16 | std::uint32_t{digest[at[1]]} << 8 | digest[at[2]], 4);
    at = {at[2] + 1, at[0] + 1, at[1] + 1};
  }
  put(std::uint32_t{digest[31]} << 8 | digest[30], 3);
  return text;
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// Nothing, where it is not hexadecimal.
std::string from_hex(std::string_view digits) {
  std::string text;
  if (digits.size() % 2 != 0) return text;
  for (std::size_t i = 0; i < digits.size(); i += 2) {
    const int high = hex_digit(digits[i]);
    const int low = hex_digit(digits[i + 1]);
    if (high < 0 || low < 0) return {};
    text += static_cast<char>(high << 4 | low);
  }
  return text;
}

}  // namespace

std::string sha256_crypt(std::string_view password, std::string_view salt_text, std::uint32_t rounds) {
  Sha256 sha;
  const ByteView key = as_bytes(password);
  const ByteView salt = as_bytes(salt_text);
  Sha256Digest digest = first_digest(sha, key, salt);
  ByteBuffer key_part = repeated(sha, key, key.size());
  const ByteBuffer salt_part = repeated(sha, salt, 16U + digest[0]);
  for (std::uint32_t round = 0; round < rounds; ++round) {
    const bool odd = round % 2 != 0;
    sha.begin();
    sha.add(odd ? ByteView(key_part) : ByteView(digest));
    if (round % 3 != 0) sha.add(salt_part);
    if (round % 7 != 0) sha.add(key_part);
    sha.add(odd ? ByteView(digest) : ByteView(key_part));
    digest = sha.end();
  }
  OPENSSL_cleanse(key_part.data(), key_part.size());
  return in_base64(digest);
}

bool CryptHash::looks_like_one(std::string_view text) {
  return text.starts_with(kPrefix) || text.starts_with(kHexPrefix);
}

Result<CryptHash> CryptHash::parse(std::string_view text) {
  const std::string plain = text.starts_with("0x") ? from_hex(text.substr(2)) : std::string(text);
  CryptHash hash;
  const Error wrong = Error::unknown(
      "not a hash of caching_sha2_password: $A$005$, 20 characters of salt and 43 more; or all of it in "
      "hexadecimal behind 0x");
  if (plain.size() != kSize || !plain.starts_with(kPrefix) || plain[kPrefix.size() + kRoundDigits] != '$') {
    return wrong;
  }
  std::uint32_t thousands = 0;
  for (std::size_t i = 0; i < kRoundDigits; ++i) {
    const int digit = hex_digit(plain[kPrefix.size() + i]);
    if (digit < 0) return wrong;
    thousands = thousands << 4 | static_cast<std::uint32_t>(digit);
  }
  if (thousands == 0 || thousands > kMaxThousands) return wrong;
  hash.rounds = thousands * 1000;
  hash.salt = plain.substr(kSize - kSaltSize - kDigestSize, kSaltSize);
  hash.digest = plain.substr(kSize - kDigestSize);
  return hash;
}

std::string CryptHash::format() const {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  const std::uint32_t thousands = rounds / 1000;
  std::string text(kPrefix);
  for (const int shift : {8, 4, 0}) text += kDigits[thousands >> shift & 15];
  return text + '$' + salt + digest;
}

bool CryptHash::matches(std::string_view password) const {
  if (password.size() > kMaxPassword) return false;
  return equal_in_constant_time(as_bytes(sha256_crypt(password, salt, rounds)), as_bytes(digest));
}

}  // namespace mallshard::wire
