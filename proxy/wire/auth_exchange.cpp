#include "wire/auth_exchange.h"

#include <algorithm>

#include "wire/auth_switch.h"
#include "wire/err_packet.h"
#include "wire/packet.h"

namespace mallshard::wire {

namespace {

constexpr std::uint8_t kMoreData = 0x01;
constexpr std::uint8_t kRequestPublicKey = 0x02;
constexpr std::uint8_t kFastAuthSuccess = 0x03;
constexpr std::uint8_t kPerformFullAuth = 0x04;

// Stands in for an unknown user, so that the same hashing is done. The digests
// are no password's: they are checked for `known_` besides.
const Credential& nobody() {
  static const Credential credential = Credential::from_password("nobody");
  return credential;
}

AuthStep send(ByteBuffer payload, AuthStep::Outcome outcome = AuthStep::Outcome::Continue) {
  AuthStep step;
  step.outcome = outcome;
  step.payload = std::move(payload);
  step.has_payload = true;
  return step;
}

AuthStep failed(Error error) {
  AuthStep step;
  step.outcome = AuthStep::Outcome::Refused;
  step.error = std::move(error);
  return step;
}

ByteBuffer proof_for(std::string_view plugin, std::string_view password, const Scramble& scramble) {
  return plugin == kSha2Plugin ? sha2_proof(password, scramble) : native_proof(password, scramble);
}

}  // namespace

ServerAuth::ServerAuth(const Scramble& greeting_scramble, const RsaKeyPair* key, std::string peer_host,
                       Channel channel)
    : scramble_(greeting_scramble), key_(key), peer_host_(std::move(peer_host)), channel_(channel) {}

AuthStep ServerAuth::start(std::string_view user, std::string_view plugin, ByteView auth_response,
                           const Credential* credential, const Credential* stand_in) {
  user_ = user;
  known_ = credential != nullptr;
  credential_ = known_ ? credential : stand_in != nullptr ? stand_in : &nobody();
  if (plugin.empty()) return verify_native(auth_response, scramble_);
  if (plugin == kSha2Plugin) {
    // A client without the greeting's plugin names its own, and sends no proof
    // since that scramble was another plugin's (mysql 9 and a MariaDB greeting).
    const bool unasked = auth_response.empty() && !credential_->empty_password;
    return unasked ? switch_to(kSha2Plugin, State::Sha2Switched) : verify_sha2(auth_response);
  }
  if (plugin == kNativePlugin && credential_->native) {
    // Made with the greeting's scramble: the round trip of a switch is spared.
    if (known_ && !credential_->empty_password &&
        verify_native_proof(auth_response, scramble_, *credential_->native)) {
      return accept();
    }
    return switch_to(kNativePlugin, State::NativeSwitched);
  }
  if (plugin == "sha256_password" || !credential_->native) return switch_to(kSha2Plugin, State::Sha2Switched);
  return switch_to(kNativePlugin, State::NativeSwitched);
}

AuthStep ServerAuth::on_payload(ByteView payload) {
  switch (state_) {
    case State::NativeSwitched:
      return verify_native(payload, scramble_);
    case State::Sha2Switched:
      return verify_sha2(payload);
    case State::FullRequest:
      if (channel_ == Channel::Tls) {
        bool ended = !payload.empty() && payload.back() == 0;
        std::string_view password = as_text(payload).substr(0, payload.size() - (ended ? 1 : 0));
        return verify_password(password);
      }
      if (key_ == nullptr) {
        return refuse_with(Error(1045, "28000", "Authentication requires a secure connection"));
      }
      if (payload.size() == 1 && payload[0] == kRequestPublicKey) {
        state_ = State::FullCipher;
        ByteBuffer answer;
        encode_auth_more_data(as_bytes(key_->public_key_pem()), answer);
        return send(std::move(answer));
      }
      return verify_cipher(payload);  // the client has our key from a file
    case State::FullCipher:
      return verify_cipher(payload);
    case State::Start:
    case State::Done:
      break;
  }
  return refuse_with(Error(1156, "08S01", "Got packets out of order"));
}

AuthStep ServerAuth::verify_native(ByteView proof, const Scramble& scramble) {
  used_password_ = !proof.empty();
  if (proof.empty()) return credential_->empty_password && known_ ? accept() : refuse();
  bool right = credential_->native && verify_native_proof(proof, scramble, *credential_->native);
  return right && known_ && !credential_->empty_password ? accept() : refuse();
}

AuthStep ServerAuth::verify_sha2(ByteView proof) {
  bool empty = proof.empty() || (proof.size() == 1 && proof[0] == 0);
  used_password_ = !empty;
  if (empty) return credential_->empty_password && known_ ? accept() : refuse();
  if (!credential_->sha2) {
    state_ = State::FullRequest;
    return send({kMoreData, kPerformFullAuth});
  }
  bool right = verify_sha2_proof(proof, scramble_, *credential_->sha2);
  if (!right || !known_ || credential_->empty_password) return refuse();
  return accept({kMoreData, kFastAuthSuccess});
}

AuthStep ServerAuth::verify_cipher(ByteView cipher) {
  Result<std::string> password = key_->decrypt_password(cipher, scramble_);
  return password ? verify_password(*password) : refuse();
}

AuthStep ServerAuth::verify_password(std::string_view password) {
  if (!credential_->matches(password) || !known_) return refuse();
  learnt_ = sha2_stored_hash(password);
  return accept();
}

AuthStep ServerAuth::switch_to(std::string_view plugin, State state) {
  if (!keeps_scramble_) {
    Result<Scramble> fresh = make_scramble();
    if (!fresh) return refuse_with(fresh.error());
    scramble_ = *fresh;
  }
  state_ = state;
  ByteBuffer request;
  encode_auth_switch(plugin, scramble_, request);
  return send(std::move(request));
}

AuthStep ServerAuth::accept(ByteBuffer payload) {
  state_ = State::Done;
  AuthStep step;
  step.outcome = AuthStep::Outcome::Accepted;
  step.has_payload = !payload.empty();
  step.payload = std::move(payload);
  return step;
}

AuthStep ServerAuth::refuse() {
  std::string message = "Access denied for user '" + user_ + "'@'" + peer_host_ + "' (using password: ";
  message += used_password_ ? "YES)" : "NO)";
  return refuse_with(Error(1045, "28000", std::move(message)));
}

AuthStep ServerAuth::refuse_with(Error error) {
  state_ = State::Done;
  return failed(std::move(error));
}

ClientAuth::ClientAuth(std::string password) : password_(std::move(password)) {}

void ClientAuth::start(const Greeting& greeting) {
  scramble_ = greeting.scramble;
  plugin_ = greeting.auth_plugin == kSha2Plugin ? kSha2Plugin : kNativePlugin;
  response_ = proof_for(plugin_, password_, scramble_);
}

AuthStep ClientAuth::on_payload(ByteView payload) {
  if (payload.empty()) return failed(Error::malformed_packet());
  switch (payload[0]) {
    case 0x00: {
      AuthStep done;
      done.outcome = AuthStep::Outcome::Accepted;
      return done;
    }
    case kMoreData:
      return on_more_data(payload.subspan(1));
    case 0xFE:
      return on_switch(payload);
    case 0xFF:
      return failed(decode_err(payload));
    default:
      return failed(Error::malformed_packet());
  }
}

AuthStep ClientAuth::on_switch(ByteView payload) {
  Result<AuthSwitch> request = decode_auth_switch(payload);
  if (!request) return failed(request.error());
  if (request->plugin == kNativePlugin) {
    plugin_ = kNativePlugin;
  } else if (request->plugin == kSha2Plugin) {
    plugin_ = kSha2Plugin;
  } else {
    return failed(Error(2059, "HY000",
                        "The server asks for authentication plugin '" + std::string(request->plugin) +
                            "', which is not supported: give the user mysql_native_password or "
                            "caching_sha2_password"));
  }
  if (request->data.size() < kScrambleSize) return failed(Error::malformed_packet());
  std::copy_n(request->data.begin(), kScrambleSize, scramble_.begin());
  asked_for_key_ = false;
  return send(proof_for(plugin_, password_, scramble_));
}

AuthStep ClientAuth::on_more_data(ByteView data) {
  if (plugin_ != kSha2Plugin || data.empty()) return failed(Error::malformed_packet());
  if (asked_for_key_) {
    Result<ByteBuffer> cipher = encrypt_password(as_text(data), password_, scramble_);
    if (!cipher) return failed(cipher.error());
    asked_for_key_ = false;
    return send(std::move(*cipher));
  }
  if (data.size() == 1 && data[0] == kFastAuthSuccess) return {};
  if (data.size() == 1 && data[0] == kPerformFullAuth && encrypted_) {
    ByteBuffer clear(password_.begin(), password_.end());
    clear.push_back(0);
    return send(std::move(clear));
  }
  if (data.size() == 1 && data[0] == kPerformFullAuth) {
    asked_for_key_ = true;
    return send({kRequestPublicKey});
  }
  return failed(Error::malformed_packet());
}

}  // namespace mallshard::wire
