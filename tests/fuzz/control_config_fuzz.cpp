// Any bytes as a configuration file: no crash, bounded memory, and either a
// snapshot or at least one mistake.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "control/config/load.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace mallshard;
  static const SystemClock kClock;
  const std::string text(reinterpret_cast<const char*>(data), size);
  const control::ConfigFile server{"server.yaml", "authentication: {users: {root: {password: root}}}\n"};
  for (const std::vector<control::ConfigFile>& files :
       {std::vector<control::ConfigFile>{{"config-x.yaml", text}, server},
        std::vector<control::ConfigFile>{{"server.yaml", text}}}) {
    const control::LoadedConfig loaded = control::load_files(files, kClock);
    if ((loaded.snapshot == nullptr) != !loaded.mistakes.empty()) std::abort();
    for (const control::ConfigLine& line : loaded.mistakes) {
      if (line.text().empty()) std::abort();
    }
  }
  return 0;
}
