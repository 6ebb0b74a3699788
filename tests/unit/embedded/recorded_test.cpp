// Statements with the answers that MySQL 9.7 gave (MariaDB 10.11 gave the same
// rows): recorded.txt. A block is a statement, then what it came to:
//   > SELECT ...
//   : name TYPE(length,decimals) flags|name ...
//   = field|field
//   ok affected insert_id info
//   error code
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "client.h"

namespace mallshard::embedded {
namespace {

// What is compared of a column: the type's number, length, decimals, and the
// flags that a server sends.
std::string shown(const TestColumn& column) {
  return column.name + " " + std::to_string(static_cast<int>(column.type)) + "(" +
         std::to_string(column.length) + "," + std::to_string(column.decimals) + ") " +
         std::to_string(column.flags);
}

std::string escaped(const std::string& text) {
  std::string out;
  for (const char c : text)
    out += c == '\n' ? "\\n" : c == '|' ? "\\p" : c == '\0' ? "\\0" : std::string(1, c);
  return out;
}

std::vector<std::string> answer_lines(TestClient& client, const std::string& sql) {
  const TestReply reply = client.query(sql);
  if (reply.error) return {"error " + std::to_string(reply.error->code)};
  if (reply.columns.empty()) {
    return {"ok " + std::to_string(reply.affected) + " " + std::to_string(reply.insert_id) + " " +
            reply.info};
  }
  std::vector<std::string> lines(1, ": ");
  for (const TestColumn& column : reply.columns) {
    lines[0] += (&column == &reply.columns[0] ? "" : "|") + escaped(shown(column));
  }
  for (const auto& row : reply.rows) {
    std::string line = "= ";
    for (std::size_t i = 0; i < row.size(); ++i)
      line += (i > 0 ? "|" : "") + (row[i] ? escaped(*row[i]) : "NULL");
    lines.push_back(line);
  }
  if (sql.find("order by") == std::string::npos) std::sort(lines.begin() + 1, lines.end());
  return lines;
}

TEST(EmbeddedAnswers, AreThoseThatMySqlGave) {
  std::ifstream file(std::string(MALLSHARD_SOURCE_DIR) + "/tests/unit/embedded/recorded.txt");
  ASSERT_TRUE(file.is_open());
  TestServer server;
  TestClient client(server.primary());
  std::string line;
  std::string sql;
  std::vector<std::string> expected;
  std::size_t compared = 0;
  const auto check = [&] {
    if (sql.empty()) return;
    EXPECT_EQ(answer_lines(client, sql), expected) << sql;
    ++compared;
    expected.clear();
  };
  while (std::getline(file, line)) {
    if (line.starts_with("#") || line.empty()) continue;
    if (line.starts_with("> ")) {
      check();
      sql = line.substr(2);
    } else {
      expected.push_back(line);
    }
  }
  check();
  EXPECT_GT(compared, 300u);
}

}  // namespace
}  // namespace mallshard::embedded
