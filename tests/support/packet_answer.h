// The packets of a server's answers as plain words, so that those of two
// servers can be compared. Written from the protocol's description, with
// nothing of the proxy's own decoders.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace mallshard::test {

namespace caps {
inline constexpr std::uint32_t kLongPassword = 1, kFoundRows = 2, kLongFlag = 4, kConnectWithDb = 8,
                               kLocalFiles = 0x80, kIgnoreSpace = 0x100, kProtocol41 = 0x200,
                               kTransactions = 0x2000, kSecureConnection = 0x8000, kMultiStatements = 0x10000,
                               kMultiResults = 0x20000, kPsMultiResults = 0x40000, kPluginAuth = 0x80000,
                               kConnectAttrs = 0x100000, kLenencAuth = 0x200000, kSessionTrack = 0x800000,
                               kDeprecateEof = 0x1000000;
inline constexpr std::uint32_t kUsual = kLongPassword | kLongFlag | kProtocol41 | kTransactions |
                                        kSecureConnection | kMultiResults | kPsMultiResults | kPluginAuth |
                                        kLenencAuth;
// 0 for an unknown name.
std::uint32_t of_name(const std::string& name);
}  // namespace caps

struct ShownPacket {
  std::string kind;  // ok end err columns column row text prepared file switch more closed silence
  unsigned status = 0;
  unsigned number = 0;                                      // err's code; columns' count; prepared's id
  std::vector<std::pair<std::string, std::string>> fields;  // what is compared, named

  [[nodiscard]] std::string field(const std::string& name) const;
  [[nodiscard]] std::string text() const;  // one line
};

// Which packets belong to an answer is known from the command alone.
enum class AnswerKind { Rows, Prepare, Fetch, FieldList, Text, Single, Nothing };
AnswerKind answer_kind(const std::string& payload);

// Knows what the next packet of an answer is.
class AnswerReader {
 public:
  AnswerReader(AnswerKind kind, bool binary, std::uint32_t capabilities)
      : kind_(kind), binary_(binary), capabilities_(capabilities) {
    if (kind == AnswerKind::Fetch) stage_ = Stage::Rows;
    if (kind == AnswerKind::FieldList) stage_ = Stage::Columns;
  }
  // The next packet; over() tells whether it was the answer's last.
  ShownPacket take(std::uint8_t sequence, const std::string& payload);
  [[nodiscard]] bool over() const { return stage_ == Stage::Over; }

 private:
  enum class Stage { Head, Columns, ColumnsEnd, Rows, Parameters, ParametersEnd, Over };

  void enter_columns(std::size_t count);
  void after_result(unsigned status);
  ShownPacket take_head(const std::string& payload);
  [[nodiscard]] bool deprecate_eof() const { return (capabilities_ & caps::kDeprecateEof) != 0; }

  AnswerKind kind_;
  bool binary_;
  std::uint32_t capabilities_;
  Stage stage_ = Stage::Head;
  std::size_t columns_ = 0, parameters_ = 0;
  unsigned carried_ = 0;
};

// Bytes as a reader can tell them: printable ones as they are, else \xNN.
std::string printable(const std::string& bytes);

inline constexpr unsigned kStatusMoreResults = 8, kStatusCursor = 0x40, kStatusTracked = 0x4000;

}  // namespace mallshard::test
