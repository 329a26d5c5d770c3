# SPDX-License-Identifier: MIT
"""One HTTP connection in a thread of its own, with a time limit for each request as a whole, and for its answers."""

from __future__ import annotations

import _thread
import contextlib
import fcntl
import socket
import struct
import termios
import threading
import time
from collections.abc import Callable
from typing import BinaryIO

from ..turns import Whose

REQUEST_SECONDS = 15.0  # for a whole request
ANSWER_SECONDS = (
    15.0  # for a connection's answers to be taken, all together, and a second more for each RATE bytes
)
RATE = 10_000
PIECE = 64 * 1024
IDLE_SECONDS = 1.0  # a connection that is asked for nothing may have to leave from then on


_here = threading.local()


class Connection:
    """Runs `serve` with itself; its socket is closed at the end, unless that was handed on."""

    def __init__(
        self, sock: socket.socket, address: tuple[str, int], whose: Whose, serve: Callable[[Connection], None]
    ) -> None:
        sock.settimeout(REQUEST_SECONDS)
        self.sock: socket.socket | None = sock
        self.address, self.whose = address, whose
        self.sent = 0  # bytes of answers that are not short
        self.is_cut = False
        self._serve = serve
        self._answered = 0.0  # seconds that earlier answers took
        self._now = (
            False,
            time.monotonic(),
        )  # whether it answers, and since when; read by the loop in one go

    def start(self) -> None:
        """Serve it; not by a Thread, whose start waits until it runs, in the loop that all links wait for."""
        self.expect()
        _thread.start_new_thread(self._run, ())

    def _run(self) -> None:
        _here.connection = self
        self._serve(self)

    def expect(self) -> None:
        """The next request shall be there in time."""
        (answering, since), now = self._now, time.monotonic()
        if answering:
            self._answered = now - since
        self._now = (False, now)

    def asked(self) -> None:
        """The request is there, and is answered now; the time that earlier answers took counts, too."""
        self._now = (True, time.monotonic() - self._answered)

    def send_file(self, file: BinaryIO, size: int) -> bool:
        """Send so much of a file, in pieces, so that the loop sees how fast they are taken; False where it has less."""
        assert self.sock is not None
        self.sock.settimeout(None)  # a long queue of the system's may take long, and nothing is wrong
        begin = 0
        while begin < size:
            sent = self.sock.sendfile(file, begin, min(PIECE, size - begin))
            if not sent:
                return False
            begin += sent
            self.sent += sent
        self.sock.settimeout(REQUEST_SECONDS)
        return True

    def hand_on(self) -> None:
        """The socket belongs to somebody else now."""
        self.sock = None

    @property
    def answering(self) -> bool:
        """Whether it has been asked for something."""
        return self._now[0]

    def seconds(self) -> float:
        """How long it has waited for this request, or been busy with all its answers."""
        return time.monotonic() - self._now[1]

    def dispensable(self) -> bool:
        """Whether it may be cut when others wait for its place."""
        answering, since = self._now
        most = ANSWER_SECONDS if answering else IDLE_SECONDS
        return not self.is_cut and self.sock is not None and time.monotonic() - since > most

    def late(self) -> str:
        """What is late, however busily its bytes come or go one by one: the request, or the other side in taking answers."""
        answering, since = self._now
        seconds = time.monotonic() - since
        if self.is_cut:
            return ""
        if not answering:
            return "a request that took too long to come" if seconds > REQUEST_SECONDS else ""
        slow = seconds > ANSWER_SECONDS and self._taken() < (seconds - ANSWER_SECONDS) * RATE
        return "an answer that was taken too slowly" if slow else ""

    def _taken(self) -> int:
        """Bytes that the other side has; what the system still holds for it does not count."""
        sock, held = self.sock, bytes(4)
        if sock is not None:
            with contextlib.suppress(OSError, ValueError):  # the thread may have given it away just now
                held = fcntl.ioctl(sock.fileno(), termios.TIOCOUTQ, held)
        return self.sent - struct.unpack("i", held)[0]

    def cut(self) -> None:
        """Its thread finds it at its end."""
        sock, self.is_cut = self.sock, True
        if sock is not None:
            with contextlib.suppress(OSError):
                socket.socket.shutdown(sock, socket.SHUT_RDWR)

    def close(self) -> None:
        """Close what was not handed on; of an answer that was cut, the system keeps nothing either."""
        if self.sock is not None:
            if self.is_cut and self.answering:
                with contextlib.suppress(OSError):
                    self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.sock.close()


def current() -> Connection:
    """The connection whose thread this is."""
    return _here.connection
