#include "wire/frame_writer.h"

#include <algorithm>
#include <cstring>

namespace mallshard::wire {

ByteBuffer& FrameWriter::begin() {
  header_at_ = out_.size();
  out_.insert(out_.end(), kFrameHeaderSize, std::uint8_t{0});
  return out_;
}

void FrameWriter::finish() {
  std::size_t size = out_.size() - header_at_ - kFrameHeaderSize;
  if (size < kMaxFramePayload) {
    put_frame_header(out_.data() + header_at_, size, sequence_++);
    return;
  }
  // Make room for the further headers, moving the pieces from the last one on.
  std::size_t extra = size / kMaxFramePayload;
  out_.resize(out_.size() + extra * kFrameHeaderSize);
  std::uint8_t* first = out_.data() + header_at_;
  for (std::size_t piece = extra; piece > 0; --piece) {
    std::size_t piece_size = std::min(kMaxFramePayload, size - piece * kMaxFramePayload);
    std::uint8_t* from = first + kFrameHeaderSize + piece * kMaxFramePayload;
    std::uint8_t* to = first + piece * (kMaxFramePayload + kFrameHeaderSize) + kFrameHeaderSize;
    std::memmove(to, from, piece_size);
    put_frame_header(to - kFrameHeaderSize, piece_size, static_cast<std::uint8_t>(sequence_ + piece));
  }
  put_frame_header(first, kMaxFramePayload, sequence_);
  sequence_ = static_cast<std::uint8_t>(sequence_ + extra + 1);
}

void FrameWriter::write(ByteView payload) {
  while (true) {
    std::size_t size = std::min(payload.size(), kMaxFramePayload);
    std::uint8_t header[kFrameHeaderSize];
    put_frame_header(header, size, sequence_++);
    out_.insert(out_.end(), header, header + kFrameHeaderSize);
    out_.insert(out_.end(), payload.begin(), payload.begin() + static_cast<std::ptrdiff_t>(size));
    if (size < kMaxFramePayload) return;
    payload = payload.subspan(size);
  }
}

}  // namespace mallshard::wire
