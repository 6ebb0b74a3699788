#include "wire/proxy_header.h"

#include <gtest/gtest.h>

namespace mallshard::wire {
namespace {

constexpr std::string_view kSignature("\r\n\r\n\0\r\nQUIT\n", 12);

std::string binary(std::string_view rest) {
  return std::string(kSignature) + std::string(rest);
}

std::string source_of(std::string_view text) {
  const Result<std::optional<ProxyHeader>> header = parse_proxy_header(as_bytes(text));
  if (!header) return "refused";
  if (!*header) return "more";
  EXPECT_LE((*header)->size, text.size());
  return (*header)->source.empty() ? "own" : (*header)->source;
}

TEST(ProxyHeader, OfVersionOne) {
  EXPECT_EQ(source_of("PROXY TCP4 192.168.0.1 10.0.0.1 56324 3306\r\n\x4a"), "192.168.0.1");
  EXPECT_EQ(source_of("PROXY TCP6 2001:DB8:0:0::1 ::1 56324 3306\r\n"), "2001:db8::1");
  EXPECT_EQ(source_of("PROXY TCP6 ::ffff:10.1.2.3 ::1 1 2\r\n"), "10.1.2.3");
  EXPECT_EQ(source_of("PROXY UNKNOWN\r\n"), "own");
  EXPECT_EQ(source_of("PROXY UNKNOWN 1.2.3.4 5.6.7.8 1 2\r\n"), "own") << "CVE-2026-48772: never believed";
  EXPECT_EQ(source_of("PROXY TCP4 192.168.0.1 10.0.0.1 56324 3306\r"), "more");
  EXPECT_EQ(source_of("PRO"), "more");
}

TEST(ProxyHeader, OfVersionTwo) {
  const std::string v4 =
      binary(std::string_view("\x21\x11\x00\x0c\xc0\xa8\x00\x01\x0a\x00\x00\x01\xdc\x04\x0c\xea", 16));
  EXPECT_EQ(source_of(v4), "192.168.0.1");
  EXPECT_EQ(source_of(v4.substr(0, v4.size() - 1)), "more");
  EXPECT_EQ(source_of(binary(std::string_view("\x20\x00\x00\x00", 4))), "own");
  EXPECT_EQ(source_of(binary(std::string_view("\x21\x31\x00\x02xy", 6))), "own") << "AF_UNIX";
  EXPECT_EQ(source_of(binary(std::string_view("\x21\x21\x00\x24", 4)) + std::string(15, '\0') + "\1" +
                      std::string(20, '\0')),
            "::1");
}

TEST(ProxyHeader, RefusesEverythingElse) {
  for (const std::string& text :
       {std::string("GET / HTTP/1.1\r\n"), std::string("\x4a\x00\x00\x00", 4),
        std::string("PROXY TCP4 1.2.3.4\r\n"), std::string("PROXY TCP4 1.2.3.4 5.6.7.8 1 99999\r\n"),
        std::string("PROXY TCP4 1.2.3.400 5.6.7.8 1 2\r\n"), std::string("PROXY TCP4 ::1 ::1 1 2\r\n"),
        std::string("PROXY TCP4 1.2.3.4 5.6.7.8 1 2 x\r\n"), "PROXY " + std::string(200, 'x'),
        binary(std::string_view("\x31\x11\x00\x0c", 4)), binary(std::string_view("\x22\x11\x00\x0c", 4)),
        binary(std::string_view("\x21\x11\x00\x04\1\2\3\4", 8)),
        binary(std::string_view("\x21\x12\x00\x0c\1\2\3\4\5\6\7\10\1\2\3\4", 16)),
        binary(std::string_view("\x21\x11\xff\xff", 4))}) {
    EXPECT_EQ(source_of(text), "refused") << text;
  }
}

}  // namespace
}  // namespace mallshard::wire
