#include "wire/auth_credential.h"

namespace mallshard::wire {

namespace {

constexpr std::string_view kPrefix = "MS$";

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

template <std::size_t N>
bool read_hex(std::string_view text, std::array<std::uint8_t, N>& out) {
  if (text.size() != 2 * N) return false;
  for (std::size_t i = 0; i < N; ++i) {
    int high = hex_digit(text[2 * i]);
    int low = hex_digit(text[2 * i + 1]);
    if (high < 0 || low < 0) return false;
    out[i] = static_cast<std::uint8_t>(high << 4 | low);
  }
  return true;
}

void append_hex(ByteView bytes, std::string& out) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  for (std::uint8_t byte : bytes) {
    out += kDigits[byte >> 4];
    out += kDigits[byte & 15];
  }
}

}  // namespace

Credential Credential::from_password(std::string_view password) {
  return {password.empty(), native_stored_hash(password), sha2_stored_hash(password), std::nullopt};
}

bool Credential::looks_like_hash(std::string_view text) {
  return text.starts_with(kPrefix) || CryptHash::looks_like_one(text) ||
         (text.size() == 41 && text.front() == '*');
}

Result<Credential> Credential::parse(std::string_view text) {
  Credential credential;
  if (CryptHash::looks_like_one(text)) {
    Result<CryptHash> crypt = CryptHash::parse(text);
    if (!crypt) return crypt.error();
    credential.crypt = std::move(*crypt);
    return credential;
  }
  Sha1Digest native{};
  Sha256Digest sha2{};
  constexpr std::size_t kNativeDigits = 40;
  if (text.starts_with(kPrefix)) {
    std::string_view rest = text.substr(kPrefix.size());
    if (rest.size() > kNativeDigits && rest[kNativeDigits] == '$' &&
        read_hex(rest.substr(0, kNativeDigits), native) && read_hex(rest.substr(kNativeDigits + 1), sha2)) {
      credential.native = native;
      credential.sha2 = sha2;
      credential.empty_password = sha2 == sha2_stored_hash("");
      return credential;
    }
  } else if (text.starts_with("*") && read_hex(text.substr(1), native)) {
    credential.native = native;
    credential.empty_password = native == native_stored_hash("");
    return credential;
  }
  return Error::unknown(
      "not a password hash: MS$ and 40 hex digits, $, 64 hex digits; or * and 40 hex digits");
}

std::string Credential::format() const {
  std::string text;
  if (crypt) {
    text = crypt->format();
  } else if (native && sha2) {
    text = kPrefix;
    append_hex(*native, text);
    text += '$';
    append_hex(*sha2, text);
  } else if (native) {
    text = "*";
    append_hex(*native, text);
  }
  return text;
}

bool Credential::matches(std::string_view password) const {
  if (crypt) return crypt->matches(password);
  if (sha2) return equal_in_constant_time(*sha2, sha2_stored_hash(password));
  return native && equal_in_constant_time(*native, native_stored_hash(password));
}

}  // namespace mallshard::wire
