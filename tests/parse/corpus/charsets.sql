# Client character sets whose second bytes may be backslashes, quotes and back quotes.

== both; escapes charset=gbk
SELECT '\xbf\x5c'
SELECT 'a\xbf\x5cb'
SELECT '\xbf\x5c\x5c''
SELECT '\xbf\x5c'''
SELECT '\xbf\x5c\x5c\x5c'
SELECT "\xbf\x5c"
SELECT `\xbf\x5c`
SELECT `a\xbf\x5c` FROM `\xbf\x5c`
SELECT \xbf\x5c
SELECT a\xbf\x5c, \xbf\x5cb
SELECT \xbf\x5c FROM t
SELECT 1 AS \xbf\x5c
SELECT \xbf\x5c.a
SELECT @'\xbf\x5c'
SELECT @`\xbf\x5c`
SELECT '\xbf\x5c' '\xbf\x5c'
SELECT N'\xbf\x5c'
SELECT _latin1'\xbf\x5c'
SELECT _gbk'\xbf\x5c'
SELECT _utf8mb4'\xbf\x5c'
SELECT _binary'\xbf\x5c'
SELECT 1 -- \xbf\x5c
SELECT 1 /* \xbf\x5c */
SELECT 1 # \xbf\x5c
SELECT /* \xbf\x5c */ 1
SELECT 1 FROM `\xbf\x5c` WHERE a = '\xbf\x5c\x27 OR 1 = 1 -- '
INSERT INTO t VALUES ('\xbf\x5c', 1)
CREATE TABLE \xbf\x5c (\xbf\x5c INT)
SELECT '\xbf\x5c'\xbf\x5c
SELECT '\xb3\x27, 1
SELECT '\x81\x30\x5c\x27'
SELECT `\xbf\x60`
SELECT '\xff'
SELECT '\xa0\x5c'
SELECT '\xe0\x5c'
SELECT '\x81\x40'
SELECT 'a\x81\x40b'
SELECT '\x81\x40\x5c''
SELECT '\x81\x40'''
SELECT '\x81\x40\x5c\x5c'
SELECT "\x81\x40"
SELECT `\x81\x40`
SELECT `a\x81\x40` FROM `\x81\x40`
SELECT \x81\x40
SELECT a\x81\x40, \x81\x40b
SELECT \x81\x40 FROM t
SELECT 1 AS \x81\x40
SELECT \x81\x40.a
SELECT @'\x81\x40'
SELECT @`\x81\x40`
SELECT '\x81\x40' '\x81\x40'
SELECT N'\x81\x40'
SELECT _latin1'\x81\x40'
SELECT _gbk'\x81\x40'
SELECT _utf8mb4'\x81\x40'
SELECT _binary'\x81\x40'
SELECT 1 -- \x81\x40
SELECT 1 /* \x81\x40 */
SELECT 1 # \x81\x40
SELECT /* \x81\x40 */ 1
SELECT 1 FROM `\x81\x40` WHERE a = '\x81\x40\x27 OR 1 = 1 -- '
INSERT INTO t VALUES ('\x81\x40', 1)
CREATE TABLE \x81\x40 (\x81\x40 INT)
SELECT '\x81\x40'\x81\x40
SELECT '\xb0\xa1'
SELECT 'a\xb0\xa1b'
SELECT '\xb0\xa1\x5c''
SELECT '\xb0\xa1'''
SELECT '\xb0\xa1\x5c\x5c'
SELECT "\xb0\xa1"
SELECT `\xb0\xa1`
SELECT `a\xb0\xa1` FROM `\xb0\xa1`
SELECT \xb0\xa1
SELECT a\xb0\xa1, \xb0\xa1b
SELECT \xb0\xa1 FROM t
SELECT 1 AS \xb0\xa1
SELECT t.\xb0\xa1
SELECT \xb0\xa1.a
SELECT @'\xb0\xa1'
SELECT @`\xb0\xa1`
SELECT '\xb0\xa1' '\xb0\xa1'
SELECT N'\xb0\xa1'
SELECT _latin1'\xb0\xa1'
SELECT _gbk'\xb0\xa1'
SELECT _utf8mb4'\xb0\xa1'
SELECT _binary'\xb0\xa1'
SELECT 1 -- \xb0\xa1
SELECT 1 /* \xb0\xa1 */
SELECT 1 # \xb0\xa1
SELECT /* \xb0\xa1 */ 1
SELECT 1 FROM `\xb0\xa1` WHERE a = '\xb0\xa1\x27 OR 1 = 1 -- '
INSERT INTO t VALUES ('\xb0\xa1', 1)
CREATE TABLE \xb0\xa1 (\xb0\xa1 INT)
SELECT '\xb0\xa1'\xb0\xa1
SELECT '\xfe\x5c'
SELECT 'a\xfe\x5cb'
SELECT '\xfe\x5c\x5c''
SELECT '\xfe\x5c'''
SELECT '\xfe\x5c\x5c\x5c'
SELECT "\xfe\x5c"
SELECT @'\xfe\x5c'
SELECT '\xfe\x5c' '\xfe\x5c'
SELECT N'\xfe\x5c'
SELECT _latin1'\xfe\x5c'
SELECT _gbk'\xfe\x5c'
SELECT _utf8mb4'\xfe\x5c'
SELECT _binary'\xfe\x5c'
SELECT 1 -- \xfe\x5c
SELECT 1 /* \xfe\x5c */
SELECT 1 # \xfe\x5c
SELECT /* \xfe\x5c */ 1
INSERT INTO t VALUES ('\xfe\x5c', 1)

== mysql mariadb?; escapes charset=gbk
SELECT t.\xbf\x5c
SELECT t.\x81\x40
SELECT `\xfe\x5c`
SELECT `a\xfe\x5c` FROM `\xfe\x5c`
SELECT \xfe\x5c
SELECT a\xfe\x5c, \xfe\x5cb
SELECT \xfe\x5c FROM t
SELECT 1 AS \xfe\x5c
SELECT t.\xfe\x5c
SELECT \xfe\x5c.a
SELECT @`\xfe\x5c`
SELECT 1 FROM `\xfe\x5c` WHERE a = '\xfe\x5c\x27 OR 1 = 1 -- '
CREATE TABLE \xfe\x5c (\xfe\x5c INT)
SELECT '\xfe\x5c'\xfe\x5c

== mysql; escapes charset=gbk
SELECT 1\xa0

== neither; escapes charset=gbk
SELECT '\xbf\x5c\x5c'
SELECT '\xbf\x5c
SELECT `\xbf\x5c
INSERT INTO t VALUES ('\xbf\x5c', '\xbf\x5c\x5c', 1)
SELECT x'\xbf\x5c'
SELECT '\xbf\x27'
SELECT '\x83\x27'
SELECT '\xbf\x5c\x27 OR 1'
SELECT '\x5c\xbf\x5c'
SELECT '\x5c\xbf\x27'
SELECT \x80
SELECT \xff
SELECT '\x80\x27'
SELECT\xa01
SELECT 1 \xff
SELECT '\x81\x40\x5c'
SELECT '\x81\x40
SELECT `\x81\x40
INSERT INTO t VALUES ('\x81\x40', '\x81\x40\x5c', 1)
SELECT x'\x81\x40'
SELECT '\xb0\xa1\x5c'
SELECT '\xb0\xa1
SELECT `\xb0\xa1
INSERT INTO t VALUES ('\xb0\xa1', '\xb0\xa1\x5c', 1)
SELECT x'\xb0\xa1'
SELECT '\xfe\x5c\x5c'
SELECT @\xfe\x5c
SELECT '\xfe\x5c
SELECT `\xfe\x5c
INSERT INTO t VALUES ('\xfe\x5c', '\xfe\x5c\x5c', 1)
SELECT x'\xfe\x5c'

== both; escapes no_backslash_escapes charset=gbk
SELECT '\xbf\x5c'
SELECT 'a\xbf\x5cb'
SELECT '\xbf\x5c\x5c'
SELECT '\xbf\x5c'''
SELECT '\xbf\x5c\x5c\x5c'
SELECT "\xbf\x5c"
SELECT `\xbf\x5c`
SELECT `a\xbf\x5c` FROM `\xbf\x5c`
SELECT \xbf\x5c
SELECT a\xbf\x5c, \xbf\x5cb
SELECT \xbf\x5c FROM t
SELECT 1 AS \xbf\x5c
SELECT \xbf\x5c.a
SELECT @'\xbf\x5c'
SELECT @`\xbf\x5c`
SELECT '\xbf\x5c' '\xbf\x5c'
SELECT N'\xbf\x5c'

== mysql mariadb?; escapes no_backslash_escapes charset=gbk
SELECT t.\xbf\x5c

== neither; escapes no_backslash_escapes charset=gbk
SELECT '\xbf\x5c\x5c''

== both; escapes ansi_quotes charset=gbk
SELECT "\xbf\x5c"
SELECT "\xbf\x5c\x5c"

== both; escapes charset=big5
SELECT '\xb3\x5c'
SELECT 'a\xb3\x5cb'
SELECT '\xb3\x5c\x5c''
SELECT '\xb3\x5c'''
SELECT '\xb3\x5c\x5c\x5c'
SELECT "\xb3\x5c"
SELECT `\xb3\x5c`
SELECT `a\xb3\x5c` FROM `\xb3\x5c`
SELECT \xb3\x5c
SELECT a\xb3\x5c, \xb3\x5cb
SELECT \xb3\x5c FROM t
SELECT 1 AS \xb3\x5c
SELECT \xb3\x5c.a
SELECT @'\xb3\x5c'
SELECT @`\xb3\x5c`
SELECT '\xb3\x5c' '\xb3\x5c'
SELECT N'\xb3\x5c'
SELECT _latin1'\xb3\x5c'
SELECT _gbk'\xb3\x5c'
SELECT _utf8mb4'\xb3\x5c'
SELECT _binary'\xb3\x5c'
SELECT 1 -- \xb3\x5c
SELECT 1 /* \xb3\x5c */
SELECT 1 # \xb3\x5c
SELECT /* \xb3\x5c */ 1
SELECT 1 FROM `\xb3\x5c` WHERE a = '\xb3\x5c\x27 OR 1 = 1 -- '
INSERT INTO t VALUES ('\xb3\x5c', 1)
CREATE TABLE \xb3\x5c (\xb3\x5c INT)
SELECT '\xb3\x5c'\xb3\x5c
SELECT '\xb3\x27, 1
SELECT '\x81\x30\x5c\x27'
SELECT `\xbf\x60`
SELECT '\xff'
SELECT '\xe0\x5c'
SELECT '\xa4\x40'
SELECT 'a\xa4\x40b'
SELECT '\xa4\x40\x5c''
SELECT '\xa4\x40'''
SELECT '\xa4\x40\x5c\x5c'
SELECT "\xa4\x40"
SELECT `\xa4\x40`
SELECT `a\xa4\x40` FROM `\xa4\x40`
SELECT \xa4\x40
SELECT a\xa4\x40, \xa4\x40b
SELECT \xa4\x40 FROM t
SELECT 1 AS \xa4\x40
SELECT \xa4\x40.a
SELECT @'\xa4\x40'
SELECT @`\xa4\x40`
SELECT '\xa4\x40' '\xa4\x40'
SELECT N'\xa4\x40'
SELECT _latin1'\xa4\x40'
SELECT _gbk'\xa4\x40'
SELECT _utf8mb4'\xa4\x40'
SELECT _binary'\xa4\x40'
SELECT 1 -- \xa4\x40
SELECT 1 /* \xa4\x40 */
SELECT 1 # \xa4\x40
SELECT /* \xa4\x40 */ 1
SELECT 1 FROM `\xa4\x40` WHERE a = '\xa4\x40\x27 OR 1 = 1 -- '
INSERT INTO t VALUES ('\xa4\x40', 1)
CREATE TABLE \xa4\x40 (\xa4\x40 INT)
SELECT '\xa4\x40'\xa4\x40
SELECT '\xa5\x5c'
SELECT 'a\xa5\x5cb'
SELECT '\xa5\x5c\x5c''
SELECT '\xa5\x5c'''
SELECT '\xa5\x5c\x5c\x5c'
SELECT "\xa5\x5c"
SELECT `\xa5\x5c`
SELECT `a\xa5\x5c` FROM `\xa5\x5c`
SELECT \xa5\x5c
SELECT a\xa5\x5c, \xa5\x5cb
SELECT \xa5\x5c FROM t
SELECT 1 AS \xa5\x5c
SELECT \xa5\x5c.a
SELECT @'\xa5\x5c'
SELECT @`\xa5\x5c`
SELECT '\xa5\x5c' '\xa5\x5c'
SELECT N'\xa5\x5c'
SELECT _latin1'\xa5\x5c'
SELECT _gbk'\xa5\x5c'
SELECT _utf8mb4'\xa5\x5c'
SELECT _binary'\xa5\x5c'
SELECT 1 -- \xa5\x5c
SELECT 1 /* \xa5\x5c */
SELECT 1 # \xa5\x5c
SELECT /* \xa5\x5c */ 1
SELECT 1 FROM `\xa5\x5c` WHERE a = '\xa5\x5c\x27 OR 1 = 1 -- '
INSERT INTO t VALUES ('\xa5\x5c', 1)
CREATE TABLE \xa5\x5c (\xa5\x5c INT)
SELECT '\xa5\x5c'\xa5\x5c

== mysql mariadb?; escapes charset=big5
SELECT t.\xb3\x5c
SELECT t.\xa4\x40
SELECT t.\xa5\x5c

== neither; escapes charset=big5
SELECT '\xb3\x5c\x5c'
SELECT '\xb3\x5c
SELECT `\xb3\x5c
INSERT INTO t VALUES ('\xb3\x5c', '\xb3\x5c\x5c', 1)
SELECT x'\xb3\x5c'
SELECT '\xbf\x27'
SELECT '\x83\x27'
SELECT '\xbf\x5c\x27 OR 1'
SELECT '\x5c\xbf\x5c'
SELECT '\x5c\xbf\x27'
SELECT \x80
SELECT \xff
SELECT '\x80\x27'
SELECT '\xa0\x5c'
SELECT 1\xa0
SELECT\xa01
SELECT 1 \xff
SELECT '\xa4\x40\x5c'
SELECT '\xa4\x40
SELECT `\xa4\x40
INSERT INTO t VALUES ('\xa4\x40', '\xa4\x40\x5c', 1)
SELECT x'\xa4\x40'
SELECT '\xa5\x5c\x5c'
SELECT '\xa5\x5c
SELECT `\xa5\x5c
INSERT INTO t VALUES ('\xa5\x5c', '\xa5\x5c\x5c', 1)
SELECT x'\xa5\x5c'

== both; escapes no_backslash_escapes charset=big5
SELECT '\xb3\x5c'
SELECT 'a\xb3\x5cb'
SELECT '\xb3\x5c\x5c'
SELECT '\xb3\x5c'''
SELECT '\xb3\x5c\x5c\x5c'
SELECT "\xb3\x5c"
SELECT `\xb3\x5c`
SELECT `a\xb3\x5c` FROM `\xb3\x5c`
SELECT \xb3\x5c
SELECT a\xb3\x5c, \xb3\x5cb
SELECT \xb3\x5c FROM t
SELECT 1 AS \xb3\x5c
SELECT \xb3\x5c.a
SELECT @'\xb3\x5c'
SELECT @`\xb3\x5c`
SELECT '\xb3\x5c' '\xb3\x5c'
SELECT N'\xb3\x5c'

== mysql mariadb?; escapes no_backslash_escapes charset=big5
SELECT t.\xb3\x5c

== neither; escapes no_backslash_escapes charset=big5
SELECT '\xb3\x5c\x5c''

== both; escapes ansi_quotes charset=big5
SELECT "\xb3\x5c"
SELECT "\xb3\x5c\x5c"

== both; escapes charset=sjis
SELECT '\x83\x5c'
SELECT 'a\x83\x5cb'
SELECT '\x83\x5c\x5c''
SELECT '\x83\x5c'''
SELECT '\x83\x5c\x5c\x5c'
SELECT "\x83\x5c"
SELECT `\x83\x5c`
SELECT `a\x83\x5c` FROM `\x83\x5c`
SELECT \x83\x5c
SELECT a\x83\x5c, \x83\x5cb
SELECT \x83\x5c FROM t
SELECT 1 AS \x83\x5c
SELECT \x83\x5c.a
SELECT @'\x83\x5c'
SELECT @`\x83\x5c`
SELECT '\x83\x5c' '\x83\x5c'
SELECT N'\x83\x5c'
SELECT _latin1'\x83\x5c'
SELECT _gbk'\x83\x5c'
SELECT _utf8mb4'\x83\x5c'
SELECT _binary'\x83\x5c'
SELECT 1 -- \x83\x5c
SELECT 1 /* \x83\x5c */
SELECT 1 # \x83\x5c
SELECT /* \x83\x5c */ 1
SELECT 1 FROM `\x83\x5c` WHERE a = '\x83\x5c\x27 OR 1 = 1 -- '
INSERT INTO t VALUES ('\x83\x5c', 1)
CREATE TABLE \x83\x5c (\x83\x5c INT)
SELECT '\x83\x5c'\x83\x5c
SELECT '\xb3\x27, 1
SELECT '\xbf\x5c\x27 OR 1'
SELECT '\x81\x30\x5c\x27'
SELECT '\xff'
SELECT '\xe0\x5c'
SELECT '\x95\x5c'
SELECT 'a\x95\x5cb'
SELECT '\x95\x5c\x5c''
SELECT '\x95\x5c'''
SELECT '\x95\x5c\x5c\x5c'
SELECT "\x95\x5c"
SELECT `\x95\x5c`
SELECT `a\x95\x5c` FROM `\x95\x5c`
SELECT \x95\x5c
SELECT a\x95\x5c, \x95\x5cb
SELECT \x95\x5c FROM t
SELECT 1 AS \x95\x5c
SELECT \x95\x5c.a
SELECT @'\x95\x5c'
SELECT @`\x95\x5c`
SELECT '\x95\x5c' '\x95\x5c'
SELECT N'\x95\x5c'
SELECT _latin1'\x95\x5c'
SELECT _gbk'\x95\x5c'
SELECT _utf8mb4'\x95\x5c'
SELECT _binary'\x95\x5c'
SELECT 1 -- \x95\x5c
SELECT 1 /* \x95\x5c */
SELECT 1 # \x95\x5c
SELECT /* \x95\x5c */ 1
SELECT 1 FROM `\x95\x5c` WHERE a = '\x95\x5c\x27 OR 1 = 1 -- '
INSERT INTO t VALUES ('\x95\x5c', 1)
CREATE TABLE \x95\x5c (\x95\x5c INT)
SELECT '\x95\x5c'\x95\x5c
SELECT '\x88\x9f'
SELECT 'a\x88\x9fb'
SELECT '\x88\x9f\x5c''
SELECT '\x88\x9f'''
SELECT '\x88\x9f\x5c\x5c'
SELECT "\x88\x9f"
SELECT `\x88\x9f`
SELECT `a\x88\x9f` FROM `\x88\x9f`
SELECT \x88\x9f
SELECT a\x88\x9f, \x88\x9fb
SELECT \x88\x9f FROM t
SELECT 1 AS \x88\x9f
SELECT t.\x88\x9f
SELECT \x88\x9f.a
SELECT @'\x88\x9f'
SELECT @`\x88\x9f`
SELECT '\x88\x9f' '\x88\x9f'
SELECT N'\x88\x9f'
SELECT _latin1'\x88\x9f'
SELECT _gbk'\x88\x9f'
SELECT _utf8mb4'\x88\x9f'
SELECT _binary'\x88\x9f'
SELECT 1 -- \x88\x9f
SELECT 1 /* \x88\x9f */
SELECT 1 # \x88\x9f
SELECT /* \x88\x9f */ 1
SELECT 1 FROM `\x88\x9f` WHERE a = '\x88\x9f\x27 OR 1 = 1 -- '
INSERT INTO t VALUES ('\x88\x9f', 1)
CREATE TABLE \x88\x9f (\x88\x9f INT)
SELECT '\x88\x9f'\x88\x9f
SELECT '\xb1'
SELECT 'a\xb1b'
SELECT '\xb1\x5c''
SELECT '\xb1'''
SELECT '\xb1\x5c\x5c'
SELECT "\xb1"
SELECT `\xb1`
SELECT `a\xb1` FROM `\xb1`
SELECT @'\xb1'
SELECT @`\xb1`
SELECT '\xb1' '\xb1'
SELECT N'\xb1'
SELECT _latin1'\xb1'
SELECT _gbk'\xb1'
SELECT _utf8mb4'\xb1'
SELECT _binary'\xb1'
SELECT 1 -- \xb1
SELECT 1 /* \xb1 */
SELECT 1 # \xb1
SELECT /* \xb1 */ 1
SELECT 1 FROM `\xb1` WHERE a = '\xb1\x27 OR 1 = 1 -- '
INSERT INTO t VALUES ('\xb1', 1)

== mysql mariadb?; escapes charset=sjis
SELECT t.\x83\x5c
SELECT t.\x95\x5c

== mysql; escapes charset=sjis

== neither; escapes charset=sjis
SELECT '\x83\x5c\x5c'
SELECT '\x83\x5c
SELECT `\x83\x5c
INSERT INTO t VALUES ('\x83\x5c', '\x83\x5c\x5c', 1)
SELECT x'\x83\x5c'
SELECT '\xbf\x27'
SELECT '\x83\x27'
SELECT `\xbf\x60`
SELECT '\x5c\xbf\x5c'
SELECT '\x5c\xbf\x27'
SELECT \x80
SELECT \xff
SELECT '\x80\x27'
SELECT '\xa0\x5c'
SELECT 1\xa0
SELECT\xa01
SELECT 1 \xff
SELECT '\x95\x5c\x5c'
SELECT '\x95\x5c
SELECT `\x95\x5c
INSERT INTO t VALUES ('\x95\x5c', '\x95\x5c\x5c', 1)
SELECT x'\x95\x5c'
SELECT '\x88\x9f\x5c'
SELECT '\x88\x9f
SELECT `\x88\x9f
INSERT INTO t VALUES ('\x88\x9f', '\x88\x9f\x5c', 1)
SELECT x'\x88\x9f'
SELECT '\xb1\x5c'
SELECT \xb1
SELECT a\xb1, \xb1b
SELECT \xb1 FROM t
SELECT 1 AS \xb1
SELECT t.\xb1
SELECT \xb1.a
SELECT '\xb1
SELECT `\xb1
INSERT INTO t VALUES ('\xb1', '\xb1\x5c', 1)
CREATE TABLE \xb1 (\xb1 INT)
SELECT x'\xb1'
SELECT '\xb1'\xb1

== both; escapes no_backslash_escapes charset=sjis
SELECT '\x83\x5c'
SELECT 'a\x83\x5cb'
SELECT '\x83\x5c\x5c'
SELECT '\x83\x5c'''
SELECT '\x83\x5c\x5c\x5c'
SELECT "\x83\x5c"
SELECT `\x83\x5c`
SELECT `a\x83\x5c` FROM `\x83\x5c`
SELECT \x83\x5c
SELECT a\x83\x5c, \x83\x5cb
SELECT \x83\x5c FROM t
SELECT 1 AS \x83\x5c
SELECT \x83\x5c.a
SELECT @'\x83\x5c'
SELECT @`\x83\x5c`
SELECT '\x83\x5c' '\x83\x5c'
SELECT N'\x83\x5c'

== mysql mariadb?; escapes no_backslash_escapes charset=sjis
SELECT t.\x83\x5c

== mysql; escapes no_backslash_escapes charset=sjis

== neither; escapes no_backslash_escapes charset=sjis
SELECT '\x83\x5c\x5c''

== both; escapes ansi_quotes charset=sjis
SELECT "\x83\x5c"
SELECT "\x83\x5c\x5c"

== both; escapes
SELECT _latin1 '\xbf\x5c''
SELECT _gbk x'bf5c'
SELECT _gbk 0xbf5c
SELECT _gbk b'1'
SELECT _latin1 '\x83\x5c''
SELECT _latin1 '\xb3\x5c''

== neither; escapes
SELECT _gbk'\xbf\x5c'
SELECT _big5'\xbf\x5c'
SELECT _sjis'\xbf\x5c'
SELECT _cp932'\xbf\x5c'
SELECT _gb18030'\xbf\x5c'
SELECT _utf16'\xbf\x5c'
SELECT _ucs2'\xbf\x5c'
SELECT _utf32 '\xbf\x5c'
SELECT _gbk'\xbf\x5c' 'a'
SELECT _gbk '\xbf\x5c' , '\xbf\x5c'
SELECT '\xbf\x5c'
SELECT _nonesuch'\xbf\x5c'
SELECT _gbk N'\xbf\x5c'
SELECT _gbk"\xbf\x5c"
SELECT _gbk'\x83\x5c'
SELECT _big5'\x83\x5c'
SELECT _sjis'\x83\x5c'
SELECT _cp932'\x83\x5c'
SELECT _gb18030'\x83\x5c'
SELECT _utf16'\x83\x5c'
SELECT _ucs2'\x83\x5c'
SELECT _utf32 '\x83\x5c'
SELECT _gbk'\x83\x5c' 'a'
SELECT _gbk '\x83\x5c' , '\x83\x5c'
SELECT '\x83\x5c'
SELECT _nonesuch'\x83\x5c'
SELECT _gbk N'\x83\x5c'
SELECT _gbk"\x83\x5c"
SELECT _gbk'\xb3\x5c'
SELECT _big5'\xb3\x5c'
SELECT _sjis'\xb3\x5c'
SELECT _cp932'\xb3\x5c'
SELECT _gb18030'\xb3\x5c'
SELECT _utf16'\xb3\x5c'
SELECT _ucs2'\xb3\x5c'
SELECT _utf32 '\xb3\x5c'
SELECT _gbk'\xb3\x5c' 'a'
SELECT _gbk '\xb3\x5c' , '\xb3\x5c'
SELECT '\xb3\x5c'
SELECT _nonesuch'\xb3\x5c'
SELECT _gbk N'\xb3\x5c'
SELECT _gbk"\xb3\x5c"

== both; escapes charset=latin1
SELECT _latin1 '\xbf\x5c''
SELECT _gbk x'bf5c'
SELECT _gbk 0xbf5c
SELECT _gbk b'1'
SELECT _latin1 '\x83\x5c''
SELECT _latin1 '\xb3\x5c''
SELECT 1\xa0
SELECT\xa01
SELECT a\xa0b

== neither; escapes charset=latin1
SELECT _gbk'\xbf\x5c'
SELECT _big5'\xbf\x5c'
SELECT _sjis'\xbf\x5c'
SELECT _cp932'\xbf\x5c'
SELECT _gb18030'\xbf\x5c'
SELECT _utf16'\xbf\x5c'
SELECT _ucs2'\xbf\x5c'
SELECT _utf32 '\xbf\x5c'
SELECT _gbk'\xbf\x5c' 'a'
SELECT _gbk '\xbf\x5c' , '\xbf\x5c'
SELECT '\xbf\x5c'
SELECT _nonesuch'\xbf\x5c'
SELECT _gbk N'\xbf\x5c'
SELECT _gbk"\xbf\x5c"
SELECT _gbk'\x83\x5c'
SELECT _big5'\x83\x5c'
SELECT _sjis'\x83\x5c'
SELECT _cp932'\x83\x5c'
SELECT _gb18030'\x83\x5c'
SELECT _utf16'\x83\x5c'
SELECT _ucs2'\x83\x5c'
SELECT _utf32 '\x83\x5c'
SELECT _gbk'\x83\x5c' 'a'
SELECT _gbk '\x83\x5c' , '\x83\x5c'
SELECT '\x83\x5c'
SELECT _nonesuch'\x83\x5c'
SELECT _gbk N'\x83\x5c'
SELECT _gbk"\x83\x5c"
SELECT _gbk'\xb3\x5c'
SELECT _big5'\xb3\x5c'
SELECT _sjis'\xb3\x5c'
SELECT _cp932'\xb3\x5c'
SELECT _gb18030'\xb3\x5c'
SELECT _utf16'\xb3\x5c'
SELECT _ucs2'\xb3\x5c'
SELECT _utf32 '\xb3\x5c'
SELECT _gbk'\xb3\x5c' 'a'
SELECT _gbk '\xb3\x5c' , '\xb3\x5c'
SELECT '\xb3\x5c'
SELECT _nonesuch'\xb3\x5c'
SELECT _gbk N'\xb3\x5c'
SELECT _gbk"\xb3\x5c"
