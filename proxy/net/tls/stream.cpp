#include "net/tls/stream.h"

#include <arpa/inet.h>
#include <openssl/err.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <limits>
#include <utility>

#include "net/tls/library.h"

namespace mallshard::net::tls {

using SslPtr = std::unique_ptr<SSL, Deleter<SSL_free>>;

// The socket as OpenSSL sees it: first what was read from it before TLS began.
struct Stream::Body {
  ContextPtr context;
  int descriptor = -1;
  ByteBuffer received;
  std::size_t taken = 0;  // of received
  bool ended = false;
  int error_number = 0;
  SslPtr ssl;  // last: its BIO points here
};

namespace {

template <class Body>
Body& body_of(BIO* bio) {
  return *static_cast<Body*>(BIO_get_data(bio));
}

int int_size(std::size_t size) {
  return static_cast<int>(std::min<std::size_t>(size, std::numeric_limits<int>::max()));
}

bool must_wait(int error_number) {
  return error_number == EAGAIN || error_number == EWOULDBLOCK;
}

template <class Body>
int read_socket(BIO* bio, char* data, int size) {
  Body& body = body_of<Body>(bio);
  BIO_clear_retry_flags(bio);
  if (body.taken < body.received.size()) {
    const std::size_t count = std::min(static_cast<std::size_t>(size), body.received.size() - body.taken);
    std::copy_n(body.received.begin() + static_cast<std::ptrdiff_t>(body.taken), count, data);
    body.taken += count;
    if (body.taken == body.received.size()) {
      body.received = {};
      body.taken = 0;
    }
    return static_cast<int>(count);
  }
  ssize_t count = 0;
  do {
    count = ::recv(body.descriptor, data, static_cast<std::size_t>(size), 0);
  } while (count < 0 && errno == EINTR);
  if (count == 0) body.ended = true;
  if (count < 0 && must_wait(errno)) {
    BIO_set_retry_read(bio);
  } else if (count < 0) {
    body.error_number = errno;
  }
  return static_cast<int>(count);
}

template <class Body>
int write_socket(BIO* bio, const char* data, int size) {
  Body& body = body_of<Body>(bio);
  BIO_clear_retry_flags(bio);
  ssize_t count = 0;
  do {
    count = ::send(body.descriptor, data, static_cast<std::size_t>(size), MSG_NOSIGNAL);
  } while (count < 0 && errno == EINTR);
  if (count < 0 && must_wait(errno)) {
    BIO_set_retry_write(bio);
  } else if (count < 0) {
    body.error_number = errno;
  }
  return static_cast<int>(count);
}

template <class Body>
long control_socket(BIO* bio, int command, long, void*) {
  switch (command) {
    case BIO_CTRL_FLUSH:
      return 1;
    case BIO_CTRL_EOF:
      return body_of<Body>(bio).ended ? 1 : 0;
    default:
      return 0;
  }
}

template <class Body>
BIO_METHOD* make_method() {
  BIO_METHOD* made = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "socket");
  BIO_meth_set_read(made, read_socket<Body>);
  BIO_meth_set_write(made, write_socket<Body>);
  BIO_meth_set_ctrl(made, control_socket<Body>);
  return made;
}

template <class Body>
void attach(Body& body) {
  static BIO_METHOD* const method = make_method<Body>();  // one for the life of the process
  body.ssl.reset(SSL_new(body.context->native()));
  BIO* bio = BIO_new(method);
  BIO_set_data(bio, &body);
  BIO_set_init(bio, 1);
  SSL_set_bio(body.ssl.get(), bio, bio);
}

bool is_address(const std::string& host) {
  unsigned char space[sizeof(in6_addr)];
  return inet_pton(AF_INET, host.c_str(), space) == 1 || inet_pton(AF_INET6, host.c_str(), space) == 1;
}

}  // namespace

Stream::Stream(const ContextPtr& context, int descriptor, ByteBuffer received)
    : body_(std::make_unique<Body>()) {
  body_->context = context;
  body_->descriptor = descriptor;
  body_->received = std::move(received);
  attach(*body_);
  SSL_set_accept_state(body_->ssl.get());
}

Stream::Stream(const ContextPtr& context, int descriptor, const std::string& host)
    : body_(std::make_unique<Body>()) {
  body_->context = context;
  body_->descriptor = descriptor;
  attach(*body_);
  SSL* ssl = body_->ssl.get();
  SSL_set_connect_state(ssl);
  if (is_address(host)) {
    if (context->checks_host()) X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), host.c_str());
    return;
  }
  std::string name = host;  // copied by the library
  SSL_ctrl(ssl, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, name.data());
  if (context->checks_host()) SSL_set1_host(ssl, host.c_str());
}

Stream::~Stream() = default;

// `wants`: of the direction that was tried.
Transfer Stream::outcome(int result, Wants& wants) {
  if (result > 0) return {Transfer::Status::Moved, static_cast<std::size_t>(result), 0};
  switch (SSL_get_error(body_->ssl.get(), result)) {
    case SSL_ERROR_WANT_READ:
      wants = Wants::Readable;
      return {Transfer::Status::WouldBlock, 0, 0};
    case SSL_ERROR_WANT_WRITE:
      wants = Wants::Writable;
      return {Transfer::Status::WouldBlock, 0, 0};
    case SSL_ERROR_ZERO_RETURN:
      return {Transfer::Status::Ended, 0, 0};
    default:
      break;
  }
  const int error_number = body_->error_number;
  // MySQL's own lengths tell whether something was cut off: a close without a
  // farewell is a close.
  if (body_->ended && error_number == 0 && SSL_is_init_finished(body_->ssl.get()) == 1) {
    ERR_clear_error();
    end_ = {Transfer::Status::Ended, 0, 0};
    return *end_;
  }
  const long verified = SSL_get_verify_result(body_->ssl.get());
  if (error_number == 0 && verified != X509_V_OK) {
    failure_ = std::string("certificate verify failed: ") + X509_verify_cert_error_string(verified);
  } else if (error_number == 0) {
    failure_ = last_error();
  }
  ERR_clear_error();
  end_ = {Transfer::Status::Failed, 0, error_number};
  return *end_;
}

Transfer Stream::read(MutableBytes space) {
  if (end_) return *end_;
  ERR_clear_error();
  read_wants_ = Wants::Readable;
  const Transfer done =
      outcome(SSL_read(body_->ssl.get(), space.data(), int_size(space.size())), read_wants_);
  starved_ = done.status == Transfer::Status::WouldBlock;
  return done;
}

Transfer Stream::write(ByteView bytes) {
  if (end_) return {Transfer::Status::Failed, 0, EPIPE};
  ERR_clear_error();
  write_wants_ = Wants::Writable;
  Transfer done = outcome(SSL_write(body_->ssl.get(), bytes.data(), int_size(bytes.size())), write_wants_);
  // Who is gone takes nothing more.
  if (done.status == Transfer::Status::Ended) done = {Transfer::Status::Failed, 0, EPIPE};
  return done;
}

bool Stream::has_pending() const {
  if (end_) return true;
  if (starved_) return false;
  return SSL_has_pending(body_->ssl.get()) == 1 || body_->taken < body_->received.size();
}

bool Stream::has_news() {
  if (end_) return true;
  std::uint8_t byte = 0;
  ERR_clear_error();
  const Transfer seen = outcome(SSL_peek(body_->ssl.get(), &byte, 1), read_wants_);
  starved_ = seen.status == Transfer::Status::WouldBlock;
  return !starved_;
}

void Stream::shut_down() {
  if (end_ || SSL_is_init_finished(body_->ssl.get()) == 0) return;
  ERR_clear_error();
  SSL_shutdown(body_->ssl.get());
  ERR_clear_error();
}

std::string Stream::version() const {
  return SSL_is_init_finished(body_->ssl.get()) == 1 ? SSL_get_version(body_->ssl.get()) : "";
}

std::string Stream::cipher() const {
  const char* name =
      SSL_is_init_finished(body_->ssl.get()) == 1 ? SSL_get_cipher_name(body_->ssl.get()) : nullptr;
  return name == nullptr ? "" : name;
}

}  // namespace mallshard::net::tls
