// The text of a tests/scripts/protocol/*.packets file: what clients send, byte
// for byte, and the shape of what they are answered. It runs against the proxy
// and against a plain server of the same flavour; the answers must be of that
// shape, and be the same packets.
//
//   # a comment
//   sql CREATE TABLE t (a int)       run on both sides first, must not fail
//   connect B caps=+deprecate_eof db=app_db user=root password=root collation=45
//                                    (each may be left out; the name too: A);
//                                    auth=none sends no proof, plugin=NAME says one
//   > query SELECT 1                 what connection A sends (B> ...: connection B)
//   < columns:1 column end row end   the packets of the answer, in order
//
// Sends without a `<` between them go out in one write, and are answered in
// their order: pipelining. Everything is sent once as a whole and, in a second
// run of the script, byte by byte (not with the line `whole-only`).
//
// What is sent:
//   query TEXT  prepare TEXT  init-db TEXT    the rest of the line
//   ping  quit  reset  statistics  debug      commands without more
//   change-user user= password= db= plugin=   with its dialogue, by itself
//   command TOKENS                            a payload, numbered 0
//   packet N TOKENS                           a payload with that sequence number
//   file TOKENS                               a packet of LOAD DATA LOCAL, numbered on
//   raw TOKENS                                bytes as they are, no header
//   fin, rst                                  the sending side, or the connection, ends
//   now                                       what waits is sent, not answered yet
// In texts $thread(A) is connection A's id. The line `wait 200` waits so many milliseconds.
// Tokens: 0a1b (bytes), 'text' (with \n \0 \\ \xNN), u16:5 u24: u32: u64:, fill:300
// (so many x), $1 (the id of the connection's first prepared statement).
//
// Shapes: ok end (EOF, or OK that ends rows) err:1064 columns:2 column row text
// prepared:PARAMETERS,COLUMNS file switch closed silence; `row*3` for several;
// `ok:more,trans` names bits of the status: more trans autocommit cursor last
// out_params tracked; `row:1|NULL` gives the cells of a text row. `*`: anything.
// `<mariadb`, `<mysql`: for that flavour only. `<proxy`: the proxy's answer, which
// is not compared, and `<plain` the server's; a comment says why they differ;
// `<mysql-proxy`: likewise, over MySQL.
// ~WORD behind the shapes leaves something out of the comparison: message,
// status, tracked, info, warnings, id, rows, columns, length (of columns), number.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace mallshard::test {

struct PacketStep {
  enum class Kind { Sql, Connect, Send, Expect, Wait };

  int line = 0;
  Kind kind = Kind::Send;
  std::string connection = "A";
  std::string word;                          // Send: its first word; Expect: who it is of
  std::string text;                          // Sql, Send: the rest of the line
  std::map<std::string, std::string> named;  // Connect and change-user: name=value
  std::vector<std::string> shapes;           // Expect
  std::vector<std::string> masks;
};

struct PacketScript {
  bool whole_only = false;
  std::vector<PacketStep> steps;
};

// `problem` says where and what when the text is no script.
PacketScript parse_packet_script(const std::string& text, std::string& problem);

// The bytes of tokens; `ids` are those of $1, $2 ... Throws on what is no token.
std::string bytes_of_tokens(const std::string& text, const std::vector<unsigned>& ids);

}  // namespace mallshard::test
