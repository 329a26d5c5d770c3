#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Measures the gateway and a stock websockify side by side, from a native client: run it by hand on a quiet machine.

Prints a table of medians. The client and the scripted peer are Python too, so the figures are the whole chain's.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "tests/server"))
from ws_client import BINARY, Closed, LinkClient, WebSocketClient  # noqa: E402

ADDRESS = "198.18.1.1"
MB = 1_000_000


def spawn(*command: str) -> tuple[subprocess.Popen[str], dict[str, str]]:
    """Start a helper that prints `NAME VALUE` lines; the facts it printed before `ready` or its URL."""
    environment = {
        **os.environ,
        "PYTHONPATH": f"{ROOT}/server:{ROOT}/build/test/server/engine",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    process = subprocess.Popen(
        [sys.executable, *command],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=environment,
    )
    facts: dict[str, str] = {}
    for line in process.stdout:
        if line == "ready\n":
            break
        name, _, value = line.strip().rpartition(" ")
        facts[name] = value
        if name == "listening on":
            break
    return process, facts


def drain(client: WebSocketClient, size: int) -> None:
    """Read `size` bytes and the little that frames add; their contents are another test's business."""
    buffer, total = bytearray(1 << 20), len(client.buffer)
    while total < size:
        count = client.sock.recv_into(buffer)
        if count == 0:
            raise Closed(1006, "too early")
        total += count


class Ours:
    """porthole.v1."""

    def __init__(self, port: int, peer: dict[str, str]) -> None:
        self.port, self.peer = port, peer

    def open(self, behaviour: str) -> None:
        self.client = LinkClient(self.port, credit=2**31 - 1, timeout=60)
        self.client.connect(2, ADDRESS, int(self.peer[behaviour]))
        self.prefix = (2).to_bytes(4, "little")
        self.credit = self.client.hello["credit"]
        self.changed = threading.Condition()

    def send(self, payload: bytes) -> None:
        self.client.send(BINARY, self.prefix + payload)

    def ping(self, payload: bytes) -> None:
        self.send(payload)
        self.client.wait_bytes(2, len(payload))

    def upload(self, frame: bytes, count: int) -> None:
        threading.Thread(target=self._credits, daemon=True).start()
        for _ in range(count):
            with self.changed:
                while self.credit < 65536:
                    self.changed.wait()
                self.credit -= 65536
            self.client.sock.sendall(frame)

    def _credits(self) -> None:
        try:
            while message := self.client.step():
                with self.changed:
                    self.credit += message.get("bytes", 0)
                    self.changed.notify()
        except (Closed, OSError):
            pass


class Stock(Ours):
    """One WebSocket a connection."""

    def open(self, behaviour: str) -> None:
        path = f"/?token={behaviour}"
        headers = {"Sec-WebSocket-Protocol": "binary"}
        self.client = WebSocketClient(self.port, path, headers=headers, timeout=60)
        self.prefix = b""

    def ping(self, payload: bytes) -> None:
        self.send(payload)
        self.client.receive()

    def upload(self, frame: bytes, count: int) -> None:
        for _ in range(count):
            self.client.sock.sendall(frame)


def measure(side: Ours, size: int) -> dict[str, float]:
    """One round of everything."""
    figures = {}
    side.open("chargen")
    begin = time.perf_counter()
    side.send(
        b"%d\n" % (size + 16 * MB)
    )  # a stock websockify can lose the end of a stream that its host closes
    drain(side.client, size)
    figures["down, MB/s"] = size / MB / (time.perf_counter() - begin)
    side.client.close()

    side.open("discard")
    frame = side.client.frame(BINARY, side.prefix + os.urandom(65536))
    begin = time.perf_counter()
    side.upload(frame, size // 65536)
    figures["up, MB/s"] = size / MB / (time.perf_counter() - begin)
    side.client.close()

    side.open("echo")
    times = []
    for _ in range(2000):
        begin = time.perf_counter()
        side.ping(bytes(64))
        times.append((time.perf_counter() - begin) * 1e6)
    times.sort()
    figures["ping-pong p50, us"], figures["ping-pong p99, us"] = times[1000], times[1980]
    count = 300
    begin = time.perf_counter()
    if isinstance(side, Stock):
        side.client.close()
        for _ in range(count):
            side.open("echo")
            side.ping(b"x")
            side.client.close()
    else:
        for number in range(4, 4 + 2 * count, 2):
            side.client.connect(number, ADDRESS, int(side.peer["echo"]))
            side.client.data(number, b"x")
            side.client.wait_bytes(number, 1)
            side.client.tell("close", socket=number)
            side.client.wait("closed", socket=number)
    figures["tunnels opened per second"] = count / (time.perf_counter() - begin)
    side.client.close()
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--megabytes", type=int, default=500)
    options = parser.parse_args()
    peers, peer = spawn(str(ROOT / "tests/peers/peer.py"))
    tokens = [f"--token={name}=127.0.0.1:{port}" for name, port in peer.items()]
    stock, stock_facts = spawn(str(ROOT / "tests/peers/stock_websockify.py"), *tokens)
    with tempfile.NamedTemporaryFile("w", suffix=".toml") as policy:
        policy.write(
            "[aliases]\n" + "".join(f'"peer.lab.internal:{port}" = {port}\n' for port in peer.values())
        )
        policy.flush()
        ours, ours_facts = spawn("-m", "porthole_gateway", "--port", "0", "--policy", policy.name)
        sides = {
            "gateway": Ours(int(ours_facts["listening on"].rsplit(":", 1)[1].strip("/")), peer),
            "stock websockify": Stock(int(stock_facts["websockify"]), peer),
        }
        results: dict[str, dict[str, list[float]]] = {name: {} for name in sides}
        for _ in range(options.rounds):
            for name, side in sides.items():
                for what, value in measure(side, options.megabytes * MB).items():
                    results[name].setdefault(what, []).append(value)
        ours.terminate()
        ours.wait()
    stock.stdin.close()
    peers.stdin.close()
    print(f"| | {' | '.join(results)} |\n|---|" + "---|" * len(results))
    for what in results["gateway"]:
        row = [f"{statistics.median(results[name][what]):.0f}" for name in results]
        print(f"| {what} | {' | '.join(row)} |")


if __name__ == "__main__":
    main()
