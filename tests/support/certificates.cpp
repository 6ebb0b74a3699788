#include "tests/support/certificates.h"

#include <cstdlib>
#include <stdexcept>
#include <utility>

#include "tests/support/process.h"

namespace mallshard::test {
namespace {

void run(const std::string& command) {
  if (std::system((command + " >/dev/null 2>&1").c_str()) != 0) throw std::runtime_error(command);
}

constexpr const char* kNewKey = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes";

}  // namespace

Authority::Authority(std::string folder, const std::string& name) : folder_(std::move(folder)), ca_(name) {
  run("openssl req -x509 " + std::string(kNewKey) + " -keyout " + file(ca_ + ".key") + " -out " + ca() +
      " -days 30 -subj '/CN=" + name + "'");
}

void Authority::issue(const std::string& name, int days, const std::string& host) {
  write_file(file("ext"), "subjectAltName=" + (host.empty() ? "DNS:localhost,IP:127.0.0.1" : "DNS:" + host));
  run("openssl req " + std::string(kNewKey) + " -keyout " + file(name + ".key") + " -out " +
      file(name + ".csr") + " -subj '/CN=" + name + "'");
  run("openssl x509 -req -in " + file(name + ".csr") + " -CA " + ca() + " -CAkey " + file(ca_ + ".key") +
      " -CAcreateserial -days " + std::to_string(days) + " -out " + file(name + ".pem") + " -extfile " +
      file("ext"));
}

}  // namespace mallshard::test
