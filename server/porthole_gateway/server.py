# SPDX-License-Identifier: MIT
"""The gateway's server: a loop for all links, a thread for each HTTP connection, and an orderly end."""

from __future__ import annotations

import contextlib
import itertools
import signal
import socket
import ssl
import sys
import threading
from collections import Counter
from collections.abc import Callable
from email.message import Message
from pathlib import Path
from types import FrameType

from websockify.websocketproxy import WebSocketProxy

from .access import visitor
from .access.accounts import Account
from .access.visitor import Visitor
from .context import Context
from .link.link import Link
from .log import LOG, Journal
from .policy import addresses
from .turns import Whose
from .web.connection import Connection
from .web.connections import OF_ONE, THREADS, Connections
from .web.handler import Handler
from .web.tls import Tls

STOP_SECONDS = 3.0
STRANGERS = 8  # links of one address that have yet to say whose they are, where that is asked for


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
        self._connections = Connections(listener, self.loop, self._whose, self._serve)
        self._coming = 0  # handshakes that were told they may become links
        self._strangers: Counter[str] = Counter()  # those of them that nobody has vouched for, by address
        self._by_key: dict[str, Link] = {}  # the key of a link opens its second way down
        self._lock = threading.Lock()
        self._stopping = False

    @property
    def secure(self) -> bool:
        """Whether it speaks TLS itself."""
        return self._tls is not None

    # HTTP connections.

    def _whose(self, address: tuple[str, int]) -> Whose:
        """Whose connection it is, and how many those may have: all, front ends and whoever is on this machine."""
        seen = visitor.behind(self.routes.policy, address[:2], Message(), False)
        peer = addresses.parse(seen.address)
        front = peer is not None and any(rule.covers(peer) for rule in self.routes.policy.front)
        return Whose(seen.address if front else seen.share, THREADS if front or self.routes.local else OF_ONE)

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
            if not who.user and self.routes.policy.access is not None:
                status, reason = self._room_for_stranger(who.share, most)
                if status:
                    return status, reason
            accounts = self._accounts(who)
            for account in accounts:
                most = account.share.links
                if most and len(account.links) + account.coming >= most:
                    return 429, f"{account.name} has its {most} links open already"
            self._coming += 1
            if not who.user:
                self._strangers[who.share] += 1
            for account in accounts:
                account.coming += 1
            return 0, ""

    def _room_for_stranger(self, share: str, links: int) -> tuple[int, str]:
        """As `room_for`: who has not said yet who they are may only have a part of the links, lest they keep out all others."""
        known = self._strangers.copy()
        for link in self.links:
            if not link.visitor.user and not link.control.greeted:
                known[link.visitor.share] += 1
        if known[share] >= STRANGERS:
            return 429, f"{share} has {STRANGERS} links open already that have shown no token yet"
        if known.total() >= max(1, links // 4):
            return 503, f"{known.total()} links are open already that have shown no token yet"
        return 0, ""

    def no_link(self, who: Visitor) -> None:
        """The place is not needed after all."""
        with self._lock:
            self._kept(who)

    def _kept(self, who: Visitor) -> None:
        self._coming -= 1
        if not who.user:
            self._strangers[who.share] -= 1
            if not self._strangers[who.share]:
                del self._strangers[who.share]
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
        self._connections.stop()
        for link in list(self.links):
            link.stop()
        self.loop.later(STOP_SECONDS, self.loop.stop)
        if not self.links:
            self.loop.stop()

    def serve(self, ready: Callable[[], None]) -> None:
        """Say that we are ready, and serve until a signal."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._on_signal)
        self._connections.begin()
        ready()
        self.loop.run()
        with contextlib.suppress(OSError):
            sys.stderr.flush()
