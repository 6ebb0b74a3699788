#include <openssl/err.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include <array>

#include "net/tls/library.h"

namespace mallshard::net::tls {
namespace {

constexpr long kDay = 24L * 3600;
constexpr long kLifetime = 3650 * kDay;
constexpr int kSerialBits = 127;

Error failed() {
  return Error::unknown("a self-signed certificate cannot be made: " + last_error());
}

bool set_random_serial(X509* certificate) {
  using Number = std::unique_ptr<BIGNUM, Deleter<BN_free>>;
  const Number number(BN_new());
  return number && BN_rand(number.get(), kSerialBits, BN_RAND_TOP_ANY, BN_RAND_BOTTOM_ANY) == 1 &&
         BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate)) != nullptr;
}

bool set_name(X509* certificate) {
  constexpr std::string_view kName = "MallShard auto-generated certificate";
  X509_NAME* name = X509_get_subject_name(certificate);
  const auto* bytes = reinterpret_cast<const unsigned char*>(kName.data());
  return X509_NAME_add_entry_by_NID(name, NID_commonName, MBSTRING_ASC, bytes, static_cast<int>(kName.size()),
                                    -1, 0) == 1 &&
         X509_set_issuer_name(certificate, name) == 1;
}

bool add_extension(X509* certificate, int kind, const char* value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
  using Extension = std::unique_ptr<X509_EXTENSION, Deleter<X509_EXTENSION_free>>;
  const Extension extension(X509V3_EXT_conf_nid(nullptr, &context, kind, value));
  return extension && X509_add_ext(certificate, extension.get(), -1) == 1;
}

}  // namespace

std::string last_error() {
  const unsigned long code = ERR_get_error();
  ERR_clear_error();
  const char* reason = code == 0 ? nullptr : ERR_reason_error_string(code);
  return reason == nullptr ? "unknown error" : reason;
}

Result<SelfSigned> make_self_signed() {
  SelfSigned made;
  made.key.reset(EVP_EC_gen("P-256"));
  made.certificate.reset(X509_new());
  X509* certificate = made.certificate.get();
  constexpr long kVersion3 = 2;
  if (!made.key || certificate == nullptr || X509_set_version(certificate, kVersion3) != 1 ||
      !set_random_serial(certificate) ||
      X509_gmtime_adj(X509_getm_notBefore(certificate), -kDay) == nullptr ||
      X509_gmtime_adj(X509_getm_notAfter(certificate), kLifetime) == nullptr ||
      X509_set_pubkey(certificate, made.key.get()) != 1 || !set_name(certificate) ||
      !add_extension(certificate, NID_basic_constraints, "critical,CA:FALSE") ||
      !add_extension(certificate, NID_subject_alt_name, "DNS:localhost,IP:127.0.0.1") ||
      X509_sign(certificate, made.key.get(), EVP_sha256()) == 0) {
    return failed();
  }
  return made;
}

}  // namespace mallshard::net::tls
