// OpenSSL's objects with owners, and its errors in words. Private to this folder.
#pragma once

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <memory>
#include <string>

#include "base/result.h"

namespace mallshard::net::tls {

template <auto Free>
struct Deleter {
  template <class T>
  void operator()(T* object) const {
    Free(object);
  }
};
using BioPtr = std::unique_ptr<BIO, Deleter<BIO_free_all>>;
using CertificatePtr = std::unique_ptr<X509, Deleter<X509_free>>;
using KeyPtr = std::unique_ptr<EVP_PKEY, Deleter<EVP_PKEY_free>>;

// The first error of this thread's queue, "no shared cipher"; empties the queue.
[[nodiscard]] std::string last_error();

struct SelfSigned {
  CertificatePtr certificate;
  KeyPtr key;
};

// Ten years of a P-256 key, for clients that encrypt without verifying.
[[nodiscard]] Result<SelfSigned> make_self_signed();

}  // namespace mallshard::net::tls
