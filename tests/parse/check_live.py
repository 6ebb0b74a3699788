#!/usr/bin/env python3
"""Asks a live server whether it agrees with the corpus of this directory.

Every statement of common.sql and of the flavour's file must be accepted by
PREPARE (any answer but error 1064), every statement of rejected.sql refused
with 1064. Run by hand when the corpus changes:

    check_live.py mariadb mysql --no-defaults -h127.0.0.1 -uroot -proot -P3307
    check_live.py mysql chroot /tmp/sid mysql -h127.0.0.1 -uroot -proot -P3308
"""

import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).parent
SYNTAX_ERROR = 1064


def statements(name):
    lines = (HERE / name).read_text().splitlines()
    return [line for line in lines if line and not line.startswith("# ")]


def quoted(sql):
    return "'" + sql.replace("\\", "\\\\").replace("'", "''") + "'"


def errors(client, sqls):
    """The error number of each PREPARE; 0 where there was none."""
    script = "\n".join(f"PREPARE s FROM {quoted(sql)};" for sql in sqls)
    done = subprocess.run(client + ["-f", "--comments", "--delimiter=;"], input=script.encode(), capture_output=True)
    found = [0] * len(sqls)
    messages = [""] * len(sqls)
    for line in done.stderr.decode(errors="replace").splitlines():
        match = re.match(r"ERROR (\d+) [^:]*at line (\d+): (.*)", line)
        if match:
            found[int(match[2]) - 1] = int(match[1])
            messages[int(match[2]) - 1] = match[3]
    return list(zip(found, messages))


def main():
    flavour, client = sys.argv[1], sys.argv[2:]
    wrong = 0
    total = 0
    for name, accepted in (("common.sql", True), (f"{flavour}.sql", True), ("rejected.sql", False)):
        sqls = statements(name)
        total += len(sqls)
        for sql, (error, message) in zip(sqls, errors(client, sqls)):
            if (error != SYNTAX_ERROR) != accepted:
                wrong += 1
                print(f"{name}: {sql}\n    {error} {message}")
    print(f"{total} statements, {wrong} read otherwise by the server")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
