#include "tests/support/client.h"

#include <mysql/mysql.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstring>
#include <map>

namespace mallshard::test {
namespace {

Column column_of(const MYSQL_FIELD& field) {
  Column column;
  column.name.assign(field.name, field.name_length);
  column.org_name.assign(field.org_name, field.org_name_length);
  column.table.assign(field.table, field.table_length);
  column.org_table.assign(field.org_table, field.org_table_length);
  column.schema.assign(field.db, field.db_length);
  column.type = static_cast<unsigned>(field.type);
  column.length = field.length;
  column.decimals = field.decimals;
  column.flags = field.flags;
  column.charset = field.charsetnr;
  return column;
}

std::string text_or_empty(const char* text) {
  return text == nullptr ? "" : text;
}

bool is_integer(enum_field_types type) {
  switch (type) {
    case MYSQL_TYPE_TINY:
    case MYSQL_TYPE_SHORT:
    case MYSQL_TYPE_LONG:
    case MYSQL_TYPE_INT24:
    case MYSQL_TYPE_LONGLONG:
    case MYSQL_TYPE_YEAR:
      return true;
    default:
      return false;
  }
}

std::string print_double(double value) {
  std::array<char, 40> out{};
  std::snprintf(out.data(), out.size(), "%.17g", value);
  return out.data();
}

// A column of the binary protocol, fetched in its own kind.
struct Fetched {
  bool integer = false, real = false, is_unsigned = false;
  std::int64_t number = 0;
  double floating = 0;
  std::vector<char> bytes;
  unsigned long length = 0;
  my_bool is_null = 0;

  [[nodiscard]] std::optional<std::string> text() const {
    if (is_null != 0) return std::nullopt;
    if (integer) {
      return is_unsigned ? std::to_string(static_cast<std::uint64_t>(number)) : std::to_string(number);
    }
    if (real) return print_double(floating);
    return std::string(bytes.data(), length);
  }
};

}  // namespace

struct Client::Connection {
  MYSQL handle{};
  Answer connected;
  std::map<std::string, MYSQL_STMT*> statements;
  std::optional<std::string> file;
  std::size_t file_at = 0;

  // What mysql_set_local_infile_handler() wants.
  static int begin_file(void** state, const char* /*name*/, void* self) {
    *state = self;
    auto& c = *static_cast<Connection*>(self);
    c.file_at = 0;
    return c.file ? 0 : 1;
  }
  static int read_file(void* self, char* out, unsigned size) {
    auto& c = *static_cast<Connection*>(self);
    const std::size_t count = std::min<std::size_t>(size, c.file->size() - c.file_at);
    std::memcpy(out, c.file->data() + c.file_at, count);
    c.file_at += count;
    return static_cast<int>(count);
  }
  static void end_file(void* /*self*/) {}
  static int file_error(void* /*self*/, char* out, unsigned size) {
    std::snprintf(out, size, "no such file");
    return 2;
  }

  ~Connection() {
    close_statements();
    mysql_close(&handle);
  }

  void close_statements() {
    for (auto& [sql, statement] : statements) mysql_stmt_close(statement);
    statements.clear();
  }

  Answer error() {
    Answer answer;
    answer.error_code = mysql_errno(&handle);
    if (answer.error_code == 0) answer.error_code = 2000;
    answer.sqlstate = text_or_empty(mysql_sqlstate(&handle));
    answer.message = text_or_empty(mysql_error(&handle));
    return answer;
  }

  static Answer error(MYSQL_STMT* statement) {
    Answer answer;
    answer.error_code = mysql_stmt_errno(statement);
    if (answer.error_code == 0) answer.error_code = 2000;
    answer.sqlstate = text_or_empty(mysql_stmt_sqlstate(statement));
    answer.message = text_or_empty(mysql_stmt_error(statement));
    return answer;
  }

  Answer ok() {
    Answer answer;
    answer.affected_rows = mysql_affected_rows(&handle);
    answer.insert_id = mysql_insert_id(&handle);
    answer.info = text_or_empty(mysql_info(&handle));
    answer.warning_count = mysql_warning_count(&handle);
    answer.status = handle.server_status;
    return answer;
  }

  // The result that mysql_real_query or mysql_next_result announced.
  Answer read_result() {
    MYSQL_RES* result = mysql_store_result(&handle);
    if (result == nullptr) return mysql_errno(&handle) != 0 ? error() : ok();
    Answer answer;
    answer.has_rows = true;
    const unsigned count = mysql_num_fields(result);
    const MYSQL_FIELD* fields = mysql_fetch_fields(result);
    for (unsigned i = 0; i < count; ++i) answer.columns.push_back(column_of(fields[i]));
    while (MYSQL_ROW row = mysql_fetch_row(result)) {
      const unsigned long* lengths = mysql_fetch_lengths(result);
      Row& out = answer.rows.emplace_back();
      for (unsigned i = 0; i < count; ++i) {
        if (row[i] == nullptr) {
          out.emplace_back(std::nullopt);
        } else {
          out.emplace_back(std::string(row[i], lengths[i]));
        }
      }
    }
    if (mysql_errno(&handle) != 0) answer = error();
    mysql_free_result(result);
    answer.warning_count = mysql_warning_count(&handle);
    answer.status = handle.server_status;
    return answer;
  }

  Answer read_rows(MYSQL_STMT* statement, MYSQL_RES* metadata) {
    Answer answer;
    answer.has_rows = true;
    const unsigned count = mysql_num_fields(metadata);
    const my_bool yes = 1;
    mysql_stmt_attr_set(statement, STMT_ATTR_UPDATE_MAX_LENGTH, &yes);
    if (mysql_stmt_store_result(statement) != 0) return error(statement);
    // Lengths are known now; the columns of the execution are what counts.
    MYSQL_RES* actual = mysql_stmt_result_metadata(statement);
    const MYSQL_FIELD* fields = mysql_fetch_fields(actual == nullptr ? metadata : actual);
    std::vector<Fetched> cells(count);
    std::vector<MYSQL_BIND> binds(count);
    for (unsigned i = 0; i < count; ++i) {
      answer.columns.push_back(column_of(fields[i]));
      Fetched& cell = cells[i];
      MYSQL_BIND& bind = binds[i];
      std::memset(&bind, 0, sizeof bind);
      cell.is_unsigned = (fields[i].flags & UNSIGNED_FLAG) != 0;
      bind.is_null = &cell.is_null;
      bind.length = &cell.length;
      if (is_integer(fields[i].type)) {
        cell.integer = true;
        bind.buffer_type = MYSQL_TYPE_LONGLONG;
        bind.is_unsigned = cell.is_unsigned ? 1 : 0;
        bind.buffer = &cell.number;
      } else if (fields[i].type == MYSQL_TYPE_DOUBLE || fields[i].type == MYSQL_TYPE_FLOAT) {
        cell.real = true;
        bind.buffer_type = MYSQL_TYPE_DOUBLE;
        bind.buffer = &cell.floating;
      } else {
        cell.bytes.resize(std::max<std::size_t>(fields[i].max_length + 1, 64));
        bind.buffer_type = MYSQL_TYPE_STRING;
        bind.buffer = cell.bytes.data();
        bind.buffer_length = cell.bytes.size();
      }
    }
    if (count != 0 && mysql_stmt_bind_result(statement, binds.data()) != 0) answer = error(statement);
    int fetched = 0;
    while (!answer.is_error() && (fetched = mysql_stmt_fetch(statement)) != MYSQL_NO_DATA) {
      if (fetched == 1) {
        answer = error(statement);
        break;
      }
      Row& row = answer.rows.emplace_back();
      for (const Fetched& cell : cells) row.push_back(cell.text());
    }
    if (actual != nullptr) mysql_free_result(actual);
    mysql_stmt_free_result(statement);
    answer.warning_count = mysql_warning_count(&handle);
    answer.status = handle.server_status;
    return answer;
  }
};

Client::Client(const Address& address, const ClientOptions& options) : connection_(new Connection) {
  Connection& c = *connection_;
  mysql_init(&c.handle);
  const unsigned protocol = options.socket.empty() ? MYSQL_PROTOCOL_TCP : MYSQL_PROTOCOL_SOCKET;
  const unsigned connect_timeout = 10;
  mysql_options(&c.handle, MYSQL_OPT_PROTOCOL, &protocol);
  mysql_options(&c.handle, MYSQL_OPT_CONNECT_TIMEOUT, &connect_timeout);
  mysql_options(&c.handle, MYSQL_OPT_READ_TIMEOUT, &options.timeout_seconds);
  mysql_options(&c.handle, MYSQL_OPT_WRITE_TIMEOUT, &options.timeout_seconds);
  mysql_options(&c.handle, MYSQL_SET_CHARSET_NAME, "utf8mb4");
  if (!options.plugin.empty()) mysql_options(&c.handle, MYSQL_DEFAULT_AUTH, options.plugin.c_str());
  if (options.tls) {
    const my_bool yes = 1;
    const my_bool verifies = options.ca.empty() ? 0 : 1;
    mysql_ssl_set(&c.handle, nullptr, nullptr, options.ca.empty() ? nullptr : options.ca.c_str(), nullptr,
                  nullptr);
    mysql_options(&c.handle, MYSQL_OPT_SSL_ENFORCE, &yes);
    mysql_options(&c.handle, MYSQL_OPT_SSL_VERIFY_SERVER_CERT, &verifies);
  }
  const unsigned sends_files = options.local_file ? 1 : 0;
  mysql_options(&c.handle, MYSQL_OPT_LOCAL_INFILE, &sends_files);
  mysql_set_local_infile_handler(&c.handle, Connection::begin_file, Connection::read_file,
                                 Connection::end_file, Connection::file_error, &c);
  unsigned long flags = CLIENT_MULTI_RESULTS;
  if (options.multi_statements) flags |= CLIENT_MULTI_STATEMENTS;
  if (options.found_rows) flags |= CLIENT_FOUND_ROWS;
  if (options.compress) flags |= CLIENT_COMPRESS;
  const char* database = address.database.empty() ? nullptr : address.database.c_str();
  const char* host = options.socket.empty() ? address.host.c_str() : nullptr;
  if (mysql_real_connect(&c.handle, host, address.user.c_str(), address.password.c_str(), database,
                         static_cast<unsigned>(address.port),
                         options.socket.empty() ? nullptr : options.socket.c_str(), flags) == nullptr) {
    c.connected = c.error();
  }
}

Client::~Client() = default;
Client::Client(Client&&) noexcept = default;
Client& Client::operator=(Client&&) noexcept = default;

const Answer& Client::connected() const {
  return connection_->connected;
}

Answer Client::query(const std::string& sql) {
  return query_all(sql).front();
}

std::vector<Answer> Client::query_all(const std::string& sql) {
  Connection& c = *connection_;
  if (c.connected.is_error()) return {c.connected};
  if (mysql_real_query(&c.handle, sql.data(), sql.size()) != 0) return {c.error()};
  std::vector<Answer> answers{c.read_result()};
  int more = 0;
  while ((more = mysql_next_result(&c.handle)) == 0) answers.push_back(c.read_result());
  if (more > 0) answers.push_back(c.error());
  return answers;
}

Answer Client::execute(const std::string& sql, const std::vector<Parameter>& parameters) {
  Connection& c = *connection_;
  if (c.connected.is_error()) return c.connected;
  MYSQL_STMT*& statement = c.statements[sql];
  if (statement == nullptr) {
    statement = mysql_stmt_init(&c.handle);
    if (mysql_stmt_prepare(statement, sql.data(), sql.size()) != 0) {
      Answer answer = Connection::error(statement);
      mysql_stmt_close(statement);
      c.statements.erase(sql);
      return answer;
    }
  }
  if (mysql_stmt_param_count(statement) != parameters.size()) {
    Answer answer;
    answer.error_code = 2034;
    answer.message = "the statement has " + std::to_string(mysql_stmt_param_count(statement)) +
                     " parameters, not " + std::to_string(parameters.size());
    return answer;
  }
  std::vector<MYSQL_BIND> binds(parameters.size());
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    MYSQL_BIND& bind = binds[i];
    const Parameter& parameter = parameters[i];
    std::memset(&bind, 0, sizeof bind);
    switch (parameter.kind) {
      case Parameter::Kind::Null:
        bind.buffer_type = MYSQL_TYPE_NULL;
        break;
      case Parameter::Kind::Int:
      case Parameter::Kind::UInt:
        bind.buffer_type = MYSQL_TYPE_LONGLONG;
        bind.is_unsigned = parameter.kind == Parameter::Kind::UInt ? 1 : 0;
        bind.buffer = const_cast<std::int64_t*>(&parameter.integer);
        break;
      case Parameter::Kind::Double:
        bind.buffer_type = MYSQL_TYPE_DOUBLE;
        bind.buffer = const_cast<double*>(&parameter.real);
        break;
      case Parameter::Kind::Text:
        bind.buffer_type = MYSQL_TYPE_STRING;
        bind.buffer = const_cast<char*>(parameter.text.data());
        bind.buffer_length = parameter.text.size();
        break;
    }
  }
  if (!binds.empty() && mysql_stmt_bind_param(statement, binds.data()) != 0)
    return Connection::error(statement);
  if (mysql_stmt_execute(statement) != 0) return Connection::error(statement);
  MYSQL_RES* metadata = mysql_stmt_result_metadata(statement);
  if (metadata == nullptr) {
    Answer answer = c.ok();
    answer.affected_rows = mysql_stmt_affected_rows(statement);
    answer.insert_id = mysql_stmt_insert_id(statement);
    return answer;
  }
  Answer answer = c.read_rows(statement, metadata);
  mysql_free_result(metadata);
  return answer;
}

void Client::set_file(std::optional<std::string> bytes) {
  connection_->file = std::move(bytes);
}

void Client::forget_statements() {
  connection_->close_statements();
}

void Client::fetch_warnings(Answer& answer) {
  if (answer.warning_count == 0 && !answer.is_error()) return;
  answer.warnings = query("SHOW WARNINGS").rows;
}

Answer Client::ping() {
  return mysql_ping(&connection_->handle) != 0 ? connection_->error() : connection_->ok();
}

Answer Client::select_database(const std::string& name) {
  return mysql_select_db(&connection_->handle, name.c_str()) != 0 ? connection_->error() : connection_->ok();
}

Answer Client::reset() {
  connection_->close_statements();
  if (mysql_reset_connection(&connection_->handle) != 0) return connection_->error();
  Answer answer = connection_->ok();
  answer.warning_count = 0;  // the library keeps that of an earlier result; the packets' scripts look at it
  return answer;
}

Answer Client::change_user(const std::string& user, const std::string& password,
                           const std::string& database) {
  connection_->close_statements();
  const bool failed = mysql_change_user(&connection_->handle, user.c_str(), password.c_str(),
                                        database.empty() ? nullptr : database.c_str()) != 0;
  return failed ? connection_->error() : connection_->ok();
}

std::string Client::tls_version() const {
  const char* version = nullptr;
  mariadb_get_infov(&connection_->handle, MARIADB_CONNECTION_TLS_VERSION, &version);
  return text_or_empty(version);
}

unsigned long Client::thread_id() const {
  return mysql_thread_id(&connection_->handle);
}

std::string Client::server_version() const {
  return text_or_empty(mysql_get_server_info(&connection_->handle));
}

void Client::drop() {
  ::shutdown(mysql_get_socket(&connection_->handle), SHUT_RDWR);
}

}  // namespace mallshard::test
