# Where the servers' grammars are not what one would think: found by generated statements.

== both
alter table t partition by hash (?)
alter table t partition by hash (1)
alter table t partition by hash (version())
alter table t partition by hash (year(a))
alter table t partition by hash (row_number() over ())
alter table t partition by hash (sum(a))
alter table t partition by hash (default(a))
alter table t partition by hash (match a against ('a'))
alter table t partition by hash (weight_string(a))
alter table t partition by hash (from_unixtime(a))
create table t (a int default (rand())) partition by hash(a)
create table t (a int as (@v)) partition by hash(a)
create table t (a datetime default now()) partition by hash(a)
create table t (a datetime default current_timestamp on update now()) partition by hash(a)
alter table t add a int default (uuid()) partition by hash(a)
create table t partition by hash (a) as select @v
create table t partition by range (a) (partition p values less than (1)) as select rand()
create table t (a int) partition by hash(?)
create table t (a int) partition by hash(f)
create table t (a int) partition by hash(db.f)
create table t (a int) partition by hash({d '2020-01-01'})
create table t (a int) partition by hash(now)
create table t (a int) partition by hash(a+interval 1 day)
select 1 from {oj a}
update {oj a join b} set c=1
select a._latin1
select `_latin1`.a
create table t engine=x (select 1)
select a into @'a'
select 1 from t where 1 between 2 and interval (a) or (b) day + 1
select interval (select 1) day + 1
select interval (select 1, 2) day + 1
select 1 + interval (select 1, 2) day
select 1 - interval (select 1) day
select interval (1) or (2) day + 1
alter table t engine := x
alter table t charset := ascii
alter table t collate := latin1_bin
alter table t auto_increment := 1
alter table t comment := 'a'
alter table t checksum := 1
alter table t union := (a)
alter database d charset := ascii
create index i on t (a) key_block_size := 1
create index i on t (a) algorithm := copy
alter table t partition by hash(a) (partition p engine := x)
alter table t partition by hash(a) (partition p comment := 'x')
alter view v as select 1
select next from t
select next.value
select a from a left join b natural join c on d
select a from a left join b join c using (d) on d
select a from a join b join c on d using (d)
select a from a join b join c using (d) using (d)
select a from a join b natural join c using (d)
select a from a join b natural join c on d
select a from a join b join c using (d) on d
select a from a join b left join c using (d) using (d)
select a from a join b left join c using (d) on e
select a from a join b left join c on e using (d)
select a from a left join (b join c) using (d)
select a from a straight_join b natural join c using (d)
select a from a straight_join b natural join c on d
with value as (select 1) select 1
with recursive value as (select 1) select 1
insert t with value as (select 1) select 1
insert t () with value as (select 1) select 1
insert t (a) with b as (select 1) select 1
create table t engine begin
create table t engine end
handler t read a last limit 1
handler t read a last limit 1 offset 1
drop view v
alter table t row_format := fixed
alter table t data directory := 'a'
alter table t insert_method := no
alter table t pack_keys := 1
alter table t partition by hash(a) (partition p max_rows := 1 data directory := 'a' tablespace := x)
create user a password expire
create user a@b account lock
create role r
create server s foreign data wrapper 'a' options (host 'a')
create table t (a int engine_attribute := '{}')
create table t (a int, key (a) engine_attribute := '{}')
create table t (a int) secondary_engine := x
create table t (a int) encryption := 'y'
create table t (a int) stats_persistent := default
alter table t algorithm := copy
alter table t lock := none
create index i on t (a) lock := none
create event e on schedule every 1 day do select 1
show profile
lock tables a read
load data infile 'a' into table t
alter server s options (user 'a')
xa start 'a'
set password := 'a'
set password for a := 'a'
purge binary logs to 'a'
update t set a := 1
insert t set a := 1
flush tables
alter table t add partition (partition p values in (1), partition q values less than (1))
alter table t add partition (partition p, partition q values less than (1))
alter table t partition by hash(st_geomfromtext(a,1))
alter table t partition by hash(point(1,2))
alter table t partition by hash(unix_timestamp(a))
alter table t partition by hash(version())
alter table t partition by hash(count(a))
insert t (a) with value as (select 1) select 1
insert t with recursive value (b) as (select 1) select 1
select ((with a as (select 1) select 1))
select ((with a as (select 1) select 1) + 1)
select (((select 1) union select 2) union select 3)
insert t (with a as (select 1) select 1)
insert t partition (p) (with a as (select 1) select 1)
create table t (with a as (select 1) select 1)
insert t (a) with recursive b as (select 1), value as (select 1) select 1
insert t (a) with b as (select 1), value as (select 1) select 1
insert t (a) with b as (select 1) select value from b
insert t (a) select value from t
insert t (a) select a value from t
insert t (a) select a as value from value
insert t (value) select 1
insert t (a) with recursive b as (select value from t) select 1
insert t set a = value
create table t with recursive value as (select 1) select 1
select * from (with recursive value as (select 1) select 1) x
insert t (a) values ((with recursive value as (select 1) select 1))
insert t (a) select (with recursive value as (select 1) select 1)
create view v as with recursive value as (select 1) select 1
create table t (with recursive value as (select 1) select 1)
select a into @b from t
select a into @b from t where a
select a into @b from t for update
alter table t partition by list (a) (partition p values in (1,(2)))
alter table t partition by list columns (a,b) (partition p values in ((1,2),(3,4)))
select interval 1 day + a is true || b
select interval 1 day + a is true or b
select interval 1 day + a || b
select interval 1 day + a > b || c
select interval 1 day + a in (1) || c
select interval 1 day + a is null || c
select interval 1 day + a or b
select interval 1 day + a > b or c
select interval 1 day + a and b
select interval 1 day + a xor b
select interval 1 day + a > b && c
select interval 1 day + a < some (select 1) || c
select - interval 1 day + a
select + interval 1 day + a
select not interval 1 day + a
select binary interval(1,2)
select - interval(1,2)
select 1 * interval 1 day + a
select trim_oracle('a')
select trim_oracle(a)
select trim_oracle (a)
select db.trim_oracle(a)
select substr_oracle('a',1)
select decode_oracle(1,2,3)
select add_months(1,2)
select 1 in ((with a as (select 1) select 1))
select 1 in ((with a as (select 1) select 1), 2)
select exists (with a as (select 1) select 1)

== mariadb
alter table t partition by hash (exists(select 1))
alter table t partition by hash (aes_encrypt('a','b'))
alter table t partition by hash (next value for s)
create table t (a int) partition by hash((select sql_no_cache 1))
create table t (a int) partition by hash(exists(select sql_no_cache 1))
create table t (a int) partition by hash(exists(select a from information_schema.tables))
alter table t partition by hash(json_table)
create table t partition by hash(a) (p1, p2)
create table t partition by hash(a) (p1)
create table t partition by range(a) (p1 values less than (1), p2 values less than (2))
alter table t add partition (p1)
alter table t reorganize partition p into (p1)
alter table t convert table t2 to partition p1 values less than (1)
create table t (a int) with system versioning partition by system_time (p1 history, p2 current)
select 1 from t for system_time as of timestamp('2020-01-01')
select 1 from t for system_time as of timestamp('2020-01-01', 1)
select 1 from t for system_time as of timestamp 1
select 1 from t for system_time as of timestamp now()
select 1 from t for system_time as of timestamp now() + 1
select 1 from t for system_time as of timestamp (now() + 1)
select 1 from t for system_time as of timestamp @a
select 1 from t for system_time as of timestamp x'41'
select 1 from t for system_time as of timestamp n'a'
select 1 from t for system_time as of timestamp _latin1'a'
select 1 from t for system_time as of timestamp.a
select 1 from t for system_time as of transaction 1 + 1
select 1 from t for system_time as of transaction (select 1)
select 1 from t for system_time as of transaction (1)
select 1 from t for system_time as of transaction (with a as (select 1) select 1)
select 1 from t for system_time as of transaction (1) + 1
select 1 from t for system_time as of (select 1)
select 1 from t for system_time as of (select 1) + 1
select 1 from t for system_time as of 1 + interval (select 1) day
select 1 from t for system_time as of interval (select 1) day + 1
select 1 from t for system_time as of 1 - interval ((a) or (b)) day
select 1 from t for system_time as of 1 - interval (a) or (b) day
select 1 from t for system_time as of interval (a) or (b) day + 1
select 1 from t for system_time from 1 to interval (a) or (b) day + 1
update t for portion of p from a to interval (select 1) day + a set a=1
update t for portion of p from a + interval (select 1) day to b set a=1
update t for portion of p from a + interval (select 1) day - c to b set a=1
update t for portion of p from a + interval (select 1,2) day - c to b set a=1
update t for portion of p from a to interval (1) or (2) day + a set a=1
alter online online table t add a int
alter ignore ignore table t add a int
alter online ignore online table t add a int
alter online ignore online ignore table t add a int
alter table t drop .a
alter table t drop column .a
alter table t drop t.a
alter table t drop index .a
alter table t alter .a drop default
alter table t alter t.a drop default
alter table t change .a b int
alter table t change t.a b int
alter table t modify .a int
alter table t add .a int
create table t (.a int)
create table t (t.a int)
alter table t foo := 1
create database d comment := 'a'
create table t (a int foo := 1)
create index i on t (a) foo := 1
create sequence s start := 1
with rank as (select 1) select 1
with rank (a) as (select 1) select 1
handler t read a last offset 1 rows
handler t read a last where a offset 1 rows fetch next 1 rows only
handler t read a last fetch next 1 rows only
handler t read a last limit 1 rows examined 1
insert t values (1) on duplicate key update a = (select 1 union values (1))
insert t values (1) on duplicate key update a = (select * from (select 1 union values (1)) t)
alter table t partition by hash ((values (1)))
create table t (a int) partition by hash ((select 1 union values (1)))
alter table t alter column .a set default 1
alter table t alter column t.a set default 1
alter table t change column t.a t.b int
alter table t drop index t.a
alter table t drop key .a
alter table t drop foreign key .a
alter table t drop constraint .a
alter table t drop column if exists .a
alter table t drop .a cascade
alter table t drop . a
create table t (.a int, b int)
create table t (a int, .b int)
create table t (. a int)
create table t(.a int)
alter table t add (.a int)
create sequence s increment := 2
create sequence s minvalue := 2
create sequence s cache := 2
alter sequence s restart := 2
grant select on a to b require none
alter table t add partition (partition p values less than (1), partition q)
alter table t partition by hash(nextval(s))
alter table t partition by hash(setval(s,1))
alter table t partition by hash(lastval(s))
alter table t partition by hash(next value for s)
alter table t partition by hash(aes_encrypt(a,b))
alter table t partition by hash(binlog_gtid_pos(a,b))
select 1 from ((with a as (select 1) select 1) a)
(select 1 from ((with a as (select 1) select 1) a)) union values (1)
(select 1 from ((with a as (select 1) select 1) a))
(select 1 from ((with a as (select 1) select 1) a)) union select 1
select 1 from ((with a as (select 1) select 1) a) union select 1
select 1 from (((with a as (select 1) select 1) a))
select 1 from ((with a as (with a as (select 1) select 1) select 1) a)
select 1 from ((with a as (select 1), b as (with c as (select 1) select 1) select 1) a)
select 1 from ((with a as (select 1) select 1 where 1) a)
select 1 intersect all values (1)
select 1 union all values (1)
create table t select 1 union all values (1)
select (select 1 intersect all values (1))
create table t partition by hash ((select 1 intersect all values (1)))
create table t partition by hash ((select 1 intersect values (1)))
create table t partition by hash ((select 1 union values (1)))
create table t partition by hash ((select 1 union all values (1)))
create table t partition by hash ((values (1)))
create table t partition by hash ((values (1) union values (1)))
create table t partition by hash ((select * from (select 1 union all values (1)) x))
select next value for .a
select nextval(.a)
select setval(.a, 1)
select next value for t.a
select trim_oracle(both 'a' from 'b')
alter table t convert table t2 to partition partition p values less than maxvalue
alter table t convert table t2 to partition p values in ((1,2))
alter table t convert table t2 to partition p
alter table t optimize partition p no_write_to_binlog
alter table t optimize partition p local
alter table t optimize partition local p no_write_to_binlog
alter table t optimize partition all local
alter table t partition by list (values(a)) (partition p default)
alter table t partition by list ((select 1 union values(1))) (partition p default)

== mariadb?
alter table t partition by list ((select 1))
alter table t partition by list ((select a from t))
create table t (a int) partition by system_time interval (select 1) day
create table t (a int) partition by system_time interval @v day
select a into outfile.b
select 'a' into 'b' 'c'
select 1 from t for system_time as of timestamp '2020-01-01' + 1
select 1 from t for system_time as of timestamp 'a' 'b'
alter table t drop db.t.a
alter table t drop column db.t.a
alter table t change a .b int
create sequence s maxvalue := 1
create table t (a varchar(1) compressed := x)
set statement a=1 for insert t () with value as (select 1) select 1
set statement a=1 for insert t (a) with recursive value as (select 1) select 1
alter table t partition by key (a) (partition p values in ((1),maxvalue))

== mysql
alter table t partition by hash (values(a))
create table t (a int) partition by hash(a->'$.a')
select 1 from ({oj a left join b on 1}, c)
install component 'a' set b = count(*)
install component 'a' set b = timestampdiff(minute, 1, 2)
install component 'a' set b = substring('a' from 1)
install component 'a' set b = max(1)
install component 'a' set b = 1+1
create table t (a int check (a) enforced enforced)
create table t (a int check (a) not enforced enforced)
create table t (a int check (a) enforced enforced enforced)
select a into dumpfile
select a into dumpfile, b
create logfile group a add undofile 'a' undo_buffer_size 16m
create logfile group a add undofile 'a' undo_buffer_size `16m`
select next value
select previous value
select next value from t
select a from a left join b natural join c using (d)
select a from a left join b join c on d using (d)
select a from a left join b join c using (d) using (d)
insert t with offset as (select 1) select 1
create table t engine value
create table t engine = value
alter table t partition by list (a) (partition p values in (values(a)))
alter table t tablespace := a
create tablespace a add datafile 'a' engine := x
create tablespace a add datafile 'a' initial_size := 1
create tablespace a add datafile 'a' encryption := 'y'
create tablespace a add datafile 'a' engine_attribute := '{}'
alter instance rotate innodb master key
create resource group g type := user
create resource group g type = user vcpu := 1
create resource group g type = user thread_priority := 1
alter database d read only := 1
alter database d encryption := 'y'
alter table t partition by hash(current_role)
alter table t partition by hash(current_role())
alter table t partition by hash(roles_graphml())
insert t (a) with recursive value as (select 1) select 1
insert t (a) with recursive value (b) as (select 1) select 1
select a into @b from t union select 1
select 1 from ((with a as (select 1) select 1) union select 2) a
select 1 from (((with a as (select 1) select 1)) union select 1) a
select ((with a as (select 1) select 1) union select 2)
select (((with a as (select 1) select 1)) union select 2)
select * from json_table(((with a as (select 1) select 1) union select 2), 'a' columns (a int path 'a')) t
select * from json_table((((with a as (select 1) select 1) union select 2) union select 3), 'a' columns (a int path 'a')) t
select (((with a as (select 1) select 1) union select 2) union select 3)
select (((with a as (select 1) select 1) limit 1) union select 3)
select a into @b from t where ((with a as (select 1) select 1) union select 2)
select a from t where ((with a as (select 1) select 1) union select 2)
insert t (with a as (select 1) select 1) union select 1
insert t partition (p) (with a as (select 1) select 1) union select 1
insert t (a) (with a as (select 1) select 1) union select 1
insert t ((with a as (select 1) select 1)) union select 1
insert t with a as (select 1) (with a as (select 1) select 1)
insert t with a as (select 1) (with a as (select 1) select 1) union select 1
insert t with a as (with b as (select 1) select 1) (with a as (select 1) select 1) union select 1
insert t with a as (with b as (select 1) select 1) (with a as (select 1) select 1)
insert t with a as (with b as (select 1) (with a as (select 1) select 1)) select 1
insert t with a as (with b as (select 1) (with a as (select 1) select 1) union select 1) select 1
insert t with a as (select 1 union (with a as (select 1) select 1)) select 1
insert t with a as ((with a as (select 1) select 1)) select 1
insert t with a as ((with a as (select 1) select 1) union select 1) select 1
insert t select 1 union (with a as (select 1) select 1)
with a as (select 1) (with a as (select 1) select 1)
with a as (select 1) (with a as (select 1) select 1) union select 1
with a as (select 1) ((with a as (select 1) select 1) union select 1)
(with a as (select 1) select 1)
(with a as (select 1) select 1) union select 1
select 1 union (with a as (select 1) select 1)
create view v as with a as (select 1) (with a as (select 1) select 1)
create view v as (with a as (select 1) select 1)
create view v as (with a as (select 1) select 1) union select 1
create table t as (with a as (select 1) select 1) union select 1
create table t as with a as (select 1) (with a as (select 1) select 1)
create table t (with a as (select 1) select 1) union select 1
create table t (a int) (with a as (select 1) select 1)
replace t with a as (select 1) (with a as (select 1) select 1)
explain with a as (select 1) (with a as (select 1) select 1)
insert t (a) with recursive offset as (select 1) select 1
insert t (a) with recursive b(value) as (select 1) select 1
insert t (a) with b as (with recursive value as (select 1) select 1) select 1
insert t (a, b) with recursive value as (select 1) select 1
replace t (a) with recursive value as (select 1) select 1
insert t (a) (with recursive value as (select 1) select 1)
insert value (a) values (1)
insert into value values (1)
insert t () with recursive value as (select 1) select 1
select 1 union select a into @b from t
select a into @b union select 1
(select a into @b from t) union select 1
select a into @b from t intersect select 1
install component 'a' set persist b = timestampdiff(minute, 1, 2)
install component 'a' set global b = 1, persist c = timestampdiff(minute, 1, 2)
install component 'a' set persist c = timestampdiff(minute, 1, 2) > 1
install component 'a' set persist c = timestampdiff(minute, case 1 when 1 then 1 end, 2)
install component 'a' set persist c = timestampdiff(minute, case 1 when count(all *) then 1 end, 2)
install component 'a' set persist c = timestampdiff(minute, 1, substring(1 from null for 1))
create table t (a int) file_format=(format csv)
create table t (a int) file_format (format csv header off)
create table t (a int) file_format (header on)
create table t (a int) file_format (header on format csv)
create table t (a int) file_format (format csv character set utf8mb4 header on)
create table t (a int) file_format (format csv header on character set utf8mb4)
create table t (a int) file_format (format csv compression 'a')
create table t (a int) file_format (format csv fields terminated by ',')
create table t (a int) file_format (format csv header on fields terminated by ',')
create table t (a int) file_format (format csv format csv)
create table t (a int) file_format (header on header off)
create table t (a int) file_format (compression 'a' compression 'b' character set latin1)
create table t (a int) file_format (format 'csv')
create table t (a int) file_format (format csv charset latin1 charset latin1)
create table t (a int) file_format ()
create table t (a int) file_format (ignore 1 lines)
create table t (a int) file_format := (header on)
select ~ interval 1 day + a
select ! interval 1 day + a
select binary interval 1 day + a
select binary interval (1) day + a
select trim_oracle()
alter table t partition by range (values(a)) (partition p values less than (1))
alter table t partition by list columns (a) (partition p values in (values(a)))
select 1 in ((with a as (select 1) select 1) union select 2)
select 1 > any ((with a as (select 1) select 1) union select 2)
select 1 > any ((with a as (select 1) select 1))
select exists ((with a as (select 1) select 1) union select 2)
select exists ((with a as (select 1) select 1))

== mysql mariadb?
alter table t partition by range (a) (partition p values less than ((select 1)))
create table t (a int check (a > now())) partition by hash(a)
select @@_latin1
select @@1
select @@0x1f
select @@1a
select @@global.1
select @@1.2
select a into 'a'
do f(1 a)
alter table t partition by list(a) (partition p values in (a+(select 1)))
alter table t partition by range(a) (partition p values less than (a+(select 1)))
alter table t partition by key (a) (partition p values in ((maxvalue)))
alter table t partition by key (a) (partition p values in ((1),(maxvalue, 2)))
delete quick.a from t
select substr_oracle()
select decode_oracle()
select decode_oracle(1)
select replace_oracle()
select ltrim_oracle()
select rtrim_oracle()
select lpad_oracle()
select rpad_oracle()
select concat_operator_oracle()

== mysql?
create tablespace a add datafile 'a' file_block_size a

== mysql? mariadb?
create fulltext index a on t (a) with parser `at`
alter database d collate := x
get diagnostics a := number
get diagnostics condition 1 a := mysql_errno

== neither
alter table t partition by hash (a in (select 1))
alter table t partition by hash (a > all(select 1))
alter table t partition by hash (@v)
alter table t partition by hash (@@sql_mode)
alter table t partition by hash (rand())
alter table t partition by hash (rand(1))
alter table t partition by hash (now())
alter table t partition by hash (curdate())
alter table t partition by hash (f())
alter table t partition by hash (db.f(1))
alter table t partition by hash (uuid())
alter table t partition by hash (unix_timestamp())
alter table t partition by hash (sleep(1))
alter table t partition by hash (user())
alter table t partition by hash (current_user)
alter table t partition by hash (database())
alter table t partition by hash (connection_id())
alter table t partition by hash (last_insert_id())
alter table t partition by hash (row_count())
alter table t partition by hash (found_rows())
alter table t partition by hash (get_lock('a',1))
alter table t partition by hash (load_file('a'))
alter table t partition by hash (benchmark(1,1))
alter table t partition by hash (encrypt('a'))
alter table t partition by hash (utc_date())
alter table t partition by hash (sysdate())
alter table t partition by hash (ps_thread_id(1))
alter table t partition by range (a) (partition p values less than (@v))
alter table t partition by range (a) (partition p values less than (f()))
alter table t partition by range (a) (partition p values less than (now()))
alter table t partition by list (a) (partition p values in ((select 1)))
alter table t partition by list (a) (partition p values in (@v))
alter table t partition by list columns (a) (partition p values in (curdate()))
alter table t add partition (partition p values in (@v))
alter table t partition by key (a) subpartition by hash(@v)
alter table t add a int default (uuid()), partition by hash(a)
create table t (a int) partition by hash((select a into @x))
create table t (a int) partition by hash(exists(select a from t for update))
create table t (a int) partition by hash(exists(select a from t procedure analyse()))
create table t (a int) partition by hash(exists(table t))
create table t (a int) partition by hash(a) subpartition by hash(@v)
create table t (a int) partition by hash(@v := 1)
create table t (a int) partition by hash(f(b,c))
create table t (a int) partition by hash(1 as a)
create table t (a int) partition by system_time interval 1 day starts now()
alter table t partition by list(a) ()
alter table t convert table t2 to partition p values less than (@v)
alter table t reorganize partition p into (partition p values in (now()))
select 1 from ({oj a join b})
select 1 from ({oj a join b on 1})
select 1 from ({oj a})
select 1 from (({oj a left join b on 1}))
select 1 from {oj {oj a join b}}
select 1 from {oj ({oj a join b})}
delete t from ({oj a join b})
update ({oj a join b}) set c=1
update ({oj a left join b on 1}) set c=1
update ({oj a}) set c=1
select _latin1.a
select _latin1 .a
select _latin1. a
select _latin1
select 1 as _latin1
select 1 from _latin1
create table _latin1 (a int)
set _latin1 = 1
set _latin1.a = 1
select @@'a'
; select 1
create table t partition by hash(a) (select 1)
create table t partition by hash(a) partitions 2 (select 1)
create table t partition by hash(a) (table t)
create table t partition by key() (select 1)
create table t partition by key() (with a as (select 1) select 1)
create table t (a int check (a) enforced null enforced)
create table t (a int null enforced)
create table t (a int enforced)
create table t (a int check (a) comment 'a' not enforced)
select a into outfile
select a into n'a'
create logfile group a add undofile 'a' undo_buffer_size wait
create tablespace a add datafile 'a' initial_size at
create fulltext index a on t (a) with parser at
; /* a */
create table t partition by hash(a) subpartition by key(b) (p1 (s1, s2))
alter table t convert table t2 to p1 values less than (1)
select 1 from t for system_time as of timestamp('2020-01-01') + 1
select 1 from t for system_time as of timestamp (now()) + 1
select 1 from t for system_time as of timestamp
select 1 from t for system_time as of timestamp collate a
select 1 from t for system_time as of timestamp = 1
select 1 from t for system_time as of transaction
select 1 | interval (select 1) day
select interval (a), (b) day
alter table t add a int after .b
alter table t rename column .a to b
alter table t add index (.a)
alter table t order by .a
create table t (.t.a int)
create table t (a int, index (.a))
alter table t rename := x
alter table t partition by key algorithm := 2 (a)
create algorithm := merge view v as select 1
create definer := root@localhost view v as select 1
change master to master_host := 'a'
select next values
select a next value
select a from a left join b join c using (d)
insert t (a) with values as (select 1) select 1
create table t engine values
insert t values (1) on duplicate key update a = (values (1))
insert t values (1) on duplicate key update a = ((values (1)))
insert t values (1) on duplicate key update a = (with x as (values (1)) select 1)
insert t values (1) on duplicate key update a = (with x as (select 1) values (1))
insert t values (1) on duplicate key update a in (select 1)
insert t values (1) on duplicate key update a = a in (values (1))
call p(1 a)
call p(1 || 2, 1 a)
call p(1 as a)
call p(1, 2 as a)
alter table t rename column t.a to b
alter table t drop primary key .a
alter table t add a int after t.b
alter table t add a int first .b
create index i on t (.a)
alter table t add primary key (.a)
alter table t convert to charset := a
create table t (a int check := 1)
create table t (a int comment := 'a')
create table t (a int, key (a) comment := 'a')
alter table t, algorithm := inplace
explain format := json select 1
load data from infile 'a' count 1 in primary key order into table t parallel := 1
change replication source to source_host := 'a'
change replication filter replicate_do_db := (a)
start replica until source_log_pos := 4
start slave until master_log_pos := 4
alter sequence s restart with := 2
create sequence s start with = 2
create sequence s increment by = 2
signal sqlstate '45000' set message_text := 'a'
alter table t add partition (partition p values less than (1) (subpartition s), partition q)
alter table t add partition (partition p values less than (1), partition q (subpartition s))
alter table t partition by list(a) (partition p values in (maxvalue))
alter table t partition by range(a) (partition p values less than (now()+1, 1))
alter table t partition by list(a) (partition p values in ((1, now())))
alter table t partition by list columns(a,b) (partition p values in ((1, now())))
alter table t partition by hash(encrypt('a'))
alter table t partition by hash(st_geomfromtext(a))
alter table t partition by hash(charset(user()))
alter table t partition by hash(database())
alter table t partition by hash(schema())
alter table t partition by hash(a collate binary)
alter table t partition by hash(json_table(a))
alter table t partition by hash(count (a))
alter table t partition by hash(now ())
alter table t partition by hash(curdate ())
alter table t partition by hash(user ())
get diagnostics @a := number
select 1 from (((with a as (select 1) select 1)) a)
insert t with a as (select 1) (with a as (select 1) values (1)) union values (1)
create table t partition by list (a) (partition p values in ((select 1 union all values (1))))
create table t partition by list (a) (partition p values in ((values (1))))
insert t () with recursive values as (select 1) select 1
select a into @b from t limit 1 union select 1
install component 'a' set persist c = timestampdiff(minute, 1, 2) > any (table t)
install component 'a' set persist c = timestampdiff(minute, 1, 2) > any (with c as (table t) table t)
install component 'a' set persist c = 1 > any (with recursive c ( x1 ) as (values row ('a')) table t) != 1
install component 'a' set persist c = (table t)
install component 'a' set persist c = (select 1)
install component 'a' set persist c = count(*) + (select 1)
install component 'a' set persist c = exists (select 1)
create table t (a int) file_format (format csv header = on)
create table t (a int) file_format (format csv header 1)
create table t (a int) file_format (format csv header a)
create table t (a int) file_format (format csv header default)
create table t (a int) file_format (format csv, header on)
create table t (a int) file_format (format csv header on compression 'a' dialect 'b')
create table t (a int) file_format (format csv skip rows 1)
create table t (a int) file_format (format csv escape 'a')
create table t (a int) file_format (format csv record delimiter 'a')
alter table t partition by list (a) (partition p values in ((1)+1))
alter table t partition by list (a) (partition p values in ((1),(2)))
alter table t partition by list (a) (partition p values in ((1),2))
alter table t partition by list (a) (partition p values in ((1+1),((2))))
alter table t partition by list columns (a,b) (partition p values in ((1,maxvalue),(3,4)))
alter table t partition by list columns (a,b) (partition p values in ((maxvalue,1),(3,4)))
alter table t partition by list columns (a) (partition p values in ((maxvalue)))
alter table t partition by list columns (a) (partition p values in (((maxvalue))))
create table t (a int) file_format (fields terminated by ',' format csv)
create table t (a int) file_format (lines terminated by ',' fields terminated by ',')
create table t (a int) file_format (lines terminated by ',' lines starting by ',')
create table t (a int) file_format (compression = 'a')
create table t (a int) file_format (format = csv)
create table t (a int) file_format (format csv charset default)
create table t (a int) file_format (rows identified by 'a')
create table t (a int) file_format (allow_missing_files 1)
create table t (a int) file_format (header true)
delete quick.* from t
delete quick .* from t
delete ignore.* from t
select lastval(.t.a)
alter table t convert table t2 to partition p values in ((1))
alter table t analyze partition p no_write_to_binlog
alter table t rebuild partition p local
alter table t repair partition p local
alter table t repair partition p quick local
alter table t check partition p local
alter table t coalesce partition 1 local
alter table t truncate partition p local
alter table t drop partition p local
alter table t analyze partition p persistent for all
alter table t partition by list ((values (1))) (partition p default)
alter table t partition by list ((select 1 union all values(1))) (partition p default)
alter table t partition by list (a) subpartition by hash(values(b)) (partition p default)
== mariadb
DROP TABLE t WAIT 0x1F
DROP TABLE t WAIT 1.5
DROP TABLE t WAIT 1e3
SELECT 1 FROM t FOR UPDATE WAIT 0x1F
ANALYZE TABLE t PERSISTENT FOR COLUMNS (,a) INDEXES ()
== both
SELECT trim_oracle (1, 2)
DELETE HISTORY.t FROM t
CREATE SERVER s FOREIGN DATA WRAPPER x OPTIONS (SCHEMA 'a')
== mysql mariadb?
SELECT trim_oracle ()
== mysql
DELETE HISTORY, a FROM t
DELETE HISTORY.`t` FROM t
DELETE HISTORY.* FROM t
== mariadb; ignore_space
SELECT trim_oracle (BOTH 1 FROM 2)
== neither
SELECT 1 FROM t FOR UPDATE WAIT '1'
ANALYZE TABLE t PERSISTENT FOR COLUMNS (a,) INDEXES ()
ANALYZE TABLE t PERSISTENT FOR COLUMNS (,,a) INDEXES ()
SELECT trim_oracle (BOTH 1 FROM 2)
SELECT { JSON_OBJECTAGG(a) }
DELETE FROM .a USING t
== both
CALL count (1)
