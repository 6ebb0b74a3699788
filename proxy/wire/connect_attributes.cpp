#include "wire/connect_attributes.h"

namespace mallshard::wire {

namespace {
constexpr std::size_t kMaxAttributes = 128;
}

std::vector<ConnectAttribute> read_connect_attributes(PacketReader& in) {
  std::vector<ConnectAttribute> attributes;
  if (in.at_end()) return attributes;
  PacketReader list(in.lenenc_bytes());
  if (!in.ok()) return attributes;
  while (!list.at_end() && attributes.size() < kMaxAttributes) {
    ConnectAttribute attribute;
    attribute.name = list.lenenc_text();
    attribute.value = list.lenenc_text();
    if (!list.ok()) return {};
    attributes.push_back(attribute);
  }
  return attributes;
}

void write_connect_attributes(const std::vector<ConnectAttribute>& attributes, ByteBuffer& out) {
  std::size_t total = 0;
  for (const ConnectAttribute& attribute : attributes) {
    total += lenenc_size(attribute.name.size()) + attribute.name.size();
    total += lenenc_size(attribute.value.size()) + attribute.value.size();
  }
  PacketWriter writer(out);
  writer.lenenc(total);
  for (const ConnectAttribute& attribute : attributes) {
    writer.lenenc_text(attribute.name).lenenc_text(attribute.value);
  }
}

}  // namespace mallshard::wire
