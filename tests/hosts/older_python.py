# SPDX-License-Identifier: MIT
"""Python's own clients that newer Pythons have lost (nntplib, telnetlib): run where they still are."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

DEBIAN_12 = Path(__file__).parents[2] / "build" / "servers"


def python_with(module: str, script: str, *arguments: str) -> str:
    """What the script prints, run by a Python that has the module: this one, or that of the tests' Debian 12."""
    command = [sys.executable]
    if importlib.util.find_spec(module) is None:
        command = ["chroot", str(DEBIAN_12), "/usr/bin/python3"]
        if os.getuid() != 0:
            command = ["unshare", "--map-root-user", *command]
    run = subprocess.run(
        [*command, "-W", "ignore", "-c", script, *arguments], capture_output=True, text=True, timeout=60
    )
    assert (run.returncode, run.stderr) == (0, "")
    return run.stdout
