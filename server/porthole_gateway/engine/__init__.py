# SPDX-License-Identifier: MIT
"""The data path: WebSocket frames and the bytes between a link and its hosts, in C++ where it is built, else in Python."""

from __future__ import annotations

import functools
import os
import socket
import ssl
from collections.abc import Callable

from . import frames, outlet
from .tls import TlsFrames

VERSION = 2  # as in server/engine/module.cpp
try:
    import porthole_engine as native
except ImportError:
    native = None


class EngineError(Exception):
    """An engine that can't be had; the message is one line that says what to do."""


@functools.cache
def name() -> str:
    """Which of the two carries links that are not encrypted here: `native` or `python`; PORTHOLE_ENGINE asks for one."""
    wanted = os.environ.get("PORTHOLE_ENGINE", "")
    if wanted not in ("", "native", "python"):
        raise EngineError(f"PORTHOLE_ENGINE is {wanted!r}; write native or python")
    if native is not None and getattr(native, "VERSION", 1) != VERSION:
        raise EngineError(f"{native.__file__} is of another version than this gateway: build it again")
    if wanted == "native" and native is None:
        raise EngineError(
            "PORTHOLE_ENGINE is native, but the module porthole_engine is not built or not on PYTHONPATH"
        )
    return wanted or ("python" if native is None else "native")


def frames_for(sock: socket.socket, message: Callable[[int, memoryview], None]) -> frames.Frames:
    """The frames of a link's connection. TLS is Python's, and so are the frames inside it."""
    if isinstance(sock, ssl.SSLSocket):
        return TlsFrames(sock, message)
    if name() == "native":
        return native.Frames(sock, message)
    return frames.Frames(sock, message)


def body_for(sock: socket.socket) -> outlet.Body:
    """The second way down over a connection that is not encrypted here."""
    return native.Body(sock) if name() == "native" else outlet.Body(sock)
