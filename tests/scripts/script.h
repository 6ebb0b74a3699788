// The text of a tests/scripts/*.test file: a SQL session as a reader would
// type it, run through the proxy and on one plain server side by side.
//
//   # a comment
//   SELECT COUNT(*) FROM t_order;      both answers must agree, whole
//
// A statement ends with ';' at the end of a line (`//` instead: without its
// ';'). Lines that begin with -- say something about the next statement:
//
//   --connection B         it and the following ones go over connection B
//   --unordered            the order of its rows does not count
//   --ignore WORD...       metadata, key_flags, origin (org_table, schema), name_case,
//                          insert_id, info, warnings: not compared
//   --always-ignore WORD.. the same for the rest of the script
//   --execute 1, 'a', NULL it is prepared, then executed with these parameters
//   --execute              ... without parameters
//   --golden               the proxy alone; its rows are the lines that follow,
//                          columns separated by ' | ', up to an empty line
//   --error N              the proxy alone; it must fail with this errno
//   --proxy, --plain       that side alone; it must not fail
//   --on ds1               past the proxy, on the data source itself; rows follow
//   --eventually           a golden answer may take five seconds to come true
//   --let NAME             both sides; each side's first cell becomes its $NAME
//   --let-insert-id NAME   the proxy alone; its last insert id becomes $NAME
//   --send, --reap         sent, not waited for; --reap, a line by itself,
//                          takes that connection's answer
//   --file                 the statement's LOAD DATA LOCAL is sent the lines that
//                          follow, up to --end
//   --bytes                likewise, but without ends of lines, and with \n, \t, \xE4 ...
//   --except FLAVOUR...    skipped over these data sources
//
// Commands, each a line by itself, done on both sides:
//   --reset  --change-user USER PASSWORD DATABASE  --use DATABASE  --ping
//   --disconnect  --drop  --found-rows (a new connection that counts matched rows)
//   --multi (a new connection that may send several statements at once)
//   --compress (a new connection with zlib)  --no-local-file (one that sends no files)
//   --only FLAVOUR... (the whole script)   --wait MILLISECONDS
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tests/support/answer.h"
#include "tests/support/client.h"

namespace mallshard::test {

struct Step {
  enum class Kind { Compare, Golden, Error, ProxyOnly, PlainOnly, On, Command };

  int line = 0;
  Kind kind = Kind::Compare;
  std::string connection;
  std::string sql;
  std::vector<std::string> command;  // Kind::Command: its words

  bool execute = false;
  std::vector<Parameter> parameters;
  bool unordered = false;
  bool send = false;
  bool eventually = false;
  std::vector<std::string> ignore;
  std::vector<std::string> except;
  std::string let, let_insert_id;
  std::optional<std::string> file;  // what LOAD DATA LOCAL is sent
  unsigned error_code = 0;
  std::string source;               // Kind::On
  std::vector<std::string> golden;  // lines
};

struct Script {
  std::vector<std::string> only;  // flavours; empty: all
  std::vector<Step> steps;
};

// `problem` says where and what when the text is no script (the steps are then empty).
Script parse_script(const std::string& text, std::string& problem);

// A row as the golden lines write it.
std::string golden_line(const Row& row);

// 1, -2, 1.5, 'text', NULL.
std::vector<Parameter> parse_parameters(const std::string& text, std::string& problem);

}  // namespace mallshard::test
