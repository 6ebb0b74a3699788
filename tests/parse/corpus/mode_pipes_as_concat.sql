# What pipes_as_concat changes, read by both servers.

== both; pipes_as_concat
select a || b
select a || b || c
select a || b + c
select a + b || c
select a || b * c
select a || -b
select a || b collate utf8mb4_bin
select a = b || c
select a || b like c || d
select a || b in (1)
select a or b || c and d
select not a || b
select a || b is null
select interval 1 day + a || b
select a || (select 1)
select a || case when b then c end
select (a || b) || c
select 'a' || 'b' 'c'
select a ^ b || c
select a || b ^ c
select !a || b
select a || !b
select binary a || b
select a || binary b
select a && b || c
select a || b && c
select a between b || c and d
select a || b regexp c
select * from t where a || b
select * from t where a or b || c
insert into t values (a || b)
update t set a = b || c
create table t (a int as (b || c))
create table t (a int default ('x' || 'y'))
select f(a || b, c)
select a || ?
select ? || ?
select @a || @b
select a ||b
select a |b || c
select a || b | c
set @a = 'x' || 'y'
do a || b

== mysql mariadb?; pipes_as_concat
call p(a || b)

== mysql; pipes_as_concat
select a || interval 1 day + b

== neither; pipes_as_concat
select a || not b
select a || all (select 1)
select a| |b

== both; high_not_precedence pipes_as_concat
select not a between b and c
select not a = b
select not a in (1)
select not a like b
select not a is null
select not a + b
select not -a
select -not a
select not not a
select !not a
select not !a
select a = not b
select a + not b
select a || not b
select a and not b
select a between not b and not c
select a in (not b, not c)
select a like not b
select a is not null
select a is not true
select a not in (1)
select a not like b
select a not between b and c
select a not regexp b
select a not rlike b
select not exists (select 1)
select not (a)
select not (select 1)
select not case when a then b end
select binary not a
select ~not a
select not a collate utf8mb4_bin
select not a ^ b
select not a div b
select not @a := b
select not ?
select not null
select * from t where not a
select * from t where not a and not b
select if(not a, b, c)
select * from t having not a
select * from t order by not a
select * from t join u on not a
create table t (a int not null)
create table t (a int not null default 1)
create table t (a int not null primary key)
create table t (a int, check (not a))
create table if not exists t (a int)
create database if not exists d
create view v as select not a
create procedure p() not deterministic select 1
create function f() returns int not deterministic return 1
create procedure p() begin declare exit handler for not found begin end; end
create event if not exists e on schedule every 1 day do select 1
create user if not exists u
create trigger if not exists tr before insert on t for each row set @a = 1
alter table t add column a int not null
alter table t modify a int not null
select sum(not a) over (order by not b)
set @a = not 1
do not a
insert into t values (not a)
update t set a = not b
delete from t where not a
select not a sounds like b
select not match (a) against ('b')
select a <=> not b
select a xor not b
select not a xor b
select not a or b
select not a, not b

== mysql; high_not_precedence pipes_as_concat
select not interval 1 day + a
select not a -> '$.b'
select not a member of (b)
create table t (a int check (not a) not null)

== neither; high_not_precedence pipes_as_concat
select not a := b
select a not member of (b)

== both; high_not_precedence
select a || b
select a || b || c
select a || b + c
select a + b || c
select a || b * c
select a || -b
select a || b collate utf8mb4_bin
select a = b || c
select a || b like c || d
select a || b in (1)
select a or b || c and d
select not a || b
select a || b is null
select a || interval 1 day + b
select interval 1 day + a || b
select a || (select 1)
select a || case when b then c end
select (a || b) || c
select 'a' || 'b' 'c'
select a ^ b || c
select a || b ^ c
select !a || b
select a || !b
select binary a || b
select a || binary b
select a && b || c
select a || b && c
select a || b regexp c
select * from t where a || b
select * from t where a or b || c
insert into t values (a || b)
update t set a = b || c
create table t (a int as (b || c))
create table t (a int default ('x' || 'y'))
select f(a || b, c)
select a || ?
select ? || ?
select @a || @b
select a ||b
select a |b || c
select a || b | c
set @a = 'x' || 'y'
do a || b

== mysql mariadb?; high_not_precedence
call p(a || b)

== neither; high_not_precedence
select a between b || c and d
select a || all (select 1)
select a| |b
