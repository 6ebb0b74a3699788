#include "control/config/read_tls.h"

#include <string>
#include <vector>

#include "base/bytes.h"

namespace mallshard::control {
namespace {

rule::NamedFile read_file(MapReader& reader, std::string_view key, FileReport& report) {
  rule::NamedFile file;
  file.path = reader.secret(key);
  if (file.given()) file.place = report.place(reader.path_of(key));
  return file;
}

void read_versions(MapReader& reader, FileReport& report, rule::ClientTls& tls) {
  constexpr std::string_view kKey = "proxy-frontend-ssl-version";
  const std::vector<std::string> versions = reader.list(kKey);
  if (versions.empty()) return;
  tls.tls12 = tls.tls13 = false;
  for (const std::string& item : versions) {
    for (const std::string& version : split_commas(item)) {
      if (equals_ignore_case(version, "TLSv1.2")) {
        tls.tls12 = true;
      } else if (equals_ignore_case(version, "TLSv1.3")) {
        tls.tls13 = true;
      } else {
        report.mistake(reader.path_of(kKey), "'" + version + "' is not valid, or not safe any more",
                       "TLSv1.2,TLSv1.3");
      }
    }
  }
}

}  // namespace

void read_client_tls(MapReader& reader, FileReport& report, rule::ClientTls& tls) {
  reader.flag("proxy-frontend-ssl-enabled", tls.enabled);
  read_versions(reader, report, tls);
  tls.ciphers = reader.text("proxy-frontend-ssl-cipher");
  tls.ciphers_place = report.place(reader.path_of("proxy-frontend-ssl-cipher"));
  tls.certificate = read_file(reader, "proxy-frontend-ssl-certificate", report);
  tls.key = read_file(reader, "proxy-frontend-ssl-key", report);
  tls.ca = read_file(reader, "proxy-frontend-ssl-ca", report);
  reader.flag("proxy-frontend-ssl-required", tls.required);
  if (tls.certificate.given() != tls.key.given()) {
    const std::string_view given =
        tls.certificate.given() ? "proxy-frontend-ssl-certificate" : "proxy-frontend-ssl-key";
    const std::string_view missing =
        tls.certificate.given() ? "proxy-frontend-ssl-key" : "proxy-frontend-ssl-certificate";
    report.mistake(reader.path_of(given), "'" + std::string(missing) + "' is missing",
                   "both, or neither for a certificate that is made at start");
  }
  if (tls.enabled) return;
  for (const std::string_view key :
       {"proxy-frontend-ssl-certificate", "proxy-frontend-ssl-key", "proxy-frontend-ssl-ca"}) {
    if (!reader.text(key).empty()) {
      report.note(reader.path_of(key), "has no effect without proxy-frontend-ssl-enabled: true");
    }
  }
  if (tls.required) {
    report.mistake(reader.path_of("proxy-frontend-ssl-required"), "no client could connect",
                   "proxy-frontend-ssl-enabled: true");
  }
}

}  // namespace mallshard::control
