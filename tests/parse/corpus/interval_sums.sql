# INTERVAL ... + x takes up what follows it as far as AND, XOR and OR.

== both
SELECT interval 1 day + a in (1) * 2
SELECT interval 1 day + a in (1) & 2
SELECT interval 1 day + a in (1) << 2
SELECT interval 1 day + a in (1) div 2
SELECT interval 1 day + a in (1) between 1 and 2
SELECT interval 1 day + a in (1) and 2
SELECT interval 1 day + a in (1) = any (select 2)
SELECT interval 1 day + a in (1) && 2
SELECT interval 1 day + a is null * 2
SELECT interval 1 day + a is null / 2
SELECT interval 1 day + a is null div 2
SELECT interval 1 day + a is null = 2
SELECT interval 1 day + a is null <=> 2
SELECT interval 1 day + a is null is not true
SELECT interval 1 day + a is null not in (2)
SELECT interval 1 day + a is null = any (select 2)
SELECT interval 1 day + a = any (select 1) * 2
SELECT interval 1 day + a = any (select 1) + 2
SELECT interval 1 day + a = any (select 1) || 2
SELECT interval 1 day + a = any (select 1) & 2
SELECT interval 1 day + a = any (select 1) / 2
SELECT interval 1 day + a = any (select 1) in (2)
SELECT interval 1 day + a = any (select 1) like 'c'
SELECT interval 1 day + a = any (select 1) not in (2)
SELECT interval 1 day + a like 'b' * 2
SELECT interval 1 day + a like 'b' - 2
SELECT interval 1 day + a like 'b' || 2
SELECT interval 1 day + a like 'b' | 2
SELECT interval 1 day + a like 'b' & 2
SELECT interval 1 day + a like 'b' ^ 2
SELECT interval 1 day + a like 'b' div 2
SELECT interval 1 day + a like 'b' mod 2
SELECT interval 1 day + a like 'b' in (2)
SELECT interval 1 day + a like 'b' and 2
SELECT interval 1 day + a like 'b' xor 2
SELECT interval 1 day + a like 'b' is not true
SELECT interval 1 day + a like 'b' + interval 1 day
SELECT interval 1 day + a like 'b' && 2
SELECT interval 1 day + a between 1 and 2 ^ 2
SELECT interval 1 day + a between 1 and 2 in (2)
SELECT interval 1 day + a between 1 and 2 like 'c'
SELECT interval 1 day + a between 1 and 2 is not true
SELECT interval 1 day + a between 1 and 2 regexp 'a'
SELECT interval 1 day + a between 1 and 2 = any (select 2)
SELECT interval 1 day + a between 1 and 2 sounds like 'a'
SELECT interval 1 day + a - 2
SELECT interval 1 day + a | 2
SELECT interval 1 day + a & 2
SELECT interval 1 day + a ^ 2
SELECT interval 1 day + a between 1 and 2
SELECT interval 1 day + a collate utf8mb4_bin
SELECT interval 1 day + a not in (2)
SELECT interval 1 day + a && 2
SELECT interval 1 day + a = b - 2
SELECT interval 1 day + a = b || 2
SELECT interval 1 day + a = b & 2
SELECT interval 1 day + a = b % 2
SELECT interval 1 day + a = b in (2)
SELECT interval 1 day + a = b like 'c'
SELECT interval 1 day + a = b && 2
SELECT interval 1 day + not a + 2
SELECT interval 1 day + not a - 2
SELECT interval 1 day + not a || 2
SELECT interval 1 day + not a ^ 2
SELECT interval 1 day + not a mod 2
SELECT interval 1 day + not a = 2
SELECT interval 1 day + not a <=> 2
SELECT interval 1 day + not a between 1 and 2
SELECT interval 1 day + not a regexp 'a'
SELECT interval 1 day + not a sounds like 'a'
SELECT interval 1 day + a = (b) | 2
SELECT interval 1 day + a = (b) div 2
SELECT interval 1 day + a = (b) = 2
SELECT interval 1 day + a = (b) like 'c'
SELECT interval 1 day + a = (b) collate utf8mb4_bin
SELECT interval 1 day + a = (b) and 2
SELECT interval 1 day + a = (b) or 2
SELECT interval 1 day + a = (b) xor 2
SELECT interval 1 day + a = (b) && 2
SELECT interval 1 day + a is true || 2
SELECT interval 1 day + a is true & 2
SELECT interval 1 day + a is true << 2
SELECT interval 1 day + a is true <=> 2
SELECT interval 1 day + a is true in (2)
SELECT interval 1 day + a is true is null
SELECT interval 1 day + a is true is not true
SELECT interval 1 day + a is true not in (2)
SELECT interval 1 day + a is true = any (select 2)
SELECT interval 1 day + exists (select 1) & 2
SELECT interval 1 day + exists (select 1) div 2
SELECT interval 1 day + exists (select 1) mod 2
SELECT interval 1 day + exists (select 1) is null
SELECT interval 1 day + exists (select 1) collate utf8mb4_bin
SELECT interval 1 day + exists (select 1) and 2
SELECT interval 1 day + exists (select 1) sounds like 'a'
SELECT interval 1 day + (a) + 2
SELECT interval 1 day + (a) / 2
SELECT interval 1 day + (a) % 2
SELECT interval 1 day + (a) mod 2
SELECT interval 1 day + (a) + interval 1 day
SELECT interval 1 day + (a) regexp 'a'
SELECT interval 1 day + (a) not in (2)
SELECT interval 1 day + (a) = any (select 2)
SELECT interval 1 day + a regexp b + 2
SELECT interval 1 day + a regexp b | 2
SELECT interval 1 day + a regexp b % 2
SELECT interval 1 day + a regexp b mod 2
SELECT interval 1 day + a regexp b = 2
SELECT interval 1 day + a regexp b <=> 2
SELECT interval 1 day + a regexp b in (2)
SELECT interval 1 day + a regexp b is null
SELECT interval 1 day + a regexp b between 1 and 2
SELECT interval 1 day + a regexp b and 2
SELECT interval 1 day + a regexp b xor 2
SELECT interval 1 day + a regexp b sounds like 'a'
SELECT interval 1 day + a sounds like b || 2
SELECT interval 1 day + a sounds like b in (2)
SELECT interval 1 day + a sounds like b and 2
SELECT interval 1 day + a sounds like b or 2
SELECT interval 1 day + a sounds like b is not true
SELECT interval 1 day + a sounds like b sounds like 'a'
SELECT interval 1 day + a in (1) is null * 2
SELECT interval 1 day + a in (1) is null + 2
SELECT interval 1 day + a in (1) is null & 2
SELECT interval 1 day + a in (1) is null % 2
SELECT interval 1 day + a in (1) is null = 2
SELECT interval 1 day + a in (1) is null sounds like 'a'
SELECT interval 1 day + @a := 1 + 2
SELECT interval 1 day + @a := 1 / 2
SELECT interval 1 day + @a := 1 % 2
SELECT interval 1 day + @a := 1 mod 2
SELECT interval 1 day + @a := 1 like 'c'
SELECT interval 1 day + @a := 1 and 2
SELECT interval 1 day + @a := 1 xor 2
SELECT interval 1 day + @a := 1 is not true
SELECT interval 1 day + @a := 1 regexp 'a'
SELECT interval 1 day + @a := 1 not in (2)
SELECT interval 1 day + @a := 1 = any (select 2)
SELECT interval 1 day + @a := 1 sounds like 'a'
SELECT interval 1 day + ! a * 2
SELECT interval 1 day + ! a + 2
SELECT interval 1 day + ! a | 2
SELECT interval 1 day + ! a ^ 2
SELECT interval 1 day + ! a << 2
SELECT interval 1 day + ! a % 2
SELECT interval 1 day + ! a between 1 and 2
SELECT interval 1 day + ! a not in (2)
SELECT interval 1 day + - a + 2
SELECT interval 1 day + - a - 2
SELECT interval 1 day + - a ^ 2
SELECT interval 1 day + - a << 2
SELECT interval 1 day + - a div 2
SELECT interval 1 day + - a = 2
SELECT interval 1 day + - a in (2)
SELECT interval 1 day + - a like 'c'
SELECT interval 1 day + - a between 1 and 2
SELECT interval 1 day + - a and 2
SELECT interval 1 day + - a regexp 'a'
SELECT interval 1 day + - a not in (2)
SELECT interval 1 day + - a sounds like 'a'
SELECT interval 1 day + binary a * 2
SELECT interval 1 day + binary a / 2
SELECT interval 1 day + binary a and 2
SELECT interval 1 day + binary a not in (2)
SELECT interval 1 day + binary a = any (select 2)

== mysql
SELECT interval 1 day + a in (1) collate utf8mb4_bin
SELECT interval 1 day + a is null collate utf8mb4_bin
SELECT interval 1 day + a = any (select 1) collate utf8mb4_bin
SELECT interval 1 day + a -> '$.a'
SELECT interval 1 day + a member of (a)
SELECT interval 1 day + a = b -> '$.a'
SELECT interval 1 day + a = b member of (a)
SELECT interval 1 day + a = (b) member of (a)
SELECT interval 1 day + a is true collate utf8mb4_bin
SELECT interval 1 day + a is true member of (a)
SELECT interval 1 day + exists (select 1) member of (a)
SELECT interval 1 day + a regexp b -> '$.a'
SELECT interval 1 day + a regexp b member of (a)
SELECT interval 1 day + a member of (b) << 2
SELECT interval 1 day + a member of (b) / 2
SELECT interval 1 day + a member of (b) % 2
SELECT interval 1 day + a member of (b) = 2
SELECT interval 1 day + a member of (b) in (2)
SELECT interval 1 day + a member of (b) is null
SELECT interval 1 day + a member of (b) is not true
SELECT interval 1 day + a member of (b) + interval 1 day
SELECT interval 1 day + a member of (b) member of (a)
SELECT interval 1 day + a member of (b) = any (select 2)
SELECT interval 1 day + a member of (b) && 2
SELECT interval 1 day + a in (1) is null collate utf8mb4_bin
SELECT interval 1 day + a in (1) is null member of (a)
SELECT interval 1 day + ! a -> '$.a'
SELECT interval 1 day + ! a member of (a)
SELECT interval 1 day + binary a -> '$.a'

== neither
SELECT interval 1 day + a is null -> '$.a'
SELECT interval 1 day + a is null := 2
SELECT interval 1 day + a like 'b' -> '$.a'
SELECT interval 1 day + a like 'b' := 2
SELECT interval 1 day + a between 1 and 2 := 2
SELECT interval 1 day + a is true -> '$.a'
SELECT interval 1 day + (a) := 2
SELECT interval 1 day + a member of (b) := 2
SELECT interval 1 day + @a := 1 := 2
