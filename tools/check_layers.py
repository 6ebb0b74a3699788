#!/usr/bin/env python3
"""Checks the order of the layers: every #include "..." of proxy/ and sqlparse/
goes only to folders that its row below allows, third-party libraries come in
by one door each, and no file is longer than the hard limit.

    tools/check_layers.py [ROOT]     exit 1 and one line per breach
    tools/check_layers.py --self-test
                                     plants one breach of every kind in a copy
                                     and fails unless each is seen
"""

import pathlib
import re
import sys
import tempfile

# folder -> folders it may include (ARCHITECTURE.md has the same table).
LAYERS = {
    "sqlparse": [],
    "base": [],
    "wire": ["base"],
    "algo": ["base"],
    "rule": ["base", "algo"],
    "load": ["base"],
    "merge": ["base", "wire"],
    "plan": ["base", "sqlparse", "algo", "rule", "load", "merge/spec.h"],
    "backend": ["base", "wire", "rule"],
    "exec": ["base", "wire", "algo", "rule", "load", "merge", "plan", "backend"],
    "session": ["base", "wire", "sqlparse", "rule", "plan", "exec"],
    "control": ["base", "sqlparse", "algo", "rule", "wire/local_result.h"],
    "embedded": ["base", "wire", "sqlparse"],
    "net": ["base", "wire", "sqlparse", "algo", "rule", "merge", "plan", "backend", "exec", "session",
            "control", "embedded"],
    "cli": ["base", "wire", "sqlparse", "algo", "rule", "merge", "plan", "backend", "exec", "session",
            "control", "embedded", "net"],
}

# A library's headers -> the paths (prefixes, from the top) that may name them.
DOORS = [
    (r"boost/asio", ["proxy/net/"]),
    (r"boost/(?!system|asio)", []),
    (r"yaml-cpp/", ["proxy/control/config/"]),
    (r"(mysql|mariadb)/|mysql\.h|mysqld_error\.h|errmsg\.h", ["proxy/control/health/", "proxy/control/metadata/"]),
    (r"spdlog/", ["proxy/base/log.cpp"]),
    (r"sqlite3\.h", ["proxy/embedded/"]),
    (r"(zlib|zstd)\.h", ["proxy/wire/compressed_"]),
    (r"openssl/", ["proxy/wire/auth_", "proxy/net/tls"]),
]

HARD_LIMIT = 800  # lines
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')


def folder_of(path):
    """proxy/wire/x.h -> wire; sqlparse/lexer.h -> sqlparse; proxy/main.cpp -> None."""
    parts = path.split("/")
    if parts[0] == "sqlparse":
        return "sqlparse"
    if parts[0] == "proxy" and len(parts) > 2:
        return parts[1]
    return None


def included_path(root, source, name):
    """The file of ours that an include names, from the top; None if it is not ours."""
    here = (root / source).parent / name
    for candidate in (here, root / name, root / "proxy" / name):
        if candidate.is_file():
            return candidate.resolve().relative_to(root.resolve()).as_posix()
    top = name.split("/")[0]
    if top == "sqlparse" or top in LAYERS:
        return ("" if top == "sqlparse" else "proxy/") + name
    return None


def allowed(folder, target):
    target_folder = folder_of(target)
    if target_folder is None:
        return False
    if target_folder == folder:
        return True
    inside = target.split("/", 1)[1] if target.startswith("proxy/") else target
    return any(inside == entry if entry.endswith(".h") else target_folder == entry for entry in LAYERS[folder])


def breaches_of(root):
    found = []
    files = [f for top in ("proxy", "sqlparse") for ext in ("h", "cpp") for f in (root / top).rglob("*." + ext)]
    for file in sorted(files):
        source = file.relative_to(root).as_posix()
        folder = folder_of(source)
        lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
        if len(lines) > HARD_LIMIT:
            found.append(f"{source}: {len(lines)} lines; the hard limit is {HARD_LIMIT}: two rooms in one?")
        if folder is not None and folder not in LAYERS:
            found.append(f"{source}: folder {folder} has no row in the table of layers (tools/check_layers.py)")
            continue
        for number, line in enumerate(lines, 1):
            match = INCLUDE.match(line)
            if not match:
                continue
            name = match.group(2)
            for pattern, doors in DOORS:
                if re.match(pattern, name) and not any(source.startswith(door) for door in doors):
                    where = " or ".join(doors) or "nowhere"
                    found.append(f"{source}:{number}: {name} may be included in {where}")
            target = included_path(root, source, name) if match.group(1) == '"' else None
            if target is not None and folder is not None and not allowed(folder, target):
                found.append(f"{source}:{number}: {folder}/ may not include {target}")
    for file in sorted(f for ext in ("h", "cpp") for f in (root / "tests").rglob("*." + ext)):
        count = len(file.read_text(encoding="utf-8", errors="replace").splitlines())
        if count > HARD_LIMIT:
            found.append(f"{file.relative_to(root).as_posix()}: {count} lines; the hard limit is {HARD_LIMIT}")
    return found


# What is planted, and a part of the line that must come out.
PLANTED = [
    ("proxy/wire/up.h", '#include "session/session.h"\n', "wire/ may not include proxy/session/session.h"),
    ("proxy/algo/side.h", '#include "wire/packet.h"\n', "algo/ may not include proxy/wire/packet.h"),
    ("sqlparse/down.h", '#include "base/result.h"\n', "sqlparse/ may not include proxy/base/result.h"),
    ("proxy/base/dots.h", '#include "../wire/packet.h"\n', "base/ may not include proxy/wire/packet.h"),
    ("proxy/plan/merge.h", '#include "merge/ordered.h"\n', "plan/ may not include proxy/merge/ordered.h"),
    ("proxy/control/wire.h", '#include "wire/packet.h"\n', "control/ may not include proxy/wire/packet.h"),
    ("proxy/session/socket.cpp", "#include <boost/asio.hpp>\n", "boost/asio.hpp may be included in proxy/net/"),
    ("proxy/rule/yaml.cpp", "#include <yaml-cpp/yaml.h>\n", "yaml-cpp/yaml.h may be included in"),
    ("proxy/exec/client.cpp", "#include <mysql/mysql.h>\n", "mysql/mysql.h may be included in"),
    ("proxy/net/store.cpp", "#include <sqlite3.h>\n", "sqlite3.h may be included in"),
    ("proxy/base/hash.cpp", "#include <openssl/sha.h>\n", "openssl/sha.h may be included in"),
    ("proxy/utils/strings.h", "#pragma once\n", "folder utils has no row"),
    ("proxy/wire/long.cpp", "// line\n" * (HARD_LIMIT + 1), "801 lines"),
]

CLEAN = {
    "proxy/wire/packet.h": '#include "base/result.h"\n',
    "proxy/base/result.h": "#include <variant>\n",
    "proxy/merge/spec.h": "#pragma once\n",
    "proxy/merge/ordered.h": '#include "wire/packet.h"\n',
    "proxy/plan/plan.h": '#include "merge/spec.h"\n',
    "proxy/session/session.h": '#include "sqlparse/lexer.h"\n',
    "proxy/net/core.h": '#include <boost/asio.hpp>\n',
    "sqlparse/lexer.h": "#include <string_view>\n",
}


def self_test():
    def write(root, path, text):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)

    failures = []
    for planted in [None] + PLANTED:
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            for path, text in CLEAN.items():
                write(root, path, text)
            if planted is None:
                failures += ["a clean tree was blamed: " + line for line in breaches_of(root)]
                continue
            path, text, expected = planted
            write(root, path, text)
            seen = breaches_of(root)
            if len(seen) != 1 or not seen[0].startswith(path) or expected not in seen[0]:
                failures.append(f"planted in {path}: expected one line with '{expected}', got {seen}")
    print("\n".join(failures) if failures else f"check_layers: {len(PLANTED)} planted breaches, all seen")
    return 1 if failures else 0


def main(arguments):
    if arguments == ["--self-test"]:
        return self_test()
    root = pathlib.Path(arguments[0]) if arguments else pathlib.Path(__file__).resolve().parent.parent
    found = breaches_of(root)
    for line in found:
        print(line)
    if not found:
        print("check_layers: in order")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
