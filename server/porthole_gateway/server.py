# SPDX-License-Identifier: MIT
"""The gateway's server: a loop for all links, a thread for each HTTP connection, and an orderly end."""

from __future__ import annotations

import contextlib
import errno
import itertools
import signal
import socket
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from websockify.websocketproxy import WebSocketProxy

from .link.link import Link
from .log import LOG, Journal
from .loop import READ, Loop
from .names.resolver import Resolver
from .policy.routes import Routes
from .web.handler import Handler

CONNECTIONS = 64  # HTTP connections at once, handshakes among them
REQUEST_SECONDS = 15.0
STOP_SECONDS = 3.0
ACCEPTS = 16
PAUSE_SECONDS = 0.1


class Gateway(WebSocketProxy):
    """Serves `site` and the tunnel on a socket that already listens."""

    def __init__(self, listener: socket.socket, site: Path | None, routes: Routes) -> None:
        host, port = listener.getsockname()[:2]
        super().__init__(Handler, listen_host=host, listen_port=port, cert="/nonexistent")
        self.listener, self.site, self.routes = listener, site, routes
        self.loop = Loop()
        self.links: set[Link] = set()
        self._resolver = Resolver(self.loop)
        self._numbers = itertools.count(1)
        self._connections: set[socket.socket] = set()
        self._promised = 0  # handshakes that have been told they may become links
        self._lock = threading.Lock()
        self._stopping = False

    # HTTP connections.

    def _on_listener(self, _: int) -> None:
        for _ in range(ACCEPTS):
            if len(self._connections) >= CONNECTIONS:
                self._pause()
                return
            try:
                sock, address = self.listener.accept()
            except BlockingIOError:
                return
            except OSError as error:
                if error.errno in (errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM):
                    LOG.warning("can't take a connection: %s", error.strerror)
                    self._pause()
                    return
                continue
            self._connections.add(sock)
            threading.Thread(target=self._serve, args=(sock, address), daemon=True, name="http").start()

    def _pause(self) -> None:
        """Too much is going on: the next connections wait in the system's queue."""
        self.loop.watch(self.listener.fileno(), 0, self._on_listener)
        self.loop.later(PAUSE_SECONDS, self._resume)

    def _resume(self) -> None:
        if not self._stopping:
            self.loop.watch(self.listener.fileno(), READ, self._on_listener)

    def _serve(self, sock: socket.socket, address: tuple[str, int]) -> None:
        """In a thread: HTTP on one connection, until it ends or becomes a link."""
        try:
            sock.settimeout(REQUEST_SECONDS)
            self.RequestHandlerClass(sock, (*address[:2], False), self)
        except OSError as error:
            LOG.debug("%s: %s", address[0], error)
        except Exception:
            LOG.exception("an HTTP connection failed")
        finally:
            self.loop.call(lambda: self._served(sock))

    def _served(self, sock: socket.socket) -> None:
        self._connections.discard(sock)
        sock.close()

    def has_room(self) -> bool:
        """In a connection's thread: whether one more link may be; the place is kept for it."""
        with self._lock:
            if len(self.links) + self._promised >= self.routes.policy.limits.links:
                return False
            self._promised += 1
            return True

    def no_link(self) -> None:
        """The place is not needed after all."""
        with self._lock:
            self._promised -= 1

    def adopt(self, sock: socket.socket, who: str) -> None:
        """In a connection's thread: hand a connection that has become a WebSocket to the loop."""
        own = socket.socket(sock.family, sock.type, fileno=sock.detach())
        self.loop.call(lambda: self._begin(own, who))

    def _begin(self, sock: socket.socket, who: str) -> None:
        journal = Journal(f"link {next(self._numbers)}")
        journal.line(f"opened by {who}")
        link = Link(sock, self.loop, self.routes, self._resolver, journal, self._gone)
        with self._lock:
            self._promised -= 1
            self.links.add(link)
        if self._stopping:
            link.stop()

    def _gone(self, link: Link) -> None:
        with self._lock:
            self.links.discard(link)
        if self._stopping and not self.links:
            self.loop.stop()

    # The end.

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self.loop.call(self._stop)

    def _stop(self) -> None:
        if self._stopping:
            return
        self._stopping = True
        self.loop.watch(self.listener.fileno(), 0, self._on_listener)
        self.listener.close()
        for link in list(self.links):
            link.stop()
        self.loop.later(STOP_SECONDS, self.loop.stop)
        if not self.links:
            self.loop.stop()

    def serve(self, ready: Callable[[], None]) -> None:
        """Say that we are ready, and serve until a signal."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._on_signal)
        self.listener.setblocking(False)
        self.loop.watch(self.listener.fileno(), READ, self._on_listener)
        ready()
        self.loop.run()
        with contextlib.suppress(OSError):
            sys.stderr.flush()
