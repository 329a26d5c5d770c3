# SPDX-License-Identifier: MIT
"""One HTTP connection in a thread of its own, with a time limit for each request as a whole."""

from __future__ import annotations

import _thread
import contextlib
import socket
import threading
import time
from collections.abc import Callable

REQUEST_SECONDS = 15.0  # for a whole request, and for each piece of an answer to be taken


_here = threading.local()


class Connection:
    """Runs `serve` with itself; its socket is closed at the end, unless that was handed on."""

    def __init__(
        self, sock: socket.socket, address: tuple[str, int], serve: Callable[[Connection], None]
    ) -> None:
        sock.settimeout(REQUEST_SECONDS)
        self.sock: socket.socket | None = sock
        self.address = address
        self.deadline: float | None = time.monotonic() + REQUEST_SECONDS
        self._serve = serve

    def start(self) -> None:
        """Serve it; not by a Thread, whose start waits until it runs, in the loop that all links wait for."""
        _thread.start_new_thread(self._run, ())

    def _run(self) -> None:
        _here.connection = self
        self._serve(self)

    def expect(self) -> None:
        """The next request shall be there in time."""
        self.deadline = time.monotonic() + REQUEST_SECONDS

    def asked(self) -> None:
        """The request is there."""
        self.deadline = None

    def hand_on(self) -> None:
        """The socket belongs to somebody else now."""
        self.sock = None

    def waited(self) -> float:
        """Seconds that it has waited for a request to be there."""
        deadline = self.deadline
        return 0.0 if deadline is None else REQUEST_SECONDS - (deadline - time.monotonic())

    def cut_if_late(self) -> bool:
        """Cut it when its request is not there yet, however busily the bytes come one by one."""
        late = self.waited() > REQUEST_SECONDS
        if late:
            self.cut()
        return late

    def cut(self) -> None:
        """Its thread finds it at its end."""
        sock, self.deadline = self.sock, None
        if sock is not None:
            with contextlib.suppress(OSError):
                socket.socket.shutdown(sock, socket.SHUT_RDWR)

    def close(self) -> None:
        """Close what was not handed on."""
        if self.sock is not None:
            self.sock.close()


def current() -> Connection:
    """The connection whose thread this is."""
    return _here.connection
