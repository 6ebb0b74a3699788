# Productions of the generating grammar that no other statement reaches, and what long runs of it found.

== both
SELECT TIMESTAMPADD(SQL_TSI_WEEK, 1, a)
SELECT TIMESTAMPDIFF(SQL_TSI_WEEK, a, b)
SELECT a NOT REGEXP b
SELECT a NOT RLIKE 'b'
SELECT a NOT IN (1, 2)
SELECT a NOT IN (SELECT 1)
SELECT a NOT BETWEEN 1 AND 2
SELECT a NOT LIKE 'b' ESCAPE 'c'
CREATE TABLE t (a INT DEFAULT TRUE)
CREATE TABLE t (a INT DEFAULT TRUE, b INT DEFAULT FALSE)
SET @@sql_mode = 'ANSI'
SET @@autocommit = 1
SET @@GLOBAL.autocommit = 1, @@SESSION.sql_mode = '', @@LOCAL.autocommit = 0
SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = @@sql_mode
SIGNAL SQLSTATE '45000' SET MYSQL_ERRNO = @@max_connections
GET DIAGNOSTICS CONDITION @@max_connections @a = MESSAGE_TEXT
SELECT @@max_connections, @@GLOBAL.sql_mode, @@SESSION.max_connections, @@LOCAL.sql_mode, @@autocommit
DROP USER 'a'@localhost, b@'%', c@"10.0.0.1", d@`h`
CREATE TABLE t (a INT) CONNECTION = 'x' CHECKSUM = 1 DELAY_KEY_WRITE = 1
CREATE TABLE t (a INT) DATA DIRECTORY = 'x' INDEX DIRECTORY = 'y' INSERT_METHOD = LAST
CREATE TABLE t (a INT) ROW_FORMAT = DYNAMIC UNION = (t, u) PACK_KEYS = 1 STATS_PERSISTENT = 0
CREATE TABLE t (a INT) PASSWORD = 'x' STATS_AUTO_RECALC = 1 STATS_SAMPLE_PAGES = 10 TABLE_CHECKSUM = 1
CREATE TABLE t (a INT) ENGINE = InnoDB AUTO_INCREMENT = 1 AVG_ROW_LENGTH = 10 DEFAULT CHARSET = latin1 COLLATE = latin1_bin COMMENT = 'x' KEY_BLOCK_SIZE = 1 MAX_ROWS = 1 MIN_ROWS = 0
CREATE TABLE t (a INT) TABLESPACE ts
SELECT a NOT RLIKE b
select -(- interval 1 day + a)
select 1 - - interval 1 day + a
select 1 + - interval 1 day + a
select 1 - interval 1 day + a
select 1 * - interval 1 day + a
select - - interval(1, 2)
select not - interval 1 day + a
select a || - interval 1 day + a
select (- interval 1 day + a)
select a and - interval 1 day + a
select a = - interval 1 day + a
select a in (- interval 1 day + a)
select f(- interval 1 day + a)
select a like - interval 1 day + a
select a between - interval 1 day + a and 1
select 1 << - interval 1 day + a
select 1 ^ - interval 1 day + a
select 1 | - interval 1 day + a
select case - interval 1 day + a when 1 then 2 end

== mariadb
SELECT COLUMN_GET(a, 'b' AS UNSIGNED)
SELECT COLUMN_CREATE('a', 1 AS UNSIGNED INTEGER)
SELECT PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY a ASC) OVER ()
SELECT PERCENTILE_DISC(0.5) WITHIN GROUP (ORDER BY a ASC) OVER (PARTITION BY b)
SELECT PERCENTILE_DISC(0.5) WITHIN GROUP (ORDER BY a DESC) OVER (PARTITION BY b)
CREATE TABLE t (a INT) TRANSACTIONAL = 1 PAGE_CHECKSUM = 1 SEQUENCE = 0
CREATE TABLE t (a INT) WITH SYSTEM VERSIONING ENCRYPTED = YES ENCRYPTION_KEY_ID = 1
SELECT CAST(COLUMN_GET(a, 'b' AS UNSIGNED INT) AS CHAR)
SELECT a NOT REGEXP b NOT REGEXP c

== mysql
SELECT SUM(a) OVER (ORDER BY b RANGE INTERVAL 1 DAY PRECEDING)
SELECT SUM(a) OVER (ORDER BY b RANGE INTERVAL '1:2' MINUTE_SECOND PRECEDING)
SELECT LEAD(a, 1, b) OVER ()
SELECT LAG(a, 1, 0) OVER (ORDER BY b)
CREATE TABLE t (a INT) TABLESPACE = ts
select - - interval 1 day + a
select - + interval 1 day + a
select + - interval 1 day + a
select + + interval 1 day + a
select - - - interval 1 day + a
select ~ - interval 1 day + a
select ! - interval 1 day + a
select binary - interval 1 day + a
select - ~ interval 1 day + a

== mysql mariadb?
CREATE FULLTEXT INDEX i ON t (a) WITH PARSER ngram
CREATE TABLE t (a TEXT, FULLTEXT KEY i (a) WITH PARSER ngram COMMENT 'x')
SET @@PERSIST.sql_mode = DEFAULT
SET @@PERSIST_ONLY.autocommit = 1

== mysql? mariadb?
ALTER TABLE t ADD FULLTEXT INDEX i (a) WITH PARSER p

== neither
SELECT COLUMN_CREATE('a', 1 AS UNSIGNED)
SELECT COLUMN_ADD(a, 'b', 1 AS UNSIGNED)
CREATE TABLE t (a INT DEFAULT (1) + 1)
CREATE TABLE t (a INT DEFAULT (b + 1) + 1, b INT)
ALTER TABLE t TABLESPACE = ts, TRANSACTIONAL = 0
SELECT COLUMN_CREATE('a', 1 AS INTEGER, 'b', 2 AS UNSIGNED)
SELECT COLUMN_ADD(a, 'b' AS CHAR, 1 AS INTEGER)
select - interval 1 day
alter table t convert table u to partition p values in a(1,2))
create table t (a int) partition by list (a) (partition p values in a(1,2))
create table t (a int) partition by list (a) (partition p values in a((1),(2)))
alter table t add partition (partition p values in default (1))
