#include "rule/network.h"

#include <gtest/gtest.h>

namespace mallshard::rule {
namespace {

TEST(Network, ContainsTheAddressesOfItsPrefix) {
  const Network ten = *Network::parse("10.0.0.0/8");
  EXPECT_TRUE(ten.contains("10.255.0.1"));
  EXPECT_FALSE(ten.contains("11.0.0.1"));
  EXPECT_FALSE(ten.contains("localhost"));
  EXPECT_TRUE(Network::parse("192.168.1.128/25")->contains("192.168.1.200"));
  EXPECT_FALSE(Network::parse("192.168.1.128/25")->contains("192.168.1.127"));
  EXPECT_TRUE(Network::parse("127.0.0.1")->contains("127.0.0.1"));
  EXPECT_FALSE(Network::parse("127.0.0.1")->contains("127.0.0.2"));
  EXPECT_TRUE(Network::parse("fd00::/8")->contains("fd12::1"));
  EXPECT_FALSE(Network::parse("fd00::/8")->contains("fe80::1"));
  EXPECT_TRUE(Network::parse("0.0.0.0/0")->contains("1.2.3.4"));
  EXPECT_FALSE(Network::parse("0.0.0.0/0")->contains("::1"));
}

TEST(Network, IsNothingElse) {
  for (const char* text :
       {"", "10", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/x", "::/129", "host/8", "10.0.0.0/-1"}) {
    EXPECT_FALSE(Network::parse(text)) << text;
  }
}

}  // namespace
}  // namespace mallshard::rule
