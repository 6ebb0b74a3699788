# What ansi_quotes changes, read by both servers.

== both; ansi_quotes
select "a"
select "a" from "t"
select "a"."b" from "t" as "x"
select a as "b"
select a "b"
select "a""b"
select 'a' "b"
select "a" "b"
select "a" 'b'
select "" from t
select "a" from t where "a" = "b"
insert into "t" ("a", "b") values ("x", 'y')
insert into t values ("a")
update "t" set "a" = "b"
delete from "t" where "a"
create table t (a int comment 'x')
create table t (a enum('x'))
create table t (a int) engine "x"
create table t (a int) engine = "innodb" comment 'x'
create user "a"@"b"
create user "a" identified by 'x'
drop user "a"@'b'
grant select on "d"."t" to "u"@"h"
set @"v" = 1
set @a = "b"
select @"v"
select @"v""w"
set names "utf8mb4"
set names 'utf8mb4'
set character set "latin1"
select _utf8mb4'x'
select n"x"
select x"41"
select b"01"
select x'41'
select date"2020-01-01"
select date '2020-01-01'
select timestamp "2020-01-01 10:00:00"
select "f"(1)
select * from t where a like "x" escape "y"
select * from t where a like 'x' escape '\\'
select * from t where a regexp "x"
select {d "2020-01-01"}
select a into outfile 'x' from t
load data infile 'x' into table "t"
select group_concat(a separator 'x') from t
use "d"
show tables like 'x'
show tables from "d"
prepare s from 'select 1'
execute "s"
call "p"(1)
create procedure "p"("a" int) select "a"
create index "i" on "t" ("a")
alter table "t" add column "a" int after "b"
select 1 as "a", 2 as 'b'
select * from t "x"
with "a" as (select 1) select * from "a"
select sum(a) over "w" from t window "w" as (order by b)
select interval "1" day + a
select convert("a" using utf8mb4)
select cast("a" as char)
select trim("a" from 'b')
select "a`b"
select `a"b`
select '"'
select "'"
select 1 -- "
select /* " */ 1
lock tables "t" read
handler "t" open as "h"
savepoint "s"
xa start 'x'
explain "t"
explain "t" "a"
describe t "a"
describe t 'a'
create view "v" ("a") as select "a" from "t"
create database "d" character set "utf8mb4"
create trigger "tr" before insert on "t" for each row set new."a" = "b"
rename table "a" to "b"."c"
truncate "t"
optimize table "t"
select distinct "a" from "t" group by "a" having "a" order by "a" limit 1
select * from "t" use index ("i")
select * from "t" partition ("p")
select * from json_table("a", '$' columns ("b" int path '$')) "x"

== mariadb; ansi_quotes
create table "t" ("a" int, "b" text default "x")
alter table t alter a set default "x"

== mariadb?; ansi_quotes
prepare "s" from "select 1"

== mysql mariadb?; ansi_quotes
kill "x"
signal sqlstate '45000' set message_text = "x"

== mysql; ansi_quotes
select "a" -> '$.b'

== neither; ansi_quotes
create table "t" ("a" int comment "x")
create table t (a enum("x"))
create table t (a int) comment "x"
create user "a" identified by "x"
select _utf8mb4"x"
select "count"(*)
select a into outfile "x" from t
load data infile "x" into table t
select group_concat(a separator "x") from t
select "a" -> "$.b"
select a -> "$.b"
show tables like "x"
select * from t 'x'
purge binary logs to "x"
signal sqlstate "45000"
xa start "x"
select * from json_table("a", "$" columns ("b" int path "$")) "x"

== both; ansi_quotes no_backslash_escapes
select 'a\'
select 'a\\'
select 'a''b'
select '\'
select '\\'
select "a\"
select "\"
select 'a\' 'b'
select '\n\'
select 'a' like '\%'
select 'a' like 'b' escape '\'
select 'a' like 'b' escape '\\'
select 'a' like 'b' escape ''
select _utf8mb4'\'
select n'\'
select x'41', '\'
select `a\`
select 'a' 'b\'
insert into t values ('\'), ('\')
insert into t values ('\', '\')
create table t (a int comment '\')
create table t (a enum('\', 'b'))
set @a = '\'
set @'a\' = 1
select @'a\'
select 'a\' -- '
select /* ' */ '\'
load data infile 'x' into table t fields escaped by '\'
load data infile 'x' into table t fields escaped by '\\' terminated by ','
create user 'a\'@'b'
grant select on d.t to 'a\'@'h'
signal sqlstate '45000' set message_text = '\'
select '\''' 
select 'it''s\'
select '''\'
update t set a = 'c:\' where b = 'd:\'

== mysql mariadb?; ansi_quotes no_backslash_escapes
select date '\'

== neither; ansi_quotes no_backslash_escapes
select 'a\''
select 'a\'b'
