// Accounts, privileges and secrets as nodes and facts.
#include "parse_helpers.h"

namespace mallshard::sqlparse {
namespace {

using namespace test;

// What a log must not show, as spelled.
std::vector<std::string> secrets(std::string_view sql, const LexOptions& options = mysql(90700)) {
  const Parsed parsed(sql, options);
  EXPECT_TRUE(parsed.ok()) << sql << "\n" << parsed.error().message;
  std::vector<std::string> found;
  for (const std::uint32_t token : parsed.facts().secret_tokens) {
    found.emplace_back(parsed.tokens().spelling(token));
  }
  return found;
}

TEST(Account, HasAUserAndAHost) {
  const Parsed parsed("DROP USER 'a'@'h', b, CURRENT_USER()");
  const auto* drop = parsed.as<AccountStatement>();
  ASSERT_EQ(drop->users.size(), 3U);
  EXPECT_EQ(drop->users[0]->account->user.text, "a");
  EXPECT_EQ(drop->users[0]->account->host.text, "h");
  EXPECT_FALSE(drop->users[1]->account->host.present());
  EXPECT_EQ(drop->users[2]->account->form, AccountForm::CurrentUser);
}

TEST(Account, TellsEveryFactorOfAUser) {
  const Parsed parsed("CREATE USER u IDENTIFIED BY 'x' AND IDENTIFIED WITH p AS 'y'", mysql(90700));
  const auto* create = parsed.as<AccountStatement>();
  ASSERT_EQ(create->users[0]->authentications.size(), 2U);
  EXPECT_EQ(create->users[0]->authentications[1]->plugin.text, "p");
}

TEST(Account, TellsWhatIsSecret) {
  using Strings = std::vector<std::string>;
  EXPECT_EQ(secrets("CREATE USER u IDENTIFIED BY 'x'"), Strings{"'x'"});
  EXPECT_EQ(secrets("ALTER USER u IDENTIFIED BY 'x' REPLACE 'y'"), (Strings{"'x'", "'y'"}));
  EXPECT_EQ(secrets("SET PASSWORD = 'x'"), Strings{"'x'"});
  EXPECT_EQ(secrets("SET autocommit = 1, PASSWORD FOR u = PASSWORD('x')", mariadb()), Strings{"'x'"});
  EXPECT_EQ(secrets("CREATE USER u IDENTIFIED VIA p USING 'x' OR q AS 'y'", mariadb()),
            (Strings{"'x'", "'y'"}));
  EXPECT_EQ(secrets("GRANT SELECT ON t TO u IDENTIFIED BY 'x'", mariadb()), Strings{"'x'"});
  EXPECT_EQ(secrets("CHANGE MASTER TO MASTER_USER = 'u', MASTER_PASSWORD = 'x'", mariadb()), Strings{"'x'"});
  EXPECT_EQ(secrets("START REPLICA USER = 'u' PASSWORD = 'x'"), Strings{"'x'"});
  EXPECT_EQ(secrets("CLONE INSTANCE FROM u@h:3306 IDENTIFIED BY 'x'"), Strings{"'x'"});
  EXPECT_TRUE(secrets("CREATE USER u COMMENT 'x'").empty());
}

TEST(Account, TellsPrivilegesTheirColumnsAndTheTable) {
  const Parsed parsed("GRANT SELECT (a, b), CREATE TEMPORARY TABLES ON d.t TO u", mysql(90700));
  const auto* grant = parsed.as<GrantStatement>();
  ASSERT_EQ(grant->privileges.size(), 2U);
  EXPECT_EQ(grant->privileges[0]->columns.size(), 2U);
  EXPECT_EQ(parsed.text(grant->privileges[1]), "CREATE TEMPORARY TABLES");
  EXPECT_EQ(grant->table->database.text, "d");
  const StatementFacts facts = parsed.facts();
  ASSERT_EQ(facts.tables.size(), 1U);
  EXPECT_EQ(facts.tables[0].role, TableRole::Described);
}

TEST(Account, KnowsLevelsAndRoutinesFromTables) {
  EXPECT_EQ(Parsed("GRANT SELECT ON *.* TO u").as<GrantStatement>()->table, nullptr);
  EXPECT_EQ(Parsed("GRANT SELECT ON d.* TO u").as<GrantStatement>()->table, nullptr);
  EXPECT_TRUE(Parsed("GRANT EXECUTE ON PROCEDURE d.p TO u").facts().tables.empty());
  EXPECT_EQ(Parsed("GRANT r, s TO u").as<GrantStatement>()->form, GrantForm::Roles);
  EXPECT_EQ(Parsed("REVOKE ALL, GRANT OPTION FROM u").as<GrantStatement>()->form,
            GrantForm::AllAndGrantOption);
}

TEST(Account, FollowsTheVersion) {
  EXPECT_TRUE(accepts("GRANT SELECT ON t TO u IDENTIFIED BY 'x'", mysql(50700)));
  EXPECT_FALSE(accepts("GRANT SELECT ON t TO u IDENTIFIED BY 'x'", mysql(80000)));
  EXPECT_TRUE(accepts("CHANGE MASTER TO MASTER_HOST = 'h'", mysql(80300)));
  EXPECT_FALSE(accepts("CHANGE MASTER TO MASTER_HOST = 'h'", mysql(80400)));
  EXPECT_TRUE(accepts("SHOW MASTER STATUS", mysql(80300)));
  EXPECT_FALSE(accepts("SHOW MASTER STATUS", mysql(80400)));
  EXPECT_TRUE(accepts("SHOW REPLICA STATUS", mysql(80022)));
  EXPECT_FALSE(accepts("SHOW REPLICA STATUS", mysql(80021)));
}

}  // namespace
}  // namespace mallshard::sqlparse
