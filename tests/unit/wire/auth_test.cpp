#include <gtest/gtest.h>

#include "bytes_of.h"
#include "wire/auth_credential.h"
#include "wire/auth_exchange.h"
#include "wire/auth_switch.h"
#include "wire/err_packet.h"

namespace mallshard::wire {
namespace {

using Outcome = AuthStep::Outcome;

const RsaKeyPair& key() {
  static const RsaKeyPair pair = std::move(RsaKeyPair::generate()).value();
  return pair;
}

Scramble fixed_scramble() {
  Scramble scramble;
  scramble.fill('s');
  return scramble;
}

ServerAuth server_auth(const RsaKeyPair* pair = &key()) {
  return {fixed_scramble(), pair, "10.0.0.9", ServerAuth::Channel::Plain};
}

Greeting greeting_for(std::string_view plugin) {
  Greeting greeting;
  greeting.scramble = fixed_scramble();
  greeting.auth_plugin = plugin;
  return greeting;
}

// Lets a ClientAuth and a ServerAuth talk; answers the server's last step.
AuthStep converse(ServerAuth& server, ClientAuth& client, const Credential* credential) {
  AuthStep step = server.start("app", client.plugin(), client.response(), credential);
  for (int turn = 0; turn < 8 && step.outcome == Outcome::Continue; ++turn) {
    AuthStep answer = client.on_payload(step.payload);
    if (answer.outcome != Outcome::Continue) return answer;
    step = server.on_payload(answer.payload);
  }
  return step;
}

// SHA1(SHA1('root')) as mysql.user shows it.
TEST(Credential, HashesAsTheServerStores) {
  Credential credential = Credential::from_password("root");

  EXPECT_EQ(copy(*credential.native), from_hex("81F5E21E35407D884A6CD4A731AEBFB6AF209E1B"));
  EXPECT_EQ(copy(*credential.sha2),
            from_hex("ef722c9187a4f1abbd33861281a782f22d2dd9882045f4eb2e65294d3d825298"));
}

TEST(Credential, ComesBackFromItsText) {
  std::string text = Credential::from_password("s3cret").format();

  Result<Credential> credential = Credential::parse(text);

  ASSERT_TRUE(credential);
  EXPECT_TRUE(Credential::looks_like_hash(text));
  EXPECT_TRUE(credential->matches("s3cret"));
  EXPECT_FALSE(credential->matches("s3creT"));
  EXPECT_EQ(text.find("s3cret"), std::string::npos);
}

TEST(Credential, TakesTheHashOfMysqlUser) {
  Result<Credential> credential = Credential::parse("*81F5E21E35407D884A6CD4A731AEBFB6AF209E1B");

  ASSERT_TRUE(credential);
  EXPECT_TRUE(credential->matches("root"));
  EXPECT_FALSE(credential->sha2.has_value());
}

TEST(Credential, RefusesWhatIsNoHash) {
  for (std::string_view text :
       {"", "*", "*81F5", "MS$", "MS$zz$00", "*81F5E21E35407D884A6CD4A731AEBFB6AF209EXX"}) {
    EXPECT_FALSE(Credential::parse(text)) << text;
  }
}

// scramble of 20 times 's', computed with Python's hashlib.
TEST(Proofs, AreThoseOfTheProtocol) {
  EXPECT_EQ(native_proof("root", fixed_scramble()), from_hex("e7f421f227a1aeb09e567cd87f8ea4aa516a650f"));
  EXPECT_EQ(sha2_proof("root", fixed_scramble()),
            from_hex("36cfed49549c36ebd7c9c5234f259bfebf62cb64a2998c3635fde904cd883ca4"));
  EXPECT_TRUE(native_proof("", fixed_scramble()).empty());
  EXPECT_TRUE(sha2_proof("", fixed_scramble()).empty());
}

TEST(Scramble, HasNoByteThatEndsOrConfusesTheField) {
  for (int i = 0; i < 200; ++i) {
    Scramble scramble = make_scramble().value();
    EXPECT_EQ(std::count(scramble.begin(), scramble.end(), std::uint8_t{0}), 0);
    EXPECT_EQ(std::count(scramble.begin(), scramble.end(), std::uint8_t{'$'}), 0);
  }
  EXPECT_NE(make_scramble().value(), make_scramble().value());
}

TEST(ServerAuth, TakesTheFastPathWhenTheProofVerifies) {
  Credential credential = Credential::from_password("pw");
  ServerAuth server = server_auth();

  AuthStep step = server.start("app", kSha2Plugin, sha2_proof("pw", fixed_scramble()), &credential);

  EXPECT_EQ(step.outcome, Outcome::Accepted);
  EXPECT_EQ(step.payload, bytes({0x01, 0x03}));
}

TEST(ServerAuth, AcceptsAnEmptyPasswordOnlyWhereThereIsNone) {
  Credential none = Credential::from_password("");
  Credential some = Credential::from_password("pw");
  for (const ByteBuffer& empty : {ByteBuffer(), ByteBuffer(1, 0)}) {
    ServerAuth right = server_auth();
    ServerAuth wrong = server_auth();
    EXPECT_EQ(right.start("app", kSha2Plugin, empty, &none).outcome, Outcome::Accepted);
    // No proof at all may come from a client that was greeted for another
    // plugin: it is asked once more.
    AuthStep step = wrong.start("app", kSha2Plugin, empty, &some);
    if (empty.empty()) {
      EXPECT_EQ(step.outcome, Outcome::Continue);
      step = wrong.on_payload(empty);
    }
    EXPECT_EQ(step.outcome, Outcome::Refused);
  }
}

TEST(ServerAuth, RefusesAProofForAUserWithoutPassword) {
  Credential none = Credential::from_password("");
  ServerAuth server = server_auth();

  EXPECT_EQ(server.start("app", kSha2Plugin, sha2_proof("x", fixed_scramble()), &none).outcome,
            Outcome::Refused);
}

TEST(ServerAuth, SwitchesAClientOfAnotherPluginToNative) {
  Credential credential = Credential::from_password("pw");
  ServerAuth server = server_auth();

  AuthStep step = server.start("app", "mysql_clear_password", {}, &credential);

  ASSERT_EQ(step.outcome, Outcome::Continue);
  AuthSwitch request = decode_auth_switch(step.payload).value();
  EXPECT_EQ(request.plugin, kNativePlugin);
  Scramble fresh;
  std::copy_n(request.data.begin(), fresh.size(), fresh.begin());
  EXPECT_NE(fresh, fixed_scramble()) << "a scramble is used once";
  EXPECT_EQ(server.on_payload(native_proof("pw", fresh)).outcome, Outcome::Accepted);
}

TEST(ServerAuth, TakesANativeProofForTheGreetingWithoutASwitch) {
  Credential credential = Credential::from_password("pw");
  ServerAuth server = server_auth();

  AuthStep step = server.start("app", kNativePlugin, native_proof("pw", fixed_scramble()), &credential);

  EXPECT_EQ(step.outcome, Outcome::Accepted);
  EXPECT_FALSE(step.has_payload);
}

TEST(ServerAuth, VerifiesAClientWithoutPluginAuthAgainstTheGreeting) {
  Credential credential = Credential::from_password("pw");
  ServerAuth right = server_auth();
  ServerAuth wrong = server_auth();

  EXPECT_EQ(right.start("app", "", native_proof("pw", fixed_scramble()), &credential).outcome,
            Outcome::Accepted);
  EXPECT_EQ(wrong.start("app", "", native_proof("no", fixed_scramble()), &credential).outcome,
            Outcome::Refused);
}

TEST(ServerAuth, TellsAWrongPasswordAsMysqlDoes) {
  Credential credential = Credential::from_password("pw");
  ServerAuth server = server_auth();

  AuthStep step = server.start("app", kSha2Plugin, sha2_proof("no", fixed_scramble()), &credential);

  ASSERT_EQ(step.outcome, Outcome::Refused);
  EXPECT_EQ(step.error.code, 1045);
  EXPECT_STREQ(step.error.sqlstate, "28000");
  EXPECT_EQ(step.error.message, "Access denied for user 'app'@'10.0.0.9' (using password: YES)");
}

TEST(ServerAuth, TreatsAnUnknownUserAsAWrongPassword) {
  Credential credential = Credential::from_password("pw");
  for (std::string_view plugin :
       {std::string_view(), kNativePlugin, kSha2Plugin, std::string_view("dialog")}) {
    ServerAuth known = server_auth();
    ServerAuth unknown = server_auth();
    ByteBuffer proof(plugin == kSha2Plugin ? 32 : 20, 1);

    AuthStep to_known = known.start("app", plugin, proof, &credential);
    AuthStep to_unknown = unknown.start("app", plugin, proof, nullptr);

    EXPECT_EQ(to_known.outcome, to_unknown.outcome) << plugin;
    EXPECT_EQ(to_known.payload.size(), to_unknown.payload.size()) << plugin;
    EXPECT_EQ(to_known.error.message, to_unknown.error.message) << plugin;
  }
}

TEST(ServerAuth, NeverLetsTheStandInForUnknownUsersIn) {
  for (std::string_view password : {"nobody", ""}) {
    ServerAuth sha2 = server_auth();
    ServerAuth native = server_auth();
    AuthStep step = sha2.start("x", kSha2Plugin, sha2_proof(password, fixed_scramble()), nullptr);
    if (step.outcome == Outcome::Continue) step = sha2.on_payload(ByteBuffer());
    EXPECT_EQ(step.outcome, Outcome::Refused);
    EXPECT_EQ(native.start("x", "", native_proof(password, fixed_scramble()), nullptr).outcome,
              Outcome::Refused);
  }
}

TEST(ServerAuth, ReceivesThePasswordOverRsaWhereOnlyTheNativeHashIsKept) {
  Credential credential = Credential::parse("*81F5E21E35407D884A6CD4A731AEBFB6AF209E1B").value();
  ServerAuth server = server_auth();
  ClientAuth right("root");
  right.start(greeting_for(kSha2Plugin));

  EXPECT_EQ(converse(server, right, &credential).outcome, Outcome::Accepted);

  ServerAuth again = server_auth();
  ClientAuth wrong("toor");
  wrong.start(greeting_for(kSha2Plugin));
  EXPECT_EQ(converse(again, wrong, &credential).outcome, Outcome::Refused);
}

TEST(ServerAuth, RefusesACipherThatIsNone) {
  Credential credential = Credential::parse("*81F5E21E35407D884A6CD4A731AEBFB6AF209E1B").value();
  ServerAuth server = server_auth();
  (void)server.start("app", kSha2Plugin, sha2_proof("root", fixed_scramble()), &credential);
  ASSERT_EQ(server.on_payload(bytes({0x02})).outcome, Outcome::Continue);

  EXPECT_EQ(server.on_payload(ByteBuffer(256, 0x11)).outcome, Outcome::Refused);
  EXPECT_EQ(server.on_payload(ByteBuffer(256, 0x11)).outcome, Outcome::Refused) << "and no second try";
}

TEST(ServerAuth, RefusesTheFullPathWithoutAKey) {
  Credential credential = Credential::parse("*81F5E21E35407D884A6CD4A731AEBFB6AF209E1B").value();
  ServerAuth server = server_auth(nullptr);
  (void)server.start("app", kSha2Plugin, sha2_proof("root", fixed_scramble()), &credential);

  EXPECT_EQ(server.on_payload(bytes({0x02})).outcome, Outcome::Refused);
}

TEST(ServerAuth, TakesThePlainPasswordOverTls) {
  Credential credential = Credential::parse("*81F5E21E35407D884A6CD4A731AEBFB6AF209E1B").value();
  ServerAuth server(fixed_scramble(), &key(), "h", ServerAuth::Channel::Tls);
  (void)server.start("app", kSha2Plugin, sha2_proof("root", fixed_scramble()), &credential);

  EXPECT_EQ(server.on_payload(text_bytes(std::string_view("root\0", 5))).outcome, Outcome::Accepted);
}

TEST(ClientAuth, LogsInByTheFastPath) {
  ClientAuth client("pw");
  client.start(greeting_for(kSha2Plugin));

  EXPECT_EQ(client.plugin(), kSha2Plugin);
  EXPECT_EQ(copy(client.response()), sha2_proof("pw", fixed_scramble()));
  EXPECT_EQ(client.on_payload(bytes({0x01, 0x03})).outcome, Outcome::Continue);
  EXPECT_EQ(client.on_payload(bytes({0x00, 0, 0, 2, 0, 0, 0})).outcome, Outcome::Accepted);
}

TEST(ClientAuth, FollowsASwitchToNative) {
  ClientAuth client("pw");
  client.start(greeting_for(kSha2Plugin));
  Scramble other;
  other.fill('o');
  ByteBuffer request;
  encode_auth_switch(kNativePlugin, other, request);

  AuthStep step = client.on_payload(request);

  EXPECT_EQ(step.outcome, Outcome::Continue);
  EXPECT_EQ(step.payload, native_proof("pw", other));
}

TEST(ClientAuth, AnswersASwitchWithAnEmptyMessageWhenThereIsNoPassword) {
  ClientAuth client("");
  client.start(greeting_for(kSha2Plugin));
  ByteBuffer request;
  encode_auth_switch(kNativePlugin, fixed_scramble(), request);

  AuthStep step = client.on_payload(request);

  EXPECT_TRUE(step.has_payload);
  EXPECT_TRUE(step.payload.empty());
}

TEST(ClientAuth, NamesAPluginThatItDoesNotKnow) {
  ClientAuth client("pw");
  client.start(greeting_for("client_ed25519"));
  EXPECT_EQ(client.plugin(), kNativePlugin) << "the server may still switch to one we know";
  ByteBuffer request;
  encode_auth_switch("client_ed25519", fixed_scramble(), request);

  AuthStep step = client.on_payload(request);

  ASSERT_EQ(step.outcome, Outcome::Refused);
  EXPECT_EQ(step.error.code, 2059);
  EXPECT_NE(step.error.message.find("'client_ed25519'"), std::string::npos);
}

TEST(ClientAuth, PassesTheServersRefusalOn) {
  ClientAuth client("pw");
  client.start(greeting_for(kNativePlugin));
  ByteBuffer refusal;
  encode_err(Error(1045, "28000", "Access denied"), ~Capabilities{0}, refusal);

  AuthStep step = client.on_payload(refusal);

  ASSERT_EQ(step.outcome, Outcome::Refused);
  EXPECT_EQ(step.error.code, 1045);
}

TEST(ClientAuth, RefusesNonsense) {
  for (const ByteBuffer& payload :
       {ByteBuffer(), bytes({0x01}), bytes({0x01, 0x77}), bytes({0x42}), bytes({0xfe, 'x'})}) {
    ClientAuth client("pw");
    client.start(greeting_for(kSha2Plugin));
    EXPECT_EQ(client.on_payload(payload).outcome, Outcome::Refused);
  }
}

// Made by MySQL 9.7; the salt holds bytes that are no text.
constexpr std::string_view kCryptOfMySql =
    "0x24412430304124122D26163A5F76212574524F3A333B7C7B55077E69524D6A7A624B7A41366A7A2E34504170515A4564567072"
    "61507371"
    "2F736849352F392E4C737841546B44";
constexpr std::string_view kCryptPassword = "p\xc3\xa4ssw\xc3\xb6rd-full";

TEST(CryptHash, VerifiesWhatMySqlKeeps) {
  const Credential kept = Credential::parse(kCryptOfMySql).value();
  EXPECT_TRUE(kept.matches(kCryptPassword));
  EXPECT_FALSE(kept.matches("password"));
  EXPECT_FALSE(kept.matches(""));
  EXPECT_EQ(Credential::parse(kept.format()).value().crypt->digest, kept.crypt->digest);
}

TEST(CryptHash, RefusesWhatItCannotRead) {
  for (const std::string_view text :
       {"$A$", "$A$005$short", "$A$000$01234567890123456789RMjzbKzA6jz.4PApQZEdVpraPsq/shI5/9.LsxATkD",
        "$A$FFF$01234567890123456789RMjzbKzA6jz.4PApQZEdVpraPsq/shI5/9.LsxATkD",
        "$A$0x5$01234567890123456789RMjzbKzA6jz.4PApQZEdVpraPsq/shI5/9.LsxATkD", "0x24412430zz"}) {
    EXPECT_FALSE(Credential::parse(text)) << text;
  }
}

// A login of 64 KiB would hash four gigabytes.
TEST(CryptHash, HashesNoPasswordThatIsTooLongToBeOne) {
  CryptHash hash = CryptHash::parse(kCryptOfMySql).value();
  for (const std::size_t size : {std::size_t{256}, std::size_t{257}}) {
    const std::string password(size, 'x');
    hash.digest = sha256_crypt(password, hash.salt, hash.rounds);
    EXPECT_EQ(hash.matches(password), size == 256) << size;
  }
}

TEST(ServerAuth, TakesTheFullPathForACryptHashAndLearnsTheFastOne) {
  Credential kept = Credential::parse(kCryptOfMySql).value();
  for (const ServerAuth::Channel channel : {ServerAuth::Channel::Plain, ServerAuth::Channel::Tls}) {
    ServerAuth server(fixed_scramble(), &key(), "host", channel);
    ClientAuth client{std::string(kCryptPassword)};
    if (channel == ServerAuth::Channel::Tls) client.on_tls();
    EXPECT_EQ(converse(server, client, &kept).outcome, Outcome::Accepted);
    ASSERT_TRUE(server.learnt());
    EXPECT_EQ(*server.learnt(), sha2_stored_hash(kCryptPassword));
  }
  kept.learn(kCryptPassword);
  ServerAuth again(fixed_scramble(), nullptr, "host", ServerAuth::Channel::Plain);
  ClientAuth client{std::string(kCryptPassword)};
  EXPECT_EQ(converse(again, client, &kept).outcome, Outcome::Accepted) << "no key is needed any more";
}

TEST(ServerAuth, AnUnknownUserGoesTheWayOfItsStandIn) {
  const Credential kept = Credential::parse(kCryptOfMySql).value();
  for (const Credential* known : {&kept, static_cast<const Credential*>(nullptr)}) {
    ServerAuth server(fixed_scramble(), &key(), "host", ServerAuth::Channel::Plain);
    ByteBuffer proof = sha2_proof("wrong", fixed_scramble());
    AuthStep step = server.start("u", kSha2Plugin, proof, known, &kept);
    EXPECT_EQ(step.outcome, Outcome::Continue);
    EXPECT_EQ(step.payload, bytes({0x01, 0x04}));
    step = server.on_payload(bytes({0x02}));
    EXPECT_EQ(step.outcome, Outcome::Continue);
    step =
        server.on_payload(encrypt_password(key().public_key_pem(), kCryptPassword, fixed_scramble()).value());
    EXPECT_EQ(step.outcome, known != nullptr ? Outcome::Accepted : Outcome::Refused);
  }
}

TEST(RsaKeyPair, DecryptsALongPassword) {
  std::string password(200, 'p');

  ByteBuffer cipher = encrypt_password(key().public_key_pem(), password, fixed_scramble()).value();

  EXPECT_EQ(key().decrypt_password(cipher, fixed_scramble()).value(), password);
  EXPECT_FALSE(encrypt_password(key().public_key_pem(), std::string(300, 'p'), fixed_scramble()));
  EXPECT_FALSE(encrypt_password("no key", "p", fixed_scramble()));
}

}  // namespace
}  // namespace mallshard::wire
