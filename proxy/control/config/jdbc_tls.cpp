#include "control/config/jdbc_tls.h"

#include <array>
#include <string_view>
#include <utility>

#include "base/bytes.h"

namespace mallshard::control {
namespace {

using Mode = rule::ServerTls::Mode;

// MySQL's names, and MariaDB's for the same.
constexpr std::array<std::pair<std::string_view, Mode>, 11> kModes = {
    {{"DISABLED", Mode::Disabled},
     {"DISABLE", Mode::Disabled},
     {"PREFERRED", Mode::Preferred},
     {"REQUIRED", Mode::Required},
     {"TRUST", Mode::Required},
     {"VERIFY_CA", Mode::VerifyCa},
     {"VERIFY-CA", Mode::VerifyCa},
     {"VERIFY_IDENTITY", Mode::VerifyIdentity},
     {"VERIFY-FULL", Mode::VerifyIdentity},
     {"VERIFY_FULL", Mode::VerifyIdentity},
     {"REQUIRE", Mode::Required}}};

bool ends_with_ignore_case(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && equals_ignore_case(text.substr(text.size() - end.size()), end);
}

}  // namespace

bool TlsSettings::take(const std::string& name, const std::string& value) {
  const auto is = [&name](std::string_view known) { return equals_ignore_case(name, known); };
  const bool yes = equals_ignore_case(value, "true");
  if (is("useSSL") || is("useTls")) {
    use_ = yes;
  } else if (is("requireSSL")) {
    require_ = yes;
  } else if (is("verifyServerCertificate")) {
    verify_ = yes;
  } else if (is("sslMode")) {
    set_mode(name, value);
  } else if (is("trustCertificateKeyStoreUrl") || is("serverSslCert") || is("trustStore")) {
    set_ca(name, value);
  } else if (is("trustCertificateKeyStoreType") || is("trustStoreType")) {
    store_type_ = value;
  } else if (is("clientCertificateKeyStoreUrl") || is("keyStore")) {
    if (!value.empty()) {
      mistakes_.push_back({name + " is refused: the proxy shows servers no certificate of its own",
                           "an account that needs none (REQUIRE SSL, not REQUIRE X509)"});
    }
  } else {
    return false;
  }
  return true;
}

void TlsSettings::set_mode(const std::string& name, const std::string& value) {
  for (const auto& [word, mode] : kModes) {
    if (!equals_ignore_case(value, word)) continue;
    mode_given_ = true;
    mode_ = mode;
    return;
  }
  mistakes_.push_back(
      {name + "=" + value + " is not valid", "DISABLED, PREFERRED, REQUIRED, VERIFY_CA or VERIFY_IDENTITY"});
}

void TlsSettings::set_ca(const std::string& name, std::string value) {
  for (const std::string_view scheme : {"file://", "file:"}) {
    if (value.size() >= scheme.size() && equals_ignore_case(value.substr(0, scheme.size()), scheme)) {
      value.erase(0, scheme.size());
      break;
    }
  }
  ca_ = std::move(value);
  ca_name_ = name;
}

void TlsSettings::refuse_keystore(JdbcUrl& url) const {
  url.mistakes.push_back(
      {ca_name_ + ": '" + ca_ + "' is a Java keystore, which only Java reads",
       "keytool -exportcert -rfc -keystore " + ca_ + " -alias NAME -file ca.pem, then serverSslCert=ca.pem"});
}

void TlsSettings::decide(JdbcUrl& url) {
  for (JdbcUrl::Mistake& mistake : mistakes_) url.mistakes.push_back(std::move(mistake));
  if (!mode_given_ && use_) {
    mode_ = verify_ ? Mode::VerifyCa : require_ ? Mode::Required : Mode::Preferred;
    url.tls_left_to_server = mode_ == Mode::Preferred;
  }
  url.tls = mode_;
  if (ca_.empty() || mode_ == Mode::Disabled) return;
  const bool says_store = (!store_type_.empty() && !equals_ignore_case(store_type_, "PEM")) ||
                          ends_with_ignore_case(ca_, ".jks") || ends_with_ignore_case(ca_, ".p12") ||
                          ends_with_ignore_case(ca_, ".pfx");
  if (says_store) return refuse_keystore(url);
  url.tls_ca = ca_;
}

}  // namespace mallshard::control
