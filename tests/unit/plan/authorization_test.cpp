// What a user with authorizedSchemas may name, and what information_schema shows to such a user.
#include <gtest/gtest.h>

#include "plan/metadata_from_ddl.h"
#include "plan/planner.h"
#include "seed_world.h"
#include "sqlparse/parser.h"

namespace mallshard::plan::test {
namespace {

// "1044", or the first statement that is sent.
std::string answer(const std::string& sql, const std::vector<std::string>* authorized) {
  static const rule::MetadataView metadata =
      rule::MetadataView{}.with(*metadata_from_ddl(world().ddl, "sharding_db", {}));
  sqlparse::TokenBuffer tokens;
  sqlparse::lex(sql, {}, tokens);
  sqlparse::Arena arena;
  const sqlparse::ParseOutput parsed = sqlparse::parse(tokens, arena);
  if (!parsed.ok()) return parsed.error.message;
  Context context;
  context.snapshot = world().snapshot.get();
  context.schema = world().schema;
  context.metadata = &metadata;
  context.tables_loaded = true;
  context.server_version = 90700;
  context.authorized_schemas = authorized;
  Outcome outcome = make_plan(*parsed.statement, tokens, sql, context);
  if (const auto* error = std::get_if<Error>(&outcome)) return std::to_string(error->code);
  const SessionValues session;
  Execution execution{sql, &tokens, {}, &session};
  Dispatch dispatch;
  if (Result<void> done = std::get<0>(outcome)->instantiate(execution, dispatch); !done) {
    return std::to_string(done.error().code);
  }
  return dispatch.targets.at(0).sql;
}

const std::vector<std::string> kOne{"sharding_db"};

// The data source's user could read the accounts of the server.
TEST(Authorization, SystemSchemasAreNotForUsersOfSomeSchemas) {
  for (const char* sql :
       {"SELECT * FROM mysql.user", "SELECT 1 FROM t_order o JOIN mysql.user u", "SHOW TABLES FROM mysql",
        "SELECT (SELECT COUNT(*) FROM performance_schema.threads)", "SELECT * FROM sys.processlist",
        "INSERT INTO t_order (order_id, user_id) SELECT 1, 1 FROM mysql.user"}) {
    EXPECT_EQ(answer(sql, &kOne), "1044") << sql;
    EXPECT_NE(answer(sql, nullptr), "1044") << sql;
  }
  EXPECT_NE(answer("SELECT * FROM information_schema.tables", &kOne), "1044");
}

// They would run in a database that the user's name for it does not tell.
TEST(Authorization, ProgramsOfOtherSchemasAreRefused) {
  for (const char* sql : {"SELECT other_db.f(1)", "SELECT order_id + ds1.f(1) FROM t_order WHERE user_id = 1",
                          "CALL other_db.p()", "CALL ds0.p()", "SHOW CREATE PROCEDURE other_db.p"}) {
    EXPECT_EQ(answer(sql, &kOne), "1044") << sql;
    EXPECT_NE(answer(sql, nullptr), "1044") << sql;
  }
  EXPECT_EQ(answer("SELECT sharding_db.f(1)", &kOne), "SELECT `ds0`.f(1) AS `sharding_db.f(1)`");
}

TEST(Authorization, InformationSchemaShowsTheUsersSchemasAlone) {
  for (const char* table : {"tables", "schemata", "routines", "table_constraints", "check_constraints"}) {
    const std::string sql = std::string("SELECT * FROM information_schema.") + table;
    const std::string restricted = answer(sql, &kOne);
    EXPECT_NE(restricted.find("'sharding_db'"), std::string::npos) << restricted;
    EXPECT_EQ(restricted.find("other_db"), std::string::npos) << restricted;
    EXPECT_EQ(restricted.find("'mysql'"), std::string::npos) << restricted;
    const std::string all = answer(sql, nullptr);
    EXPECT_NE(all.find("other_db"), std::string::npos) << all;
    EXPECT_NE(all.find("'mysql'"), std::string::npos) << all;
  }
}

}  // namespace
}  // namespace mallshard::plan::test
