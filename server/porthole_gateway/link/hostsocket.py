# SPDX-License-Identifier: MIT
"""A real TCP socket in the loop: what it is watched for, and the ways to end it."""

from __future__ import annotations

import contextlib
import fcntl
import socket
import struct
import termios
from collections.abc import Callable

from ..loop import Loop, Owner

DROP_READS = 16


class HostSocket:
    """Non-blocking, and watched only while something is awaited of it."""

    def __init__(self, loop: Loop, owner: Owner, raw: socket.socket, on_event: Callable[[int], None]) -> None:
        self.raw = raw
        # The tunnel has no urgent data beside the stream, and a byte must not get lost: it stays in its place.
        self.raw.setsockopt(socket.SOL_SOCKET, socket.SO_OOBINLINE, 1)
        self._loop, self._owner, self._on_event = loop, owner, on_event
        self._watched = 0

    def watch(self, wants: int) -> None:
        """Be told of these events and no others."""
        if wants != self._watched:
            self._loop.watch(self.raw.fileno(), wants, self._on_event, self._owner)
            self._watched = wants

    def close(self) -> None:
        """Close, and be watched no more."""
        self.watch(0)
        self.raw.close()

    def send_fin(self) -> None:
        """No more will be sent."""
        with contextlib.suppress(OSError):
            self.raw.shutdown(socket.SHUT_WR)

    def close_with_reset(self) -> None:
        """From now on, closing sends RST and drops what is queued."""
        with contextlib.suppress(OSError):
            self.raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    def unacknowledged(self) -> bool:
        """Whether the host's TCP has yet to acknowledge something, the FIN included."""
        try:
            left = fcntl.ioctl(self.raw.fileno(), termios.TIOCOUTQ, bytes(4))
        except OSError:
            return False
        return struct.unpack("i", left)[0] > 0

    def has_input(self) -> bool:
        """Whether there are bytes to read."""
        try:
            return bool(self.raw.recv(1, socket.MSG_PEEK))
        except OSError:
            return False

    def drop_input(self, scratch: memoryview) -> bool:
        """Read and throw away, a bounded amount; False when the host has ended. Raises OSError."""
        with contextlib.suppress(BlockingIOError):
            for _ in range(DROP_READS):
                if self.raw.recv_into(scratch) == 0:
                    return False
        return True
