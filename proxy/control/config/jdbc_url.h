// The `url` of a data source: jdbc:mysql://host:port/database?settings, or
// sqlite:path for the embedded kind.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rule/tls.h"

namespace mallshard::control {

struct JdbcUrl {
  bool embedded = false;
  std::string sqlite_path;
  std::string host;
  std::uint16_t port = 3306;
  std::string database;
  std::string user;  // from the settings, where given
  std::string password;
  std::vector<std::pair<std::string, std::string>> session_variables;
  rule::ServerTls::Mode tls = rule::ServerTls::Mode::Disabled;
  std::string tls_ca;                       // PEM file; empty: not given
  bool tls_left_to_server = false;          // useSSL=true alone
  std::vector<std::string> without_effect;  // driver settings that mean nothing here

  // "what" and "what would be right" of each mistake; if any, do not use the rest.
  struct Mistake {
    std::string what;
    std::string remedy;
  };
  std::vector<Mistake> mistakes;
};

JdbcUrl parse_jdbc_url(std::string_view url);

}  // namespace mallshard::control
