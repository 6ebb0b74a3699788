# What no_backslash_escapes changes, read by both servers.

== both; no_backslash_escapes
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

== mysql mariadb?; no_backslash_escapes
select date '\'

== neither; no_backslash_escapes
select 'a\''
select 'a\'b'
