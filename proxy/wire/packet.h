// Bounded readers and writers for the elements of MySQL's protocol: fixed
// little-endian integers, length-encoded ("lenenc") integers and strings,
// NUL-terminated strings.
#pragma once

#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>

#include "base/bytes.h"

namespace mallshard::wire {

// Reads forward and never past the end. The first read that would do so
// latches a failure: it and every later read answer 0 or empty. Decoders
// therefore read all fields and ask ok() once:
//
//   PacketReader in(payload);
//   ok.affected_rows = in.lenenc();
//   ok.status = in.u16();
//   if (!in.ok()) return Error::malformed_packet();
//
// Views that it returns point into the payload.
class PacketReader {
 public:
  explicit PacketReader(ByteView bytes) : at_(bytes.data()), end_(bytes.data() + bytes.size()) {}

  [[nodiscard]] bool ok() const { return ok_; }
  [[nodiscard]] bool at_end() const { return at_ == end_; }
  [[nodiscard]] std::size_t remaining() const { return static_cast<std::size_t>(end_ - at_); }
  // The bytes not read yet; does not move.
  [[nodiscard]] ByteView peek_rest() const { return {at_, remaining()}; }
  // The next byte, or 0 at the end; does not move.
  [[nodiscard]] std::uint8_t peek() const { return at_ == end_ ? std::uint8_t{0} : *at_; }

  std::uint8_t u8() { return static_cast<std::uint8_t>(integer(1)); }
  std::uint16_t u16() { return static_cast<std::uint16_t>(integer(2)); }
  std::uint32_t u24() { return static_cast<std::uint32_t>(integer(3)); }
  std::uint32_t u32() { return static_cast<std::uint32_t>(integer(4)); }
  std::uint64_t u64() { return integer(8); }

  // 0xFB (NULL) and 0xFF are no integers: failure.
  std::uint64_t lenenc() {
    std::uint8_t first = u8();
    if (first < 0xFB) return first;
    switch (first) {
      case 0xFC:
        return integer(2);
      case 0xFD:
        return integer(3);
      case 0xFE:
        return integer(8);
      default:
        return fail();
    }
  }

  ByteView bytes(std::uint64_t count) {
    if (count > remaining()) {
      fail();
      return {};
    }
    ByteView view{at_, static_cast<std::size_t>(count)};
    at_ += count;
    return view;
  }
  std::string_view text(std::uint64_t count) { return as_text(bytes(count)); }
  ByteView lenenc_bytes() { return bytes(lenenc()); }
  std::string_view lenenc_text() { return as_text(lenenc_bytes()); }
  // nullopt for NULL (0xFB); empty text and !ok() on failure.
  std::optional<std::string_view> lenenc_text_or_null() {
    if (at_ != end_ && *at_ == 0xFB) {
      ++at_;
      return std::nullopt;
    }
    return lenenc_text();
  }

  // Without its NUL, which must be there.
  std::string_view nul_text() {
    const void* nul = at_ == end_ ? nullptr : std::memchr(at_, 0, remaining());
    if (nul == nullptr) {
      fail();
      return {};
    }
    std::string_view view = text(static_cast<std::size_t>(static_cast<const std::uint8_t*>(nul) - at_));
    ++at_;
    return view;
  }
  // As nul_text(), but the end of the payload ends the text too: the last
  // field of a handshake comes without its NUL from several clients.
  std::string_view nul_text_or_rest() {
    const void* nul = at_ == end_ ? nullptr : std::memchr(at_, 0, remaining());
    if (nul == nullptr) return text(remaining());
    return nul_text();
  }
  ByteView rest() { return bytes(remaining()); }
  void skip(std::uint64_t count) { (void)bytes(count); }

 private:
  std::uint64_t fail() {
    ok_ = false;
    at_ = end_;
    return 0;
  }
  std::uint64_t integer(std::size_t width) {
    if (width > remaining()) return fail();
    std::uint64_t value = 0;
    for (std::size_t i = width; i-- > 0;) value = value << 8 | at_[i];
    at_ += width;
    return value;
  }

  const std::uint8_t* at_;
  const std::uint8_t* end_;
  bool ok_ = true;
};

// Appends to a buffer that the caller owns.
class PacketWriter {
 public:
  explicit PacketWriter(ByteBuffer& out) : out_(out) {}

  PacketWriter& u8(std::uint8_t v) {
    out_.push_back(v);
    return *this;
  }
  PacketWriter& u16(std::uint16_t v) { return integer(v, 2); }
  PacketWriter& u24(std::uint32_t v) { return integer(v, 3); }
  PacketWriter& u32(std::uint32_t v) { return integer(v, 4); }
  PacketWriter& u64(std::uint64_t v) { return integer(v, 8); }
  PacketWriter& lenenc(std::uint64_t v) {
    if (v < 0xFB) return u8(static_cast<std::uint8_t>(v));
    if (v <= 0xFFFF) return u8(0xFC).integer(v, 2);
    if (v <= 0xFFFFFF) return u8(0xFD).integer(v, 3);
    return u8(0xFE).integer(v, 8);
  }
  PacketWriter& null() { return u8(0xFB); }
  PacketWriter& bytes(ByteView v) {
    out_.insert(out_.end(), v.begin(), v.end());
    return *this;
  }
  PacketWriter& text(std::string_view v) { return bytes(as_bytes(v)); }
  PacketWriter& lenenc_bytes(ByteView v) { return lenenc(v.size()).bytes(v); }
  PacketWriter& lenenc_text(std::string_view v) { return lenenc_bytes(as_bytes(v)); }
  PacketWriter& nul_text(std::string_view v) { return text(v).u8(0); }
  PacketWriter& zeros(std::size_t count) {
    out_.insert(out_.end(), count, std::uint8_t{0});
    return *this;
  }

 private:
  PacketWriter& integer(std::uint64_t v, std::size_t width) {
    std::uint8_t raw[8];
    for (std::size_t i = 0; i < width; ++i) raw[i] = static_cast<std::uint8_t>(v >> (8 * i));
    return bytes({raw, width});
  }

  ByteBuffer& out_;
};

// The bytes that lenenc(v) takes: 1, 3, 4 or 9.
constexpr std::size_t lenenc_size(std::uint64_t v) {
  return v < 0xFB ? 1 : v <= 0xFFFF ? 3 : v <= 0xFFFFFF ? 4 : 9;
}

}  // namespace mallshard::wire
