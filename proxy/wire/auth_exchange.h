// The two ends of the authentication dialogue, without sockets. Payloads go in
// and out without frame headers.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"
#include "wire/auth_credential.h"
#include "wire/greeting.h"
#include "wire/handshake_response.h"

namespace mallshard::wire {

// One step of either end. First send `payload` if there is one; then:
struct AuthStep {
  enum class Outcome : std::uint8_t {
    Continue,  // wait for the peer's next payload
    Accepted,  // server: an OK goes out next; client: logged in, OK received
    Refused,   // server: `error` goes out as ERR; client: `error` says why
  };
  Outcome outcome = Outcome::Continue;
  ByteBuffer payload;  // empty and has_payload: an empty message is sent
  bool has_payload = false;
  Error error;
};

// The server's end: towards one client, for the login or a COM_CHANGE_USER.
//
//   Greeting names kSha2Plugin and carries `scramble`.
//   ServerAuth auth(scramble, key, peer_host, Channel::Plain);
//   AuthStep step = auth.start(response.user, ..., users.find(response.user));
//   while (step.outcome == Continue) { send; step = auth.on_payload(next message); }
//
// caching_sha2_password takes the fast path (01 03) whenever the proof
// verifies, so that clients which may not ask for a public key get in. Clients
// that name another plugin are switched; clients without PLUGIN_AUTH are
// verified with native against the greeting's scramble. An unknown user takes
// exactly the way of a wrong password, in messages and in hashing: that of
// `stand_in`, if there is one, since the way depends on what is kept.
class ServerAuth {
 public:
  enum class Channel : std::uint8_t { Plain, Tls };

  // `key` outlives this object; nullptr: the full path is refused.
  ServerAuth(const Scramble& greeting_scramble, const RsaKeyPair* key, std::string peer_host,
             Channel channel);

  // For COM_CHANGE_USER: client libraries answer its switch with the scramble
  // that they got last, whatever the switch brings.
  void keep_scramble() { keeps_scramble_ = true; }
  // The one that the client got last.
  [[nodiscard]] const Scramble& scramble() const { return scramble_; }

  // `credential` is nullptr for an unknown user and outlives this object.
  // `plugin` is empty for a client without PLUGIN_AUTH.
  AuthStep start(std::string_view user, std::string_view plugin, ByteView auth_response,
                 const Credential* credential, const Credential* stand_in = nullptr);
  // Accepted by the full path: what is worth keeping, see Credential::learn().
  [[nodiscard]] const std::optional<Sha256Digest>& learnt() const { return learnt_; }
  AuthStep on_payload(ByteView payload);

 private:
  enum class State : std::uint8_t { Start, NativeSwitched, Sha2Switched, FullRequest, FullCipher, Done };

  AuthStep verify_native(ByteView proof, const Scramble& scramble);
  AuthStep verify_sha2(ByteView proof);
  AuthStep verify_cipher(ByteView cipher);
  AuthStep verify_password(std::string_view password);
  AuthStep switch_to(std::string_view plugin, State state);
  AuthStep accept(ByteBuffer payload = {});
  AuthStep refuse();
  AuthStep refuse_with(Error error);

  Scramble scramble_;
  const RsaKeyPair* key_;
  std::string peer_host_;
  Channel channel_;
  State state_ = State::Start;
  std::string user_;
  bool keeps_scramble_ = false;
  bool known_ = false;
  bool used_password_ = false;
  const Credential* credential_ = nullptr;
  std::optional<Sha256Digest> learnt_;
};

// The client's end: towards a database server.
//
//   ClientAuth auth(password);
//   Result<void> started = auth.start(greeting);  // then plugin(), response()
//   send a HandshakeResponse with both
//   AuthStep step = auth.on_payload(next message); ... until not Continue
//
// Knows mysql_native_password and caching_sha2_password (fast, and full over
// TLS or RSA). Any other plugin ends with 2059/HY000 that names it and the remedy.
class ClientAuth {
 public:
  explicit ClientAuth(std::string password);

  // The connection is encrypted from now on: the full path sends the password
  // as it is.
  void on_tls() { encrypted_ = true; }

  // Chooses the greeting's plugin when known, else native: the server will ask
  // for a switch if it insists.
  void start(const Greeting& greeting);
  [[nodiscard]] std::string_view plugin() const { return plugin_; }
  [[nodiscard]] ByteView response() const { return response_; }

  // Accepted: `payload` was the server's OK.
  AuthStep on_payload(ByteView payload);

 private:
  AuthStep on_switch(ByteView payload);
  AuthStep on_more_data(ByteView data);

  std::string password_;
  std::string_view plugin_ = kNativePlugin;
  Scramble scramble_{};
  ByteBuffer response_;
  bool asked_for_key_ = false;
  bool encrypted_ = false;
};

}  // namespace mallshard::wire
