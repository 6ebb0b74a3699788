# Indexes, views, databases, sequences, tablespaces, servers, maintenance.

== both
create table t (a int) strict_load=1 allow_missing_files=default
cache index t in c
cache index t index (a,b), u key (c) in c
cache index t partition (p0) key (a) in default
cache index t partition (all) key () in c
cache index t index (primary) in `c`
load index into cache t ignore leaves, u
load index into cache t partition (p0,p1) index (a) ignore leaves
load index into cache t index ()
create server s foreign data wrapper mysql options (host 'a')
create server s foreign data wrapper mysql options (host 'a', port 3)
create server 's' foreign data wrapper 'mysql' options (host 'a')
create server s foreign data wrapper mysql options (port 1, port 2)
alter server s options (host 'a', user 'b')
drop server if exists s
create table t (a int) partition by list columns (a,b) (partition p values in ((1,2),(3,4)))
create table t (a int) partition by list columns (a) (partition p values in (1,(2)))
create table t (a int) partition by range (a) (partition p values less than maxvalue)
create table t (a int) partition by range columns (a,b) (partition p values less than (1,maxvalue))
create table t (a int) partition by key ()
create table t (a int) partition by linear key algorithm = 2 (a)
create table t (a int) partition by hash (a) partitions 0x10
create table t (a int) partition by range(a) subpartition by key algorithm=1 (a) subpartitions 2 (partition p values less than (1))
create table t (a int) partition by range(a) subpartition by hash(a) (partition p values less than (1) (subpartition s, subpartition 's2' engine innodb))
create table t (a int) partition by hash(a) (partition p) as select 1
create table t partition by hash(a) select 1 as a
create table t (a int) ignore as select 1
create table t ((select 1))
create table t (select 1) union select 2
create table t
create view if not exists v as select 1
create algorithm=merge definer=u@h sql security invoker view v as select 1
create sql security definer view v as select 1
create view v as (select 1) with check option
create view v as select 1 union select 2 with local check option
alter view v as select 1 with cascaded check option
alter algorithm=temptable view v (a) as select 1
check table t, u for upgrade quick
checksum table t quick
optimize no_write_to_binlog tables t, u
repair local table t quick extended use_frm
create index i on t (a) algorithm=inplace lock=none
create index i type btree on t (a)
drop index `primary` on t
create table max (a int)
create table t (a int zerofill unsigned)
create table t (a serial not null comment 'x' check (a))
create table t (a enum('a', x'41', b'1'))
CREATE DEFINER = 'r'@'h' SQL SECURITY DEFINER VIEW t (period, `x y`) AS SELECT a FROM x UNION SELECT 2
CHECKSUM TABLE t2
RENAME TABLE t TO t2
DROP INDEX t1 ON t
REPAIR TABLE t, u USE_FRM
ALTER SERVER s OPTIONS (DATABASE "d", PORT 2)
CREATE INDEX a ON db.`u` (comment DESC)
ALTER SQL SECURITY INVOKER VIEW u (id, c) AS WITH c AS (SELECT 1) SELECT * FROM c WITH CHECK OPTION
CREATE INDEX status ON `t` (t1 ASC, b(10) DESC) ALGORITHM = DEFAULT
ALTER SERVER s OPTIONS (USER 'a''b')
RENAME TABLE u TO db.`u`
LOAD INDEX INTO CACHE t2 PARTITION (p0) KEY ()
CACHE INDEX t2 IN c
ALTER SERVER s OPTIONS (OWNER "d", PORT 65536)
ALTER VIEW t AS SELECT a FROM x WHERE a > 1 ORDER BY a LIMIT 3
RENAME TABLES db.t TO t2, t2 TO u, t TO t2
RENAME TABLE db.t TO t2, `t` TO t2
CREATE SERVER 's' FOREIGN DATA WRAPPER mysql OPTIONS (SOCKET 'x', PASSWORD 'a''b')
RENAME TABLE t2 TO db
CACHE INDEX db.`u` KEY () IN c
RENAME TABLE db.t TO db.`u`
RENAME TABLE db.t TO db.t
ALTER SQL SECURITY DEFINER VIEW t AS ((SELECT 1))
CREATE OR REPLACE VIEW db.`u` AS SELECT a FROM x UNION SELECT 2 WITH CASCADED CHECK OPTION
RENAME TABLES db.`u` TO t2
DROP INDEX status ON `t`
CREATE SCHEMA d
RENAME TABLE db.t TO t, t TO t
DROP INDEX b ON t2
CREATE ALGORITHM = MERGE VIEW u (status) AS SELECT a FROM x UNION SELECT 2
DROP INDEX a ON u
CHECKSUM TABLES `t`, db.t QUICK
OPTIMIZE TABLES db.`u`
CREATE UNIQUE INDEX comment ON db.`u` (t1, type(1))
CREATE DATABASE IF NOT EXISTS d
CREATE OR REPLACE ALGORITHM = MERGE DEFINER = r@localhost SQL SECURITY INVOKER VIEW db.t AS (SELECT 1) UNION (SELECT 2)
ALTER SERVER s OPTIONS (USER 'zlib')
CREATE INDEX c ON db.t (b(10) DESC) LOCK NONE
DROP INDEX b ON u
CREATE INDEX date ON db.`u` (sequence, period, a) COMMENT 'zlib' VISIBLE
RENAME TABLE db.`u` TO t2
CREATE INDEX t1 ON t2 (sequence(10) DESC, id)
LOAD INDEX INTO CACHE `t` PARTITION (p0) INDEX (k)
RENAME TABLE u TO db.`u`, db.`u` TO `t`, t2 TO t
DROP INDEX period ON u
CREATE DEFINER = CURRENT_ROLE VIEW u AS SELECT 1
RENAME TABLES `t` TO `t`, t2 TO t
RENAME TABLES t TO u, `t` TO t2, t TO db.`u`
CREATE VIEW t (value) AS WITH c AS (SELECT 1) SELECT * FROM c
OPTIMIZE TABLES `t`, db.`u`
CREATE INDEX value USING BTREE ON `t` (sequence, value ASC)
ALTER SCHEMA CHARACTER SET = 'utf8mb4'
RENAME TABLES db.t TO db.`u`, u TO `t`, t TO `t`
RENAME TABLE t TO t, `t` TO `t`
DROP SERVER IF EXISTS s
DROP INDEX value ON db
ALTER SERVER s OPTIONS (USER 'x')
RENAME TABLES t TO t2, `t` TO u
CHECK TABLES db.`u` CHANGED
CREATE SERVER 's' FOREIGN DATA WRAPPER mysql OPTIONS (PORT 10)
DROP INDEX `x y` ON db.t
DROP SCHEMA t2
LOAD INDEX INTO CACHE t INDEX ()
RENAME TABLES db.`u` TO t2, db.`u` TO `t`
CACHE INDEX t, db.`u` KEY (k) IN c
LOAD INDEX INTO CACHE u INDEX () IGNORE LEAVES
CREATE INDEX b USING BTREE ON u (id, k ASC)
DROP INDEX sequence ON u
CREATE OR REPLACE VIEW db.t AS (SELECT 1) UNION (SELECT 2)
ANALYZE TABLE db.`u`
RENAME TABLE t TO t, `t` TO db.t
CREATE VIEW t2 (b) AS WITH c AS (SELECT 1) SELECT * FROM c
ALTER ALGORITHM = MERGE DEFINER = r@localhost VIEW db.t AS (SELECT 1) UNION (SELECT 2) WITH CHECK OPTION
DROP INDEX b ON `t`
DROP TABLES db.t
RENAME TABLE u TO `t`
LOAD INDEX INTO CACHE db.`u`
LOAD INDEX INTO CACHE db.`u` IGNORE LEAVES, t
LOAD INDEX INTO CACHE db.t PARTITION (ALL) IGNORE LEAVES
CREATE UNIQUE INDEX id ON t (type, a, date) ALGORITHM INPLACE
DROP INDEX t1 ON `t`
RENAME TABLE db.`u` TO u, `t` TO `t`, u TO u
DROP TABLES db.`u`
CREATE INDEX sequence USING BTREE ON db.`u` (b(10) DESC, name) ALGORITHM = INPLACE
DROP TABLE `t`
CREATE OR REPLACE ALGORITHM = MERGE VIEW db.t AS ((SELECT 1))
ALTER VIEW db.`u` (type) AS WITH c AS (SELECT 1) SELECT * FROM c
DROP INDEX c ON `t`
DROP TABLES IF EXISTS t
CHECKSUM TABLE db.`u`, db.t QUICK
RENAME TABLE t TO t
DROP INDEX k ON t
DROP INDEX name ON db.t
RENAME TABLE db.`u` TO db.t, u TO `t`
DROP INDEX status ON db.`u`
CREATE SERVER 's' FOREIGN DATA WRAPPER mysql OPTIONS (DATABASE 'x', PORT 1)
CACHE INDEX t2 IN DEFAULT
CHECK TABLES u, t2
RENAME TABLE `t` TO u
DROP INDEX name ON db.`u`
DROP INDEX a ON t2
DROP VIEW t
CHECKSUM TABLES db.t, db.`u`
ALTER DEFINER = `r`@`%` VIEW db.t (t1, value) AS SELECT a FROM x WHERE a > 1 ORDER BY a LIMIT 3
ALTER SERVER s OPTIONS (PORT 1.5)
RENAME TABLES db.t TO db.t
CACHE INDEX `t` IN DEFAULT
ALTER SERVER s OPTIONS (DATABASE "d")
RENAME TABLES db.`u` TO db.t
DROP TABLE IF EXISTS db.`u`, u
RENAME TABLES t2 TO db.`u`, db.`u` TO `t`
LOAD INDEX INTO CACHE u
ALTER SERVER s OPTIONS (PORT 65536, PORT 255)
DROP INDEX name ON t2
ALTER DEFINER = `r`@`%` SQL SECURITY DEFINER VIEW u AS (SELECT 1) UNION (SELECT 2)
CACHE INDEX db.t KEY () IN DEFAULT
DROP INDEX id ON u
RENAME TABLE db.t TO t2, db.`u` TO u, t2 TO t2
DROP TABLES `t`, db.`u`
LOAD INDEX INTO CACHE t2, db.t INDEX (k)
CREATE OR REPLACE ALGORITHM=TEMPTABLE VIEW u AS ((SELECT 1))
DROP INDEX id ON db.`u`
LOAD INDEX INTO CACHE t2
DROP TEMPORARY TABLES `t`, db.`u`
RENAME TABLE t TO db.`u`
DROP TABLE `t`, db.t
CREATE OR REPLACE DEFINER = 'r'@'h' VIEW db.t AS SELECT 1
CREATE OR REPLACE DEFINER = `r`@`%` SQL SECURITY INVOKER VIEW db.`u` AS SELECT a FROM x WHERE a > 1 ORDER BY a LIMIT 3
RENAME TABLES `t` TO u, `t` TO t2, t TO `t`
CREATE UNIQUE INDEX period ON t (t1 DESC, t1) ALGORITHM = DEFAULT
ALTER DATABASE d COLLATE = binary
DROP VIEW `t`
ALTER DEFINER = CURRENT_USER VIEW t (value, value) AS (SELECT 1) UNION (SELECT 2) WITH CHECK OPTION
CHECK TABLES t2, db.`u`
ALTER SERVER s OPTIONS (PORT 0, PORT 2, PASSWORD '')
DROP INDEX date ON t2
DROP INDEX period ON db.`u`
OPTIMIZE TABLE db.t, u
RENAME TABLES db.`u` TO u, t2 TO u, db.t TO `t`
RENAME TABLES t2 TO db.t, db.t TO t
ALTER SERVER s OPTIONS (OWNER 'x', SOCKET '')
DROP TABLE db.`u`, t CASCADE
LOAD INDEX INTO CACHE db.t, u INDEX ()
CREATE OR REPLACE ALGORITHM=TEMPTABLE SQL SECURITY DEFINER VIEW db.`u` AS WITH c AS (SELECT 1) SELECT * FROM c WITH CASCADED CHECK OPTION
CREATE VIEW t (t1, sequence) AS SELECT * FROM x
RENAME TABLES db.`u` TO t, db.`u` TO t
DROP TABLE IF EXISTS t
CREATE ALGORITHM = UNDEFINED VIEW t2 AS (SELECT 1) UNION (SELECT 2) WITH CASCADED CHECK OPTION
RENAME TABLE t2 TO u, `t` TO db.t
LOAD INDEX INTO CACHE u IGNORE LEAVES, t2 INDEX (k) IGNORE LEAVES
DROP TABLE IF EXISTS db.`u`
CACHE INDEX u IN c
CACHE INDEX t PARTITION (p0) IN DEFAULT
CACHE INDEX db.`u` IN c
RENAME TABLES `t` TO t, `t` TO `t`, `t` TO `t`
LOAD INDEX INTO CACHE t KEY (PRIMARY, k)
CREATE SQL SECURITY DEFINER VIEW u AS ((SELECT 1))
RENAME TABLES db.`u` TO t2, t2 TO db.`u`
ALTER SCHEMA COLLATE binary
ALTER DATABASE d CHARACTER SET = 'utf8mb4' DEFAULT CHARSET 'utf8mb4'
DROP TABLE u
DROP TABLE db.t, u
LOAD INDEX INTO CACHE db.t INDEX (), t KEY ()
RENAME TABLE `t` TO t, `t` TO t2
CREATE OR REPLACE ALGORITHM = MERGE DEFINER = CURRENT_USER VIEW t AS SELECT 1 FOR UPDATE
LOAD INDEX INTO CACHE db.t PARTITION (p0,p1)
ALTER VIEW t AS (SELECT 1)
RENAME TABLE t TO `t`
RENAME TABLE db.`u` TO db.t, u TO t2
RENAME TABLES db.`u` TO u, t TO t2
CREATE DATABASE d COLLATE utf8mb4_general_ci DEFAULT CHARSET=utf8mb4
RENAME TABLE db.`u` TO db.`u`, db.`u` TO `t`
DROP SERVER LIST
LOAD INDEX INTO CACHE db.`u`, db.t
CREATE SERVER s FOREIGN DATA WRAPPER mysql OPTIONS (PORT 10, SOCKET 'x')
ALTER SCHEMA COLLATE utf8mb4_bin
LOAD INDEX INTO CACHE u INDEX ()
CREATE OR REPLACE DEFINER = `r`@`%` VIEW t AS ((SELECT 1))
CREATE SERVER s FOREIGN DATA WRAPPER mysql OPTIONS (HOST 'zlib')
DROP TEMPORARY TABLES `t`
RENAME TABLE t TO db.t, u TO t, db.`u` TO t
CACHE INDEX db.`u` INDEX () IN DEFAULT
RENAME TABLE t TO db.`u`, t TO db.`u`, t TO u
CHECKSUM TABLES db.`u`, `t` QUICK
DROP INDEX period ON t
DROP INDEX period ON db.t
DROP TABLES IF EXISTS db.`u`, t2
LOAD INDEX INTO CACHE u INDEX (PRIMARY, k), db.t KEY (PRIMARY, k)
CACHE INDEX db.t INDEX (PRIMARY, k), u IN DEFAULT
LOAD INDEX INTO CACHE `t` INDEX (), db.`u`
CREATE OR REPLACE SQL SECURITY INVOKER VIEW db.`u` AS SELECT 1 WITH CASCADED CHECK OPTION
CACHE INDEX t, db.t KEY (PRIMARY, k) IN c
CREATE INDEX c ON t2 (t1, k DESC) ALGORITHM COPY
CACHE INDEX db.t IN DEFAULT
CACHE INDEX t2 PARTITION (p0) INDEX (k) IN c
OPTIMIZE TABLES t
CACHE INDEX u INDEX (), `t` INDEX (k) IN c
DROP INDEX k ON t2
DROP INDEX t1 ON t2
CREATE INDEX date ON t (name DESC) ALGORITHM INPLACE
DROP INDEX type ON t2
CREATE VIEW t AS ((SELECT 1))
RENAME TABLES `t` TO `t`
CHECKSUM TABLES t, db.`u`
CREATE VIEW t2 AS ((SELECT 1))
CREATE VIEW t AS ((SELECT 1)) WITH CHECK OPTION
RENAME TABLE db.t TO db.t, t2 TO db.t, t2 TO t2
ANALYZE TABLES u
DROP INDEX t1 ON u
ALTER DATABASE CHARACTER SET binary
ANALYZE LOCAL TABLES db.`u`, db.t
RENAME TABLES `t` TO db.t, db.t TO u, db.`u` TO db.`u`
DROP TABLES u, `t`
DROP TABLE IF EXISTS t2, db.t
CACHE INDEX VERSIONING IN c
DROP INDEX sequence ON db.`u`
RENAME TABLE t2 TO t
DROP INDEX type ON `t`
CREATE OR REPLACE VIEW t AS SELECT 1 FOR UPDATE WITH CHECK OPTION
CREATE DATABASE d DEFAULT CHARSET binary
ALTER SCHEMA CHARACTER SET='utf8mb4'
DROP INDEX type ON t
LOAD INDEX INTO CACHE t2 KEY (k), `t` KEY (k)
CREATE SPATIAL INDEX sequence ON db.`u` (date)
DROP VIEW t2 CASCADE
ALTER ALGORITHM = TEMPTABLE VIEW u (a) AS ((SELECT 1))
DROP TABLE db.`u` CASCADE
ALTER SCHEMA CHARACTER SET 'utf8mb4'
CREATE VIEW db.`u` AS SELECT * FROM x
CHECK TABLES db.`u`

== mysql
drop masking policy p
drop masking policy if exists p
alter table t alter column a set masking policy p
alter table t alter column a drop masking policy
alter table t modify a int masking policy p not null
create table t (a int masking policy p)
create library l language javascript as 'x'
create library if not exists db.l language javascript as 'x'
create library l language wasm as 0x00
create library l language wasm comment 'x' as 'x'
create library l comment 'x' comment 'y' language javascript as 'x'
create library l language javascript as b'01'
create library l language wasm as _utf8mb4 x'41'
alter library l comment 'x'
drop library if exists db.l
create table t (a int) files=(uri 'x')
alter table t files=(uri='x')
alter table t files (uri='x', file_name='y' file_pattern 'z')
create resource group g type = user
create resource group g type system vcpu = 0
create resource group g type user vcpu 0 enable
alter resource group g
alter resource group g vcpu 0
alter resource group g enable force
alter resource group g disable force
drop resource group g force
create spatial reference system 4120 name 'x' definition 'y'
create spatial reference system if not exists 4120 name 'x' definition 'y' organization 'o' identified by 3 description 'd'
create or replace spatial reference system 4120 definition 'y' name 'x'
create spatial reference system 0x10 name 'x' definition 'z'
drop spatial reference system if exists 5
import table from 'a'
import table from 'a', 'b'
create server s foreign data wrapper mysql options (host 'a', host 'b')
create tablespace ts add datafile 'x' use logfile group g engine ndb
create tablespace ts add datafile 'x' engine=a, wait comment 'x'
create tablespace `ts` add datafile 'x' file_block_size = 8192
create undo tablespace ts add datafile 'x' engine innodb
alter tablespace ts add datafile 'x' initial_size 10M wait
alter tablespace ts drop datafile 'x' engine ndb
alter tablespace ts rename to u
alter tablespace ts encryption='y', wait
alter undo tablespace ts set active
alter undo tablespace ts set inactive engine = x
drop tablespace ts engine x, wait
drop undo tablespace ts engine x
create logfile group g add undofile 'x' engine x, wait
alter logfile group g add undofile 'x' engine x
drop logfile group g engine x no_wait
create table t values row(1)
create table t (a int) replace select 1 into @a
create json duality view v as select json_duality_object('a': a) from t
create json relational duality view v as select json_duality_object(with(insert,update) '_id': a, 'b': b) from t
alter json duality view v as select json_duality_object('a': a, 'b': (select json_arrayagg(json_duality_object('c': c)) from u)) from t
create materialized view v as select 1
create algorithm=merge materialized definer=u sql security invoker view v as select 1
alter materialized definer=u view v as select 1
analyze table t update histogram on a, b with 10 buckets auto update
analyze table t update histogram on a using data 'x'
analyze table t drop histogram on a,b
create index i on t ((a+1) desc, b(10) asc)
drop index i on t algorithm=copy lock=none
alter database d read only = default charset utf8mb4
create table t (a int signed zerofill)
create table t (a varchar(10) not null collate binary)
create table t (a date collate utf8mb4_bin as (1))
create table t (a serial null)
create table t (a int as (1) references t(a))
DROP LIBRARY db.t
CREATE LOGFILE GROUP g ADD UNDOFILE 'f'
CREATE RESOURCE GROUP g TYPE USER VCPU 0-0
DROP RESOURCE GROUP g
CREATE RESOURCE GROUP g TYPE USER THREAD_PRIORITY = 5 ENABLE
ALTER DATABASE d READ ONLY = DEFAULT
DROP INDEX value ON db.t ALGORITHM=DEFAULT
CREATE SPATIAL REFERENCE SYSTEM 0x10 DEFINITION 'd' NAME 'n'
CREATE LIBRARY u COMMENT 'x' LANGUAGE JAVASCRIPT AS b'1'
ALTER LIBRARY l COMMENT 'x'
CREATE SERVER 's' FOREIGN DATA WRAPPER mysql OPTIONS (PORT x'1F', HOST 'x', USER '')
CREATE LIBRARY t2 LANGUAGE wasm AS 'x'
CREATE LIBRARY db.t LANGUAGE JAVASCRIPT COMMENT 'x' AS b'1'
CREATE LIBRARY db.t LANGUAGE wasm AS b'1'
CREATE UNDO TABLESPACE ts ADD DATAFILE 'f'
CREATE TABLESPACE ts ADD DATAFILE 'f' USE LOGFILE GROUP g WAIT
CREATE TABLESPACE ts ADD DATAFILE 'f' NO_WAIT
ALTER VIEW u AS TABLE x
CREATE UNIQUE INDEX name ON `t` ( ( a IN ( 1 , 2 ) ) , ( 10 ) DESC )
CREATE SERVER 's' FOREIGN DATA WRAPPER mysql OPTIONS (PORT x'1F', PORT x'1F', SOCKET 'a''b')
CREATE RESOURCE GROUP g TYPE SYSTEM VCPU = 0-0
CREATE RESOURCE GROUP g TYPE = USER VCPU 0,0
DROP LIBRARY IF EXISTS t
DROP INDEX id ON t ALGORITHM DEFAULT
DROP INDEX name ON db.t ALGORITHM = DEFAULT
CREATE LIBRARY IF NOT EXISTS t LANGUAGE wasm COMMENT 'x' AS 0x41
CREATE LIBRARY t LANGUAGE JAVASCRIPT AS 0x41
DROP INDEX id ON t2 ALGORITHM=COPY
ALTER RESOURCE GROUP g
CREATE LIBRARY t COMMENT 'x' LANGUAGE wasm COMMENT 'x' AS 0x41
DROP RESOURCE GROUP g FORCE
CREATE UNIQUE INDEX id ON db.t ((CAST(a AS CHAR))) KEY_BLOCK_SIZE=0x10 LOCK = SHARED
DROP LIBRARY t
DROP INDEX b ON db.`u` LOCK=NONE
ALTER RESOURCE GROUP g VCPU = 0-0
ALTER RESOURCE GROUP g VCPU 0-0 ENABLE
ALTER LOGFILE GROUP g ADD UNDOFILE 'f' ENGINE InnoDB
CREATE INDEX c ON db.`u` (comment, value, (concat(a,b)) DESC)
ALTER TABLESPACE ts WAIT
ALTER SQL SECURITY DEFINER VIEW t AS TABLE x
CREATE RESOURCE GROUP g TYPE=USER THREAD_PRIORITY 0
ALTER RESOURCE GROUP g VCPU = 0 THREAD_PRIORITY = 0
CREATE RESOURCE GROUP g TYPE USER VCPU = 0 0
ALTER SCHEMA d DEFAULT ENCRYPTION 'N' COLLATE utf8mb4_bin
ALTER DATABASE d DEFAULT COLLATE = binary READ ONLY = 1
CREATE RESOURCE GROUP g TYPE SYSTEM VCPU=0,0 THREAD_PRIORITY = 0 ENABLE
ALTER RESOURCE GROUP g THREAD_PRIORITY 0 FORCE
ALTER RESOURCE GROUP g THREAD_PRIORITY 0 ENABLE
DROP INDEX b ON `t` LOCK=SHARED
ALTER SERVER s OPTIONS (DATABASE '', PORT 2, DATABASE "d")
CREATE UNIQUE INDEX a ON t2 (((SELECT 1)), (now()), t1)
DROP INDEX value ON t ALGORITHM = COPY
CREATE TABLESPACE ts ADD DATAFILE 'f' NO_WAIT NO_WAIT
ALTER SCHEMA READ ONLY=0 READ ONLY=0
CREATE LIBRARY db.t LANGUAGE wasm AS 0x41
ALTER DATABASE d ENCRYPTION='N' ENCRYPTION = 'N'
DROP INDEX comment ON db.`u` ALGORITHM INPLACE
CREATE LIBRARY `t` LANGUAGE wasm AS b'1'
CREATE SERVER 's' FOREIGN DATA WRAPPER mysql OPTIONS (PORT x'1F', OWNER 'a''b')
DROP SPATIAL REFERENCE SYSTEM IF EXISTS 4120
CREATE LIBRARY t2 COMMENT 'x' LANGUAGE wasm COMMENT 'x' AS b'1'
ALTER RESOURCE GROUP g FORCE
ALTER SERVER s OPTIONS (USER '', PORT x'1F', PORT 0)
CREATE LIBRARY t COMMENT 'x' LANGUAGE JAVASCRIPT COMMENT 'x' AS 'x'
CREATE LIBRARY `t` LANGUAGE wasm COMMENT 'x' AS 'x'
CREATE TABLESPACE ts ADD DATAFILE 'f' ENGINE = InnoDB, NODEGROUP 10
DROP LIBRARY t2
ALTER DATABASE d READ ONLY = 1 DEFAULT ENCRYPTION = 'N'
ALTER TABLESPACE ts ADD DATAFILE 'f' ENGINE=InnoDB
ALTER RESOURCE GROUP g THREAD_PRIORITY 0 DISABLE FORCE
CREATE SCHEMA d ENCRYPTION='N' DEFAULT ENCRYPTION = 'N'
CREATE TABLESPACE ts ADD DATAFILE 'f' WAIT NO_WAIT
DROP UNDO TABLESPACE ts STORAGE ENGINE=InnoDB
ALTER UNDO TABLESPACE ts SET INACTIVE
CREATE DATABASE d ENCRYPTION='N'
ALTER TABLESPACE ts DROP DATAFILE 'f' WAIT
ALTER SCHEMA d DEFAULT ENCRYPTION 'N'
DROP TABLESPACE ts
CREATE FULLTEXT INDEX b ON db.t ((uuid()), t1, (a AND b))
CREATE LIBRARY db.`u` COMMENT 'x' LANGUAGE JAVASCRIPT COMMENT 'x' AS 'x'
ALTER RESOURCE GROUP g VCPU=0-0 DISABLE
ALTER VIEW `t` AS TABLE x
CREATE OR REPLACE ALGORITHM=TEMPTABLE DEFINER = CURRENT_ROLE VIEW `t` AS VALUES ROW(1)
DROP INDEX b ON db.`u` ALGORITHM = DEFAULT
CREATE LIBRARY IF NOT EXISTS t COMMENT 'x' LANGUAGE JAVASCRIPT AS b'1'
CREATE TABLESPACE ts ADD DATAFILE 'f' NODEGROUP = 99999999999, EXTENT_SIZE = 10M
DROP LIBRARY IF EXISTS t2
ALTER RESOURCE GROUP g VCPU 0 THREAD_PRIORITY = 0
CREATE LIBRARY t LANGUAGE JAVASCRIPT AS 'x'
CREATE LIBRARY IF NOT EXISTS u LANGUAGE wasm AS 'x'
CREATE LIBRARY IF NOT EXISTS db.`u` LANGUAGE wasm AS 0x41
ALTER RESOURCE GROUP g VCPU=0 THREAD_PRIORITY 0 DISABLE
CREATE INDEX comment ON `t` (date DESC, t1, (now())) ALGORITHM = INPLACE
CREATE TABLESPACE ts ADD DATAFILE 'f' WAIT ENCRYPTION='zlib'
CREATE TABLESPACE ts NO_WAIT
ALTER ALGORITHM=UNDEFINED VIEW t2 (name, b) AS VALUES ROW(1)
CREATE LIBRARY t2 LANGUAGE wasm COMMENT 'x' AS 0x41
DROP LOGFILE GROUP g
ALTER TABLESPACE ts DROP DATAFILE 'f' NO_WAIT
ALTER UNDO TABLESPACE ts SET ACTIVE
DROP TABLESPACE ts NO_WAIT
ALTER LOGFILE GROUP g ADD UNDOFILE 'f' NO_WAIT STORAGE ENGINE InnoDB
CREATE VIEW u AS TABLE x
DROP INDEX comment ON t2 LOCK SHARED
ALTER RESOURCE GROUP g DISABLE
ALTER DATABASE COLLATE=latin1_swedish_ci ENCRYPTION = 'N'
ALTER ALGORITHM = UNDEFINED DEFINER = CURRENT_ROLE VIEW db.`u` AS VALUES ROW(1) WITH CASCADED CHECK OPTION
DROP INDEX type ON `t` LOCK SHARED
ALTER UNDO TABLESPACE ts SET INACTIVE ENGINE InnoDB
ALTER TABLESPACE ts RENAME TO u
ALTER DATABASE DEFAULT ENCRYPTION = 'Y' DEFAULT COLLATE utf8mb4_bin
CREATE RESOURCE GROUP g TYPE SYSTEM DISABLE
ALTER RESOURCE GROUP g VCPU = 0-0 THREAD_PRIORITY 0

== mariadb
create or replace server s foreign data wrapper mysql options (host 'a')
create server if not exists s foreign data wrapper mysql options (host 'a')
create sequence s
create sequence s minvalue = 1 maxvalue 100 increment by -1 cycle
create sequence s nominvalue maxvalue 5 foo=3
create temporary sequence if not exists s start 3
alter sequence if exists db.s restart with 5 nocache
drop sequence if exists s, t
drop temporary sequence s
create sequence s start with + 5
create table t (a int) with system versioning partition by system_time interval 1 day starts '2020-01-01' (partition p0 history, partition pn current)
create table t (a int) with system versioning partition by system_time limit 10000 auto
create table t (a int) partition by list(a) (partition p default)
create table t values (1)
analyze table t persistent for all, u
analyze table t persistent for columns (a,b) indexes (primary)
check view v for upgrade
optimize table t wait 3
repair view v, w from mysql
create index i on t (a) wait 3 comment 'x' lock=none
create unique index i on t (a, p without overlaps)
drop table t wait 3 restrict
truncate table t nowait
rename table t wait 3 to u
rename table t nowait to u, v wait 3 to w
create or replace database d
alter database d upgrade data directory name
alter database comment 'x'
create table t (a mariadb_schema.int)
create table t (a int not null enable)
alter table t add unique index if not exists s (a)
alter table t add (a int, unique index if not exists s (a))
create table t (a int, primary key (a, p without overlaps))
DROP INDEX IF EXISTS name ON u
DROP INDEX a ON db.t NOWAIT
ANALYZE TABLE `t`, u PERSISTENT FOR COLUMNS ALL INDEXES ALL
CREATE SEQUENCE `t`
RENAME TABLES u TO t2, `t` WAIT 2 TO t2
DROP INDEX comment ON db.t NOWAIT
CHECK VIEW db.t
RENAME TABLE IF EXISTS db.t TO db.t, t TO `t`
DROP INDEX id ON db.t NOWAIT
CREATE FULLTEXT INDEX IF NOT EXISTS status ON `t` (period, b ASC)
DROP INDEX IF EXISTS `x y` ON `t`
CREATE SEQUENCE t2
DROP INDEX k ON db.t NOWAIT
ALTER SCHEMA COMMENT = 'a''b'
CREATE OR REPLACE SERVER s FOREIGN DATA WRAPPER mysql OPTIONS (PORT 0)
CREATE INDEX id ON t (sequence, comment, c(1)) VISIBLE KEY_BLOCK_SIZE +5
RENAME TABLE `t` TO db.t, t2 TO `t`, t WAIT 2 TO db.`u`
CREATE SEQUENCE `t` CYCLE
DROP TABLES t2 NOWAIT RESTRICT
CREATE FULLTEXT INDEX sequence ON db.t (t1, b DESC) ENGINE_ATTRIBUTE='{}' CLUSTERING=YES LOCK SHARED
CREATE SEQUENCE db.`u`
RENAME TABLES IF EXISTS t TO u
RENAME TABLES db.t WAIT 2 TO t2
CREATE SEQUENCE NOMAXVALUE
DROP TABLES `t`, db.t WAIT 1
DROP TEMPORARY SEQUENCE `t`
CREATE SEQUENCE u
DROP TEMPORARY TABLE IF EXISTS db.`u` WAIT 1
ALTER SEQUENCE db.`u` NO MAXVALUE CYCLE
RENAME TABLES IF EXISTS db.t TO u, `t` TO u
ALTER DATABASE d COMMENT "d" DEFAULT COLLATE latin1_swedish_ci
CREATE OR REPLACE DEFINER = r@localhost VIEW `t` (status, value, k) AS VALUES (1),(2)
CREATE TEMPORARY SEQUENCE t
ALTER DATABASE COMMENT 'x'
CREATE SEQUENCE db.t CYCLE NO MINVALUE
CREATE SCHEMA d COMMENT="d" COLLATE=binary
RENAME TABLES IF EXISTS db.`u` TO db.t, db.`u` TO t2, t TO `t`
ANALYZE TABLES t2 PERSISTENT FOR COLUMNS ALL INDEXES ALL
CREATE OR REPLACE TEMPORARY SEQUENCE t NOMINVALUE KEY_BLOCK_SIZE 1
CREATE OR REPLACE DATABASE d
DROP INDEX IF EXISTS period ON db.`u`
CREATE TEMPORARY SEQUENCE db.`u`
CREATE TEMPORARY SEQUENCE db.`u` START WITH +5
DROP TEMPORARY SEQUENCE IF EXISTS `t`
REPAIR VIEW `t`, db.t
RENAME TABLE t2 WAIT 2 TO `t`, t TO `t`
CREATE UNIQUE INDEX IF NOT EXISTS `x y` ON db.t (c, status, sequence)
DROP INDEX IF EXISTS `x y` ON t
ALTER DATABASE d COMMENT "d" COLLATE latin1_swedish_ci
CREATE SEQUENCE t2 NOMAXVALUE
REPAIR VIEW t
DROP TEMPORARY SEQUENCE t
ALTER SEQUENCE `t` NOMINVALUE
CREATE UNIQUE INDEX a ON db.`u` (comment) foo=3
RENAME TABLES IF EXISTS db.`u` TO t
CREATE OR REPLACE SERVER s FOREIGN DATA WRAPPER mysql OPTIONS (PORT 1.5, PORT 1e3, USER 'x')
DROP TEMPORARY TABLE db.t, t NOWAIT RESTRICT
CREATE SEQUENCE t NOMAXVALUE
== mariadb<11.7
CREATE SPATIAL INDEX k ON db.t (name(1), a, sequence) foo=3
== mariadb
CREATE OR REPLACE SERVER s FOREIGN DATA WRAPPER mysql OPTIONS (PASSWORD 'zlib', HOST 'a''b')
CREATE SEQUENCE IF NOT EXISTS t2 NOMAXVALUE
CREATE OR REPLACE SERVER s FOREIGN DATA WRAPPER mysql OPTIONS (USER "d", PORT 65536)
CREATE INDEX IF NOT EXISTS k ON u (name) LOCK=SHARED
RENAME TABLE t TO t2, db.t TO `t`, `t` WAIT 2 TO db.`u`
CREATE OR REPLACE SCHEMA d
ALTER SEQUENCE ENGINE NOMINVALUE
RENAME TABLES t WAIT 2 TO db.`u`
DROP INDEX IF EXISTS a ON t2
CREATE SEQUENCE IF NOT EXISTS t
ALTER SEQUENCE t2 NO MINVALUE
ALTER SEQUENCE IF EXISTS t NOMAXVALUE
RENAME TABLES IF EXISTS db.t TO `t`
CREATE INDEX IF NOT EXISTS name ON db.`u` (status, t1, period)
CREATE SEQUENCE `t` NO MAXVALUE CYCLE
CHECK VIEW t2
CREATE OR REPLACE ALGORITHM=UNDEFINED SQL SECURITY INVOKER VIEW t2 AS VALUES (1),(2)
RENAME TABLES IF EXISTS db.t TO u, db.`u` TO u
CREATE SEQUENCE t2 CYCLE NOMAXVALUE
DROP INDEX name ON db.`u` NOWAIT
DROP TEMPORARY SEQUENCE db.t, u
ALTER SEQUENCE db.t NOCYCLE NO MINVALUE NO MAXVALUE
CREATE SCHEMA IF NOT EXISTS d COMMENT 'zlib'
CREATE UNIQUE INDEX IF NOT EXISTS b ON u (sequence) LOCK = SHARED

== neither
create masking policy p(a)
create masking policy p (a int) as 1
create or replace masking policy p(a) a+1
drop masking policy if exists p, q
drop masking policy db.p
alter table t alter a set masking policy
create table t (a int masking policy db.p)
create library l as 'x'
create library l language javascript as _utf8mb4'x'
create library l language javascript as 'x' 'y'
create library l language 'javascript' as 'x'
create or replace library l language javascript as 'x'
alter library l comment = 'x'
alter library l
create table t (a int) strict_load=on
create table t (a int) file_format=(format csv, header on)
create table t (a int) guided=on
create resource group g vcpu 0
create resource group g type user thread_priority 5 vcpu 0
create resource group g type user enable force
drop resource group if exists g
create or replace spatial reference system if not exists 4120 definition 'y' name 'x'
create spatial reference system 4120 name = 'x' definition 'z'
create spatial reference system 4120 name 'x' definition 'y' organization 'o'
import table from a
cache index t, u partition (p) in c
cache index t in 'c'
load index into cache t partition (p0), u
load index into cache t indexes (a)
create server s foreign data wrapper mysql options ()
create server s foreign data wrapper mysql
alter server s options (host = 'a')
create tablespace ts engine innodb use logfile group g
create tablespace ts add datafile 'x',
create tablespace 'ts' add datafile 'x'
create undo tablespace ts
create undo tablespace ts add datafile 'x', engine innodb
alter tablespace ts
alter tablespace ts rename u
alter undo tablespace ts rename to x
drop tablespace if exists ts
create logfile group g add redofile 'x'
create sequence s engine=innodb start with 1
create sequence s start with 1 comment 'x' cache 10
create sequence s increment by = 3
create sequence s no cycle
create sequence s restart
alter sequence s
alter sequence s engine=innodb
alter sequence s restart with = 3
drop sequence s restrict
create sequence s start with 99999999999999999999
create sequence s (a int)
create table t (a int) with system versioning partition by system_time auto
create table t (a int) with system versioning partition by system_time interval 1 day starts @a
create table t (a int) partition by list(a) (partition p values in (default))
create table t (a int) partition by list columns (a) (partition p values in ((1),(2)))
create table t (a int) partition by list (a) (partition p values in (maxvalue))
create table t (a int) partition by range columns (a,b) (partition p values less than (1))
create table t (a int) partition by range columns (a,b) (partition p values less than maxvalue)
create table t (a int) partition by range (a) (partition p values less than 3)
create table t (a int) partition by key
create table t (a int) partition by key algorithm = 3 (a)
create table t (a int) partition by linear range (a)
create table t (a int) partition by hash (a or b)
create table t (a int) partition by hash (a) partitions 1.5
create table t (a int) partition by range(a) subpartition by key () (partition p values less than (1))
create table t (a int) partition by range(a) subpartition by hash(a) (partition p values less than (1) (subpartition s), partition q values less than (2) (subpartition s1, subpartition s2))
create table t (a int) partition by range(a) (partition 'p' values less than (1))
create table t (a int) partition by hash(a) ()
create table t (a int) select 1 partition by hash(a)
create table t (a int) partition by hash(a) engine innodb
create table t (a int) partition by hash (a) partitions 3 (partition p)
create table t (a int) partition by list (a) (partition p values in (1,2),)
create table t as ignore select 1
create table t ignore
create table t () select 1
create table t (a int,) select 1
create table t like x engine innodb
create table t (like x) select 1
create table t (a int), engine=innodb
create table t (a int) engine=innodb,
create definer=u algorithm=merge view v as select 1
create algorithm=foo view v as select 1
create view v () as select 1
alter view if exists v as select 1
create temporary view v as select 1
create or replace json relational duality view if not exists v as select 1
create json duality view v as select json_duality_object('a', a) from t
create json duality view v as select json_duality_object() from t
create json duality view v as select json_duality_object(with (noinsert) 'a': a) from t
drop json duality view v
create definer=u materialized view v as select 1
create json relational view v as select 1
analyze table t update histogram on a with 10 buckets using data 'x'
analyze table t persistent for columns (a)
analyze table t partition (p)
check local table t
check view v quick
checksum table t quick extended
== mariadb>=11.5
repair table t force
== neither
create index i on t (a) algorithm=inplace algorithm=copy
create index i on t (a) lock=none, algorithm copy
create index i on t (a) comment 'x' wait 3
create fulltext index i using btree on t (a)
create online index i on t (a)
== mariadb>=11.7
create vector index i on t (a)
== neither
create index primary on t (a)
drop index i on t nowait algorithm=copy
drop table t restrict wait 3
drop external table t
truncate tables t
rename table t as u
create database d, charset utf8mb4
create database d read only 1
alter database upgrade data directory name
create table max(a int)
create table t (a int, key max(a))
create table t (a text compressed compressed)
create table t (a int not null enforced)
create table t (a int not null as (1))
create table t (a int references t(a) not null)
create table t (a int, unique index if not exists s (a))
create table t (a int, key (p without overlaps))
create table t (a int, constraint c foreign key f (a) references p (b) on delete cascade on delete cascade)
create table t (a int, foreign key (a) references p (b) match foo)
create table t (a long char varying, b long char, c national varchar(3))
create table t (a enum('a' 'b'))
create table t (a enum())
CREATE TEMPORARY SEQUENCE t2 RESTART RESTART RESTART WITH = -3 STORAGE DISK STORAGE DISK
LOAD INDEX INTO CACHE AFTER MAXVALUE `t` INDEX ( k ) IGNORE LEAVES
CREATE FULLTEXT INDEX sequence USING BTREE ON `t` (status(0), b, k)
LOAD INDEX INTO CACHE `t` PARTITION (p0) IGNORE LEAVES, `t` PARTITION (p0)
ALTER SCHEMA READ ONLY 2 READ ONLY = DEFAULT
CREATE SCHEMA d d ENCRYPTION = 'Y' DEFAULT COLLATE = utf8mb4_general_ci
CREATE REPLACE VIEW db . `u` AS ( ( SELECT 1 ) )
DROP SCHEMA IF EXISTS db.t, u
DROP SPATIAL REFERENCE SYSTEM IF LIST 4120
CREATE GROUP g TYPE USER THREAD_PRIORITY THREAD_PRIORITY = 0
ALTER SEQUENCE db.`u` NOCYCLE INCREMENT BY=0 NO MINVALUE
CREATE DATABASE d READ ONLY 2 READ ONLY = DEFAULT
CREATE SEQUENCE `t` CYCLE RESTART NO MINVALUE
DROP TEMPORARY SEQUENCE IF EXISTS db.t NOWAIT RESTRICT
DROP INDEX ON `t`
DROP TABLES EXISTS `t` , db . t RESTRICT
CHECK VIEW db.`u`, u CHANGED QUICK
ALTER UNDO TABLESPACE ts SET ACTIVE WAIT
ALTER LOGFILE GROUP g ADD UNDOFILE 'f' ENCRYPTION N'x'
CREATE REPLACE ALGORITHM = MERGE SQL SECURITY INVOKER VIEW IF NOT EXISTS db . `u` AS ( SELECT 1 ) UNION ( SELECT 2 )
DROP LOGFILE GROUP g . COMMENT = ''
CACHE INDEX INDEX t2 IN c
CREATE ALGORITHM = foo VIEW db.`u` (c, comment, value) AS SELECT * FROM x
ALTER TABLESPACE ts
DROP TEMPORARY VIEW `t` , SELECT
CREATE SPATIAL INDEX type USING HASH ON db.`u` (status, t1 ASC) ALGORITHM COPY
CREATE TABLESPACE ts ADD DATAFILE 'f' REDO_BUFFER_SIZE 1 = G NODEGROUP 0
RANGE CREATE RESOURCE GROUP g TYPE = USER VCPU 0 , 0
CREATE INDEX k USING HASH ON db . `u` AFTER ( TO t1 , date , name ) KEY_BLOCK_SIZE 65536
CREATE SERVER s FOREIGN DATA WRAPPER mysql OPTIONS ( UNSIGNED 2 , PORT 65536 )
CREATE period INDEX ON t ( period ) ENGINE_ATTRIBUTE = '{}' KEY_BLOCK_SIZE = 1
ALTER SEQUENCE u
DROP TABLESPACE ts EXTENT_SIZE RANGE 10 M , ENGINE InnoDB
ALTER SEQUENCE `t`
DROP status ON u ALGORITHM DEFAULT
CREATE INDEX `x y` ON `t` ( period , id ( 10 )
LOAD INDEX INTO CACHE t2 PARTITION ( ALL ) INDEX ( k BY ) , db . t INDEX ( PRIMARY , k )
RENAME TABLE t SELECT TO . db `u`
CACHE INDEX t2 PARTITION (ALL), u PARTITION (ALL) IN c
CREATE VECTOR INDEX period ON t2 (type(1), k DESC)
ALTER UNDO TABLESPACE ADD SET ACTIVE EXTENT_SIZE = 1 G
DROP DROP INDEX t1 ON db . `u` INPLACE ALGORITHM
LOAD INDEX INTO CACHE u, t2 PARTITION (p0,p1)
CREATE SPATIAL REFERENCE 0 x10 ENGINE 'o' IDENTIFIED BY 3
DROP DATABASE IF EXISTS t2, db.t
CREATE VECTOR INDEX id ON db . t ( value ASC , `x y` , name 10 ) )

== mysql
create table t (a int) file_format=(format csv header on)
create table t (a int check (a) enforced not enforced)
