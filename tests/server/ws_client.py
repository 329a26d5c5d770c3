# SPDX-License-Identifier: MIT
"""A small WebSocket client of our own: shares no code with the gateway, and can send what no good client would."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import socket
import ssl
import struct
import time
from typing import Any

GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10
PATIENCE = 30.0


class Refused(Exception):
    """The handshake was answered with another status than 101."""

    def __init__(self, status: int, head: str, body: bytes) -> None:
        super().__init__(f"{status}")
        self.status, self.head, self.body = status, head, body


class Closed(Exception):
    """The server closed: its code and reason."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(f"{code} {reason}")
        self.code, self.reason = code, reason


class WebSocketClient:
    """One connection; blocking, with a timeout."""

    def __init__(
        self,
        port: int,
        path: str = "/tunnel",
        headers: dict[str, str | list[str] | None] | None = None,
        host: str = "127.0.0.1",
        timeout: float = 10.0,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.sock = socket.create_connection((host, port), timeout)
        if tls is not None:
            self.sock = tls.wrap_socket(self.sock, server_hostname="localhost")
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.buffer = bytearray()
        key = base64.b64encode(os.urandom(16)).decode()
        fields: dict[str, str | list[str] | None] = {
            "Host": f"127.0.0.1:{port}",
            "Origin": f"http://127.0.0.1:{port}",
            "Upgrade": "websocket",
            "Connection": "Upgrade",
            "Sec-WebSocket-Key": key,
            "Sec-WebSocket-Version": "13",
            "Sec-WebSocket-Protocol": "porthole.v1",
        }
        fields.update(headers or {})
        lines = [f"GET {path} HTTP/1.1"] + [
            f"{name}: {each}"
            for name, value in fields.items()
            if value is not None
            for each in (value if isinstance(value, list) else [value])
        ]
        self.sock.sendall(("\r\n".join(lines) + "\r\n\r\n").encode("latin-1"))
        while b"\r\n\r\n" not in self.buffer:
            self._more()
        head, _, rest = bytes(self.buffer).partition(b"\r\n\r\n")
        self.head = head.decode("latin-1")
        self.buffer = bytearray(rest)
        status = int(self.head.split()[1])
        if status != 101:
            raise Refused(status, self.head, self._rest())
        accept = base64.b64encode(hashlib.sha1(key.encode() + GUID).digest()).decode()
        answers = [line.partition(": ") for line in self.head.split("\r\n")[1:]]
        assert ("sec-websocket-accept", accept) in [(name.lower(), value) for name, _, value in answers]

    def _rest(self) -> bytes:
        try:
            while True:
                self._more()
        except (Closed, OSError):
            self.sock.close()
        return bytes(self.buffer)

    def _more(self) -> None:
        data = self.sock.recv(1 << 18)
        if not data:
            raise Closed(1006, "end of stream")
        self.buffer += data

    def _need(self, size: int) -> None:
        while len(self.buffer) < size:
            self._more()

    def send(
        self, opcode: int, payload: bytes, final: bool = True, masked: bool = True, bits: int = 0
    ) -> None:
        """Send one frame, well-formed or not."""
        self.sock.sendall(self.frame(opcode, payload, final, masked, bits))

    @staticmethod
    def frame(opcode: int, payload: bytes, final: bool = True, masked: bool = True, bits: int = 0) -> bytes:
        """One frame's bytes."""
        size = len(payload)
        first = (0x80 if final else 0) | bits | opcode
        flag = 0x80 if masked else 0
        if size < 126:
            head = struct.pack(">BB", first, flag | size)
        elif size < 65536:
            head = struct.pack(">BBH", first, flag | 126, size)
        else:
            head = struct.pack(">BBQ", first, flag | 127, size)
        if not masked:
            return head + payload
        mask = os.urandom(4)
        key = (mask * (size // 4 + 1))[:size]
        number = int.from_bytes(payload, "big") ^ int.from_bytes(key, "big")
        return head + mask + number.to_bytes(size, "big")

    def receive(self) -> tuple[int, bytes]:
        """The next message, taken whole or, on a timeout, not at all; pings are answered, a close raises Closed."""
        end = time.monotonic() + PATIENCE
        while True:
            self._need(2)
            first, second = self.buffer[:2]
            assert first & 0x80, "the server does not fragment"
            assert not second & 0x80, "the server does not mask"
            size, offset = second & 127, 2
            if size >= 126:
                offset = 4 if size == 126 else 10
                self._need(offset)
                size = int.from_bytes(self.buffer[2:offset], "big")
            self._need(offset + size)
            payload = bytes(self.buffer[offset : offset + size])
            del self.buffer[: offset + size]
            opcode = first & 15
            if opcode == PING:
                self.send(PONG, payload)
                if time.monotonic() > end:
                    raise TimeoutError(f"nothing but pings in {PATIENCE} s")
            elif opcode == CLOSE:
                code = int.from_bytes(payload[:2], "big") if payload else 1005
                raise Closed(code, payload[2:].decode())
            else:
                return opcode, payload

    def close(self) -> None:
        """Cut the connection without a word."""
        self.sock.close()


class LinkClient(WebSocketClient):
    """Speaks porthole.v1, one blocking step at a time. Messages that are not waited for are kept."""

    def __init__(
        self, port: int, credit: int = 1 << 20, hello: bool = True, token: str | None = None, **options: Any
    ) -> None:
        super().__init__(port, **options)
        self.kept: list[dict[str, Any]] = []
        self.bytes: dict[int, bytearray] = {}
        if hello:
            self.tell("hello", version=1, credit=credit, **({"token": token} if token else {}))
        self.hello = self.wait("hello")

    def tell(self, kind: str, **fields: Any) -> None:
        """Send one control message."""
        self.send(TEXT, json.dumps({"type": kind, **fields}).encode())

    def data(self, number: int, payload: bytes) -> None:
        """Send bytes on a socket, at most 64 KiB."""
        self.send(BINARY, number.to_bytes(4, "little") + payload)

    def step(self) -> dict[str, Any] | None:
        """Receive one message: data is collected by socket (None), control is returned."""
        opcode, payload = self.receive()
        if opcode == TEXT:
            return json.loads(payload)
        number = int.from_bytes(payload[:4], "little")
        self.bytes.setdefault(number, bytearray()).extend(payload[4:])
        return None

    def wait(self, *kinds: str, **fields: Any) -> dict[str, Any]:
        """The next control message of one of these types with these fields."""
        for index, message in enumerate(self.kept):
            if _matches(message, kinds, fields):
                return self.kept.pop(index)
        end = time.monotonic() + PATIENCE
        while True:
            message = self.step()
            if time.monotonic() > end:
                raise TimeoutError(f"no {kinds} in {PATIENCE} s, although other things came")
            if message is None:
                continue
            if _matches(message, kinds, fields):
                return message
            self.kept.append(message)

    def wait_bytes(self, number: int, size: int) -> bytes:
        """The next `size` bytes of a socket."""
        have = self.bytes.setdefault(number, bytearray())
        while len(have) < size:
            message = self.step()
            if message is not None:
                self.kept.append(message)
        data = bytes(have[:size])
        del have[:size]
        return data

    def connect(self, number: int, address: str, port: int, family: str = "inet") -> dict[str, Any]:
        """Connect and wait for `connected` or `error`."""
        self.tell("connect", socket=number, family=family, address=address, port=port)
        return self.wait("connected", "error", socket=number)


def _matches(message: dict[str, Any], kinds: tuple[str, ...], fields: dict[str, Any]) -> bool:
    return message["type"] in kinds and all(message.get(name) == value for name, value in fields.items())
