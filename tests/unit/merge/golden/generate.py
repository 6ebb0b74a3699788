#!/usr/bin/env python3
"""Writes what a real server answers, for golden_test.cpp.

    generate.py --port 3307 --out mariadb-10.11.golden     (root/root, uses database merge_golden)

Per case a table x(id, part, v) of one column type: the aggregates of every
part and of the whole table, and both in the order of (v, id). One record a
line, fields separated by tabs; bytes outside printable ASCII, and \\, as \\xNN;
NULL as \\N.
"""
import argparse, random, re, subprocess, sys

TYPES = {"DECIMAL": 0, "TINY": 1, "SHORT": 2, "LONG": 3, "FLOAT": 4, "DOUBLE": 5, "NULL": 6, "TIMESTAMP": 7,
         "LONGLONG": 8, "INT24": 9, "DATE": 10, "TIME": 11, "DATETIME": 12, "YEAR": 13, "VARCHAR": 15, "BIT": 16,
         "NEWDECIMAL": 246, "BLOB": 252, "TINY_BLOB": 249, "MEDIUM_BLOB": 250, "LONG_BLOB": 251,
         "VAR_STRING": 253, "STRING": 254}
FLAGS = {"NOT_NULL": 1, "UNSIGNED": 32, "BINARY": 128, "ENUM": 256, "SET": 2048}
random.seed(20240601)


def digits(n):
    return str(random.randrange(10 ** n))


def decimal(precision, scale):
    whole = precision - scale
    def value():
        text = (digits(random.randint(1, whole)) if whole else "0")
        if scale:
            text += "." + digits(scale).zfill(scale)
        return random.choice(["", "-"]) + text
    return value


def of(*values):
    return lambda: random.choice(values)


def quoted(f):
    return lambda: "'" + f() + "'"


def moment():
    return "%04d-%02d-%02d %02d:%02d:%02d.%06d" % (
        random.randint(1971, 2037), random.randint(1, 12), random.randint(1, 28), random.randint(0, 23),
        random.randint(0, 59), random.randint(0, 59), random.randrange(10 ** 6))


def duration():
    return "%s%d:%02d:%02d.%06d" % (random.choice(["", "-"]), random.randint(0, 837), random.randint(0, 59),
                                   random.randint(0, 59), random.randrange(10 ** 6))


WORDS = ["a", "A", "a ", "a\t", "b", "B", "ab", "", " ", "\u00e4", "\u00c4", "z", "Z", "\u00df", "ss", "\u4e2d\u6587", "\u00e9", "e", "E", "aa",
         "prefix_long_000001", "prefix_long_000002", "PREFIX_LONG_000001", "prefix_long_0", "\U0001f600", "a\x01"]
word = lambda: "'" + random.choice(WORDS) + "'"
eighths = lambda: str(random.randrange(-10 ** 6, 10 ** 6) / 8)
hexed = lambda: "x'" + "".join("%02x" % random.randrange(256) for _ in range(random.randint(0, 12))) + "'"

# (type, values, numeric: SUM and AVG too)
CASES = [(f"DECIMAL({p},{s})", decimal(p, s), True) for p, s in
         [(1, 0), (5, 0), (9, 0), (10, 2), (10, 5), (9, 9), (20, 4), (30, 14), (18, 18), (38, 10), (65, 0), (65, 30), (65, 29), (40, 27)]]
CASES += [
    ("TINYINT", of("-128", "127", "0", "1", "-1"), True),
    ("TINYINT UNSIGNED", of("0", "1", "127", "128", "255"), True),
    ("SMALLINT", of("-32768", "32767", "0", "5", "-300"), True),
    ("MEDIUMINT", of("-8388608", "8388607", "0", "77"), True),
    ("INT", lambda: str(random.randint(-2 ** 31, 2 ** 31 - 1)), True),
    ("INT UNSIGNED ZEROFILL", lambda: str(random.randint(0, 2 ** 32 - 1)), True),
    ("BIGINT", of("-9223372036854775808", "9223372036854775807", "-9223372036854775807", "0", "1", "-1"), True),
    ("BIGINT UNSIGNED", of("0", "1", "2", "9223372036854775808", "18446744073709551615"), True),
    ("DOUBLE", eighths, True),
    ("DOUBLE(12,3)", eighths, True),
    ("FLOAT", lambda: str(random.randrange(-4000, 4000) / 8), True),
    ("DOUBLE", of("1e15", "1e14", "-1e300", "1e-300", "0", "1.5e-10", "123456789012345680", "-0.0001"), False),
    ("DATE", quoted(lambda: moment()[:10]), False),
    ("DATETIME", quoted(lambda: moment()[:19]), False),
    ("DATETIME(3)", quoted(moment), False),
    ("DATETIME(6)", quoted(moment), False),
    ("TIMESTAMP(2) NULL", quoted(moment), False),
    ("TIME", quoted(lambda: duration().split(".")[0]), False),
    ("TIME(6)", quoted(duration), False),
    ("YEAR", of("1901", "2155", "1999", "2024"), False),
    ("BIT(1)", of("b'0'", "b'1'"), False),
    ("BIT(20)", lambda: "b'" + bin(random.randrange(2 ** 20))[2:] + "'", False),
    ("VARBINARY(20)", hexed, False),
    ("BINARY(4)", of("x'00000000'", "x'61'", "x'6120'", "x'ff'", "''"), False),
    ("BLOB", hexed, False),
]
COLLATIONS = ["utf8mb4_general_ci", "utf8mb4_unicode_ci", "utf8mb4_bin", "latin1_swedish_ci"]
MYSQL_COLLATIONS = ["utf8mb4_0900_ai_ci", "utf8mb4_0900_as_cs", "utf8mb4_0900_bin"]
MARIADB_COLLATIONS = ["utf8mb4_nopad_bin", "utf8mb4_uca1400_ai_ci", "utf8mb4_uca1400_nopad_as_cs", "utf8mb4_general_nopad_ci"]


class Server:
    def __init__(self, port):
        self.command = ["mysql", "--no-defaults", "-h127.0.0.1", "-uroot", "-proot", f"-P{port}",
                        "--default-character-set=utf8mb4"]

    def run(self, sql, *options):
        done = subprocess.run(self.command + list(options), input=sql.encode(), capture_output=True)
        if done.returncode:
            raise RuntimeError(done.stderr.decode() + sql[:500])
        return done.stdout

    def columns(self, session, sql):
        """type/flags/decimals/collation of each column, of each of the queries."""
        lists, name = [], None
        for line in self.run(session + ";".join(sql) + ";", "-t", "--column-type-info").decode("latin1").split("\n"):
            name, _, value = line.partition(":")
            value = value.strip()
            if name == "Field   1":
                lists.append([])
            if name == "Type":
                lists[-1].append([TYPES[value]])
            elif name == "Collation":
                collation = re.search(r"\((\d+)\)", value).group(1)
            elif name == "Decimals":
                decimals = value
            elif name == "Flags":
                flags = sum(FLAGS[f] for f in value.split() if f in FLAGS)
                lists[-1][-1] += [flags, decimals, collation]
        return [["/".join(map(str, column)) for column in columns] for columns in lists]

    def rows(self, session, *sql):
        """The rows of each query; fields as escaped text."""
        out = self.run(session + "".join(f"{query}; SELECT '--next--';" for query in sql), "-B", "-N")
        results = out.split(b"--next--\n")[:-1]
        return [[[self.escape(cell) for cell in line.split(b"\t")] for line in rows.split(b"\n")[:-1]]
                for rows in results]

    @staticmethod
    def escape(cell):
        if cell == b"NULL":
            return "\\N"
        raw = re.sub(rb"\\(.)", lambda m: {b"n": b"\n", b"t": b"\t", b"0": b"\0", b"\\": b"\\"}[m.group(1)], cell, flags=re.S)
        return "".join(chr(b) if 32 <= b < 127 and b != 92 else "\\x%02x" % b for b in raw)


def record(out, server, name, session, numeric, text, pad):
    weight = "WEIGHT_STRING(%s)" if text else "NULL"
    values = f"MIN(v), MAX(v), {weight.replace('%s', 'MIN(v)')}, {weight.replace('%s', 'MAX(v)')}"
    if numeric:
        values = "AVG(v), SUM(v), COUNT(v), " + values
    row = f"SELECT v, {weight.replace('%s', 'v')}, id, part FROM x"
    # Not GROUP BY part: a temporary table shows ZEROFILL and BIT otherwise than a scalar aggregate does.
    *parts, whole, rows, ascending, descending = server.rows(
        session, *[f"SELECT {values} FROM x WHERE part={part}" for part in range(4)], f"SELECT {values} FROM x", row,
        "SELECT id FROM x ORDER BY v, id", "SELECT id FROM x ORDER BY v DESC, id")
    aggregates, columns = server.columns(session, [f"SELECT {values} FROM x", row])
    line = lambda *fields: print(*fields, sep="\t", file=out)
    line("case", name)
    line("kind", "text" if text else "plain", "sums" if numeric else "extremes", pad)
    line("aggregate_columns", *aggregates)
    for values in parts:
        line("part", *values[0])
    line("whole", *whole[0])
    if "increment" not in name:
        line("row_columns", *columns)
        for values in rows:
            line("row", *values)
        line("ascending", *[values[0] for values in ascending])
        line("descending", *[values[0] for values in descending])
    line("end")


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--port", type=int, required=True)
    options.add_argument("--out", required=True)
    options = options.parse_args()
    server = Server(options.port)
    server.run("CREATE DATABASE IF NOT EXISTS merge_golden CHARACTER SET utf8mb4;")
    mariadb = "MariaDB" in server.rows("", "SELECT VERSION()")[0][0][0]
    use = "USE merge_golden; SET time_zone='+00:00', sql_mode='';"
    out = open(options.out, "w", newline="\n")

    def fill(kind, value, rows=24):
        values = ["(%d,%s)" % (i % 3, "NULL" if random.random() < 0.12 else value()) for i in range(rows)]
        values.append("(3,NULL)")
        server.run(use + f"DROP TABLE IF EXISTS x; CREATE TABLE x (id INT AUTO_INCREMENT PRIMARY KEY, part INT, v {kind});"
                   f"INSERT INTO x (part, v) VALUES {','.join(values)};")

    for kind, value, numeric in CASES:
        fill(kind, value)
        record(out, server, kind, use, numeric, False, "")
        if kind.startswith("DECIMAL("):
            for increment in (0, 5, 10, 30):
                record(out, server, f"{kind} div_precision_increment={increment}",
                       use + f"SET div_precision_increment={increment};", True, False, "")
    for collation in COLLATIONS + (MARIADB_COLLATIONS if mariadb else MYSQL_COLLATIONS):
        charset = collation.split("_")[0]
        value = word if charset == "utf8mb4" else (lambda: "'" + random.choice(WORDS[:13]) + "'")
        fill(f"VARCHAR(40) CHARACTER SET {charset} COLLATE {collation}", value, 40)
        pad = ""
        equal = server.rows(use, f"SELECT _{charset}'a' COLLATE {collation} = _{charset}'a ' COLLATE {collation}")[0][0][0]
        if equal == "1":
            pad = server.rows(use, f"SELECT WEIGHT_STRING(CONVERT(' ' USING {charset}) COLLATE {collation})")[0][0][0]
        record(out, server, collation, use, False, True, pad)


main()
