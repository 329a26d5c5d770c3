#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Run the same scenarios in Python and in C++ and compare their lines; exit 1 and show each difference.

Usage: compare.py PROGRAM [SCENARIO...]
"""

from __future__ import annotations

import difflib
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
FEWEST = 60
SECONDS = 110


def start(command: list[str], folder: str) -> subprocess.Popen[str]:
    """Start one side in a folder of its own, where it may put its Unix sockets."""
    return subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def scenarios_of(name: str, process: subprocess.Popen[str]) -> dict[str, list[str]]:
    """Read one side's lines by scenario; a side that dies leaves a line saying so."""
    try:
        output, _ = process.communicate(timeout=SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        output, _ = process.communicate()
    found: dict[str, list[str]] = {}
    current: list[str] = found.setdefault(f"({name} before its first scenario)", [])
    for line in output.splitlines():
        if line.startswith("== "):
            current = found.setdefault(line[3:], [])
        else:
            current.append(line)
    if process.returncode:
        current.append(f"{name} ended with status {process.returncode} in this scenario")
    return {key: lines for key, lines in found.items() if lines or not key.startswith("(")}


def main() -> int:
    """Compare; the number of scenarios that differ decides the exit status."""
    program, wanted = str(Path(sys.argv[1]).resolve()), sys.argv[2:]
    with tempfile.TemporaryDirectory() as theirs, tempfile.TemporaryDirectory() as ours:
        # -S, so that nothing installed changes the module: it is CPython's own that is compared with.
        python = start([sys.executable, "-B", "-S", str(HERE / "scenarios/run.py"), *wanted], theirs)
        cpp = start([program, *wanted], ours)
        expected = scenarios_of("python", python)
        actual = scenarios_of("cpp", cpp)
    different = 0
    for name in sorted(expected.keys() | actual.keys()):
        if expected.get(name) == actual.get(name):
            continue
        different += 1
        print(f"== {name}")
        if name not in expected or name not in actual:
            print(f"   only in {'Python' if name in expected else 'C++'}")
            continue
        lines = difflib.unified_diff(expected[name], actual[name], "python", "c++", lineterm="", n=20)
        print("\n".join(list(lines)[3:]))
    lines = sum(map(len, expected.values()))
    print(f"{len(expected)} scenarios, {lines} lines: {different or 'none'} differ")
    if not wanted and len(expected) < FEWEST:
        print(f"fewer than {FEWEST} scenarios")
        return 1
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
