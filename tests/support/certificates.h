// Certificates for tests, made by the openssl program.
#pragma once

#include <string>

namespace mallshard::test {

// A certificate authority in a folder. Names of files: ca.pem, NAME.pem, NAME.key.
class Authority {
 public:
  Authority(std::string folder, const std::string& name);

  // Signed, for localhost and 127.0.0.1, or for `host` alone; negative days: it
  // has expired.
  void issue(const std::string& name, int days = 30, const std::string& host = "");
  [[nodiscard]] std::string file(const std::string& name) const { return folder_ + "/" + name; }
  [[nodiscard]] std::string ca() const { return file(ca_ + ".pem"); }

 private:
  std::string folder_, ca_;
};

}  // namespace mallshard::test
