# SPDX-License-Identifier: MIT
"""What the tests of the command line and of the practice hosts share: the command, and hosts to talk to."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

PORTHOLE = os.environ["PORTHOLE"]
PEERS = Path(__file__).parents[1] / "peers" / "peer.py"


@dataclass
class Command:
    """`porthole` with a practice map of its own and nothing of the caller's environment that it would heed."""

    practice_map: str
    environment: dict[str, str] = field(default_factory=dict)

    def variables(self) -> dict[str, str]:
        """The environment of one run."""
        drop = ("PORTHOLE_", "XDG_STATE_HOME", "LD_PRELOAD", "ASAN_OPTIONS")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(drop)}
        return {**kept, "LC_ALL": "C.UTF-8", "PORTHOLE_PRACTICE_MAP": self.practice_map, **self.environment}

    def start(self, *arguments: str, **more: Any) -> subprocess.Popen[bytes]:
        """Starts it; streams are pipes unless told otherwise."""
        streams = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        return subprocess.Popen([PORTHOLE, *arguments], env=self.variables(), **{**streams, **more})

    def __call__(self, *arguments: str, stdin: bytes = b"", **more: Any) -> Result:
        process = self.start(*arguments, **more)
        try:
            out, err = process.communicate(stdin, timeout=60)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
        return Result(out or b"", (err or b"").decode(), process.returncode)


@dataclass
class Result:
    """What a run left behind."""

    stdout: bytes
    stderr: str
    status: int


@pytest.fixture(scope="session")
def practice(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Practice hosts of these tests' own: the path of their map."""
    path = str(tmp_path_factory.mktemp("practice") / "practice.map")
    with subprocess.Popen(
        [PORTHOLE, "practice", "--map", path], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if line.startswith("map: "):
                break
        yield path
        process.send_signal(signal.SIGTERM)
        process.wait(10)
    assert process.returncode == 0


@pytest.fixture
def porthole(practice: str) -> Command:
    return Command(practice)


@pytest.fixture(scope="session")
def peers() -> Iterator[dict[str, int]]:
    """The scripted peers of tests/peers: behaviour to port."""
    command = [sys.executable, str(PEERS)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        ports = {}
        for line in process.stdout:
            if line.strip() == "ready":
                break
            if match := re.fullmatch(r"(\w+) (\d+)\n", line):
                ports[match[1]] = int(match[2])
        yield ports
        process.terminate()
