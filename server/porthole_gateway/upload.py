# SPDX-License-Identifier: MIT
"""Bytes of the page on their way to its host, within the credit that the gateway gave."""

from __future__ import annotations

import socket
from collections import deque


class Upload:
    """What the host's TCP does not take at once waits here: never more than the window."""

    def __init__(self, sock: socket.socket, window: int) -> None:
        self.allowed = window
        self.total = 0
        self._sock, self._window = sock, window
        self._uncredited = 0
        self._queue: deque[memoryview] = deque()

    @property
    def waiting(self) -> bool:
        """Whether bytes wait for the host."""
        return bool(self._queue)

    def push(self, view: memoryview) -> None:
        """Take bytes, which the caller has checked against `allowed`; raises OSError when the connection is dead."""
        self.allowed -= len(view)
        self.total += len(view)
        sent = 0 if self._queue else self._send(view)
        if sent < len(view):
            self._queue.append(memoryview(bytes(view[sent:])))

    def drain(self) -> bool:
        """Send what waits; whether any of it was taken. Raises OSError when the connection is dead."""
        progress = False
        while self._queue:
            sent = self._send(self._queue[0])
            if sent == 0:
                break
            progress = True
            if sent < len(self._queue[0]):
                self._queue[0] = self._queue[0][sent:]
            else:
                self._queue.popleft()
        return progress

    def _send(self, view: memoryview) -> int:
        try:
            sent = self._sock.send(view)
        except BlockingIOError:
            return 0
        self._uncredited += sent
        return sent

    def give_back(self) -> int:
        """Credit to return to the page: what the host took, once it is worth a message."""
        if self._uncredited * 4 < self._window:
            return 0
        back, self._uncredited = self._uncredited, 0
        self.allowed += back
        return back

    def clear(self) -> None:
        """Drop what waits."""
        self._queue.clear()
