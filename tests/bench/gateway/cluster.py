#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Three gateways behind HAProxy beside one: run it by hand, as root, on a quiet machine.

Two cores can't show three busy processes. So each gateway gets a small part of a core through a control group, and what
is compared is what one and three of them carry within their parts, the rest of the machine being enough for the others.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import signal
import socket
import ssl
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "tests/server"))
from test_tls import certificate  # noqa: E402
from ws_client import LinkClient  # noqa: E402

ADDRESS = "198.18.1.1"
PERIOD = 50_000  # us


class Part:
    """So much of a core for some processes, in a control group of either version."""

    def __init__(self, name: str, share: float) -> None:
        old = Path("/sys/fs/cgroup/cpu")
        self.path = (old if old.is_dir() else Path("/sys/fs/cgroup")) / f"porthole-bench-{name}"
        self.path.mkdir()
        quota = int(PERIOD * share)
        if old.is_dir():
            (self.path / "cpu.cfs_period_us").write_text(str(PERIOD))
            (self.path / "cpu.cfs_quota_us").write_text(str(quota))
        else:
            (self.path / "cpu.max").write_text(f"{quota} {PERIOD}")

    def add(self, pid: int) -> None:
        """From now on it has no more than this."""
        (self.path / "cgroup.procs").write_text(str(pid))

    def remove(self) -> None:
        """When its processes are gone."""
        for _ in range(50):
            with contextlib.suppress(OSError):
                self.path.rmdir()
                return
            time.sleep(0.1)


def free_port() -> int:
    """A port that nobody has just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def cluster(folder: Path, count: int, share: float, policy: str) -> Iterator[int]:
    """HAProxy's port, before `count` gateways."""
    port = free_port()
    (folder / "policy.toml").write_text(f'origins = ["https://localhost:{port}"]\n{policy}')
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}/server:{ROOT}/build/test/server/engine"}
    running: list[subprocess.Popen[str]] = []
    parts: list[Part] = []
    places = {}
    for number in range(1, 4):
        places[f"PORTHOLE_GATEWAY_{number}"] = "127.0.0.1:9"  # where nobody is
        if number > count:
            continue
        command = [sys.executable, "-m", "porthole_gateway", "--port", "0"]
        command += ["--policy", str(folder / "policy.toml"), "--practice-map", str(folder / "none")]
        gateway = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment
        )
        running.append(gateway)
        url = gateway.stdout.readline().split()[-1]
        places[f"PORTHOLE_GATEWAY_{number}"] = url.removeprefix("http://").rstrip("/")
        part = Part(f"{os.getpid()}-{count}-{number}", share)
        parts.append(part)
        part.add(gateway.pid)
    environment = {
        **os.environ,
        **places,
        "PORTHOLE_BIND": f"127.0.0.1:{port}",
        "PORTHOLE_CERT": str(folder / "both.pem"),
        "PORTHOLE_STATS": str(folder / "stats"),
    }
    config = str(ROOT / "server/deploy/haproxy.cfg")
    running.append(
        subprocess.Popen(
            ["haproxy", "-db", "-f", config],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            text=True,
        )
    )
    time.sleep(5)  # until the checks have found who is there
    try:
        yield port
    finally:
        for process in running:
            process.send_signal(signal.SIGTERM)
        for process in running:
            process.wait(10)
        for part in parts:
            part.remove()


def source() -> int:
    """The port of a host that sends for as long as somebody reads."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve(sock: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                sock.sendall(bytes(262144))

    def accept() -> None:
        while True:
            threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    return listener.getsockname()[1]


def reader(port: int, context: ssl.SSLContext, host: int, seconds: float) -> None:
    """A client in a process of its own: prints what it got in a second, after the first one."""
    name = f"localhost:{port}"
    origin = {"Host": name, "Origin": f"https://{name}"}
    link = LinkClient(port, credit=2**31 - 1, tls=context, headers=origin)
    link.connect(2, ADDRESS, host)
    link.tell("credit", socket=2, bytes=2**31 - 1)
    buffer = bytearray(1 << 20)
    begin = time.monotonic()
    total = 0
    while (now := time.monotonic()) < begin + seconds + 1:
        size = link.sock.recv_into(buffer)
        total += size if now > begin + 1 else 0
    print(total / seconds)


def measure(port: int, folder: Path, host: int, clients: int, seconds: float) -> float:
    """MB/s of all clients together."""
    command = [sys.executable, __file__, "--reader", str(port), str(host), str(folder), str(seconds)]
    readers = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(clients)]
    return sum(float(reader.communicate(timeout=60)[0] or 0) for reader in readers) / 1e6


def main() -> None:
    """One and three gateways in turn, for some rounds; a table of medians."""
    if sys.argv[1:2] == ["--reader"]:
        port, host, folder, seconds = sys.argv[2:]
        context = ssl.create_default_context(cafile=str(Path(folder) / "localhost.pem"))
        reader(int(port), context, int(host), float(seconds))
        return
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--share", type=float, default=0.04, help="of a core, for each gateway (0.04)")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=4)
    given = parser.parse_args()
    host = source()
    policy = (
        f'[aliases]\n"host.lab.internal:{host}" = {host}\n[allow]\nnetworks = ["127.0.0.0/8"]\n'
        '[front]\nnetworks = ["127.0.0.1"]\n'
    )
    found: dict[int, list[float]] = {1: [], 3: []}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        cert, key = certificate(folder)
        (folder / "both.pem").write_text(Path(cert).read_text() + Path(key).read_text())
        for _ in range(given.rounds):
            for count in found:
                with cluster(folder, count, given.share, policy) as port:
                    found[count].append(measure(port, folder, host, 6, given.seconds))
                    print(f"{count}: {found[count][-1]:.1f} MB/s", file=sys.stderr)
    one, three = (statistics.median(found[count]) for count in (1, 3))
    print(
        f"each with {given.share:.0%} of a core: one {one:.1f} MB/s, three {three:.1f} MB/s, {three / one:.2f} times"
    )


if __name__ == "__main__":
    main()
