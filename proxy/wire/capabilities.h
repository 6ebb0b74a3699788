// The capability flags of the handshake (CLIENT_* in mysql_com.h). What holds
// for a connection is always client & offered.
#pragma once

#include <cstdint>

namespace mallshard::wire {

using Capabilities = std::uint32_t;

namespace capability {
inline constexpr Capabilities kLongPassword = 1u << 0;  // clear in a greeting means: a MariaDB server
inline constexpr Capabilities kFoundRows = 1u << 1;     // affected rows counts matched, not changed, rows
inline constexpr Capabilities kLongFlag = 1u << 2;
inline constexpr Capabilities kConnectWithDb = 1u << 3;
inline constexpr Capabilities kNoSchema = 1u << 4;
inline constexpr Capabilities kCompress = 1u << 5;
inline constexpr Capabilities kOdbc = 1u << 6;
inline constexpr Capabilities kLocalFiles = 1u << 7;
inline constexpr Capabilities kIgnoreSpace = 1u << 8;
inline constexpr Capabilities kProtocol41 = 1u << 9;
inline constexpr Capabilities kInteractive = 1u << 10;
inline constexpr Capabilities kSsl = 1u << 11;
inline constexpr Capabilities kIgnoreSigpipe = 1u << 12;
inline constexpr Capabilities kTransactions = 1u << 13;  // status flags in OK and EOF
inline constexpr Capabilities kReserved = 1u << 14;
inline constexpr Capabilities kSecureConnection = 1u << 15;
inline constexpr Capabilities kMultiStatements = 1u << 16;
inline constexpr Capabilities kMultiResults = 1u << 17;
inline constexpr Capabilities kPsMultiResults = 1u << 18;
inline constexpr Capabilities kPluginAuth = 1u << 19;
inline constexpr Capabilities kConnectAttrs = 1u << 20;
inline constexpr Capabilities kPluginAuthLenencData = 1u << 21;
inline constexpr Capabilities kExpiredPasswords = 1u << 22;
inline constexpr Capabilities kSessionTrack = 1u << 23;
inline constexpr Capabilities kDeprecateEof = 1u << 24;
inline constexpr Capabilities kOptionalMetadata = 1u << 25;
inline constexpr Capabilities kZstd = 1u << 26;
inline constexpr Capabilities kQueryAttributes = 1u << 27;
inline constexpr Capabilities kMultiFactor = 1u << 28;
inline constexpr Capabilities kCapabilityExtension = 1u << 29;
inline constexpr Capabilities kSslVerify = 1u << 30;
inline constexpr Capabilities kRememberOptions = 1u << 31;
}  // namespace capability

constexpr bool has(Capabilities set, Capabilities flag) {
  return (set & flag) == flag;
}

}  // namespace mallshard::wire
