# SPDX-License-Identifier: MIT
"""WebSocket messages over a non-blocking socket: websockify's handshake, our own framing.

websockify's reader takes no text messages, copies its buffer for every frame and waits for as much as a header
promises; this one unmasks in place and refuses a frame by its header. It is the reference for the one in C++.
"""

from __future__ import annotations

import socket
import struct
from collections.abc import Callable

from websockify.websocketserver import WebSocketRequestHandlerMixIn

from .outlet import DATA_LIMIT, Outlet, Transport
from .pipe import Pipe
from .violation import ProtocolError

try:
    import numpy
except ImportError:
    numpy = None

Message = Callable[[int, memoryview], None]
SUBPROTOCOL = "porthole.v1"
CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG = 0, 1, 2, 8, 9, 10
TEXT_LIMIT = 65536
BINARY_LIMIT = DATA_LIMIT + 4
BUFFER = 1024 * 1024
# What one call of `receive` may do before other links have their turn, and what a message costs beside its frame.
TURN_BUDGET = 1024
MESSAGE_COST = 64
_shared = bytearray(
    BUFFER
)  # every link reads into it, and keeps only the beginning of a frame that is not whole
_shared_view = memoryview(_shared)


class LinkSocket(WebSocketRequestHandlerMixIn.SocketClass):
    """websockify's WebSocket, of 0.10 or later, for its handshake; the data goes through `Frames`."""

    def select_subprotocol(self, protocols: list[str]) -> str:
        """Ours, as the client spelt it: websockify looks for the answer in its own list."""
        return next((offer for offer in protocols if offer.strip() == SUBPROTOCOL), "")


def unmask(view: memoryview, mask: bytes) -> None:
    """XOR a payload with its mask, in place."""
    size = len(view)
    if numpy is None or size < 128:
        key = (mask * (size // 4 + 1))[:size]
        view[:] = (int.from_bytes(view, "little") ^ int.from_bytes(key, "little")).to_bytes(size, "little")
        return
    data = numpy.frombuffer(view, numpy.uint8)
    key = numpy.full((size + 3) // 4, numpy.frombuffer(mask, numpy.uint32)[0], numpy.uint32).view(numpy.uint8)
    numpy.bitwise_xor(data, key[:size], out=data)


class Frames(Outlet):
    """Messages in and out. `message(opcode, payload)` is called for each that is not data of an open socket; the payload
    is only valid during the call.
    """

    def __init__(self, sock: Transport, message: Message) -> None:
        super().__init__(sock)
        self.pipes: dict[int, Pipe] = {}
        self.received = 0
        self.close_code: int | None = None
        self.close_received = False
        self._message = message
        self.pending = False
        self._budget = 0
        self._rest = b""
        self._partial: bytearray | None = None
        self._partial_kind = 0

    def pipe(
        self, sock: socket.socket, number: int, window: int, may_send: int, attend: Callable[[], None]
    ) -> Pipe:
        """The way of one socket's bytes; its data frames go there without another word while it is `accepting`."""
        return Pipe(self, sock, number, window, may_send, attend)

    def receive(self) -> bool:
        """Read what is there, once, and deliver whole messages, but only so many: while there are more (`pending`),
        nothing new is read. False when the stream has ended, or failed.
        """
        self._filled = len(self._rest)
        _shared[: self._filled] = self._rest
        if not self.pending:
            try:
                count = self.sock.recv_into(_shared_view[self._filled :])
            except BlockingIOError:
                return True
            except OSError as error:
                self.error = error.errno or 5
                return False
            if count == 0:
                return False
            self.received += count
            self._filled += count
        self._rest = b""
        self._budget = TURN_BUDGET
        start = 0
        while not self.close_received and self._budget > 0:
            end = self._frame(start)
            if end is None:
                break
            self._budget -= 1
            start = end
        self.pending = self._budget <= 0 and start < self._filled
        self._rest = bytes(_shared_view[start : self._filled])
        return True

    def _frame(self, start: int) -> int | None:
        have = self._filled - start
        if have < 2:
            return None
        first, second = _shared[start], _shared[start + 1]
        opcode, final, size, offset = first & 15, bool(first & 128), second & 127, 2
        if first & 0x70:
            raise ProtocolError("a frame has reserved bits set")
        if not second & 128:
            raise ProtocolError("a frame is not masked")
        if size >= 126:
            offset = 4 if size == 126 else 10
            if have < offset:
                return None
            size = int.from_bytes(_shared_view[start + 2 : start + offset], "big")
        self._check(opcode, final, size)
        offset += 4
        if have < offset + size:
            return None
        mask = bytes(_shared_view[start + offset - 4 : start + offset])
        payload = _shared_view[start + offset : start + offset + size]
        unmask(payload, mask)
        self._deliver(opcode, final, payload)
        return start + offset + size

    def _check(self, opcode: int, final: bool, size: int) -> None:
        """Refuse a frame by its header, before its bytes are waited for."""
        if opcode >= CLOSE:
            if opcode > PONG or not final or size > 125:
                raise ProtocolError("a control frame is unknown, fragmented or too long")
            return
        if opcode > BINARY:
            raise ProtocolError("a frame has an unknown opcode")
        if (opcode == CONTINUATION) != (self._partial is not None):
            raise ProtocolError("a fragment has no beginning or no end")
        kind = self._partial_kind if opcode == CONTINUATION else opcode
        limit = TEXT_LIMIT if kind == TEXT else BINARY_LIMIT
        if size + len(self._partial or b"") > limit:
            raise ProtocolError(f"a message is longer than {limit} bytes", 1009)

    def _deliver(self, opcode: int, final: bool, payload: memoryview) -> None:
        if opcode == PING:
            self.queue(PONG, bytes(payload))
        elif opcode == CLOSE:
            self.close_received = True
            self.close_code = int.from_bytes(payload[:2], "big") if len(payload) >= 2 else 1005
        elif opcode != PONG:
            if final and opcode != CONTINUATION:
                self._whole(opcode, payload)
                return
            if self._partial is None:
                self._partial, self._partial_kind = bytearray(), opcode
            self._partial += payload
            if final:
                whole, self._partial = self._partial, None
                self._whole(self._partial_kind, memoryview(whole))

    def _whole(self, opcode: int, payload: memoryview) -> None:
        if opcode == BINARY and len(payload) > 4:
            pipe = self.pipes.get(int.from_bytes(payload[:4], "little"))
            if pipe is not None and pipe.accepting and len(payload) - 4 <= pipe.allowed:
                pipe.push(payload[4:])
                return
        self._budget -= MESSAGE_COST
        self._message(opcode, payload)

    def queue(self, opcode: int, payload: bytes) -> None:
        """Queue one message."""
        self.append(header(opcode, len(payload)) + payload)

    def data_header(self, number: int, size: int) -> bytes:
        """Of a data message."""
        return header(BINARY, size + 4) + number.to_bytes(4, "little")

    def end(self) -> None:
        """Deliver no more messages, and let go of who got them, and of what was not sent."""
        self._out.clear()
        self.waiting = 0
        self._message = lambda _opcode, _payload: None


def header(opcode: int, size: int) -> bytes:
    """The header of a whole, unmasked frame."""
    if size < 126:
        return struct.pack(">BB", 0x80 | opcode, size)
    if size < 65536:
        return struct.pack(">BBH", 0x80 | opcode, 126, size)
    return struct.pack(">BBQ", 0x80 | opcode, 127, size)
