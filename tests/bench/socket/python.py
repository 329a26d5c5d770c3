# SPDX-License-Identifier: MIT
"""python.py PORT: the measurements with Python's socket."""

from __future__ import annotations

import socket
import sys
import time
from collections.abc import Callable

TOTAL = 64 << 20
ROUND_TRIPS = 5000
CONNECTIONS = 1000
BACKLOG = 1024
DATA = b"x" * 65536
PORT = int(sys.argv[1])


def measure(work: Callable[[], None]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def show(name: str, value: float) -> None:
    print(f"{name}\t{value:.3f}")


def start(command: bytes) -> socket.socket:
    s = socket.socket()
    s.connect(("127.0.0.1", PORT))
    s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    s.sendall(command)
    return s


def send_blocks(name: str, total: int, size: int) -> None:
    piece = DATA[:size]
    with start(b"S") as s:

        def work() -> None:
            for _ in range(0, total, size):
                s.sendall(piece)
            s.shutdown(socket.SHUT_WR)
            s.recv(1)

        show(name, total / 1e6 / measure(work))


def receive_blocks() -> None:
    with start(b"C") as s:

        def work() -> None:
            while s.recv(65536):
                pass

        show("recv, 64 KiB a call, MB/s", TOTAL / 1e6 / measure(work))


def receive_blocks_into() -> None:
    buffer = bytearray(65536)
    with start(b"C") as s:

        def work() -> None:
            while s.recv_into(buffer):
                pass

        show("recv_into, 64 KiB a call, MB/s", TOTAL / 1e6 / measure(work))


def ping_pong(name: str, size: int, timeout: float | None) -> None:
    piece = DATA[:size]
    with start(b"E") as s:
        s.settimeout(timeout)

        def work() -> None:
            for _ in range(ROUND_TRIPS):
                s.sendall(piece)
                s.recv(size)

        show(name, measure(work) * 1e6 / ROUND_TRIPS)


def connect_often() -> None:
    def work() -> None:
        for _ in range(CONNECTIONS):
            s = socket.socket()
            s.connect(("127.0.0.1", PORT))
            s.close()

    show("connects a second", CONNECTIONS / measure(work))


def accept_often() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(BACKLOG)
        with start(b"A" + str(listener.getsockname()[1]).encode()):

            def work() -> None:
                for _ in range(CONNECTIONS):
                    listener.accept()[0].close()

            show("accepts a second", CONNECTIONS / measure(work))


send_blocks("sendall, 64 KiB a call, MB/s", TOTAL, 65536)
send_blocks("sendall, 1 KiB a call, MB/s", TOTAL // 16, 1024)
receive_blocks()
receive_blocks_into()
ping_pong("1 byte there and back, us", 1, None)
ping_pong("64 bytes there and back, us", 64, None)
ping_pong("64 bytes there and back, with a timeout, us", 64, 10)
connect_often()
accept_often()
