#include "parse_helpers.h"
#include "sqlparse/select_names.h"
#include "sqlparse/value_rows.h"

namespace mallshard::sqlparse {
namespace {

using namespace test;

TEST(Statement, IsClassifiedByItsKind) {
  struct Row {
    const char* sql;
    StatementKind kind;
  };
  const Row rows[] = {
      {"SELECT 1", StatementKind::Select},
      {"(SELECT 1)", StatementKind::Select},
      {"WITH a AS (SELECT 1) SELECT * FROM a", StatementKind::Select},
      {"VALUES ROW(1)", StatementKind::Values},
      {"TABLE t", StatementKind::Table},
      {"INSERT INTO t VALUES (1)", StatementKind::Insert},
      {"REPLACE INTO t VALUES (1)", StatementKind::Replace},
      {"WITH a AS (SELECT 1) DELETE t FROM t JOIN a", StatementKind::Delete},
      {"CREATE TABLE t (a INT)", StatementKind::CreateTable},
      {"CREATE UNIQUE INDEX i ON t (a)", StatementKind::CreateIndex},
      {"CREATE DEFINER = u@h VIEW v AS SELECT 1", StatementKind::CreateView},
      {"CREATE DEFINER = u@h PROCEDURE p() SELECT 1", StatementKind::CreateProcedure},
      {"START TRANSACTION", StatementKind::Begin},
      {"START REPLICA", StatementKind::StartReplica},
      {"ROLLBACK TO a", StatementKind::RollbackToSavepoint},
      {"XA COMMIT 'a'", StatementKind::XaCommit},
      {"SET PASSWORD = 'x'", StatementKind::SetPassword},
      {"SET SESSION TRANSACTION READ ONLY", StatementKind::SetTransaction},
      {"SET transaction_isolation = 'SERIALIZABLE'", StatementKind::Set},
      {"DROP PREPARE s", StatementKind::Deallocate},
      {"DESC t", StatementKind::Describe},
      {"DESC SELECT 1", StatementKind::Explain},
      {"FLUSH TABLES t", StatementKind::Flush},
      {"CREATE USER u", StatementKind::CreateUser},
  };
  for (const Row& row : rows) EXPECT_EQ(Parsed(row.sql).kind(), row.kind) << row.sql;
  EXPECT_EQ(Parsed("SET STATEMENT a = 1 FOR SELECT 1", mariadb()).kind(), StatementKind::SetFor);
  EXPECT_EQ(Parsed("ANALYZE SELECT 1", mariadb()).kind(), StatementKind::Analyze);
  EXPECT_EQ(Parsed("BEGIN NOT ATOMIC SELECT 1; END", mariadb()).kind(), StatementKind::Compound);
}

TEST(Statement, NamesTheTextAfterASyntaxErrorAsTheServerDoes) {
  const Parsed parsed("SELECT a\nFROM t WHERE");
  EXPECT_EQ(parsed.error().code, 1064);
  EXPECT_EQ(parsed.error().message,
            "You have an error in your SQL syntax; check the manual that corresponds to your MySQL server "
            "version for "
            "the right syntax to use near '' at line 2");
  const Parsed maria("SELECT a FROM\n\nselect x", mariadb());
  EXPECT_EQ(maria.error().offset, 15U);
  EXPECT_EQ(maria.error().message,
            "You have an error in your SQL syntax; check the manual that corresponds to your MariaDB server "
            "version "
            "for the right syntax to use near 'select x' at line 3");
  EXPECT_EQ(Parsed("SELECT 1; SELECT 2").error().offset, 10U);
}

TEST(Statement, CallsAnEmptyTextEmpty) {
  EXPECT_EQ(Parsed("").error().code, 1065);
  EXPECT_EQ(Parsed(" /* nothing */ ").error().code, 1065);
  EXPECT_EQ(Parsed(" ;; ").error().code, 1065);
  EXPECT_EQ(Parsed("; SELECT 1").error().code, 1064);
  EXPECT_EQ(Parsed("/* x */ ;").error().code, 1065);
  // A semicolon that is not at the end is a mistake, whatever follows.
  EXPECT_EQ(Parsed(";/* x */").error().code, 1064);
  EXPECT_NE(Parsed(";/* x */").error().message.find("near ';/* x */'"), std::string::npos);
}

TEST(Statement, TellsWhereClausesEndForSplicing) {
  const Parsed parsed("SELECT a, b FROM t JOIN u WHERE (x = 1) GROUP BY a ORDER BY b LIMIT 5");
  const auto* query = parsed.as<SelectStatement>()->query;
  const auto* select = as<Select>(query->body);
  const auto word = [&](std::uint32_t token) { return parsed.tokens().spelling(token); };
  EXPECT_EQ(word(select->last_item_token), "b");
  EXPECT_EQ(word(select->last_from_token), "u");
  EXPECT_EQ(word(select->last_where_token), ")");
  EXPECT_EQ(word(select->last_group_token), "a");
  EXPECT_EQ(word(query->last_body_token), "a");
  EXPECT_EQ(parsed.text(query->limit), "LIMIT 5");
}

TEST(Statement, GivesSpansThatIncludeParentheses) {
  const Parsed parsed("SELECT (a + b) * (c)");
  const auto* item = as<Select>(parsed.as<SelectStatement>()->query->body)->items[0];
  EXPECT_EQ(parsed.text(item->value), "(a + b) * (c)");
  EXPECT_EQ(parsed.text(cast<Binary>(*item->value).left), "a + b");
}

TEST(Statement, KnowsTheNamesServersGiveToColumns) {
  const auto names = [](std::string_view sql, const LexOptions& options) {
    const Parsed parsed(sql, options);
    std::string all;
    for (const SelectItem* item : as<Select>(parsed.as<SelectStatement>()->query->body)->items) {
      all += display_name(*item, parsed.tokens()) + "|";
    }
    return all;
  };
  const char* sql =
      "select (a), ((a)), (a+1), -1, - 1, +1, a  +  1, 'x' 'y', 'x''y', N'n', _utf8mb4'u', t.a, `a`, null, "
      "true, (1), "
      "x'41', ' lead ', b c, count( * ) from t";
  EXPECT_EQ(names(sql, mysql()),
            "a|a|(a+1)|-1|- 1|1|a  +  1|x|x'y|n|u|a|a|NULL|true|1|x'41'|lead |c|count( * )|");
  EXPECT_EQ(names(sql, mariadb()),
            "a|a|(a+1)|-1|- 1|1|a  +  1|xy|x'y|n|u|a|a|NULL|TRUE|1|x'41'|lead |c|count( * )|");
  EXPECT_EQ(names("select 1, /* c */ 1 + /* d */ 2 /* e */", mysql()), "1|1 + /* d */ 2|");
  EXPECT_EQ(names("select 1, /* c */ 1 + /* d */ 2 /* e */", mariadb()), "1|/* c */ 1 + /* d */ 2|");
}

TEST(Statement, ReadsJoinsWithLateConditions) {
  const Parsed parsed("SELECT 1 FROM a JOIN b JOIN c ON x ON y");
  const auto* outer = as<Join>(as<Select>(parsed.as<SelectStatement>()->query->body)->from[0]);
  ASSERT_NE(outer, nullptr);
  EXPECT_TRUE(is<TableName>(outer->left));
  EXPECT_TRUE(is<Join>(outer->right));
  EXPECT_EQ(parsed.text(outer->on), "y");

  const Parsed flat("SELECT 1 FROM a JOIN b JOIN c ON x");
  const auto* left_deep = as<Join>(as<Select>(flat.as<SelectStatement>()->query->body)->from[0]);
  EXPECT_TRUE(is<Join>(left_deep->left));
}

TEST(Statement, GivesIntersectTheTighterBinding) {
  const Parsed parsed("SELECT 1 UNION SELECT 2 INTERSECT SELECT 3");
  const auto* set = as<SetOperation>(parsed.as<SelectStatement>()->query->body);
  EXPECT_EQ(set->op, SetOperator::Union);
  EXPECT_EQ(as<SetOperation>(set->right)->op, SetOperator::Intersect);
}

TEST(Statement, GivesOrderByAndLimitOfAUnionToTheWhole) {
  const Parsed parsed("(SELECT 1 LIMIT 1) UNION ALL SELECT 2 ORDER BY 1 LIMIT 3");
  const auto* query = parsed.as<SelectStatement>()->query;
  EXPECT_EQ(query->order_by.size(), 1U);
  const auto* set = as<SetOperation>(query->body);
  EXPECT_TRUE(set->all);
  EXPECT_NE(as<Query>(set->left)->limit, nullptr);
}

TEST(Statement, ReadsEveryFormOfInsert) {
  const Parsed values(
      "INSERT IGNORE INTO d.t (a, b) VALUES (1, DEFAULT), (2, ?) ON DUPLICATE KEY UPDATE a = VALUES(b)");
  const auto* insert = values.as<InsertStatement>();
  EXPECT_TRUE(insert->ignore);
  EXPECT_EQ(insert->table->database.text, "d");
  EXPECT_EQ(insert->columns.size(), 2U);
  EXPECT_EQ(values.tokens().spelling(insert->columns_close), ")");
  EXPECT_EQ(values.tokens().spelling(insert->values_token), "VALUES");
  EXPECT_EQ(insert->rows.size(), 2U);
  ValueRowReader rows(insert->rows, values.tokens());
  EXPECT_TRUE(is<DefaultValue>(rows.next()->items[1]));
  EXPECT_EQ(values.text(rows.next()), "(2, ?)");
  EXPECT_TRUE(is<ValuesColumn>(insert->on_duplicate[0]->value));

  EXPECT_EQ(Parsed("INSERT INTO t SET a = 1, b = 2").as<InsertStatement>()->set.size(), 2U);
  EXPECT_NE(Parsed("INSERT INTO t (a) SELECT 1").as<InsertStatement>()->query, nullptr);
  EXPECT_NE(Parsed("INSERT INTO t (SELECT 1)").as<InsertStatement>()->query, nullptr);
  EXPECT_EQ(
      Parsed("INSERT INTO t (a) VALUES (1) RETURNING a", mariadb()).as<InsertStatement>()->returning.size(),
      1U);
  EXPECT_FALSE(accepts("INSERT INTO t (a) VALUES (1) RETURNING a", mysql()));
}

TEST(Statement, ReadsColumnsAndKeysOfCreateTable) {
  const Parsed parsed(
      "CREATE TABLE IF NOT EXISTS d.t (id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT 'k', "
      "n VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT 'x', p DECIMAL(10,2), "
      "g INT GENERATED ALWAYS AS (id + 1) STORED, e ENUM('a', 'b'), PRIMARY KEY (id), "
      "UNIQUE KEY u (n(5), p DESC), CONSTRAINT f FOREIGN KEY (id) REFERENCES o (x) ON DELETE CASCADE, CHECK "
      "(p > 0)) "
      "ENGINE = InnoDB DEFAULT CHARSET utf8mb4 PARTITION BY HASH (id) PARTITIONS 4");
  const auto* create = parsed.as<CreateTableStatement>();
  EXPECT_TRUE(create->if_not_exists);
  ASSERT_EQ(create->elements.size(), 9U);
  const auto& id = cast<ColumnDefinition>(*create->elements[0]);
  EXPECT_EQ(id.name.text, "id");
  EXPECT_EQ(id.type->name.text, "BIGINT");
  EXPECT_TRUE(id.type->is_unsigned);
  EXPECT_TRUE(id.auto_increment);
  EXPECT_EQ(id.nullability, Nullability::NotNull);
  EXPECT_EQ(parsed.tokens().spelling(id.comment_token), "'k'");
  const auto& n = cast<ColumnDefinition>(*create->elements[1]);
  EXPECT_EQ(n.type->length, 20U);
  EXPECT_EQ(n.type->charset.text, "utf8mb4");
  EXPECT_EQ(n.collation.text, "utf8mb4_bin");
  EXPECT_EQ(parsed.text(n.default_value), "'x'");
  EXPECT_EQ(cast<ColumnDefinition>(*create->elements[2]).type->decimals, 2U);
  EXPECT_EQ(cast<ColumnDefinition>(*create->elements[3]).generated, GeneratedKind::Stored);
  EXPECT_EQ(cast<ColumnDefinition>(*create->elements[4]).type->values.size(), 2U);
  EXPECT_EQ(cast<IndexDefinition>(*create->elements[5]).index_kind, IndexKind::Primary);
  const auto& unique = cast<IndexDefinition>(*create->elements[6]);
  EXPECT_EQ(unique.name.text, "u");
  EXPECT_EQ(unique.parts[0]->length, 5U);
  EXPECT_EQ(unique.parts[1]->order, KeyOrder::Descending);
  EXPECT_EQ(cast<ForeignKey>(*create->elements[7]).references->table->name.text, "o");
  EXPECT_TRUE(is<CheckConstraint>(create->elements[8]));
  ASSERT_EQ(create->options.size(), 2U);
  EXPECT_EQ(create->options[0]->option, Keyword::Engine);
  EXPECT_EQ(create->options[1]->option, Keyword::Charset);
  ASSERT_NE(create->partitioning, nullptr);
}

TEST(Statement, LeavesWhatFollowsADefaultToTheColumn) {
  const Parsed parsed(
      "CREATE TABLE t (a VARCHAR(5) DEFAULT 'x' COLLATE utf8mb4_bin NOT NULL, b INT DEFAULT -1 NOT NULL)");
  const auto* create = parsed.as<CreateTableStatement>();
  const auto& a = cast<ColumnDefinition>(*create->elements[0]);
  EXPECT_EQ(a.collation.text, "utf8mb4_bin");
  EXPECT_EQ(a.nullability, Nullability::NotNull);
  EXPECT_TRUE(is<Unary>(cast<ColumnDefinition>(*create->elements[1]).default_value));
}

TEST(Statement, ReadsEveryActionOfAlterTable) {
  const Parsed parsed(
      "ALTER TABLE t ADD a INT FIRST, DROP COLUMN b, ADD INDEX i (c), CHANGE d e INT AFTER f, RENAME TO u, "
      "ENGINE = InnoDB, ALGORITHM = INPLACE");
  const auto* alter = parsed.as<AlterTableStatement>();
  ASSERT_EQ(alter->actions.size(), 7U);
  EXPECT_EQ(alter->actions[0]->alter_kind, AlterKind::AddColumn);
  EXPECT_TRUE(alter->actions[0]->first);
  EXPECT_EQ(alter->actions[1]->name.text, "b");
  EXPECT_EQ(alter->actions[2]->alter_kind, AlterKind::AddIndex);
  EXPECT_EQ(alter->actions[3]->after.text, "f");
  EXPECT_EQ(alter->actions[4]->target->name.text, "u");
  EXPECT_EQ(alter->actions[5]->option->option, Keyword::Engine);
}

TEST(Statement, ReadsTheScopesOfSet) {
  const Parsed parsed(
      "SET a = 1, SESSION b = 2, GLOBAL c = DEFAULT, @@d = ON, @@session.e = 'x', @f := 5, NAMES utf8mb4 "
      "COLLATE "
      "utf8mb4_bin, x.y = 3");
  const auto items = parsed.as<SetStatement>()->items;
  ASSERT_EQ(items.size(), 8U);
  EXPECT_EQ(items[0]->scope, VariableScope::None);
  EXPECT_EQ(items[1]->scope, VariableScope::Session);
  EXPECT_EQ(items[2]->scope, VariableScope::Global);
  EXPECT_TRUE(is<DefaultValue>(items[2]->value));
  EXPECT_TRUE(items[3]->at_form);
  EXPECT_EQ(cast<KeywordValue>(*items[3]->value).word.text, "ON");
  EXPECT_EQ(items[4]->scope, VariableScope::Session);
  EXPECT_EQ(items[4]->name.text, "e");
  EXPECT_EQ(items[5]->item_kind, SetItemKind::UserVariable);
  EXPECT_EQ(items[6]->item_kind, SetItemKind::Names);
  EXPECT_EQ(items[6]->collation.text, "utf8mb4_bin");
  EXPECT_EQ(items[7]->component.text, "x");
}

TEST(Statement, ReadsTransactionCharacteristics) {
  const Parsed parsed("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY");
  EXPECT_TRUE(parsed.as<TransactionStatement>()->consistent_snapshot);
  EXPECT_EQ(parsed.as<TransactionStatement>()->access, AccessMode::ReadOnly);
  const Parsed commit("COMMIT AND CHAIN NO RELEASE");
  EXPECT_EQ(commit.as<TransactionStatement>()->chain, Choice::Yes);
  EXPECT_EQ(commit.as<TransactionStatement>()->release, Choice::No);
  const Parsed set("SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED, READ ONLY");
  EXPECT_EQ(set.as<SetTransactionStatement>()->isolation, IsolationLevel::ReadCommitted);
  EXPECT_EQ(set.as<SetTransactionStatement>()->scope, VariableScope::Session);
}

TEST(Statement, ReadsShowByWhatIsShown) {
  const Parsed tables("SHOW FULL TABLES FROM d LIKE 'a%'");
  EXPECT_EQ(tables.as<ShowStatement>()->show_kind, ShowKind::Tables);
  EXPECT_TRUE(tables.as<ShowStatement>()->full);
  EXPECT_EQ(tables.as<ShowStatement>()->database.text, "d");
  EXPECT_EQ(tables.text(tables.as<ShowStatement>()->like), "'a%'");
  const Parsed columns("SHOW COLUMNS FROM t FROM d");
  EXPECT_EQ(columns.as<ShowStatement>()->table->database.text, "d");
  const Parsed index("SHOW KEYS IN d.t WHERE Key_name = 'x'");
  EXPECT_EQ(index.as<ShowStatement>()->show_kind, ShowKind::Indexes);
  EXPECT_NE(index.as<ShowStatement>()->where, nullptr);
}

TEST(Statement, TakesNonReservedWordsForNames) {
  EXPECT_TRUE(accepts("SELECT rank, system FROM window", mariadb()));
  EXPECT_FALSE(accepts("SELECT rank FROM t", mysql(80034)));
  EXPECT_TRUE(accepts("SELECT rank FROM t", mysql(50744)));
  EXPECT_TRUE(accepts("SELECT offset FROM t", mysql()));
  EXPECT_FALSE(accepts("SELECT offset FROM t", mariadb()));
}

// A reserved word may be a column's name behind its table's; alone it may not.
TEST(Statement, PrintsTheTableOfADefinedColumn) {
  const std::string sql = "ALTER TABLE u ADD COLUMN x.`BLOB` INT";
  EXPECT_EQ(printed(sql, mariadb()), sql);
  const std::string word = "ALTER TABLE u ADD COLUMN x.BLOB INT";
  EXPECT_EQ(printed(word, mariadb()), word);
}

TEST(Statement, PrintsDashesOfAKeptTextApart) {
  const Parsed parsed("SHOW EXPLAIN FOR a--/* c */ b", mariadb());
  EXPECT_EQ(parsed.printed(), "SHOW EXPLAIN FOR a- - b");
}

}  // namespace
}  // namespace mallshard::sqlparse
