#!/usr/bin/env python3
"""Every construct that is refused (error 1235) has a golden plan, a script or a
unit test that says so: each literal text of a refusal in the sources must occur
in tests/. A text that is put together of parts counts by its longest part.
"""

import pathlib
import re
import sys

TOP = pathlib.Path(__file__).resolve().parent.parent
FOLDERS = ["plan", "exec", "session", "rule"]
# What introduces the text of a refusal.
OPENING = re.compile(r"\b(?:not_supported|oppose|refuse|refused|cannot_join)\(|"
                     r"\b\w*obstacle_? = |\balways_gathers =\s|\brefuse_unknown\(")
LITERAL = re.compile(r'"((?:[^"\\]|\\.)*)"')
# That no test shows. Nothing is added here: a new refusal comes with its test.
UNSHOWN = {
    # Nothing is known that leads there: it is said all the same, instead of a crash.
    "a definition in this place, of view '",
    "', whose columns are not known",
}


def refusals(text):
    """The literals of each refusal: those up to the end of its statement."""
    for opening in OPENING.finditer(text):
        end = text.find(";", opening.end())
        parts = [p.replace('\\"', '"') for p in LITERAL.findall(text[opening.end():end])]
        # Adjacent literals are one text; others are joined with values.
        joined = re.sub(r'"\s*\n\s*"', "", text[opening.end():end])
        parts = [p.replace('\\"', '"') for p in LITERAL.findall(joined)] or parts
        if parts:
            yield max(parts, key=len).strip()


def main():
    tests = "\n".join(path.read_text(errors="replace") for path in sorted((TOP / "tests").rglob("*"))
                      if path.suffix in (".plan", ".test", ".cpp") and path.is_file())
    missing = []
    count = 0
    for folder in FOLDERS:
        for path in sorted((TOP / "proxy" / folder).glob("*.cpp")):
            for text in dict.fromkeys(refusals(path.read_text())):
                if len(text) < 4 or text in UNSHOWN:
                    continue
                count += 1
                if text not in tests:
                    missing.append(f"{path.relative_to(TOP)}: {text}")
    if missing:
        print("check: refusals that no test shows (tests/plans, tests/scripts, tests/unit):")
        print("\n".join("  " + line for line in missing))
        return 1
    print(f"check: {count} refusals are shown by tests, {len(UNSHOWN)} are not yet")
    return 0


if __name__ == "__main__":
    sys.exit(main())
