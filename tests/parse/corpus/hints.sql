# Optimizer hints. A malformed one is passed over with a warning, and where a
# server knows no hints they are comments: hint_check compares how they are read.
== both
SELECT /*+ BKA(t1) */ * FROM t1
SELECT /*+ BKA() */ * FROM t1
SELECT /*+ BKA(t1, t2@qb) */ * FROM t1
SELECT /*+ BKA(@qb t1, t2) */ * FROM t1
SELECT /*+ BKA(@qb) */ * FROM t1
SELECT /*+ BKA(t1 t2) */ * FROM t1
SELECT /*+ BKA (t1) */ * FROM t1
SELECT /*+ BKA(t1 @qb) */ * FROM t1
SELECT /*+ BKA(t1@ qb) */ * FROM t1
SELECT /*+ BKA(@ qb t1) */ * FROM t1
SELECT /*+ BKA(@qb t1@qb2) */ * FROM t1
SELECT /*+ bka(`t1`@`qb`) */ * FROM t1
SELECT /*+ BKA("t1") */ * FROM t1
SELECT /*+ BKA('t1') */ * FROM t1
SELECT /*+ BKA(t1,) */ * FROM t1
SELECT /*+ BKA(db.t1) */ * FROM t1
SELECT /*+ BKA */ * FROM t1
SELECT /*+ BKA(t1) NO_BKA(t1) */ * FROM t1
SELECT /*+ BKA(t1), BNL(t2) */ * FROM t1
SELECT /*+ HASH_JOIN(t1) */ * FROM t1
SELECT /*+ MERGE(t1) */ * FROM t1
SELECT /*+ NO_MERGE() */ * FROM t1
SELECT /*+ DERIVED_CONDITION_PUSHDOWN(@qb) */ * FROM t1
SELECT /*+ JOIN_FIXED_ORDER() */ * FROM t1
SELECT /*+ JOIN_FIXED_ORDER(@qb) */ * FROM t1
SELECT /*+ JOIN_FIXED_ORDER(t1) */ * FROM t1
SELECT /*+ JOIN_ORDER(t1, t2) */ * FROM t1
SELECT /*+ JOIN_ORDER() */ * FROM t1
SELECT /*+ JOIN_ORDER(@qb t1, t2) */ * FROM t1
SELECT /*+ JOIN_ORDER(@qb) */ * FROM t1
SELECT /*+ JOIN_PREFIX(t1@qb, t2) */ * FROM t1
SELECT /*+ JOIN_SUFFIX(@qb t1@x) */ * FROM t1
SELECT /*+ MRR(t1) */ * FROM t1
SELECT /*+ MRR(t1 i1, i2) */ * FROM t1
SELECT /*+ MRR(t1 i1 i2) */ * FROM t1
SELECT /*+ MRR(t1@qb i1) */ * FROM t1
SELECT /*+ MRR(@qb t1 i1) */ * FROM t1
SELECT /*+ MRR(@qb) */ * FROM t1
SELECT /*+ MRR() */ * FROM t1
SELECT /*+ MRR(t1, t2) */ * FROM t1
SELECT /*+ NO_ICP(t1 PRIMARY) */ * FROM t1
SELECT /*+ NO_ICP(t1 `PRIMARY`) */ * FROM t1
SELECT /*+ SKIP_SCAN(t1 i1) */ * FROM t1
SELECT /*+ INDEX_MERGE(t1 i1, i2) */ * FROM t1
SELECT /*+ INDEX(t1 i1) */ * FROM t1
SELECT /*+ INDEX(t1 index) */ * FROM t1
SELECT /*+ NO_GROUP_INDEX(t1 i1) */ * FROM t1
SELECT /*+ NO_RANGE_OPTIMIZATION(t1) */ * FROM t1
SELECT /*+ SEMIJOIN() */ * FROM t1
SELECT /*+ SEMIJOIN(FIRSTMATCH, LOOSESCAN) */ * FROM t1
SELECT /*+ SEMIJOIN(@qb FIRSTMATCH) */ * FROM t1
SELECT /*+ SEMIJOIN(@qb) */ * FROM t1
SELECT /*+ SEMIJOIN(, FIRSTMATCH) */ * FROM t1
SELECT /*+ SEMIJOIN(FIRSTMATCH LOOSESCAN) */ * FROM t1
SELECT /*+ SEMIJOIN(INTOEXISTS) */ * FROM t1
SELECT /*+ NO_SEMIJOIN(@qb DUPSWEEDOUT, MATERIALIZATION) */ * FROM t1
SELECT /*+ SUBQUERY(MATERIALIZATION) */ * FROM t1
SELECT /*+ SUBQUERY(@qb INTOEXISTS) */ * FROM t1
SELECT /*+ SUBQUERY() */ * FROM t1
SELECT /*+ SUBQUERY(@qb) */ * FROM t1
SELECT /*+ SUBQUERY(MATERIALIZATION, INTOEXISTS) */ * FROM t1
SELECT /*+ QB_NAME(qb1) */ * FROM t1
SELECT /*+ QB_NAME(`a b`) */ * FROM t1
SELECT /*+ QB_NAME(1) */ * FROM t1
SELECT /*+ QB_NAME(1a) */ * FROM t1
SELECT /*+ QB_NAME('x') */ * FROM t1
SELECT /*+ QB_NAME() */ * FROM t1
SELECT /*+ QB_NAME(a, b) */ * FROM t1
SELECT /*+ QB_NAME(BKA) */ * FROM t1
SELECT /*+ MAX_EXECUTION_TIME(1000) */ * FROM t1
SELECT /*+ MAX_EXECUTION_TIME(1.5) */ * FROM t1
SELECT /*+ MAX_EXECUTION_TIME(1K) */ * FROM t1
SELECT /*+ MAX_EXECUTION_TIME('1') */ * FROM t1
SELECT /*+ MAX_EXECUTION_TIME(-1) */ * FROM t1
SELECT /*+ MAX_EXECUTION_TIME(4294967296) */ * FROM t1
SELECT /*+ MAX_EXECUTION_TIME(99999999999999999999999) */ * FROM t1
SELECT /*+ MAX_EXECUTION_TIME(4294967296) BKA( */ * FROM t1
SELECT /*+ MAX_EXECUTION_TIME() */ * FROM t1
SELECT /*+ MAX_EXECUTION_TIME(0x10) */ * FROM t1
SELECT /*+ RESOURCE_GROUP(rg) */ * FROM t1
SELECT /*+ RESOURCE_GROUP(`rg`) */ * FROM t1
SELECT /*+ RESOURCE_GROUP('rg') */ * FROM t1
SELECT /*+ RESOURCE_GROUP(USR_default) */ * FROM t1
SELECT /*+ RESOURCE_GROUP() */ * FROM t1
SELECT /*+ SET_VAR(sort_buffer_size=100000) */ * FROM t1
SELECT /*+ SET_VAR(sort_buffer_size = 16M) */ * FROM t1
SELECT /*+ SET_VAR(sort_buffer_size = 16m) */ * FROM t1
SELECT /*+ SET_VAR(sort_buffer_size = 16) */ * FROM t1
SELECT /*+ SET_VAR(optimizer_switch = 'mrr=off') */ * FROM t1
SELECT /*+ SET_VAR(optimizer_switch = "mrr=off") */ * FROM t1
SELECT /*+ SET_VAR(sql_mode = ANSI) */ * FROM t1
SELECT /*+ SET_VAR(sql_mode = `ANSI`) */ * FROM t1
SELECT /*+ SET_VAR(sql_mode = '') */ * FROM t1
SELECT /*+ SET_VAR(foreign_key_checks=OFF) */ * FROM t1
SELECT /*+ SET_VAR(foreign_key_checks=-1) */ * FROM t1
SELECT /*+ SET_VAR(foreign_key_checks=1.5) */ * FROM t1
SELECT /*+ SET_VAR(foreign_key_checks=.5) */ * FROM t1
SELECT /*+ SET_VAR(max_execution_time=10) */ * FROM t1
SELECT /*+ SET_VAR(`sql_mode`='ANSI') */ * FROM t1
SELECT /*+ SET_VAR(session.sql_mode='ANSI') */ * FROM t1
SELECT /*+ SET_VAR(@@sql_mode='ANSI') */ * FROM t1
SELECT /*+ SET_VAR(sql_mode) */ * FROM t1
SELECT /*+ SET_VAR(sql_mode='ANSI', foreign_key_checks=0) */ * FROM t1
SELECT /*+ SET_VAR(foo=1) */ * FROM t1
SELECT /*+ SET_VAR(autocommit=0) */ * FROM t1
SELECT /*+ SET_VAR(sql_mode=@a) */ * FROM t1
SELECT /*+ SET_VAR(sql_mode=DEFAULT) */ * FROM t1
SELECT /*+ SET_VAR(sql_mode=x'41') */ * FROM t1
SELECT /*+ SET_VAR(sql_mode=MERGE) */ * FROM t1
SELECT /*+ SET_VAR(sql_mode=BKA(t)) */ * FROM t1
SELECT /*+ FOO(t1) */ * FROM t1
SELECT /*+ BKA(t1) FOO(t1) BNL(t2) */ * FROM t1
SELECT /*+ BKA(t1) BKA( */ * FROM t1
SELECT /*+ BKA(t1) ; BNL(t1) */ * FROM t1
SELECT /*+ # */ * FROM t1
SELECT /*+ -- x */ * FROM t1
SELECT /*+ BKA(t1) -- x */ * FROM t1
SELECT /*+ BKA(`a``b`) */ * FROM t1
SELECT /*+ BKA(``) */ * FROM t1
SELECT /*+ BKA(`a */ * FROM t1
SELECT /*+ BKA(t$1) */ * FROM t1
SELECT /*+ BKA(1) */ * FROM t1
SELECT /*+ BKA(1a) */ * FROM t1
SELECT /*+ BKA(1.5) */ * FROM t1
SELECT /*+ BKA(t.1) */ * FROM t1
SELECT /*+ SET_VAR(sort_buffer_size=16K1) */ * FROM t1
SELECT /*+ SET_VAR(sql_mode='a''b') */ * FROM t1
SELECT /*+ NO_ICP(t1@qb1, t2) */ * FROM t1
SELECT /*+ NO_ICP(t1@qb1 PRIMARY, b) NO_BKA(t2) */ * FROM t1
SELECT /*+ */ 1
SELECT /*+*/ 1
SELECT/*+QB_NAME(a)*/1
SELECT /* x */ /*+ BAD */ 1
SELECT /*+ QB_NAME(a) */ /*+ BAD */ 1
SELECT REPLACE /*+ BAD */ ('a', 'b', 'c')
SELECT INSERT /*+ BAD */ ('a', 1, 2, 'c')
(SELECT /*+ BKA(t) */ 1)
SELECT STRAIGHT_JOIN /*+ BAD */ 1
SELECT 1 AS `select` /*+ BAD */
SELECT /*+ QB_NAME(qb1) MRR(@qb1 t1 i1) */ a FROM t1 WHERE a IN (SELECT /*+ QB_NAME(qb2) NO_SEMIJOIN(@qb1) */ b FROM t2)
SELECT /*+ SEMIJOIN(@subq1 MATERIALIZATION, DUPSWEEDOUT) */ * FROM t2 WHERE t2.a IN (SELECT /*+ QB_NAME(subq1) */ a FROM t3)
SELECT /*+ JOIN_PREFIX(t2, t5@subq2, t4@subq1) JOIN_ORDER(t4@subq1, t3) JOIN_SUFFIX(t1) */ COUNT(*) FROM t1 JOIN t2 JOIN t3
SELECT 1 UNION SELECT /*+ BKA(t) */ 2 UNION ALL SELECT /*+ BAD */ 3
SELECT * FROM (SELECT /*+ MERGE() */ a FROM t) AS x JOIN t ON x.a = t.a
SELECT /*+ SET_VAR(sort_buffer_size = 16M) SET_VAR(optimizer_switch = 'mrr=on,mrr_cost_based=off') */ name FROM people ORDER BY name
INSERT /*+ SET_VAR(foreign_key_checks = OFF) */ INTO t2 VALUES (2)
INSERT /*+ BAD */ LOW_PRIORITY IGNORE INTO t SELECT /*+ NO_BKA() */ a FROM t1
INSERT INTO t VALUES (1) ON DUPLICATE KEY UPDATE /*+ BAD */ a = 1
REPLACE /*+ NO_ICP(t) */ INTO t VALUES (1)
REPLACE /*+ BAD */ t SET a = 1
UPDATE /*+ NO_MERGE(x) */ t SET a = 1 WHERE b = (SELECT /*+ QB_NAME(q) */ MAX(b) FROM t2)
UPDATE /*+ BAD( */ LOW_PRIORITY IGNORE t, t2 SET t.a = t2.a
DELETE /*+ MAX_EXECUTION_TIME(100) */ FROM t WHERE a = 1
DELETE /*+ BKA(t2) NO_BKA(t) */ t FROM t JOIN t2 USING (a)
DELETE /*+ RESOURCE_GROUP(rg) */ LOW_PRIORITY QUICK IGNORE FROM t
EXPLAIN SELECT /*+ NO_RANGE_OPTIMIZATION(t3 PRIMARY, f2_idx) */ f1 FROM t3 WHERE f1 > 30
WITH x AS (SELECT /*+ BAD */ 1) SELECT /*+ QB_NAME(a) BAD2 */ * FROM x
CREATE TABLE t9 SELECT /*+ SET_VAR(sql_mode = '') */ 1
CREATE VIEW v9 AS SELECT /*+ QB_NAME(v) */ a FROM t
CREATE OR REPLACE /*+ BAD */ VIEW v9 AS SELECT 1
CREATE PROCEDURE p9() SELECT /*+ MAX_EXECUTION_TIME(100) */ 1
CREATE PROCEDURE p9() BEGIN SELECT /*+ BKA(t) BAD */ 1; INSERT /*+ SET_VAR(a=1) */ INTO t VALUES (1); END
GRANT SELECT /*+ BAD */ ON t TO u
DO (SELECT /*+ QB_NAME(d) */ 1)
SELECT /*+ BKA(`é`, ü) */ 1
== mysql
WITH x AS (SELECT 1 a) DELETE /*+ BKA() */ FROM t WHERE a IN (SELECT a FROM x)
== mysql mariadb?
/*!50701 SELECT /*+ BKA(t) */ 1 */
== neither
SELECT /*+ BKA(t1)
SELECT /*+ BAD(`a*/b`) */ 1
SELECT /*+ BKA(t1) /* x */ ) */ 1
SELECT /*+ QB_NAME(`a
SELECT /*+ SET_VAR(a = 1) */
