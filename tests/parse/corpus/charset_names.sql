# Names and literals of two-byte character sets, and @names, of which the servers
# look at single bytes. MariaDB has no gb18030.

== both; escapes no_backslash_escapes charset=big5
SELECT @\xb0\xa1
SELECT @\xb0\xa1|1
SELECT @\xb0\xa1 | 1
SELECT @\xb0\xa1\xb0|1
SELECT @a\xb0\xa1b
SELECT @a\xb7|1
SELECT @\xb7|1
SELECT @\xb7 | 1
SELECT @\xb7 FROM t
SELECT @\xb1
SELECT @a\xb1
SELECT @a\xb1 FROM t
SELECT @a\xb0\xa1.b FROM t
SELECT @`\xb0\xa1`
SELECT @'\x83\x5c'
SET @\xb0\xa1 = 1
SET @\xb7 = 1
SELECT '\x81\x30\x81\x5c'
SELECT '\x81\x30\x81\x30\x5c'
SELECT '\x81\x30\x81'
SELECT '\x81\x30'
SELECT '\x81\x5c'
SELECT '\xbf\x5c'
SELECT '\xbf'
SELECT `\xb0\xa1`
SELECT '\xfe\x5c'
SELECT \xb0\xa1 FROM t
SELECT N'\x81\x5c'
SELECT _utf8mb4'\x81\x5c'
SELECT 1 -- \x81\x5c
SELECT /* \x81\x2a/ 1
SELECT "\x81\x5c"
SELECT '\x81\x35\xf4\x37\x5c'
SELECT '\x5c\x81\x30\x81\x30'

== mysql mariadb?; escapes no_backslash_escapes charset=big5
SELECT @`\x83\x5c`
SELECT `\x81\x30\x81\x30`

== mysql; escapes no_backslash_escapes charset=big5
SELECT a\xb0 FROM t

== mysql? mariadb; escapes no_backslash_escapes charset=big5
SELECT 1 AS '\x81\x5c'

== neither; escapes no_backslash_escapes charset=big5
SELECT @\x81\x40
SELECT @\x81\x40 x
SELECT @a\x81\x40
SELECT @\x88\x9f
SELECT @\x83\x5c
SELECT @\x83\x5c FROM t
SELECT @\xa4\x5c
SELECT @\x81\x30\x81\x30
SELECT @a\x81\x30\x81\x30 FROM t
SELECT @\x80 FROM t
SELECT @a\x80 FROM t
SELECT @a\xff FROM t
SELECT @a\x81.b FROM t
SET @\x81\x40 = 1
SELECT \x81\x30\x81\x30
SELECT a\x81\x30\x81\x30 FROM t
SELECT \x81\x30\x81\x30.a
SELECT \xb0
SELECT x'\x81\x5c'
INSERT INTO t VALUES ('\xbf\x5c', '\xbf\x27
CREATE TABLE \xb0\xa1 (\x81\x30\x81\x30 INT)
SELECT 1\x80
SELECT\x801
SELECT\xa01

== both; escapes charset=big5
SELECT @\xb0\xa1
SELECT @\xb0\xa1|1
SELECT @\xb0\xa1 | 1
SELECT @\xb0\xa1\xb0|1
SELECT @a\xb0\xa1b
SELECT @a\xb7|1
SELECT @\xb7|1
SELECT @\xb7 | 1
SELECT @\xb7 FROM t
SELECT @\xb1
SELECT @a\xb1
SELECT @a\xb1 FROM t
SELECT @a\xb0\xa1.b FROM t
SELECT @`\xb0\xa1`
SET @\xb0\xa1 = 1
SET @\xb7 = 1
SELECT '\x81\x30\x81'
SELECT '\x81\x30'
SELECT '\xbf\x5c'
SELECT '\xbf'
SELECT `\xb0\xa1`
SELECT \xb0\xa1 FROM t
SELECT 1 -- \x81\x5c
SELECT /* \x81\x2a/ 1
SELECT '\x5c\x81\x30\x81\x30'

== mysql mariadb?; escapes charset=big5
SELECT @`\x83\x5c`
SELECT `\x81\x30\x81\x30`

== mysql; escapes charset=big5
SELECT a\xb0 FROM t

== neither; escapes charset=big5
SELECT @\x81\x40
SELECT @\x81\x40 x
SELECT @a\x81\x40
SELECT @\x88\x9f
SELECT @\x83\x5c
SELECT @\x83\x5c FROM t
SELECT @\xa4\x5c
SELECT @\x81\x30\x81\x30
SELECT @a\x81\x30\x81\x30 FROM t
SELECT @\x80 FROM t
SELECT @a\x80 FROM t
SELECT @a\xff FROM t
SELECT @a\x81.b FROM t
SELECT @'\x83\x5c'
SET @\x81\x40 = 1
SELECT \x81\x30\x81\x30
SELECT a\x81\x30\x81\x30 FROM t
SELECT \x81\x30\x81\x30.a
SELECT '\x81\x30\x81\x5c'
SELECT '\x81\x30\x81\x30\x5c'
SELECT '\x81\x5c'
SELECT '\xfe\x5c'
SELECT \xb0
SELECT N'\x81\x5c'
SELECT x'\x81\x5c'
SELECT _utf8mb4'\x81\x5c'
SELECT 1 AS '\x81\x5c'
INSERT INTO t VALUES ('\xbf\x5c', '\xbf\x27
CREATE TABLE \xb0\xa1 (\x81\x30\x81\x30 INT)
SELECT 1\x80
SELECT\x801
SELECT "\x81\x5c"
SELECT '\x81\x35\xf4\x37\x5c'

== mariadb?; escapes no_backslash_escapes charset=gb18030
SELECT @\x81\x40
SELECT @\x81\x40 x
SELECT @a\x81\x40
SELECT @\x83\x5c
SELECT @\x83\x5c FROM t
SELECT @\xa4\x5c
SELECT @a\xff FROM t
SET @\x81\x40 = 1
SELECT \xb0
SELECT x'\x81\x5c'
INSERT INTO t VALUES ('\xbf\x5c', '\xbf\x27
SELECT\x801
SELECT\xa01

== mysql mariadb?; escapes no_backslash_escapes charset=gb18030
SELECT @\xb0\xa1
SELECT @\xb0\xa1|1
SELECT @\xb0\xa1 | 1
SELECT @\xb0\xa1\xb0|1
SELECT @a\xb0\xa1b
SELECT @a\xb7|1
SELECT @\xb7|1
SELECT @\xb7 | 1
SELECT @\xb7 FROM t
SELECT @\xb1
SELECT @a\xb1
SELECT @a\xb1 FROM t
SELECT @\x88\x9f
SELECT @\x81\x30\x81\x30
SELECT @a\x81\x30\x81\x30 FROM t
SELECT @\x80 FROM t
SELECT @a\x80 FROM t
SELECT @a\x81.b FROM t
SELECT @a\xb0\xa1.b FROM t
SELECT @`\xb0\xa1`
SELECT @'\x83\x5c'
SELECT @`\x83\x5c`
SET @\xb0\xa1 = 1
SET @\xb7 = 1
SELECT \x81\x30\x81\x30
SELECT a\x81\x30\x81\x30 FROM t
SELECT \x81\x30\x81\x30.a
SELECT '\x81\x30\x81\x5c'
SELECT '\x81\x30\x81\x30\x5c'
SELECT '\x81\x30\x81'
SELECT '\x81\x30'
SELECT '\x81\x5c'
SELECT '\xbf\x5c'
SELECT '\xbf'
SELECT `\x81\x30\x81\x30`
SELECT `\xb0\xa1`
SELECT '\xfe\x5c'
SELECT \xb0\xa1 FROM t
SELECT a\xb0 FROM t
SELECT N'\x81\x5c'
SELECT _utf8mb4'\x81\x5c'
SELECT 1 AS '\x81\x5c'
CREATE TABLE \xb0\xa1 (\x81\x30\x81\x30 INT)
SELECT 1\x80
SELECT 1 -- \x81\x5c
SELECT /* \x81\x2a/ 1
SELECT "\x81\x5c"
SELECT '\x81\x35\xf4\x37\x5c'
SELECT '\x5c\x81\x30\x81\x30'

== mariadb?; escapes charset=gb18030
SELECT @\x81\x40
SELECT @\x81\x40 x
SELECT @a\x81\x40
SELECT @\x83\x5c
SELECT @\x83\x5c FROM t
SELECT @\xa4\x5c
SELECT @a\xff FROM t
SET @\x81\x40 = 1
SELECT '\x81\x30\x81\x30\x5c'
SELECT \xb0
SELECT x'\x81\x5c'
INSERT INTO t VALUES ('\xbf\x5c', '\xbf\x27
SELECT\x801
SELECT\xa01
SELECT '\x81\x35\xf4\x37\x5c'

== mysql mariadb?; escapes charset=gb18030
SELECT @\xb0\xa1
SELECT @\xb0\xa1|1
SELECT @\xb0\xa1 | 1
SELECT @\xb0\xa1\xb0|1
SELECT @a\xb0\xa1b
SELECT @a\xb7|1
SELECT @\xb7|1
SELECT @\xb7 | 1
SELECT @\xb7 FROM t
SELECT @\xb1
SELECT @a\xb1
SELECT @a\xb1 FROM t
SELECT @\x88\x9f
SELECT @\x81\x30\x81\x30
SELECT @a\x81\x30\x81\x30 FROM t
SELECT @\x80 FROM t
SELECT @a\x80 FROM t
SELECT @a\x81.b FROM t
SELECT @a\xb0\xa1.b FROM t
SELECT @`\xb0\xa1`
SELECT @'\x83\x5c'
SELECT @`\x83\x5c`
SET @\xb0\xa1 = 1
SET @\xb7 = 1
SELECT \x81\x30\x81\x30
SELECT a\x81\x30\x81\x30 FROM t
SELECT \x81\x30\x81\x30.a
SELECT '\x81\x30\x81\x5c'
SELECT '\x81\x30\x81'
SELECT '\x81\x30'
SELECT '\x81\x5c'
SELECT '\xbf\x5c'
SELECT '\xbf'
SELECT `\x81\x30\x81\x30`
SELECT `\xb0\xa1`
SELECT '\xfe\x5c'
SELECT \xb0\xa1 FROM t
SELECT a\xb0 FROM t
SELECT N'\x81\x5c'
SELECT _utf8mb4'\x81\x5c'
SELECT 1 AS '\x81\x5c'
CREATE TABLE \xb0\xa1 (\x81\x30\x81\x30 INT)
SELECT 1\x80
SELECT 1 -- \x81\x5c
SELECT /* \x81\x2a/ 1
SELECT "\x81\x5c"
SELECT '\x5c\x81\x30\x81\x30'

== both; escapes no_backslash_escapes charset=gbk
SELECT @\xb0\xa1
SELECT @\xb0\xa1|1
SELECT @\xb0\xa1 | 1
SELECT @\xb0\xa1\xb0|1
SELECT @a\xb0\xa1b
SELECT @a\xb7|1
SELECT @\xb7|1
SELECT @\xb7 | 1
SELECT @\xb7 FROM t
SELECT @a\x81\x40
SELECT @\xb1
SELECT @a\xb1
SELECT @a\xb1 FROM t
SELECT @a\xb0\xa1.b FROM t
SELECT @`\xb0\xa1`
SELECT @'\x83\x5c'
SELECT @`\x83\x5c`
SET @\xb0\xa1 = 1
SET @\xb7 = 1
SELECT '\x81\x30\x81\x5c'
SELECT '\x81\x30\x81\x30\x5c'
SELECT '\x81\x30\x81'
SELECT '\x81\x30'
SELECT '\x81\x5c'
SELECT '\xbf'
SELECT `\xb0\xa1`
SELECT '\xfe\x5c'
SELECT \xb0\xa1 FROM t
SELECT N'\x81\x5c'
SELECT _utf8mb4'\x81\x5c'
SELECT 1 AS '\x81\x5c'
SELECT 1 -- \x81\x5c
SELECT /* \x81\x2a/ 1
SELECT "\x81\x5c"
SELECT '\x81\x35\xf4\x37\x5c'
SELECT '\x5c\x81\x30\x81\x30'

== mysql mariadb?; escapes no_backslash_escapes charset=gbk
SELECT `\x81\x30\x81\x30`

== mysql; escapes no_backslash_escapes charset=gbk
SELECT @\x81\x40
SELECT @\x88\x9f
SELECT @\x83\x5c
SELECT @\x83\x5c FROM t
SELECT a\x81\x30\x81\x30 FROM t
SELECT a\xb0 FROM t

== neither; escapes no_backslash_escapes charset=gbk
SELECT @\x81\x40 x
SELECT @\xa4\x5c
SELECT @\x81\x30\x81\x30
SELECT @a\x81\x30\x81\x30 FROM t
SELECT @\x80 FROM t
SELECT @a\x80 FROM t
SELECT @a\xff FROM t
SELECT @a\x81.b FROM t
SET @\x81\x40 = 1
SELECT \x81\x30\x81\x30
SELECT \x81\x30\x81\x30.a
SELECT \xb0
SELECT x'\x81\x5c'
INSERT INTO t VALUES ('\xbf\x5c', '\xbf\x27
CREATE TABLE \xb0\xa1 (\x81\x30\x81\x30 INT)
SELECT 1\x80
SELECT\x801
SELECT\xa01

== both; escapes charset=gbk
SELECT @\xb0\xa1
SELECT @\xb0\xa1|1
SELECT @\xb0\xa1 | 1
SELECT @\xb0\xa1\xb0|1
SELECT @a\xb0\xa1b
SELECT @a\xb7|1
SELECT @\xb7|1
SELECT @\xb7 | 1
SELECT @\xb7 FROM t
SELECT @a\x81\x40
SELECT @\xb1
SELECT @a\xb1
SELECT @a\xb1 FROM t
SELECT @a\xb0\xa1.b FROM t
SELECT @'\x83\x5c'
SELECT @`\x83\x5c`
SET @\xb0\xa1 = 1
SET @\xb7 = 1
SELECT '\x81\x30\x81\x5c'
SELECT '\x81\x30\x81'
SELECT '\x81\x30'
SELECT '\x81\x5c'
SELECT '\xbf'
SELECT N'\x81\x5c'
SELECT _utf8mb4'\x81\x5c'
SELECT 1 AS '\x81\x5c'
SELECT 1 -- \x81\x5c
SELECT /* \x81\x2a/ 1
SELECT "\x81\x5c"
SELECT '\x5c\x81\x30\x81\x30'

== mysql mariadb?; escapes charset=gbk
SELECT `\x81\x30\x81\x30`

== mysql; escapes charset=gbk
SELECT @\x81\x40
SELECT @\x88\x9f
SELECT @\x83\x5c
SELECT @\x83\x5c FROM t
SELECT a\x81\x30\x81\x30 FROM t
SELECT a\xb0 FROM t

== neither; escapes charset=gbk
SELECT @\x81\x40 x
SELECT @\xa4\x5c
SELECT @\x81\x30\x81\x30
SELECT @a\x81\x30\x81\x30 FROM t
SELECT @\x80 FROM t
SELECT @a\x80 FROM t
SELECT @a\xff FROM t
SELECT @a\x81.b FROM t
SET @\x81\x40 = 1
SELECT \x81\x30\x81\x30
SELECT \x81\x30\x81\x30.a
SELECT '\x81\x30\x81\x30\x5c'
SELECT \xb0
SELECT x'\x81\x5c'
INSERT INTO t VALUES ('\xbf\x5c', '\xbf\x27
CREATE TABLE \xb0\xa1 (\x81\x30\x81\x30 INT)
SELECT 1\x80
SELECT\x801
SELECT '\x81\x35\xf4\x37\x5c'

== both; escapes no_backslash_escapes charset=sjis
SELECT @a\x81\x40
SELECT @`\xb0\xa1`
SELECT '\x81\x30\x81\x5c'
SELECT '\x81\x30\x81\x30\x5c'
SELECT '\x81\x30\x81'
SELECT '\x81\x30'
SELECT '\x81\x5c'
SELECT '\xbf\x5c'
SELECT '\xbf'
SELECT `\xb0\xa1`
SELECT '\xfe\x5c'
SELECT N'\x81\x5c'
SELECT _utf8mb4'\x81\x5c'
SELECT 1 AS '\x81\x5c'
SELECT 1 -- \x81\x5c
SELECT /* \x81\x2a/ 1
SELECT "\x81\x5c"
SELECT '\x81\x35\xf4\x37\x5c'
SELECT '\x5c\x81\x30\x81\x30'

== mysql mariadb?; escapes no_backslash_escapes charset=sjis
SELECT `\x81\x30\x81\x30`

== mysql; escapes no_backslash_escapes charset=sjis
SELECT @\x81\x40
SELECT @\x88\x9f
SELECT @\x83\x5c
SELECT @\x83\x5c FROM t
SELECT a\x81\x30\x81\x30 FROM t

== neither; escapes no_backslash_escapes charset=sjis
SELECT @\xb0\xa1
SELECT @\xb0\xa1|1
SELECT @\xb0\xa1 | 1
SELECT @\xb0\xa1\xb0|1
SELECT @a\xb0\xa1b
SELECT @a\xb7|1
SELECT @\xb7|1
SELECT @\xb7 | 1
SELECT @\xb7 FROM t
SELECT @\x81\x40 x
SELECT @\xb1
SELECT @a\xb1
SELECT @a\xb1 FROM t
SELECT @\xa4\x5c
SELECT @\x81\x30\x81\x30
SELECT @a\x81\x30\x81\x30 FROM t
SELECT @\x80 FROM t
SELECT @a\x80 FROM t
SELECT @a\xff FROM t
SELECT @a\x81.b FROM t
SELECT @a\xb0\xa1.b FROM t
SET @\xb0\xa1 = 1
SET @\x81\x40 = 1
SET @\xb7 = 1
SELECT \x81\x30\x81\x30
SELECT \x81\x30\x81\x30.a
SELECT \xb0\xa1 FROM t
SELECT a\xb0 FROM t
SELECT \xb0
SELECT x'\x81\x5c'
INSERT INTO t VALUES ('\xbf\x5c', '\xbf\x27
CREATE TABLE \xb0\xa1 (\x81\x30\x81\x30 INT)
SELECT 1\x80
SELECT\x801
SELECT\xa01

== both; escapes charset=sjis
SELECT @a\x81\x40
SELECT @`\xb0\xa1`
SELECT '\x81\x30\x81\x5c'
SELECT '\x81\x30\x81'
SELECT '\x81\x30'
SELECT '\x81\x5c'
SELECT '\xbf'
SELECT `\xb0\xa1`
SELECT N'\x81\x5c'
SELECT _utf8mb4'\x81\x5c'
SELECT 1 AS '\x81\x5c'
SELECT 1 -- \x81\x5c
SELECT /* \x81\x2a/ 1
SELECT "\x81\x5c"
SELECT '\x5c\x81\x30\x81\x30'

== mysql mariadb?; escapes charset=sjis
SELECT `\x81\x30\x81\x30`

== mysql; escapes charset=sjis
SELECT @\x81\x40
SELECT @\x88\x9f
SELECT @\x83\x5c
SELECT @\x83\x5c FROM t
SELECT a\x81\x30\x81\x30 FROM t

== neither; escapes charset=sjis
SELECT @\xb0\xa1
SELECT @\xb0\xa1|1
SELECT @\xb0\xa1 | 1
SELECT @\xb0\xa1\xb0|1
SELECT @a\xb0\xa1b
SELECT @a\xb7|1
SELECT @\xb7|1
SELECT @\xb7 | 1
SELECT @\xb7 FROM t
SELECT @\x81\x40 x
SELECT @\xb1
SELECT @a\xb1
SELECT @a\xb1 FROM t
SELECT @\xa4\x5c
SELECT @\x81\x30\x81\x30
SELECT @a\x81\x30\x81\x30 FROM t
SELECT @\x80 FROM t
SELECT @a\x80 FROM t
SELECT @a\xff FROM t
SELECT @a\x81.b FROM t
SELECT @a\xb0\xa1.b FROM t
SET @\xb0\xa1 = 1
SET @\x81\x40 = 1
SET @\xb7 = 1
SELECT \x81\x30\x81\x30
SELECT \x81\x30\x81\x30.a
SELECT '\x81\x30\x81\x30\x5c'
SELECT '\xbf\x5c'
SELECT '\xfe\x5c'
SELECT \xb0\xa1 FROM t
SELECT a\xb0 FROM t
SELECT \xb0
SELECT x'\x81\x5c'
INSERT INTO t VALUES ('\xbf\x5c', '\xbf\x27
CREATE TABLE \xb0\xa1 (\x81\x30\x81\x30 INT)
SELECT 1\x80
SELECT\x801
SELECT '\x81\x35\xf4\x37\x5c'
