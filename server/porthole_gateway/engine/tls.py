# SPDX-License-Identifier: MIT
"""A TLS socket that behaves as a plain non-blocking one where frames are read and written."""

from __future__ import annotations

import ssl
from collections.abc import Sequence

from . import frames
from .outlet import Piece

_NOT_NOW = (ssl.SSLWantReadError, ssl.SSLWantWriteError)


class _Plain:
    """The calls that frames make."""

    def __init__(self, sock: ssl.SSLSocket) -> None:
        self._sock = sock

    def recv_into(self, view: memoryview) -> int:
        """As a socket's; an end without TLS' own goodbye is an end."""
        try:
            return self._sock.recv_into(view)
        except _NOT_NOW:
            raise BlockingIOError from None
        except ssl.SSLEOFError:
            return 0

    def sendmsg(self, parts: Sequence[Piece]) -> int:
        """As a socket's. What could not be sent comes again first, as OpenSSL wants it, since it stays first in the queue."""
        try:
            return self._sock.send(parts[0] if len(parts) == 1 else b"".join(parts))
        except _NOT_NOW:
            raise BlockingIOError from None


class TlsFrames(frames.Frames):
    """The frames inside TLS."""

    def __init__(self, sock: ssl.SSLSocket, message: frames.Message) -> None:
        super().__init__(_Plain(sock), message)
        self._tls = sock

    def receive(self) -> bool:
        """Everything that is decrypted already is read: the system does not tell of it any more."""
        while super().receive():
            if self.close_received or self.pending or self._tls.pending() == 0:
                return True
        return False
