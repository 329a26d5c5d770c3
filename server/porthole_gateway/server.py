# SPDX-License-Identifier: MIT
"""The gateway's server: a loop for all links, a thread for each HTTP connection, and an orderly end."""

from __future__ import annotations

import contextlib
import errno
import itertools
import signal
import socket
import ssl
import sys
import threading
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from websockify.websocketproxy import WebSocketProxy

from .access.accounts import Account
from .access.visitor import Visitor
from .context import Context
from .link.link import Link
from .log import LOG, Journal
from .loop import READ
from .web.connection import Connection
from .web.handler import Handler
from .web.tls import Tls

CONNECTIONS = 64  # HTTP connections at once, handshakes among them
STOP_SECONDS = 3.0
ACCEPTS = 16
PAUSE_SECONDS = 0.1
WAIT_SECONDS = 1.0  # a connection that is asked for nothing may have to leave from then on


class Gateway(WebSocketProxy):
    """Serves `site` and the tunnel on a socket that already listens."""

    def __init__(
        self,
        listener: socket.socket,
        site: Path | None,
        context: Context,
        tls: Tls | None = None,
        drain: float = 0.0,
        reread: Callable[[], None] = lambda: None,
    ) -> None:
        host, port = listener.getsockname()[:2]
        super().__init__(Handler, listen_host=host, listen_port=port, cert="/nonexistent")
        self.listener, self.site = listener, site
        self.context, self.loop, self.routes = context, context.loop, context.routes
        self.links = context.counts.links
        self._tls, self._drain_seconds, self._reread = tls, drain, reread
        self._numbers = itertools.count(1)
        self._connections: set[Connection] = set()
        self._coming = 0  # handshakes that were told they may become links
        self._by_key: dict[str, Link] = {}  # the key of a link opens its second way down
        self._lock = threading.Lock()
        self._stopping = False

    @property
    def secure(self) -> bool:
        """Whether it speaks TLS itself."""
        return self._tls is not None

    # HTTP connections.

    def _on_listener(self, _: int) -> None:
        for _ in range(ACCEPTS):
            if len(self._connections) >= CONNECTIONS:
                self._make_room()
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
            connection = Connection(sock, address, self._serve)
            if not self._connections:
                self.loop.later(1.0, self._look_for_late)
            self._connections.add(connection)
            connection.start()

    def _look_for_late(self) -> None:
        for connection in self._connections:
            if connection.cut_if_late():
                LOG.info("%s: a request that took too long to come is cut", connection.address[0])
        if self._connections:
            self.loop.later(1.0, self._look_for_late)

    def _make_room(self) -> None:
        """Cut whoever has waited longest, of the address that has most connections waiting for a request to come."""
        waiting = [connection for connection in self._connections if connection.waited() > WAIT_SECONDS]
        if waiting:
            most = Counter(connection.address[0] for connection in waiting)
            longest = max(waiting, key=lambda each: (most[each.address[0]], each.waited()))
            LOG.info("%s: cut, as all connections are taken and it asks for nothing", longest.address[0])
            longest.cut()

    def _pause(self) -> None:
        """Too much is going on: the next connections wait in the system's queue."""
        self.loop.watch(self.listener.fileno(), 0, self._on_listener)
        self.loop.later(PAUSE_SECONDS, self._resume)

    def _resume(self) -> None:
        if not self._stopping:
            self.loop.watch(self.listener.fileno(), READ, self._on_listener)

    def _serve(self, connection: Connection) -> None:
        """In a thread: HTTP on one connection, until it ends or becomes a link."""
        try:
            if self._tls is not None and connection.sock is not None:
                connection.sock = wrapped = self._tls.wrap(connection.sock)
                wrapped.do_handshake()
            self.RequestHandlerClass(connection.sock, (*connection.address[:2], False), self)
        except OSError as error:
            LOG.debug("%s: %s", connection.address[0], error)
        except Exception:
            LOG.exception("an HTTP connection failed")
        finally:
            self.loop.call(lambda: self._served(connection))

    def _served(self, connection: Connection) -> None:
        self._connections.discard(connection)
        connection.close()

    def _accounts(self, who: Visitor) -> list[Account]:
        found = [self.context.accounts.address(who.share)]
        return [*found, self.context.accounts.user(who.user)] if who.user else found

    def room_for(self, who: Visitor) -> tuple[int, str]:
        """In a connection's thread: 0 where one more link may be, for which the place is kept; else a status and why."""
        with self._lock:
            if self.context.counts.draining:
                return 503, "no new links, as this gateway is about to end"
            most = self.routes.policy.limits.links
            if len(self.links) + self._coming >= most:
                return 503, f"{most} links are open already"
            accounts = self._accounts(who)
            for account in accounts:
                most = account.share.links
                if most and len(account.links) + account.coming >= most:
                    return 429, f"{account.name} has its {most} links open already"
            self._coming += 1
            for account in accounts:
                account.coming += 1
            return 0, ""

    def no_link(self, who: Visitor) -> None:
        """The place is not needed after all."""
        with self._lock:
            self._kept(who)

    def _kept(self, who: Visitor) -> None:
        self._coming -= 1
        for account in self._accounts(who):
            account.coming -= 1

    def adopt(self, sock: socket.socket, who: Visitor) -> None:
        """In a connection's thread: hand a connection that has become a WebSocket to the loop."""
        if not isinstance(sock, ssl.SSLSocket):
            sock = socket.socket(sock.family, sock.type, fileno=sock.detach())
        self.loop.call(lambda: self._begin(sock, who))

    def link_of(self, key: str) -> Link | None:
        """In a connection's thread: whose key is it?"""
        with self._lock:
            return self._by_key.get(key)

    def attach(self, sock: socket.socket, link: Link, origin: str) -> None:
        """In a connection's thread: the loop answers on this connection, and goes on."""
        sock = socket.socket(sock.family, sock.type, fileno=sock.detach())
        self.loop.call(lambda: link.attach(sock, origin))

    def _begin(self, sock: socket.socket, who: Visitor) -> None:
        journal = Journal(next(self._numbers))
        journal.line(f"opened by {who}")
        with self._lock:
            self._kept(who)
            link = Link(sock, self.context, who, journal, self._gone)
            self.links.add(link)
            if link.key:
                self._by_key[link.key] = link
        self.context.counts.links_opened += 1
        if self._stopping:
            link.stop()

    def _gone(self, link: Link) -> None:
        with self._lock:
            self.context.counts.link_ended(link)
            self._by_key.pop(link.key, None)
        if self.context.counts.draining and not self.links:
            self.loop.stop()

    # Signals.

    def _on_signal(self, number: int, _frame: FrameType | None) -> None:
        action = {signal.SIGHUP: self._again, signal.SIGTERM: self._drain}.get(
            signal.Signals(number), self._stop
        )
        self.loop.call(action)

    def _again(self) -> None:
        """Read policy, key and certificate again; links stay as they are, and what they open next is under the new ones."""
        self._reread()
        for link in list(self.links):
            link.reloaded()

    def _drain(self) -> None:
        """Take no more links, and end with the last one, or when the time for that is over; at once when told twice."""
        if self.context.counts.draining or self._drain_seconds <= 0 or not self.links:
            self._stop()
            return
        self.context.counts.draining = True
        LOG.info("no new links; %d go on for up to %.0f s", len(self.links), self._drain_seconds)
        self.loop.later(self._drain_seconds, self._stop)

    def _stop(self) -> None:
        if self._stopping:
            return
        self._stopping = self.context.counts.draining = True
        self.loop.watch(self.listener.fileno(), 0, self._on_listener)
        self.listener.close()
        for link in list(self.links):
            link.stop()
        self.loop.later(STOP_SECONDS, self.loop.stop)
        if not self.links:
            self.loop.stop()

    def serve(self, ready: Callable[[], None]) -> None:
        """Say that we are ready, and serve until a signal."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._on_signal)
        self.listener.setblocking(False)
        self.loop.watch(self.listener.fileno(), READ, self._on_listener)
        ready()
        self.loop.run()
        with contextlib.suppress(OSError):
            sys.stderr.flush()
