#include "wire/compressed_frame.h"

#include <zlib.h>
#include <zstd.h>

#include <algorithm>

namespace mallshard::wire {

namespace {

constexpr std::size_t kHeaderSize = 7;
constexpr std::size_t kReadSize = 16 * 1024;
// As the servers do: what is shorter costs more than it saves.
constexpr std::size_t kWorthIt = 50;
// Of one frame that is sent: the loop goes on to others in between.
constexpr std::size_t kPiece = 256 * 1024;
constexpr int kZlibLevel = 3;
constexpr int kZstdLevel = 1;
// An inflated byte takes at least this much: a frame that says otherwise lies,
// and no memory is taken for it.
constexpr std::size_t kZlibRatio = 1032;

std::size_t u24(const std::uint8_t* at) {
  return at[0] | std::size_t{at[1]} << 8 | std::size_t{at[2]} << 16;
}

void put_u24(std::uint8_t* at, std::size_t value) {
  at[0] = static_cast<std::uint8_t>(value);
  at[1] = static_cast<std::uint8_t>(value >> 8);
  at[2] = static_cast<std::uint8_t>(value >> 16);
}

Error cannot_uncompress() {
  return {1157, "08S01", "Couldn't uncompress communication packet"};
}

// True when `packed` held exactly plain.size() bytes.
bool uncompress_into(Compression algorithm, ByteView packed, ByteBuffer& plain) {
  if (algorithm == Compression::Zstd) {
    return ZSTD_decompress(plain.data(), plain.size(), packed.data(), packed.size()) == plain.size();
  }
  uLongf size = plain.size();
  uLong used = packed.size();
  return ::uncompress2(plain.data(), &size, packed.data(), &used) == Z_OK && size == plain.size() &&
         used == packed.size();
}

// Appends; 0 when it did not become shorter.
std::size_t append_packed(Compression algorithm, ByteView plain, ByteBuffer& out) {
  const std::size_t before = out.size();
  std::size_t size = 0;
  if (algorithm == Compression::Zstd) {
    out.resize(before + ZSTD_compressBound(plain.size()));
    const std::size_t packed =
        ZSTD_compress(out.data() + before, out.size() - before, plain.data(), plain.size(), kZstdLevel);
    if (ZSTD_isError(packed) == 0) size = packed;
  } else {
    uLongf packed = ::compressBound(plain.size());
    out.resize(before + packed);
    if (::compress2(out.data() + before, &packed, plain.data(), plain.size(), kZlibLevel) == Z_OK)
      size = packed;
  }
  if (size >= plain.size()) size = 0;
  out.resize(before + size);
  return size;
}

}  // namespace

CompressedReader::CompressedReader(Compression algorithm) : buffer_(kReadSize), algorithm_(algorithm) {}

MutableBytes CompressedReader::space() {
  buffer_.consume(consume_);
  consume_ = 0;
  // A length is only a claim: memory grows with what has really arrived.
  const std::size_t most = std::max(buffer_.size(), kReadSize);
  return buffer_.space(std::clamp<std::size_t>(wanted_, 1, most));
}

std::optional<std::uint8_t> CompressedReader::peek() {
  buffer_.consume(consume_);
  consume_ = 0;
  wanted_ = 0;
  if (buffer_.size() < kHeaderSize) return std::nullopt;
  const std::size_t size = kHeaderSize + u24(buffer_.data());
  if (buffer_.size() >= size) return buffer_.data()[3];
  wanted_ = size - buffer_.size();
  return std::nullopt;
}

Result<std::optional<CompressedFrame>> CompressedReader::next() {
  const std::optional<std::uint8_t> sequence = peek();
  if (!sequence) {
    plain_ = {};
    buffer_.release_if_empty();
    return std::optional<CompressedFrame>();
  }
  const std::size_t packed_size = u24(buffer_.data());
  const std::size_t plain_size = u24(buffer_.data() + 4);
  const ByteView packed{buffer_.data() + kHeaderSize, packed_size};
  consume_ = kHeaderSize + packed_size;
  if (plain_size == 0) return std::optional(CompressedFrame{packed, *sequence});
  if (algorithm_ == Compression::Zlib && plain_size > packed_size * kZlibRatio) return cannot_uncompress();
  plain_.resize(plain_size);
  if (!uncompress_into(algorithm_, packed, plain_)) return cannot_uncompress();
  return std::optional(CompressedFrame{plain_, *sequence});
}

void encode_compressed(Compression algorithm, ByteView plain, std::uint8_t& sequence, ByteBuffer& out) {
  while (!plain.empty()) {
    const ByteView piece = plain.first(std::min(plain.size(), kPiece));
    plain = plain.subspan(piece.size());
    const std::size_t header = out.size();
    out.resize(header + kHeaderSize);
    std::size_t packed = piece.size() < kWorthIt ? 0 : append_packed(algorithm, piece, out);
    put_u24(out.data() + header + 4, packed == 0 ? 0 : piece.size());
    if (packed == 0) {
      out.insert(out.end(), piece.begin(), piece.end());
      packed = piece.size();
    }
    put_u24(out.data() + header, packed);
    out[header + 3] = sequence++;
  }
}

}  // namespace mallshard::wire
