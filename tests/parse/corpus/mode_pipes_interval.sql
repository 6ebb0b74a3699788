# INTERVAL ... + x before || that joins strings.
== both; pipes_as_concat
SELECT (interval 1 day + a in (1)) || c
SELECT (interval 1 day + a is null) || c
SELECT (interval 1 day + a = any (select 1)) || c
SELECT interval 1 day + a like 'b' || c
SELECT (interval 1 day + a like 'b') || c
SELECT interval 1 day + a like 'b' || c || d
SELECT x + interval 1 day + a like 'b' || c
SELECT interval 1 day + interval 2 day + a like 'b' || c
SELECT - interval 1 day + a like 'b' || c
SELECT interval 1 day + a between 1 and 2 || c
SELECT (interval 1 day + a between 1 and 2) || c
SELECT interval 1 day + a between 1 and 2 || c || d
SELECT x + interval 1 day + a between 1 and 2 || c
SELECT interval 1 day + interval 2 day + a between 1 and 2 || c
SELECT - interval 1 day + a between 1 and 2 || c
SELECT interval 1 day + a || c
SELECT (interval 1 day + a) || c
SELECT interval 1 day + a || c || d
SELECT x + interval 1 day + a || c
SELECT interval 1 day + interval 2 day + a || c
SELECT - interval 1 day + a || c
SELECT interval 1 day + a = b || c
SELECT (interval 1 day + a = b) || c
SELECT interval 1 day + a = b || c || d
SELECT x + interval 1 day + a = b || c
SELECT interval 1 day + interval 2 day + a = b || c
SELECT - interval 1 day + a = b || c
SELECT interval 1 day + not a || c
SELECT (interval 1 day + not a) || c
SELECT interval 1 day + not a || c || d
SELECT interval 1 day + interval 2 day + not a || c
SELECT - interval 1 day + not a || c
SELECT (interval 1 day + a is true) || c
SELECT interval 1 day + exists (select 1) || c
SELECT (interval 1 day + exists (select 1)) || c
SELECT interval 1 day + exists (select 1) || c || d
SELECT x + interval 1 day + exists (select 1) || c
SELECT interval 1 day + interval 2 day + exists (select 1) || c
SELECT - interval 1 day + exists (select 1) || c
SELECT interval 1 day + (a) || c
SELECT (interval 1 day + (a)) || c
SELECT interval 1 day + (a) || c || d
SELECT x + interval 1 day + (a) || c
SELECT interval 1 day + interval 2 day + (a) || c
SELECT - interval 1 day + (a) || c
SELECT interval 1 day + a sounds like b || c
SELECT (interval 1 day + a sounds like b) || c
SELECT interval 1 day + a sounds like b || c || d
SELECT x + interval 1 day + a sounds like b || c
SELECT interval 1 day + interval 2 day + a sounds like b || c
SELECT - interval 1 day + a sounds like b || c
SELECT interval 1 day + @a := 1 || c
SELECT (interval 1 day + @a := 1) || c
SELECT interval 1 day + @a := 1 || c || d
SELECT interval 1 day + @a := 1 || c in (1) || d
SELECT x + interval 1 day + @a := 1 || c
SELECT interval 1 day + interval 2 day + @a := 1 || c
SELECT - interval 1 day + @a := 1 || c
SELECT interval 1 day + ! a || c
SELECT (interval 1 day + ! a) || c
SELECT interval 1 day + ! a || c || d
SELECT x + interval 1 day + ! a || c
SELECT interval 1 day + interval 2 day + ! a || c
SELECT - interval 1 day + ! a || c
SELECT interval 1 day + - a || c
SELECT (interval 1 day + - a) || c
SELECT interval 1 day + - a || c || d
SELECT x + interval 1 day + - a || c
SELECT interval 1 day + interval 2 day + - a || c
SELECT - interval 1 day + - a || c
SELECT (interval 1 day + not a in (1)) || c
SELECT (interval 1 day + a = b is null) || c
SELECT interval 1 day + a regexp b || c
SELECT (interval 1 day + a regexp b) || c
SELECT interval 1 day + a regexp b || c || d
SELECT x + interval 1 day + a regexp b || c
SELECT interval 1 day + interval 2 day + a regexp b || c
SELECT - interval 1 day + a regexp b || c
SELECT interval 1 day + a is null and b || c
SELECT (interval 1 day + a is null and b) || c
SELECT interval 1 day + a is null and b || c || d
SELECT x + interval 1 day + a is null and b || c
SELECT interval 1 day + interval 2 day + a is null and b || c
SELECT - interval 1 day + a is null and b || c
SELECT (interval 1 day + a || b in (1)) || c

== mysql; pipes_as_concat
SELECT interval 1 day + a in (1) || c
SELECT interval 1 day + a in (1) || c || d
SELECT x || interval 1 day + a in (1) || c
SELECT interval 1 day + interval 2 day + a in (1) || c
SELECT - interval 1 day + a in (1) || c
SELECT interval 1 day + a is null || c
SELECT interval 1 day + a is null || c || d
SELECT x || interval 1 day + a is null || c
SELECT interval 1 day + interval 2 day + a is null || c
SELECT - interval 1 day + a is null || c
SELECT interval 1 day + a = any (select 1) || c
SELECT interval 1 day + a = any (select 1) || c || d
SELECT x || interval 1 day + a = any (select 1) || c
SELECT interval 1 day + interval 2 day + a = any (select 1) || c
SELECT - interval 1 day + a = any (select 1) || c
SELECT x || interval 1 day + a like 'b' || c
SELECT interval 1 day + a between 1 and 2 || c in (1) || d
SELECT x || interval 1 day + a between 1 and 2 || c
SELECT interval 1 day + a || c in (1) || d
SELECT x || interval 1 day + a || c
SELECT interval 1 day + a = b || c in (1) || d
SELECT x || interval 1 day + a = b || c
SELECT interval 1 day + not a || c in (1) || d
SELECT x || interval 1 day + not a || c
SELECT interval 1 day + a is true || c
SELECT interval 1 day + a is true || c || d
SELECT x || interval 1 day + a is true || c
SELECT interval 1 day + interval 2 day + a is true || c
SELECT - interval 1 day + a is true || c
SELECT interval 1 day + exists (select 1) || c in (1) || d
SELECT x || interval 1 day + exists (select 1) || c
SELECT interval 1 day + (a) || c in (1) || d
SELECT x || interval 1 day + (a) || c
SELECT interval 1 day + a member of (b) || c
SELECT (interval 1 day + a member of (b)) || c
SELECT interval 1 day + a member of (b) || c || d
SELECT x || interval 1 day + a member of (b) || c
SELECT interval 1 day + interval 2 day + a member of (b) || c
SELECT - interval 1 day + a member of (b) || c
SELECT x || interval 1 day + a sounds like b || c
SELECT x || interval 1 day + @a := 1 || c
SELECT interval 1 day + ! a || c in (1) || d
SELECT x || interval 1 day + ! a || c
SELECT interval 1 day + - a || c in (1) || d
SELECT x || interval 1 day + - a || c
SELECT interval 1 day + not a in (1) || c
SELECT interval 1 day + not a in (1) || c || d
SELECT x || interval 1 day + not a in (1) || c
SELECT interval 1 day + interval 2 day + not a in (1) || c
SELECT - interval 1 day + not a in (1) || c
SELECT interval 1 day + a = b is null || c
SELECT interval 1 day + a = b is null || c || d
SELECT x || interval 1 day + a = b is null || c
SELECT interval 1 day + interval 2 day + a = b is null || c
SELECT - interval 1 day + a = b is null || c
SELECT x || interval 1 day + a regexp b || c
SELECT interval 1 day + a in (1) collate utf8mb4_bin || c
SELECT (interval 1 day + a in (1) collate utf8mb4_bin) || c
SELECT interval 1 day + a in (1) collate utf8mb4_bin || c || d
SELECT x || interval 1 day + a in (1) collate utf8mb4_bin || c
SELECT interval 1 day + interval 2 day + a in (1) collate utf8mb4_bin || c
SELECT - interval 1 day + a in (1) collate utf8mb4_bin || c
SELECT x || interval 1 day + a is null and b || c
SELECT interval 1 day + a || b in (1) || c
SELECT interval 1 day + a || b in (1) || c || d
SELECT x || interval 1 day + a || b in (1) || c
SELECT interval 1 day + interval 2 day + a || b in (1) || c
SELECT - interval 1 day + a || b in (1) || c
SELECT interval 1 day + b in (1) || c || c
SELECT (interval 1 day + b in (1) || c) || c
SELECT interval 1 day + b in (1) || c || c || d
SELECT x || interval 1 day + b in (1) || c || c
SELECT interval 1 day + interval 2 day + b in (1) || c || c
SELECT - interval 1 day + b in (1) || c || c

== neither; pipes_as_concat
SELECT interval 1 day + a in (1) || c in (1) || d
SELECT x + interval 1 day + a in (1) || c
SELECT interval 1 day + a is null || c in (1) || d
SELECT x + interval 1 day + a is null || c
SELECT interval 1 day + a = any (select 1) || c in (1) || d
SELECT x + interval 1 day + a = any (select 1) || c
SELECT interval 1 day + a like 'b' || c in (1) || d
SELECT x + interval 1 day + not a || c
SELECT interval 1 day + a is true || c in (1) || d
SELECT x + interval 1 day + a is true || c
SELECT interval 1 day + a member of (b) || c in (1) || d
SELECT x + interval 1 day + a member of (b) || c
SELECT interval 1 day + a sounds like b || c in (1) || d
SELECT interval 1 day + not a in (1) || c in (1) || d
SELECT x + interval 1 day + not a in (1) || c
SELECT interval 1 day + a = b is null || c in (1) || d
SELECT x + interval 1 day + a = b is null || c
SELECT interval 1 day + a regexp b || c in (1) || d
SELECT interval 1 day + a in (1) collate utf8mb4_bin || c in (1) || d
SELECT x + interval 1 day + a in (1) collate utf8mb4_bin || c
SELECT interval 1 day + a is null and b || c in (1) || d
SELECT interval 1 day + a || b in (1) || c in (1) || d
SELECT x + interval 1 day + a || b in (1) || c
SELECT interval 1 day + b in (1) || c || c in (1) || d
SELECT x + interval 1 day + b in (1) || c || c

== mysql; pipes_as_concat
SELECT a || - interval 1 day + a
SELECT a || + interval 1 day + a

== both; pipes_as_concat
SELECT a || - interval(1, 2)
SELECT a || - interval(1, 2) + a
