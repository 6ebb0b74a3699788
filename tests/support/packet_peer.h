// A client of the protocol that a test drives packet by packet.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "tests/support/packet_answer.h"

namespace mallshard::test {

class PacketPeer {
 public:
  struct Login {
    std::string user = "root", password = "root", database, plugin;
    std::uint32_t capabilities = caps::kUsual;
    unsigned collation = 45;
    bool proof = true;  // false: an empty one
  };

  // Connected, the greeting read. Throws when nobody listens.
  explicit PacketPeer(int port);
  ~PacketPeer();
  PacketPeer(const PacketPeer&) = delete;
  PacketPeer& operator=(const PacketPeer&) = delete;

  // The last packet of the dialogue: ok, err or closed.
  ShownPacket log_in(const Login& login);
  ShownPacket change_user(const Login& login);

  // Throttled: byte by byte, each in a segment of its own.
  void set_bytewise(bool on) { bytewise_ = on; }
  void send_bytes(const std::string& bytes);
  void finish_sending();                                                         // FIN
  void reset();                                                                  // RST
  static std::string packet(std::uint8_t sequence, const std::string& payload);  // cut where it is too long

  // The whole answer to a command; ends with `closed` or `silence` when it
  // breaks off.
  std::vector<ShownPacket> answer(const std::string& command, int milliseconds = 20000);
  [[nodiscard]] std::uint8_t next_sequence() const { return next_sequence_; }
  [[nodiscard]] std::uint32_t capabilities() const { return capabilities_; }
  [[nodiscard]] std::uint32_t thread_id() const { return thread_id_; }
  // Reads bytes, whatever they are: up to so many; how many came.
  std::size_t read_some(std::size_t count, int milliseconds);
  // One message; its kind is empty, or closed, or silence.
  std::string read(std::string& payload, int milliseconds = 20000);

 private:
  std::string read_exactly(std::string& into, std::size_t count, int milliseconds);
  [[nodiscard]] std::string proof(const Login& login, const std::string& plugin) const;
  ShownPacket finish_login(const Login& login, std::string plugin);

  int socket_;
  bool bytewise_ = false;
  std::uint8_t next_sequence_ = 0;
  std::uint32_t capabilities_ = 0, offered_ = 0, thread_id_ = 0;
  std::string scramble_, greeted_plugin_;
};

}  // namespace mallshard::test
