#include "tests/operation/tls_conf.h"

namespace mallshard::test {

const std::vector<Account>& accounts() {
  // The hashes are those that MariaDB 10.11 (PASSWORD), `mallshard
  // hash-password` and MySQL 9.7 (SHOW CREATE USER) made.
  static const std::vector<Account> all = {{"in_plain", "root"},
                                           {"as_native", "root"},
                                           {"as_both", "root"},
                                           {"as_crypt", "p\xc3\xa4ssw\xc3\xb6rd-full"}};
  return all;
}

void write_conf_with_users(const std::string& folder, const Properties& properties) {
  std::string server =
      "authentication:\n  users:\n    root:\n      password: root\n"
      "    in_plain:\n      password: root\n"
      "    as_native:\n      password: \"*81F5E21E35407D884A6CD4A731AEBFB6AF209E1B\"\n"
      "    as_both:\n      password: \"MS$81F5E21E35407D884A6CD4A731AEBFB6AF209E1B$EF722C"
      "9187A4F1ABBD33861281A782F22D2DD9882045F4EB2E65294D3D825298\"\n"
      "    as_crypt:\n      password: "
      "\"0x24412430304124122D26163A5F76212574524F3A333B7C7B55077E69524D6A7A624B7A41366"
      "A7A2E34504170515A4564567072615073712F736849352F392E4C737841546B44\"\n";
  server += "props:\n  client.max.connections: 100\n";
  for (const auto& [name, value] : properties) server += "  " + name + ": " + value + "\n";
  write_file(folder + "/server.yaml", server);
  write_file(folder + "/config-a.yaml",
             "schemaName: sharding_db\ndataSources:\n  ds0:\n    url: sqlite:" + folder + "/ds0.db\n");
}

}  // namespace mallshard::test
