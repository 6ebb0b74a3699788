// What the configuration says about encryption, towards clients and towards
// servers. Nothing is read from the files here: net/tls does.
#pragma once

#include <cstdint>
#include <string>

namespace mallshard::rule {

// A file that the configuration names. `place` is for the message about what
// is wrong with it: "server.yaml:12: props.proxy-frontend-ssl-key".
struct NamedFile {
  std::string path;  // empty: not given
  std::string place;

  [[nodiscard]] bool given() const { return !path.empty(); }
};

struct ClientTls {
  bool enabled = false;   // proxy-frontend-ssl-enabled
  bool required = false;  // proxy-frontend-ssl-required: a client without TLS gets 3159
  bool tls12 = true;      // proxy-frontend-ssl-version
  bool tls13 = true;
  std::string ciphers;        // proxy-frontend-ssl-cipher, OpenSSL's names; empty: the library's
  std::string ciphers_place;  // as NamedFile::place
  NamedFile certificate;      // PEM, with its chain; none: one is made at start
  NamedFile key;              // PEM
  NamedFile ca;               // PEM: clients' own certificates must be signed by one of these
};

struct ServerTls {
  enum class Mode : std::uint8_t {
    Disabled,
    Preferred,       // if the server offers it
    Required,        // no connection without
    VerifyCa,        // and its certificate is signed by a CA that is trusted
    VerifyIdentity,  // and names the host
  };
  Mode mode = Mode::Disabled;
  NamedFile ca;  // PEM; none: the system's

  [[nodiscard]] bool insists() const { return mode >= Mode::Required; }
  [[nodiscard]] bool verifies() const { return mode >= Mode::VerifyCa; }
};

}  // namespace mallshard::rule
