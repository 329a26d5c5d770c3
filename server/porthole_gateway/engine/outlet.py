# SPDX-License-Identifier: MIT
"""What goes to the page over one connection: bytes of hosts, each piece behind a header that says whose it is."""

from __future__ import annotations

import socket
import struct
from collections import deque
from collections.abc import Sequence
from itertools import islice
from typing import Protocol

DATA_LIMIT = 262144  # of one piece, without its header
HEADER = 14  # at most
SMALL = 16384
_scratch = memoryview(bytearray(HEADER + DATA_LIMIT))


Piece = memoryview | bytes | bytearray


class Transport(Protocol):
    """What is needed of a connection."""

    def recv_into(self, view: memoryview, /) -> int: ...
    def sendmsg(self, parts: Sequence[Piece], /) -> int: ...


def join(queue: deque[Piece], data: bytes) -> None:
    """Queue bytes; small pieces are put together, as each costs memory of its own."""
    last = queue[-1] if queue else None
    if isinstance(last, bytearray) and len(last) + len(data) <= SMALL:
        last += data
    else:
        queue.append(bytearray(data) if len(data) < SMALL else data)


def drop(queue: deque[Piece], size: int) -> None:
    """Forget so many bytes of a queue, from its beginning."""
    while size:
        first = queue[0]
        if size >= len(first):
            size -= len(first)
            queue.popleft()
            continue
        if isinstance(first, bytearray):
            del first[:size]
        else:
            queue[0] = memoryview(first)[size:]
        return


class Outlet:
    """What the connection does not take at once waits. One that fails is noticed in `error`, and writes nothing from then on."""

    def __init__(self, sock: Transport) -> None:
        self.sock = sock
        self.waiting = 0
        self.sent = 0
        self.error = 0
        self._out: deque[Piece] = deque()

    def data_header(self, number: int, size: int) -> bytes:
        """What stands before a piece of `size` bytes of the socket `number`."""
        raise NotImplementedError

    def relay(self, sock: socket.socket, number: int, most: int) -> int:
        """Send one piece of what can be read from a host; its size, 0 at the end. Raises the host's OSError."""
        size = sock.recv_into(_scratch[HEADER : HEADER + min(most, DATA_LIMIT)])
        if size == 0:
            return 0
        head = self.data_header(number, size)
        start = HEADER - len(head)
        _scratch[start:HEADER] = head
        view = _scratch[start : HEADER + size]
        sent = 0 if self._out else self._send([view])
        if sent < len(view):
            self.append(bytes(view[sent:]))
        return size

    def append(self, data: bytes) -> None:
        """Queue bytes as they are."""
        if self.error:
            return
        join(self._out, data)
        self.waiting += len(data)

    def flush(self) -> None:
        """Write as much as the socket takes."""
        while self._out:
            sent = self._send(list(islice(self._out, 64)))
            if sent == 0:
                return
            self.waiting -= sent
            drop(self._out, sent)

    def _send(self, parts: Sequence[Piece]) -> int:
        try:
            sent = self.sock.sendmsg(parts)
        except BlockingIOError:
            return 0
        except OSError as error:
            self.error = error.errno or 5
            self._out.clear()
            self.waiting = 0
            return 0
        self.sent += sent
        return sent


class Body(Outlet):
    """The second way down, the body of an answer to a POST: a header is the socket's number and the size, both u32."""

    def data_header(self, number: int, size: int) -> bytes:
        """See the protocol."""
        return struct.pack("<II", number, size)
