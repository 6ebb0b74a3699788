#include "net/tls/context.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <string_view>

#include "base/log.h"
#include "net/tls/library.h"

namespace mallshard::net::tls {
namespace {

// Forward secrecy and authenticated encryption, for TLS 1.2.
constexpr const char* kCiphers12 = "ECDHE+AESGCM:ECDHE+CHACHA20:DHE+AESGCM:!aNULL";

Error wrong(const rule::NamedFile& file, const std::string& what) {
  return Error::unknown(file.place + ": '" + file.path + "' " + what);
}

Result<BioPtr> open(const rule::NamedFile& file) {
  BioPtr bio(BIO_new_file(file.path.c_str(), "r"));
  if (bio) return bio;
  const int reason = errno;
  ERR_clear_error();
  return wrong(
      file, "cannot be read: " + std::string(std::strerror(reason)) + "; a PEM file that the proxy may read");
}

// Nobody is there to type it.
int no_passphrase(char*, int, int, void*) {
  return -1;
}

void warn_about_dates(const X509* certificate, const std::string& place) {
  if (X509_cmp_current_time(X509_get0_notAfter(certificate)) < 0) {
    log::warn("tls.certificate_expired",
              {{"place", place}, {"effect", "clients that verify it are refused"}});
  } else if (X509_cmp_current_time(X509_get0_notBefore(certificate)) > 0) {
    log::warn("tls.certificate_not_yet_valid", {{"place", place}});
  }
}

Result<void> use_certificate(SSL_CTX* context, const rule::NamedFile& file) {
  Result<BioPtr> bio = open(file);
  if (!bio) return bio.error();
  const CertificatePtr own(PEM_read_bio_X509_AUX(bio->get(), nullptr, no_passphrase, nullptr));
  if (!own) {
    ERR_clear_error();
    return wrong(file, "holds no PEM certificate; -----BEGIN CERTIFICATE-----");
  }
  warn_about_dates(own.get(), file.place);
  if (SSL_CTX_use_certificate(context, own.get()) != 1) {
    return wrong(file, "holds a certificate that cannot be used: " + last_error());
  }
  while (true) {
    CertificatePtr next(PEM_read_bio_X509(bio->get(), nullptr, no_passphrase, nullptr));
    if (!next) break;
    if (SSL_CTX_add0_chain_cert(context, next.get()) != 1) {
      return wrong(file, "holds a chain that cannot be used: " + last_error());
    }
    (void)next.release();  // the context owns it
  }
  ERR_clear_error();  // the end of the file
  return {};
}

void warn_about_rights(const rule::NamedFile& file) {
  struct stat status {};
  if (::stat(file.path.c_str(), &status) != 0 || (status.st_mode & S_IROTH) == 0) return;
  log::warn("tls.key_readable_by_all", {{"place", file.place}, {"advice", "chmod o-r"}});
}

Result<void> use_key(SSL_CTX* context, const rule::NamedFile& file, const rule::NamedFile& certificate) {
  Result<BioPtr> bio = open(file);
  if (!bio) return bio.error();
  warn_about_rights(file);
  const KeyPtr key(PEM_read_bio_PrivateKey(bio->get(), nullptr, no_passphrase, nullptr));
  if (!key) {
    const bool locked = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_BAD_PASSWORD_READ ||
                        ERR_GET_REASON(ERR_peek_error()) == PEM_R_BAD_PASSWORD_READ;
    ERR_clear_error();
    return wrong(file, locked ? "is protected by a passphrase; openssl pkey -in it -out another removes it"
                              : "holds no PEM private key; -----BEGIN PRIVATE KEY-----");
  }
  if (SSL_CTX_use_PrivateKey(context, key.get()) != 1 || SSL_CTX_check_private_key(context) != 1) {
    ERR_clear_error();
    return wrong(file, "is not the key of the certificate '" + certificate.path + "'");
  }
  return {};
}

Result<void> trust(SSL_CTX* context, const rule::NamedFile& file) {
  Result<BioPtr> readable = open(file);
  if (!readable) return readable.error();
  if (SSL_CTX_load_verify_file(context, file.path.c_str()) == 1) return {};
  ERR_clear_error();
  return wrong(file, "holds no PEM certificate of a CA; -----BEGIN CERTIFICATE-----");
}

// TLS 1.3's names begin with TLS_, those of 1.2 are OpenSSL's own.
Result<void> use_ciphers(SSL_CTX* context, const rule::ClientTls& settings) {
  std::string of12;
  std::string of13;
  std::string_view rest = settings.ciphers;
  while (!rest.empty()) {
    const std::size_t end = rest.find_first_of(",: ");
    const std::string_view name = rest.substr(0, end);
    rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
    if (name.empty()) continue;
    std::string& list = name.starts_with("TLS_") ? of13 : of12;
    list += (list.empty() ? "" : ":") + std::string(name);
  }
  if (SSL_CTX_set_cipher_list(context, of12.empty() ? kCiphers12 : of12.c_str()) != 1 ||
      (!of13.empty() && SSL_CTX_set_ciphersuites(context, of13.c_str()) != 1)) {
    ERR_clear_error();
    return Error::unknown(settings.ciphers_place + ": '" + settings.ciphers +
                          "' names no cipher; names as 'openssl ciphers -s' lists them");
  }
  return {};
}

SSL_CTX* new_context(const SSL_METHOD* method) {
  SSL_CTX* context = SSL_CTX_new(method);
  if (context == nullptr) return nullptr;
  SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
  SSL_CTX_set_options(context,
                      SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_CIPHER_SERVER_PREFERENCE);
  // What is to be written stays the same, but may have moved when it is tried
  // again; idle connections keep no buffers.
  SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                                SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_read_ahead(context, 1);
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  return context;
}

Result<void> use_self_signed(SSL_CTX* context) {
  Result<SelfSigned> made = make_self_signed();
  if (!made) return made.error();
  if (SSL_CTX_use_certificate(context, made->certificate.get()) != 1 ||
      SSL_CTX_use_PrivateKey(context, made->key.get()) != 1) {
    return Error::unknown("TLS: the self-signed certificate cannot be used: " + last_error());
  }
  log::info("tls.self_signed", {{"effect", "clients can encrypt, but not verify who they talk to"},
                                {"advice", "proxy-frontend-ssl-certificate and proxy-frontend-ssl-key"}});
  return {};
}

}  // namespace

Context::~Context() {
  SSL_CTX_free(native_);
}

Result<ContextPtr> Context::for_clients(const rule::ClientTls& settings) {
  SSL_CTX* native = new_context(TLS_server_method());
  if (native == nullptr) return Error::unknown("TLS: " + last_error());
  const std::shared_ptr<Context> context(new Context(native));
  if (!settings.tls12) SSL_CTX_set_min_proto_version(native, TLS1_3_VERSION);
  if (!settings.tls13) SSL_CTX_set_max_proto_version(native, TLS1_2_VERSION);
  // Tickets are made for the connection's own context: none outlives a reload.
  constexpr unsigned char kSessions[] = "mallshard";
  SSL_CTX_set_session_id_context(native, kSessions, sizeof kSessions - 1);
  SSL_CTX_set_num_tickets(native, 1);
  SSL_CTX_set_dh_auto(native, 1);
  if (Result<void> used = use_ciphers(native, settings); !used) return used.error();
  if (settings.certificate.given()) {
    if (Result<void> used = use_certificate(native, settings.certificate); !used) return used.error();
    if (Result<void> used = use_key(native, settings.key, settings.certificate); !used) return used.error();
  } else if (Result<void> used = use_self_signed(native); !used) {
    return used.error();
  }
  if (settings.ca.given()) {
    if (Result<void> used = trust(native, settings.ca); !used) return used.error();
    SSL_CTX_set_client_CA_list(native, SSL_load_client_CA_file(settings.ca.path.c_str()));
    SSL_CTX_set_verify(native, SSL_VERIFY_PEER, nullptr);
  }
  return ContextPtr(context);
}

Result<ContextPtr> Context::for_servers(const rule::ServerTls& settings) {
  SSL_CTX* native = new_context(TLS_client_method());
  if (native == nullptr) return Error::unknown("TLS: " + last_error());
  const std::shared_ptr<Context> context(new Context(native));
  context->checks_host_ = settings.mode == rule::ServerTls::Mode::VerifyIdentity;
  if (settings.ca.given()) {
    if (Result<void> used = trust(native, settings.ca); !used) return used.error();
  } else if (settings.verifies()) {
    SSL_CTX_set_default_verify_paths(native);
  }
  SSL_CTX_set_verify(native, settings.verifies() ? SSL_VERIFY_PEER : SSL_VERIFY_NONE, nullptr);
  return ContextPtr(context);
}

}  // namespace mallshard::net::tls
