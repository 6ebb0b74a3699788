# What ignore_space changes, read by both servers.

== both; ignore_space
select count (*)
select count(*)
select count ( distinct a )
select now ()
select now (3)
select curdate ()
select sum (a)
select max (a), min (a)
select group_concat (a)
select substring ('a', 1)
select substr ('a' from 1)
select trim (both 'a' from 'b')
select cast (a as char)
select extract (day from a)
select position ('a' in 'b')
select date_add (a, interval 1 day)
select date_sub (a, interval 1 day)
select adddate (a, 1)
select sysdate ()
select session_user ()
select bit_and (a)
select std (a)
select variance (a)
select mid ('a', 1)
select now
select count
select sum
select count, sum from t
select t.count from t
select t.count (a) from t
select count as a
select 1 as count
create table `count` (a int)
create table d.count (a int)
insert into count values (1)
update count set a = 1
delete from count
select * from count
select * from count, now
select * from count where (a)
create table t (count int)
create table t (count int(1))
create table t (count varchar(1))
create table t (a int, index (count))
create index count on t (a)
create view count as select 1
drop table count
alter table count add a int
alter table t add count int
alter table t drop count
with count as (select 1) select 1
select * from t count
select * from t as count
select * from (select 1) count
select a count from t
select count(*) count from t
insert into t (count) values (1)
insert into t (count, a) values (1, 2)
select * from t use index (count)
select * from t partition (count)
grant select (count) on t to u
set @count = 1
select user ()
select version ()
select if (a, b, c)
select ifnull (a, b)
select left ('a', 1)
select concat ('a')
select f (1)
select d.f (1)
select rank () over ()
select row_number () over ()
select json_arrayagg (a)
select st_collect (a)
handler count read first
truncate count
lock tables count read
select exists (select 1)
select default (a)
select row (1, 2)
select interval (1, 2)
select match (a) against ('b')
select char (65)
select convert (a, char)
select database ()
select current_user ()
select current_timestamp (3)
select utc_date ()
select timestamp ('a')
select date ('a')
select year ('a')
select replace ('a', 'b', 'c')
select insert ('a', 1, 1, 'b')
select repeat ('a', 1)
select truncate (1, 1)

== mysql; ignore_space
select values (a)

== mysql? mariadb?; ignore_space
set count = 1

== neither; ignore_space
create table count (a int)
create table count(a int)
insert into count (a) values (1)
insert into now (a) values (1)
select * from count (a)
create table t (a int, index count (a))
create table t (a int, index (count (1)))
create index i on count (a)
create view count (a) as select 1
create procedure count () select 1
create procedure now() select 1
create function sum (a int) returns int return 1
call count (1)
call count(1)
with count (a) as (select 1) select 1
select * from (select 1) as count (a)
