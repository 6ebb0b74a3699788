# A dot before a table's name, behind which reserved words are names.

== mariadb
SELECT a FROM t1, .FROM
SELECT .t.select FROM .t
SELECT t.select, .t.a FROM t1, t2, .select AS t
DELETE FROM .FROM WHERE a = 1
INSERT INTO .FROM VALUES (1)
CREATE TABLE .FROM (a int)
