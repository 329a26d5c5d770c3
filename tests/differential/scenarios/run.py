# SPDX-License-Identifier: MIT
"""Run the scenarios named, or all of them, in Python: "== name", then their lines."""

from __future__ import annotations

import importlib
import signal
import socket
import sys
import warnings
from pathlib import Path

from canonical import SCENARIOS, attempt

SECONDS_FOR_ONE = 20


def main(wanted: list[str]) -> None:
    """Import every topic and run its scenarios in the order of their names."""
    warnings.simplefilter("ignore", ResourceWarning)
    here = Path(__file__).resolve()
    for topic in sorted(here.parent.glob("*.py")):
        if topic.stem not in ("canonical", here.stem):
            importlib.import_module(topic.stem)
    for name in sorted(SCENARIOS):
        if wanted and name not in wanted:
            continue
        print(f"== {name}", flush=True)
        signal.alarm(SECONDS_FOR_ONE)
        attempt("ended", SCENARIOS[name])
        socket.setdefaulttimeout(None)


if __name__ == "__main__":
    main(sys.argv[1:])
