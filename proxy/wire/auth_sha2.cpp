#include "wire/auth_sha2.h"

#include <openssl/bio.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include "wire/auth_digest.h"

namespace mallshard::wire {

namespace {

constexpr unsigned kRsaBits = 2048;

template <class T, void (*Free)(T*)>
struct Freed {
  void operator()(T* object) const { Free(object); }
};
using KeyPtr = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY, EVP_PKEY_free>>;
using ContextPtr = std::unique_ptr<EVP_PKEY_CTX, Freed<EVP_PKEY_CTX, EVP_PKEY_CTX_free>>;
struct BioFree {
  void operator()(BIO* bio) const { BIO_free(bio); }
};
using BioPtr = std::unique_ptr<BIO, BioFree>;

Error crypto_error(std::string_view what) {
  return Error::unknown("RSA: " + std::string(what));
}

// The pattern repeats over the whole text, its NUL included.
void mask_with(const Scramble& scramble, ByteBuffer& text) {
  for (std::size_t i = 0; i < text.size(); ++i) text[i] ^= scramble[i % scramble.size()];
}

}  // namespace

Sha256Digest sha2_stored_hash(std::string_view password) {
  Sha256Digest once = sha256({as_bytes(password)});
  return sha256({once});
}

ByteBuffer sha2_proof(std::string_view password, const Scramble& scramble) {
  if (password.empty()) return {};
  Sha256Digest once = sha256({as_bytes(password)});
  Sha256Digest twice = sha256({once});
  Sha256Digest mask = sha256({twice, scramble});
  ByteBuffer proof(once.size());
  for (std::size_t i = 0; i < proof.size(); ++i) proof[i] = once[i] ^ mask[i];
  return proof;
}

bool verify_sha2_proof(ByteView proof, const Scramble& scramble, const Sha256Digest& stored) {
  if (proof.size() != stored.size()) return false;
  Sha256Digest candidate = sha256({stored, scramble});
  for (std::size_t i = 0; i < candidate.size(); ++i) candidate[i] ^= proof[i];
  return equal_in_constant_time(sha256({candidate}), stored);
}

struct RsaKeyPair::Key {
  KeyPtr pkey;
};

RsaKeyPair::RsaKeyPair(std::unique_ptr<Key> key, std::string pem)
    : key_(std::move(key)), pem_(std::move(pem)) {}
RsaKeyPair::RsaKeyPair(RsaKeyPair&&) noexcept = default;
RsaKeyPair& RsaKeyPair::operator=(RsaKeyPair&&) noexcept = default;
RsaKeyPair::~RsaKeyPair() = default;

Result<RsaKeyPair> RsaKeyPair::generate() {
  KeyPtr pkey(EVP_RSA_gen(kRsaBits));
  if (!pkey) return crypto_error("cannot generate a key pair");
  BioPtr bio(BIO_new(BIO_s_mem()));
  if (!bio || PEM_write_bio_PUBKEY(bio.get(), pkey.get()) != 1)
    return crypto_error("cannot write the public key");
  char* text = nullptr;
  long size = BIO_get_mem_data(bio.get(), &text);
  std::string pem(text, static_cast<std::size_t>(size));
  auto key = std::make_unique<Key>();
  key->pkey = std::move(pkey);
  return RsaKeyPair(std::move(key), std::move(pem));
}

Result<std::string> RsaKeyPair::decrypt_password(ByteView cipher, const Scramble& scramble) const {
  ContextPtr context(EVP_PKEY_CTX_new(key_->pkey.get(), nullptr));
  if (!context || EVP_PKEY_decrypt_init(context.get()) != 1 ||
      EVP_PKEY_CTX_set_rsa_padding(context.get(), RSA_PKCS1_OAEP_PADDING) != 1) {
    return crypto_error("cannot set up decryption");
  }
  std::size_t size = static_cast<std::size_t>(EVP_PKEY_get_size(key_->pkey.get()));
  ByteBuffer plain(size);
  if (EVP_PKEY_decrypt(context.get(), plain.data(), &size, cipher.data(), cipher.size()) != 1) {
    return crypto_error("the password cannot be decrypted");
  }
  plain.resize(size);
  mask_with(scramble, plain);
  if (plain.empty() || plain.back() != 0) return crypto_error("the password cannot be decrypted");
  std::string password(as_text(plain).substr(0, plain.size() - 1));
  OPENSSL_cleanse(plain.data(), plain.size());
  return password;
}

Result<ByteBuffer> encrypt_password(std::string_view public_key_pem, std::string_view password,
                                    const Scramble& scramble) {
  BioPtr bio(BIO_new_mem_buf(public_key_pem.data(), static_cast<int>(public_key_pem.size())));
  KeyPtr key(bio ? PEM_read_bio_PUBKEY(bio.get(), nullptr, nullptr, nullptr) : nullptr);
  if (!key) return crypto_error("the server's public key cannot be read");
  ContextPtr context(EVP_PKEY_CTX_new(key.get(), nullptr));
  if (!context || EVP_PKEY_encrypt_init(context.get()) != 1 ||
      EVP_PKEY_CTX_set_rsa_padding(context.get(), RSA_PKCS1_OAEP_PADDING) != 1) {
    return crypto_error("the server's public key is no RSA key");
  }
  ByteBuffer plain(password.begin(), password.end());
  plain.push_back(0);
  mask_with(scramble, plain);
  std::size_t size = static_cast<std::size_t>(EVP_PKEY_get_size(key.get()));
  ByteBuffer cipher(size);
  if (EVP_PKEY_encrypt(context.get(), cipher.data(), &size, plain.data(), plain.size()) != 1) {
    return crypto_error("the password is too long for the server's public key");
  }
  cipher.resize(size);
  OPENSSL_cleanse(plain.data(), plain.size());
  return cipher;
}

}  // namespace mallshard::wire
