// The file of a LOAD DATA LOCAL on its way from the client to the targets: what
// the executor keeps of it. See executor_load.cpp.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "exec/executor.h"
#include "load/record_reader.h"
#include "plan/load_data.h"

namespace mallshard::exec {

struct Executor::FileLoad {
  // Records of one target that are sent as one LOAD DATA.
  static constexpr std::size_t kPart = 512 * 1024;
  // Of what is kept for all targets; then the client waits.
  static constexpr std::size_t kMost = 4 * 1024 * 1024;
  // A whole file: what a server has not taken yet.
  static constexpr std::size_t kMostUnsent = 1024 * 1024;

  FileLoad(std::shared_ptr<const plan::LoadData> how, std::size_t targets, std::size_t longest)
      : load(std::move(how)), reader(load->format, load->wanted, longest), waiting(targets) {}

  enum class Step : std::uint8_t {
    Opening,    // the servers look at the statement; the client has not been asked
    Receiving,  // the client sends its file
    Ending,     // it has ended
  };
  struct Part {
    ByteBuffer bytes;
    std::vector<std::uint32_t> rows;  // of the file, from 1: messages name them
    std::vector<std::size_t> ends;    // of each, in `bytes`
  };
  // By leg.
  struct Way {
    bool asked = false;               // whole: the server has asked for the file
    bool opened = false;              // records: the empty file that comes first is done
    std::uint16_t text_warnings = 0;  // of the statement's text: each part has them again
    std::string charset;              // @@character_set_database
    Part sent;                        // its bytes until the server asks for them
    std::size_t under_way = 0;        // how many they are, until it has answered
  };
  struct Told {
    std::uint32_t row = 0;
    Diagnostic diagnostic;
  };

  std::shared_ptr<const plan::LoadData> load;
  Step step = Step::Opening;
  std::vector<Way> ways;
  load::RecordReader reader;
  std::uint64_t row = 0;
  std::vector<Part> waiting;  // by target
  std::size_t held = 0;       // bytes waiting and under way
  std::optional<std::uint64_t> first_key;
  std::size_t last_target = 0;  // of the last record
  bool read_back = false;       // has been asked
  // A record was refused: those before it are still tried, since one server
  // stops at the first. Everything is taken back afterwards.
  std::optional<std::uint32_t> refused_row;

  // ---- of all parts ----
  std::uint64_t affected = 0;
  std::uint64_t records = 0;
  std::uint64_t deleted = 0;
  std::uint64_t skipped = 0;
  std::uint64_t warnings = 0;
  std::vector<Told> told;
};

}  // namespace mallshard::exec
