#include <gtest/gtest.h>

#include "bytes_of.h"
#include "wire/auth_switch.h"
#include "wire/change_user.h"
#include "wire/greeting.h"
#include "wire/handshake_response.h"
#include "wire/packet.h"

namespace mallshard::wire {
namespace {

namespace cap = capability;

Scramble counting_scramble() {
  Scramble scramble;
  for (std::size_t i = 0; i < scramble.size(); ++i) scramble[i] = static_cast<std::uint8_t>('a' + i);
  return scramble;
}

Greeting sample_greeting() {
  Greeting greeting;
  greeting.server_version = "8.0.36";
  greeting.connection_id = 0x01020304;
  greeting.scramble = counting_scramble();
  greeting.capabilities =
      cap::kLongPassword | cap::kProtocol41 | cap::kSecureConnection | cap::kPluginAuth | cap::kDeprecateEof;
  return greeting;
}

TEST(Greeting, ComesBackAsItWasEncoded) {
  ByteBuffer payload;
  encode_greeting(sample_greeting(), payload);

  Result<Greeting> greeting = decode_greeting(payload);

  ASSERT_TRUE(greeting);
  EXPECT_EQ(greeting->server_version, "8.0.36");
  EXPECT_EQ(greeting->connection_id, 0x01020304u);
  EXPECT_EQ(greeting->scramble, counting_scramble());
  EXPECT_EQ(greeting->capabilities, sample_greeting().capabilities);
  EXPECT_EQ(greeting->collation, 45);
  EXPECT_EQ(greeting->auth_plugin, kSha2Plugin);
}

TEST(Greeting, HasTheLayoutOfProtocolTen) {
  ByteBuffer payload;
  encode_greeting(sample_greeting(), payload);

  ByteBuffer expected = bytes({10}) + text_bytes(std::string_view("8.0.36\0", 7)) + bytes({4, 3, 2, 1}) +
                        text_bytes("abcdefgh") + bytes({0, 0x01, 0x82, 45, 2, 0, 0x08, 0x01, 21}) +
                        ByteBuffer(10, 0) + text_bytes("ijklmnopqrst") + bytes({0}) +
                        text_bytes(std::string_view("caching_sha2_password\0", 22));
  EXPECT_EQ(payload, expected);
}

TEST(Greeting, ReadsTheExtendedFlagsOfAMariaDbServer) {
  Greeting mariadb = sample_greeting();
  mariadb.capabilities &= ~cap::kLongPassword;
  mariadb.mariadb_capabilities = 0x1d;
  ByteBuffer payload;
  encode_greeting(mariadb, payload);

  EXPECT_EQ(decode_greeting(payload)->mariadb_capabilities, 0x1du);
}

TEST(Greeting, IsTheErrorThatTheServerSentInItsPlace) {
  ByteBuffer payload = bytes({0xff, 0x10, 0x04}) + text_bytes("Too many connections");

  Result<Greeting> greeting = decode_greeting(payload);

  ASSERT_FALSE(greeting);
  EXPECT_EQ(greeting.error().code, 1040);
  EXPECT_EQ(greeting.error().message, "Too many connections");
}

TEST(Greeting, IsRefusedWhereverItIsCut) {
  ByteBuffer whole;
  encode_greeting(sample_greeting(), whole);
  std::size_t scramble_end = whole.size() - kSha2Plugin.size() - 2;
  for (std::size_t size = 0; size < scramble_end; ++size) {
    EXPECT_FALSE(decode_greeting(ByteView(whole).first(size))) << size;
  }
}

HandshakeResponse sample_response() {
  static const ByteBuffer proof(32, 0x5a);
  HandshakeResponse response;
  response.capabilities = cap::kLongPassword | cap::kProtocol41 | cap::kSecureConnection | cap::kPluginAuth |
                          cap::kPluginAuthLenencData | cap::kConnectWithDb | cap::kConnectAttrs;
  response.max_packet = 1 << 24;
  response.collation = 33;
  response.user = "root";
  response.auth_response = proof;
  response.database = "sharding_db";
  response.auth_plugin = kSha2Plugin;
  response.attributes = {{"program_name", "test"}, {"_os", ""}};
  return response;
}

TEST(HandshakeResponse, ComesBackAsItWasEncoded) {
  ByteBuffer payload;
  encode_handshake_response(sample_response(), payload);

  Result<HandshakeResponse> response = decode_handshake_response(payload, ~Capabilities{0});

  ASSERT_TRUE(response);
  EXPECT_EQ(response->capabilities, sample_response().capabilities);
  EXPECT_EQ(response->user, "root");
  EXPECT_EQ(response->auth_response.size(), 32u);
  EXPECT_EQ(response->database, "sharding_db");
  EXPECT_EQ(response->auth_plugin, kSha2Plugin);
  ASSERT_EQ(response->attributes.size(), 2u);
  EXPECT_EQ(response->attributes[0].name, "program_name");
  EXPECT_EQ(response->attributes[0].value, "test");
}

TEST(HandshakeResponse, HoldsOnlyWhatWasOffered) {
  HandshakeResponse sent = sample_response();
  sent.capabilities |= cap::kQueryAttributes;
  ByteBuffer payload;
  encode_handshake_response(sent, payload);

  Result<HandshakeResponse> response =
      decode_handshake_response(payload, cap::kProtocol41 | cap::kPluginAuth);

  ASSERT_TRUE(response);
  EXPECT_EQ(response->capabilities, cap::kProtocol41 | cap::kPluginAuth);
  EXPECT_EQ(response->auth_plugin, kSha2Plugin) << "the layout follows what the client set";
}

// mysqlnd: one length byte, no lenenc.
TEST(HandshakeResponse, ReadsAnAuthResponseWithOneLengthByte) {
  HandshakeResponse sent = sample_response();
  sent.capabilities &= ~cap::kPluginAuthLenencData;
  ByteBuffer payload;
  encode_handshake_response(sent, payload);

  EXPECT_EQ(decode_handshake_response(payload, ~Capabilities{0})->auth_response.size(), 32u);
}

TEST(HandshakeResponse, TakesMissingTrailingFieldsForEmpty) {
  ByteBuffer payload;
  PacketWriter(payload)
      .u32(sample_response().capabilities)
      .u32(0)
      .u8(45)
      .zeros(23)
      .nul_text("root")
      .lenenc_text("");

  Result<HandshakeResponse> response = decode_handshake_response(payload, ~Capabilities{0});

  ASSERT_TRUE(response);
  EXPECT_EQ(response->user, "root");
  EXPECT_EQ(response->database, "");
  EXPECT_EQ(response->auth_plugin, "");
}

TEST(HandshakeResponse, DropsAttributesWithAWrongTotal) {
  HandshakeResponse sent = sample_response();
  ByteBuffer payload;
  encode_handshake_response(sent, payload);
  payload.pop_back();

  Result<HandshakeResponse> response = decode_handshake_response(payload, ~Capabilities{0});

  ASSERT_TRUE(response);
  EXPECT_TRUE(response->attributes.empty());
}

TEST(HandshakeResponse, RefusesAClientOfTheOldProtocol) {
  ByteBuffer payload = bytes({0x85, 0x00, 0, 0, 0}) + text_bytes("root");

  Result<HandshakeResponse> response = decode_handshake_response(payload, ~Capabilities{0});

  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().code, 1251);
}

TEST(HandshakeResponse, NeverReadsPastACutPayload) {
  ByteBuffer whole;
  encode_handshake_response(sample_response(), whole);
  for (std::size_t size = 0; size < whole.size(); ++size) {
    ByteBuffer cut(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
    (void)decode_handshake_response(cut, ~Capabilities{0});  // the sanitizers judge
  }
  ByteBuffer header(whole.begin(), whole.begin() + 32);
  EXPECT_FALSE(decode_handshake_response(header, ~Capabilities{0})) << "there is no user";
}

TEST(HandshakeResponse, KnowsAnSslRequest) {
  ByteBuffer payload;
  PacketWriter(payload).u32(cap::kProtocol41 | cap::kSsl).u32(0).u8(45).zeros(23);

  EXPECT_TRUE(is_ssl_request(payload));
  payload.push_back('r');
  EXPECT_FALSE(is_ssl_request(payload)) << "a whole response of a client that has TLS already";
}

TEST(ChangeUser, ComesBackAsItWasEncoded) {
  ByteBuffer proof(20, 7);
  ChangeUser sent{"bob", proof, "db", 224, kNativePlugin, {{"a", "b"}}};
  Capabilities capabilities = cap::kSecureConnection | cap::kPluginAuth | cap::kConnectAttrs;
  ByteBuffer payload;
  encode_change_user(sent, capabilities, payload);

  Result<ChangeUser> change = decode_change_user(payload, capabilities);

  ASSERT_TRUE(change);
  EXPECT_EQ(payload[0], 0x11);
  EXPECT_EQ(change->user, "bob");
  EXPECT_EQ(copy(change->auth_response), proof);
  EXPECT_EQ(change->database, "db");
  EXPECT_EQ(change->collation, 224);
  EXPECT_EQ(change->auth_plugin, kNativePlugin);
  EXPECT_EQ(change->attributes.size(), 1u);
}

TEST(ChangeUser, MayEndAfterTheDatabase) {
  ByteBuffer payload = bytes({0x11, 'b', 0, 0, 'd', 'b', 0});

  Result<ChangeUser> change = decode_change_user(payload, cap::kSecureConnection | cap::kPluginAuth);

  ASSERT_TRUE(change);
  EXPECT_EQ(change->collation, 0);
  EXPECT_EQ(change->database, "db");
}

TEST(AuthSwitch, ComesBackWithoutTheNulBehindTheScramble) {
  ByteBuffer payload;
  encode_auth_switch(kNativePlugin, counting_scramble(), payload);

  Result<AuthSwitch> request = decode_auth_switch(payload);

  ASSERT_TRUE(request);
  EXPECT_EQ(request->plugin, kNativePlugin);
  EXPECT_EQ(copy(request->data), copy(counting_scramble()));
}

TEST(AuthSwitch, NamesTheOldPluginForTheOneByteForm) {
  ByteBuffer payload = bytes({0xfe});

  EXPECT_EQ(decode_auth_switch(payload)->plugin, "mysql_old_password");
}

}  // namespace
}  // namespace mallshard::wire
