#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Scripted hosts for tests, one process: prints `BEHAVIOUR PORT` lines, then `ready`.

Ends when standard input closes, or on SIGTERM or SIGINT: start it with a pipe as its input.

  pair      two clients whose first line is the same `pair ID` are joined byte for byte, after `ok` to both
  echo      sends back what it gets, then closes       discard   reads to the end, says nothing, closes
  count     reads to the end, answers `N SHA256HEX`    half      reads to the end, then answers `half N`
  chargen   first line N: N bytes of i % 251, FIN      reset     first line N: N bytes of i % 251, then RST
  drip      first line N: N bytes, 1 ms apart          slow      one byte a second, without end
  silent    reads, says nothing, closes at the end     unread    accepts and never reads
  closer    closes at once                             http      a minimal HTTP/1.0 answer, close
  refused   a port that is bound and does not listen
"""

from __future__ import annotations

import argparse
import hashlib
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable

from relay import Meetings, abort, read_line, wait_acknowledged

PATTERN = bytes(i % 251 for i in range(251 * 1024))
HTTP_BODY = b"Hello from the practice peer.\n"


def send_pattern(sock: socket.socket, count: int) -> None:
    """Send `count` bytes, byte i being i % 251."""
    view = memoryview(PATTERN)
    while count > 0:
        part = view[: min(count, len(PATTERN))]
        sock.sendall(part)
        count -= len(part)


def number(sock: socket.socket) -> int:
    """The count in the first line; anything else counts as 0."""
    line, _ = read_line(sock)
    return int(line) if line.isascii() and line.isdigit() else 0


def read_to_end(sock: socket.socket) -> tuple[int, str]:
    """How many bytes came before the end of stream, and their SHA-256."""
    total, digest = 0, hashlib.sha256()
    while data := sock.recv(1 << 18):
        total += len(data)
        digest.update(data)
    return total, digest.hexdigest()


def echo(sock: socket.socket) -> None:
    while data := sock.recv(1 << 16):
        sock.sendall(data)


def discard(sock: socket.socket) -> None:
    read_to_end(sock)


def count(sock: socket.socket) -> None:
    total, digest = read_to_end(sock)
    sock.sendall(f"{total} {digest}\n".encode())


def half(sock: socket.socket) -> None:
    total, _ = read_to_end(sock)
    sock.sendall(f"half {total}\n".encode())


def chargen(sock: socket.socket) -> None:
    send_pattern(sock, number(sock))
    sock.shutdown(socket.SHUT_WR)
    read_to_end(sock)


def reset(sock: socket.socket) -> None:
    send_pattern(sock, number(sock))
    wait_acknowledged(sock, 10)
    abort(sock)


def drip(sock: socket.socket) -> None:
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    for i in range(number(sock)):
        sock.sendall(PATTERN[i % 251 : i % 251 + 1])
        time.sleep(0.001)


def slow(sock: socket.socket) -> None:
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    letter = 0
    while True:
        sock.sendall(bytes([97 + letter % 26]))
        letter += 1
        time.sleep(1)


def silent(sock: socket.socket) -> None:
    read_to_end(sock)


def unread(sock: socket.socket) -> None:
    threading.Event().wait()


def closer(sock: socket.socket) -> None:
    pass


def http(sock: socket.socket) -> None:
    request = b""
    while b"\r\n\r\n" not in request and b"\n\n" not in request and len(request) < 65536:
        data = sock.recv(65536)
        if not data:
            break
        request += data
    head = f"HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\nContent-Length: {len(HTTP_BODY)}\r\nConnection: close\r\n\r\n"
    sock.sendall(head.encode() + HTTP_BODY)


BEHAVIOURS: list[Callable[[socket.socket], None]] = [
    echo, discard, count, half, chargen, reset, drip, slow, silent, unread, closer, http,
]  # fmt: skip


def run(behaviour: Callable[[socket.socket], None], sock: socket.socket, owned: bool) -> None:
    """One connection; a client that dies is no error of ours."""
    try:
        behaviour(sock)
    except OSError:
        owned = True
    if owned:
        sock.close()


def serve(listener: socket.socket, behaviour: Callable[[socket.socket], None], owned: bool = True) -> None:
    """Accept for ever, one thread a connection."""
    while True:
        try:
            sock, _ = listener.accept()
        except OSError:
            time.sleep(0.05)
            continue
        threading.Thread(target=run, args=(behaviour, sock, owned), daemon=True).start()


def bound(host: str, listening: bool, receive_buffer: int = 0) -> socket.socket:
    """A socket on an ephemeral port of `host`."""
    sock = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    if receive_buffer:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
    sock.bind((host, 0))
    if listening:
        sock.listen(512)
    return sock


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1 or ::1)")
    options = parser.parse_args()
    for number_of_signal in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number_of_signal, lambda *_: os._exit(0))
    threading.stack_size(256 * 1024)

    meetings = Meetings()
    listeners = [("pair", bound(options.host, True), meetings.arrive, False)]
    for behaviour in BEHAVIOURS:
        small = 65536 if behaviour is unread else 0
        listeners.append((behaviour.__name__, bound(options.host, True, small), behaviour, True))
    refused = bound(options.host, False)
    for name, listener, behaviour, owned in listeners:
        threading.Thread(target=serve, args=(listener, behaviour, owned), daemon=True).start()
        print(name, listener.getsockname()[1])
    print("refused", refused.getsockname()[1])
    print("ready", flush=True)
    try:
        while os.read(0, 4096):
            pass
    except OSError:
        pass
    os._exit(0)


if __name__ == "__main__":
    sys.exit(main())
