# SET in all its forms.

== both
SET a = 1
SET @a = 1
SET @a := 1, @b = @a + 1, @`c` = 'x'
SET autocommit = 0
SET autocommit = ON, sql_mode = 'ANSI', @x = 5
SET SESSION sql_mode = ''
SET GLOBAL max_connections = 100, SESSION wait_timeout = DEFAULT
SET LOCAL sql_mode = 'STRICT_ALL_TABLES'
SET @@sql_mode = '', @@session.wait_timeout = 5, @@global.max_connections := 10, @@local.autocommit = 1
SET sql_mode = CONCAT(@@sql_mode, ',STRICT_TRANS_TABLES')
SET character_set_results = NULL
SET character_set_client = binary, foreign_key_checks = OFF
SET NAMES utf8mb4
SET NAMES 'utf8mb4' COLLATE 'utf8mb4_bin'
SET NAMES DEFAULT
SET NAMES utf8mb4, autocommit = 1
SET CHARACTER SET utf8mb4
SET CHARSET 'latin1'
SET CHARACTER SET DEFAULT
SET TRANSACTION ISOLATION LEVEL READ COMMITTED
SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY
SET GLOBAL TRANSACTION READ WRITE
SET LOCAL TRANSACTION ISOLATION LEVEL SERIALIZABLE
SET TRANSACTION ISOLATION LEVEL READ UNCOMMITTED
SET PASSWORD = 'x'
SET ROLE NONE
SET time_zone = '+00:00', net_write_timeout = 600
SET tx = @@global.wait_timeout
SET @@PERSIST.max_connections = 5
SET mycomponent.var = 1

== mysql
SET PERSIST max_connections = 5, PERSIST_ONLY wait_timeout = 6
SET RESOURCE GROUP g
SET ROLE ALL EXCEPT r
SET DEFAULT ROLE r TO u

== mariadb
SET STATEMENT max_statement_time = 1 FOR SELECT 1
SET STATEMENT sort_buffer_size = 100000, join_buffer_size = 5 FOR UPDATE t SET a = 1
SET NAMES utf8mb4 COLLATE DEFAULT
SET session = 1, `autocommit` = 1
SET DEFAULT ROLE r FOR u

== neither
SET
SET a
SET a =
SET GLOBAL
SET NAMES
SET TRANSACTION
SET TRANSACTION ISOLATION LEVEL
