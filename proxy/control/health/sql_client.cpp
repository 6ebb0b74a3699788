#include "control/health/sql_client.h"

#include <mysql.h>

#include <algorithm>
#include <mutex>
#include <utility>

#include "base/bytes.h"

namespace mallshard::control {
namespace {

constexpr unsigned kFirstClientError = 2000;
constexpr unsigned kLastClientError = 2999;
constexpr const char* kSystemCas = "/etc/ssl/certs";

unsigned whole_seconds(std::chrono::milliseconds timeout) {
  const auto seconds = timeout.count() / 1000;
  return static_cast<unsigned>(std::max<long long>(1, seconds));
}

Error error_of(MYSQL* handle) {
  return {static_cast<std::uint16_t>(mysql_errno(handle)), mysql_sqlstate(handle), mysql_error(handle)};
}

// The library's own initialisation is not thread-safe.
void init_library() {
  static std::once_flag once;
  std::call_once(once, [] { mysql_library_init(0, nullptr, nullptr); });
}

struct ResultDeleter {
  void operator()(MYSQL_RES* result) const { mysql_free_result(result); }
};
using ResultPtr = std::unique_ptr<MYSQL_RES, ResultDeleter>;

SqlRows read_rows(MYSQL_RES* result) {
  SqlRows out;
  const unsigned count = mysql_num_fields(result);
  const MYSQL_FIELD* fields = mysql_fetch_fields(result);
  for (unsigned i = 0; i < count; ++i) out.columns.emplace_back(fields[i].name);
  while (MYSQL_ROW row = mysql_fetch_row(result)) {
    const unsigned long* lengths = mysql_fetch_lengths(result);
    SqlRow& to = out.rows.emplace_back(count);
    for (unsigned i = 0; i < count; ++i) {
      if (row[i] != nullptr) to[i] = std::string(row[i], lengths[i]);
    }
  }
  return out;
}

}  // namespace

const std::string* SqlRows::find(std::size_t row, std::string_view column) const {
  if (row >= rows.size()) return nullptr;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (!equals_ignore_case(columns[i], column)) continue;
    const std::optional<std::string>& value = rows[row][i];
    return value ? &*value : nullptr;
  }
  return nullptr;
}

struct SqlClient::Body {
  SqlAddress address;
  MYSQL* handle = nullptr;
  bool is_mariadb = false;
  std::uint32_t version = 0;
  std::string version_text;

  ~Body() { close(); }

  void close() {
    if (handle != nullptr) mysql_close(handle);
    handle = nullptr;
  }

  Result<void> connect() {
    init_library();
    handle = mysql_init(nullptr);
    if (handle == nullptr) return Error(1037, "HY001", "Out of memory");
    const unsigned seconds = whole_seconds(address.timeout);
    const unsigned protocol = MYSQL_PROTOCOL_TCP;  // "localhost" too: no socket file
    mysql_options(handle, MYSQL_OPT_CONNECT_TIMEOUT, &seconds);
    mysql_options(handle, MYSQL_OPT_READ_TIMEOUT, &seconds);
    mysql_options(handle, MYSQL_OPT_WRITE_TIMEOUT, &seconds);
    mysql_options(handle, MYSQL_OPT_PROTOCOL, &protocol);
    mysql_options(handle, MYSQL_SET_CHARSET_NAME, "utf8mb4");
    use_tls();
    const char* database = address.database.empty() ? nullptr : address.database.c_str();
    if (mysql_real_connect(handle, address.host.c_str(), address.user.c_str(), address.password.c_str(),
                           database, address.port, nullptr, 0) == nullptr) {
      Error error = error_of(handle);
      close();
      return error;
    }
    version_text = mysql_get_server_info(handle);
    is_mariadb = version_text.find("MariaDB") != std::string::npos;
    version = static_cast<std::uint32_t>(mysql_get_server_version(handle));
    return set_up_session();
  }

  // The library verifies against a CA as soon as it is given one; its own
  // option adds the host's name.
  void use_tls() {
    using Mode = rule::ServerTls::Mode;
    if (address.tls.mode == Mode::Disabled) return;
    const char* ca = address.tls.ca.given() ? address.tls.ca.path.c_str() : nullptr;
    const char* folder = ca == nullptr && address.tls.verifies() ? kSystemCas : nullptr;
    mysql_ssl_set(handle, nullptr, nullptr, address.tls.verifies() ? ca : nullptr, folder, nullptr);
    const my_bool enforce = address.tls.insists() ? 1 : 0;
    const my_bool verify = address.tls.mode == Mode::VerifyIdentity ? 1 : 0;
    mysql_options(handle, MYSQL_OPT_SSL_ENFORCE, &enforce);
    mysql_options(handle, MYSQL_OPT_SSL_VERIFY_SERVER_CERT, &verify);
  }

  // quote() relies on the sql_mode; a lock must not make a probe look like a
  // dead server.
  Result<void> set_up_session() {
    Result<SqlRows> done =
        run("SET SESSION sql_mode='', autocommit=1, time_zone='+00:00', lock_wait_timeout=1, "
            "innodb_lock_wait_timeout=1");
    if (!done && handle != nullptr) done = run("SET SESSION sql_mode=''");
    if (!done) {
      close();
      return done.error();
    }
    return {};
  }

  Result<SqlRows> run(std::string_view sql) {
    if (mysql_real_query(handle, sql.data(), sql.size()) != 0) return failed();
    const ResultPtr result(mysql_store_result(handle));
    if (result == nullptr) {
      if (mysql_field_count(handle) == 0) return SqlRows{};
      return failed();
    }
    return read_rows(result.get());
  }

  Error failed() {
    Error error = error_of(handle);
    if (is_connection_error(error)) close();
    return error;
  }
};

SqlClient::SqlClient(SqlAddress address) : body_(std::make_unique<Body>()) {
  body_->address = std::move(address);
}
SqlClient::~SqlClient() = default;
SqlClient::SqlClient(SqlClient&&) noexcept = default;
SqlClient& SqlClient::operator=(SqlClient&&) noexcept = default;

Result<SqlRows> SqlClient::query(std::string_view sql) {
  if (body_->handle == nullptr) {
    if (Result<void> connected = body_->connect(); !connected) return connected.error();
  }
  return body_->run(sql);
}

void SqlClient::disconnect() {
  body_->close();
}
bool SqlClient::connected() const {
  return body_->handle != nullptr;
}
bool SqlClient::mariadb() const {
  return body_->is_mariadb;
}
std::uint32_t SqlClient::server_version() const {
  return body_->version;
}
const std::string& SqlClient::server_version_text() const {
  return body_->version_text;
}

std::string SqlClient::quote(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\0') {
      out += "\\0";
      continue;
    }
    if (c == '\'' || c == '\\') out += '\\';
    out += c;
  }
  out += '\'';
  return out;
}

bool is_connection_error(const Error& error) {
  if (error.code >= kFirstClientError && error.code <= kLastClientError) return true;
  return error.code == 1053      // ER_SERVER_SHUTDOWN
         || error.code == 1927   // ER_CONNECTION_KILLED (MariaDB)
         || error.code == 3169   // ER_SESSION_WAS_KILLED
         || error.code == 4031;  // ER_CLIENT_INTERACTION_TIMEOUT
}

}  // namespace mallshard::control
