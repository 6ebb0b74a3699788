# SET in all its forms, transactions, XA.

== both
SET autocommit = 1
SET autocommit := 1
SET autocommit = 1, sql_mode = ''
SET GLOBAL autocommit = 1, SESSION sql_mode = '', LOCAL autocommit = 0
SET @@autocommit = 1, @@global.autocommit = 1, @@session.autocommit = 1, @@local.autocommit = 1
SET @@persist.max_connections = 100, @@persist_only.max_connections = 100
SET @a := 1, @`b c` = 2, @'d' = 3, @"e" = 4, @f.g = 5
SET @a = @b := 1
SET @a = (SELECT 1)
SET autocommit = DEFAULT
SET autocommit = ON
SET autocommit = ALL
SET autocommit = BINARY
SET autocommit = OFF
SET binlog_format = ROW
SET binlog_format = STATEMENT
SET time_zone = SYSTEM
SET time_zone = SYSTEM, autocommit = ON
SET autocommit = ROW(1,2)
SET autocommit = BINARY 'a'
SET NAMES utf8mb4 COLLATE utf8mb4_bin, autocommit = 1
SET NAMES DEFAULT, autocommit = 1
SET NAMES latin1 COLLATE BINARY
SET CHARACTER SET 'latin1', NAMES utf8mb4
SET CHARSET DEFAULT
SET CHARSET = 1
SET TRANSACTION ISOLATION LEVEL READ UNCOMMITTED, READ ONLY
SET TRANSACTION READ WRITE, ISOLATION LEVEL SERIALIZABLE
SET SESSION TRANSACTION READ ONLY
SET GLOBAL TRANSACTION ISOLATION LEVEL READ COMMITTED
SET LOCAL TRANSACTION READ WRITE
SET STATEMENT = 1
SET hot.key_buffer_size = 1
SET GLOBAL hot.key_buffer_size = 1
SET @@global.hot.key_buffer_size = 1
SET @@hot.key_buffer_size = 1
SET default.key_buffer_size = 1
SET GLOBAL default.key_buffer_size = 1
SET @@global.default.key_buffer_size = 1
SET @@default.key_buffer_size = 1
SET @@session . autocommit = 1
SET `autocommit` = 1
SET @@`autocommit` = 1
SET names.a = 1
SET password.a = 1
SET role.a = 1
SET transaction.a = 1
SET offset = 1
SET end = 1
SET NEW.a = 1
SET resource = 1
START TRANSACTION READ ONLY, READ ONLY
START TRANSACTION WITH CONSISTENT SNAPSHOT, WITH CONSISTENT SNAPSHOT
COMMIT WORK AND CHAIN NO RELEASE
COMMIT AND NO CHAIN RELEASE
COMMIT NO RELEASE
ROLLBACK WORK AND NO CHAIN NO RELEASE
ROLLBACK WORK TO SAVEPOINT a
ROLLBACK TO SAVEPOINT savepoint
XA BEGIN 'a', 'b', 1 JOIN
XA START 'a' RESUME
XA START x'41', b'1', 0x1
XA START 0x4142, 0b1
XA START 'a', 'b', 1.5
XA START 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'
XA END 'a' SUSPEND
XA END 'a' SUSPEND FOR MIGRATE
XA PREPARE 'a'
XA COMMIT 'a'

== mysql
SET PERSIST max_connections = 100
SET PERSIST_ONLY max_connections = 100
SET @ = 1
SET PERSIST TRANSACTION READ ONLY
SET RESOURCE GROUP g FOR 1
SET RESOURCE GROUP g FOR 1, 2 3
SET RESOURCE GROUP g FOR 0x1
XA START 'a', 'b', 99999999999
XA RECOVER CONVERT XID

== mariadb
SET STATEMENT max_statement_time = 1, sort_buffer_size = 100 FOR SELECT 1
SET STATEMENT max_statement_time = DEFAULT FOR INSERT INTO t VALUES (1)
SET STATEMENT default.key_buffer_size = 1 FOR SELECT 1
SET @@global.global.autocommit = 1
SET `global`.key_buffer_size = 1
SET global = 1
SET session = 1
SET local = 1
SET persist = 1
SET GLOBAL global = 1
SET GLOBAL session = 1
ROLLBACK TO SAVEPOINT
XA START 'a', 'b', +1
XA RECOVER FORMAT = 'SQL'
XA RECOVER FORMAT = RAW

== neither
SET GLOBAL @@autocommit = 1
SET GLOBAL @a = 1
SET @a
SET autocommit
SET autocommit = 
SET autocommit 1
SET , autocommit = 1
SET autocommit = 1,
SET autocommit = DEFAULT + 1
SET autocommit = (DEFAULT)
SET NAMES = 'utf8', autocommit = 1
SET NAMES utf8mb4 COLLATE
SET NAMES utf8mb4 utf8mb4_bin
SET NAMES _utf8'a'
SET GLOBAL NAMES utf8
SET CHARACTER utf8
SET CHARACTER SET
SET CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, ISOLATION LEVEL SERIALIZABLE
SET TRANSACTION READ ONLY, READ ONLY
SET TRANSACTION READ ONLY, READ WRITE
SET TRANSACTION READ ONLY, autocommit = 1
SET autocommit = 1, TRANSACTION READ ONLY
SET autocommit = 1, SESSION TRANSACTION READ ONLY
SET TRANSACTION SNAPSHOT
SET STATEMENT SESSION max_statement_time = 1 FOR SELECT 1
SET STATEMENT @a = 1 FOR SELECT 1
SET STATEMENT @@max_statement_time = 1 FOR SELECT 1
SET STATEMENT max_statement_time = 1 FOR
SET STATEMENT FOR SELECT 1
SET STATEMENT max_statement_time = 1 SELECT 1
SET STATEMENT NAMES utf8 FOR SELECT 1
SET DEFAULT = 1
SET a.b.key_buffer_size = 1
SET @@ session.autocommit = 1
SET 'autocommit' = 1
SET @@'autocommit' = 1
SET GLOBAL GLOBAL autocommit = 1
SET RESOURCE GROUP g FOR
SET RESOURCE GROUP
SET RESOURCE GROUP g FOR 1.5
START TRANSACTION READ ONLY, READ WRITE
START TRANSACTION WITH CONSISTENT
START TRANSACTION ISOLATION LEVEL SERIALIZABLE
COMMIT AND CHAIN RELEASE
COMMIT RELEASE AND CHAIN
COMMIT NO
ROLLBACK TO 'a'
SAVEPOINT 'a'
RELEASE a
XA START 'a' SUSPEND
XA START 'a', 'b', -1
XA START 'a', 'b', 'c'
XA START 'a', 1
XA START 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'
XA START 'a', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'
XA END 'a' FOR MIGRATE
XA PREPARE 'a' ONE PHASE
XA COMMIT 'a' ONE
XA RECOVER 'a'
XA
XA START
