// The driver's settings about TLS in a JDBC URL, read as Connector/J 8 reads
// them; MariaDB's serverSslCert names a PEM file. sslMode wins over the older
// useSSL, requireSSL and verifyServerCertificate.
//
// Without any of them connections to servers are not encrypted: Connector/J
// would try (PREFERRED), which protects from nobody who can reach the line.
#pragma once

#include <string>
#include <vector>

#include "control/config/jdbc_url.h"

namespace mallshard::control {

class TlsSettings {
 public:
  // False: the setting is none of these.
  bool take(const std::string& name, const std::string& value);
  // To be called when all settings were taken.
  void decide(JdbcUrl& url);

 private:
  void set_mode(const std::string& name, const std::string& value);
  void set_ca(const std::string& name, std::string value);
  void refuse_keystore(JdbcUrl& url) const;

  bool use_ = false;
  bool require_ = false;
  bool verify_ = false;
  bool mode_given_ = false;
  rule::ServerTls::Mode mode_ = rule::ServerTls::Mode::Disabled;
  std::string ca_;
  std::string ca_name_;     // the setting that gave it
  std::string store_type_;  // trustCertificateKeyStoreType
  std::vector<JdbcUrl::Mistake> mistakes_;
};

}  // namespace mallshard::control
