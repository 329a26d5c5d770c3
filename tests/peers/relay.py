# SPDX-License-Identifier: MIT
"""Joins two sockets byte for byte: end of stream travels as a half-close, a reset as a reset."""

from __future__ import annotations

import contextlib
import fcntl
import select
import socket
import struct
import termios
import threading
import time

LIMIT = 256 * 1024


def abort(sock: socket.socket) -> None:
    """Close with RST, dropping what is queued."""
    with contextlib.suppress(OSError):
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    sock.close()


def read_line(sock: socket.socket, limit: int = 4096) -> tuple[str, bytes]:
    """The first line, without its end, and the bytes that came after it."""
    data = b""
    while b"\n" not in data and len(data) < limit:
        more = sock.recv(4096)
        if not more:
            break
        data += more
    line, _, rest = data.partition(b"\n")
    return line.decode("latin-1").rstrip("\r"), rest


class Meetings:
    """Clients that gave the same id, waiting for each other."""

    def __init__(self) -> None:
        self._waiting: dict[str, tuple[socket.socket, bytes]] = {}
        self._lock = threading.Lock()

    def arrive(self, sock: socket.socket) -> None:
        """Read `pair ID`, then wait, or join the one that waits; returns when the pair has ended."""
        line, rest = read_line(sock)
        word, _, name = line.partition(" ")
        if word != "pair" or not name:
            sock.sendall(b"expected: pair ID\n")
            sock.close()
            return
        with self._lock:
            other = self._waiting.pop(name, None)
            if other is None:
                self._waiting[name] = (sock, rest)
                return
        first, first_rest = other
        try:
            sock.sendall(b"ok\n")
            first.sendall(b"ok\n")
        except OSError:
            abort(sock)
            abort(first)
            return
        join(first, sock, first_rest, rest)


def join(left: socket.socket, right: socket.socket, left_rest: bytes, right_rest: bytes) -> None:
    """Relay until both directions have ended or one side died."""
    sides = {left.fileno(): left, right.fileno(): right}
    peer = {left.fileno(): right.fileno(), right.fileno(): left.fileno()}
    pending = {left.fileno(): bytearray(right_rest), right.fileno(): bytearray(left_rest)}
    reading, writing = set(sides), set(sides)
    for sock in sides.values():
        sock.setblocking(False)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    poll = select.poll()
    try:
        while reading or any(pending.values()):
            for fd in sides:
                wants = select.POLLIN if fd in reading and len(pending[peer[fd]]) < LIMIT else 0
                if pending[fd]:
                    wants |= select.POLLOUT
                poll.register(fd, wants)
            for fd, events in poll.poll():
                if events & select.POLLERR:
                    events |= select.POLLIN
                if events & select.POLLHUP and fd not in reading and not pending[fd]:
                    poll.unregister(fd)
                    continue
                if events & (select.POLLIN | select.POLLHUP) and fd in reading:
                    _read(sides[fd], pending[peer[fd]], fd, reading)
                if events & select.POLLERR:
                    while fd in reading:
                        _read(sides[fd], pending[peer[fd]], fd, reading)
                    _raise(sides[fd])
            for fd, sock in sides.items():
                if pending[fd]:
                    sent = _send(sock, pending[fd])
                    del pending[fd][:sent]
                if not pending[fd] and peer[fd] not in reading and fd in writing:
                    writing.discard(fd)
                    sock.shutdown(socket.SHUT_WR)
    except OSError:
        for fd, sock in sides.items():
            if pending[fd]:
                with contextlib.suppress(OSError):
                    sock.send(pending[fd])
            wait_acknowledged(sock, 1.0)
            abort(sock)
        return
    for sock in sides.values():
        sock.close()


def _read(sock: socket.socket, into: bytearray, fd: int, reading: set[int]) -> None:
    try:
        data = sock.recv(65536)
    except BlockingIOError:
        return
    if data:
        into += data
    else:
        reading.discard(fd)


def _send(sock: socket.socket, data: bytearray) -> int:
    try:
        return sock.send(data)
    except BlockingIOError:
        return 0


def _raise(sock: socket.socket) -> None:
    number = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
    if number:
        raise OSError(number, "the peer died")


def wait_acknowledged(sock: socket.socket, seconds: float) -> None:
    """Wait until nothing sent is unacknowledged (SIOCOUTQ is 0), at most `seconds`."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            left = struct.unpack("i", fcntl.ioctl(sock.fileno(), termios.TIOCOUTQ, b"\0" * 4))[0]
        except (OSError, ValueError):
            return
        if left == 0:
            return
        time.sleep(0.002)
