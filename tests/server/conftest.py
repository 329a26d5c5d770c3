# SPDX-License-Identifier: MIT
"""The gateway and the scripted peers, started as a user starts them."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from ws_client import LinkClient

ROOT = Path(__file__).resolve().parents[2]
PEER = ROOT / "tests/peers/peer.py"
ADDRESS = "198.18.1.1"
KEY = b"0123456789abcdef0123456789abcdef0123456789abcdef"


def python_path() -> str:
    """Ours first, then the caller's, so that the tests run with another websockify, too."""
    return os.pathsep.join([str(ROOT / "server"), os.environ.get("PYTHONPATH", "")])


class Gateway:
    """A running gateway; `log` is read after the end."""

    def __init__(self, arguments: list[str], log: Path) -> None:
        self.log_path = log
        self.policy = Path()
        environment = {**os.environ, "PYTHONPATH": python_path()}
        with log.open("wb") as errors:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "porthole_gateway", "--port", "0", *arguments],
                stdout=subprocess.PIPE,
                stderr=errors,
                env=environment,
                text=True,
            )
        line = self.process.stdout.readline()
        self.metrics = ""
        if line.startswith("metrics on "):
            self.metrics = line.split()[-1]
            line = self.process.stdout.readline()
        assert line.startswith("listening on http"), line + self.log()
        self.url = line.split()[-1]
        self.port = int(self.url.rsplit(":", 1)[1].rstrip("/"))

    def log(self) -> str:
        return self.log_path.read_text()

    def link(self, **options: object) -> LinkClient:
        return LinkClient(self.port, **options)

    def resident(self) -> int:
        """Memory that nobody else has, in bytes."""
        rollup = Path(f"/proc/{self.process.pid}/smaps_rollup").read_text().splitlines()
        private = [line for line in rollup if line.startswith(("Private_Dirty:", "Private_Clean:"))]
        return sum(int(line.split()[1]) * 1024 for line in private)

    def descriptors(self) -> int:
        """How many files and sockets it has open."""
        return len(list(Path(f"/proc/{self.process.pid}/fd").iterdir()))

    def stop(self, number: int = signal.SIGTERM) -> int:
        if self.process.poll() is None:
            self.process.send_signal(number)
        code = self.process.wait(10)
        self.process.stdout.close()
        return code


Start = Callable[..., Gateway]


@pytest.fixture(scope="session")
def peer() -> Iterator[dict[str, int]]:
    """The ports of tests/peers/peer.py by behaviour."""
    process = subprocess.Popen(
        [sys.executable, str(PEER)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    ports = {}
    for line in process.stdout:
        if line == "ready\n":
            break
        name, port = line.split()
        ports[name] = int(port)
    yield ports
    process.stdin.close()
    process.wait(10)
    process.stdout.close()


@pytest.fixture(scope="session")
def policy_text(peer: dict[str, int]) -> str:
    """A policy with every peer as `peer.lab.internal:PORT`, at 198.18.1.1, and loopback open for the tests' own hosts."""
    allow = '[allow]\nnetworks = ["127.0.0.0/8", "::1", "224.0.0.0/4"]\n'
    return allow + "[aliases]\n" + "".join(f'"peer.lab.internal:{port}" = {port}\n' for port in peer.values())


@pytest.fixture(scope="session")
def start(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Gateway]]:
    """Starts gateways: start("policy text", "--option", …); all end with the tests."""
    running: list[Gateway] = []

    def begin(policy: str = "", *arguments: str) -> Gateway:
        folder = tmp_path_factory.mktemp("gateway")
        (folder / "policy.toml").write_text(policy)
        (folder / "key").write_bytes(KEY)
        files = ["--policy", str(folder / "policy.toml")]
        if "--practice-map" not in arguments:
            files += ["--practice-map", str(folder / "practice.map")]
        gateway = Gateway([*files, *arguments], folder / "log")
        gateway.policy = folder / "policy.toml"
        running.append(gateway)
        return gateway

    yield begin
    for gateway in running:
        gateway.stop()
        assert "Traceback" not in gateway.log(), gateway.log()


@pytest.fixture(scope="session")
def gateway(start: Callable[..., Gateway], policy_text: str) -> Gateway:
    """The gateway most tests share."""
    return start(policy_text)


@pytest.fixture
def host() -> Iterator[socket.socket]:
    """A listening socket of the test's own, on 127.0.0.1."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(10)
        yield listener


@pytest.fixture
def pair(link: LinkClient, host: socket.socket) -> Iterator[tuple[LinkClient, socket.socket]]:
    """A link whose socket 2 is connected to the other one returned."""
    assert link.connect(2, "127.0.0.1", host.getsockname()[1])["type"] == "connected"
    accepted, _ = host.accept()
    accepted.settimeout(10)
    yield link, accepted
    accepted.close()


@pytest.fixture
def link(gateway: Gateway) -> Iterator[LinkClient]:
    """A fresh link of the shared gateway."""
    client = gateway.link()
    yield client
    client.close()
