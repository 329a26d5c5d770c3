# SPDX-License-Identifier: MIT
"""A datagram socket of a page: a real UDP socket, the destinations it may send to, and who it hears."""

from __future__ import annotations

import errno
import os
import socket
import struct
import time
from collections import OrderedDict
from typing import TYPE_CHECKING

from ..engine import frames
from ..engine.violation import ProtocolError
from ..loop import READ
from ..policy import addresses
from ..policy.routes import Refused, Route
from . import options
from .states import State, endpoint, name_of

if TYPE_CHECKING:
    from .link import Link

OVERHEAD = 64  # a datagram counts its bytes and these against credit, so that empty ones are bounded, too
LARGEST = 65507
DESTINATIONS = 1024
DATAGRAMS_A_TURN = 32
IP_RECVERR, IPV6_RECVERR = 11, 25
_ORIGIN_ICMP = (2, 3)
_scratch = memoryview(bytearray(LARGEST + 1))

Place = tuple[str, int]


class DatagramSocket:
    """Hears only addresses that the page has sent to, unless the policy grants it the port it is bound to."""

    def __init__(self, link: Link, number: int, route: Route, granted: bool, credit: int) -> None:
        self.link, self.number, self.route = link, number, route
        self.asked: Place = (route.address, route.port)
        self.state = State.OPEN
        self.started = time.monotonic()
        self.up = self.down = 0
        self.seen = (0, self.started)
        self._granted = granted
        self._may_send = self._most = credit
        self._allowed = link.window
        self._uncredited = 0
        self._held: tuple[bytes, int] | None = None
        self._routes: OrderedDict[Place, Route] = OrderedDict()
        self._places: dict[
            Place, Place
        ] = {}  # where a datagram really comes from, and what the page calls it
        self._heard: set[str] = set()
        self._strangers: OrderedDict[Place, None] = (
            OrderedDict()
        )  # heard at a granted port: they may be answered
        self.raw = socket.socket(route.family, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK)
        try:
            if route.family == socket.AF_INET6:
                self.raw.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
                self.raw.setsockopt(socket.IPPROTO_IPV6, IPV6_RECVERR, 1)
            else:
                self.raw.setsockopt(socket.IPPROTO_IP, IP_RECVERR, 1)
            self.raw.bind((route.address, route.port))
        except OSError:
            self.raw.close()
            raise
        self.local: Place = self.raw.getsockname()[:2]
        self._watch()

    def _watch(self) -> None:
        if self.state is not State.OPEN:
            return
        wants = READ if self._may_send > 0 and self._held is None and self not in self.link.blocked else 0
        self.link.loop.watch(self.raw.fileno(), wants, self._on_event, self.link)

    # Down.

    def _on_event(self, _: int) -> None:
        for _ in range(DATAGRAMS_A_TURN):
            if self.link.way.full:
                self.link.blocked.add(self)
                break
            if self._held is not None or self._may_send <= 0:
                break
            try:
                size, source = self.raw.recvfrom_into(_scratch)
            except BlockingIOError:
                self._errors()
                break
            except OSError:
                self._errors()
                continue
            if self.link.metered and self.link.wait() > 0:
                continue  # over the rate: dropped, as any router does
            place = self._places.get(source[:2], source[:2])
            if self._granted:
                self._remember(place)
            elif source[0] not in self._heard:
                continue
            self._hold(place, bytes(_scratch[:size]))
        self._watch()

    def resume(self) -> None:
        """There is room on the way down again."""
        self._watch()

    def _remember(self, place: Place) -> None:
        self._strangers[place] = None
        self._strangers.move_to_end(place)
        if len(self._strangers) > DESTINATIONS:
            self._strangers.popitem(last=False)

    def _hold(self, place: Place, data: bytes) -> None:
        address = addresses.parse(place[0])
        if address is None:
            return
        if len(data) + OVERHEAD > self._most:
            return  # more than the page will ever take
        head = struct.pack("<IBH", self.number, address.version, place[1]) + address.packed
        self._held = (head + data, len(data))
        self._deliver()

    def _deliver(self) -> None:
        if self._held is None or self._held[1] + OVERHEAD > self._may_send:
            return
        frame, size = self._held
        self._held = None
        self._may_send -= size + OVERHEAD
        self.down += size
        if self.link.metered:
            self.link.spend(size + OVERHEAD)
        self.link.out.queue(frames.BINARY, frame)
        self.link.loop.activate(self.link)

    def _errors(self) -> None:
        """What became of datagrams sent earlier: the network's own answers."""
        for _ in range(DATAGRAMS_A_TURN):
            try:
                _, ancillary, _, place = self.raw.recvmsg(0, 512, socket.MSG_ERRQUEUE)
            except OSError:
                return
            for _, kind, data in ancillary:
                if kind in (IP_RECVERR, IPV6_RECVERR) and len(data) >= 16:
                    number, origin = struct.unpack_from("=IB", data)
                    if origin in _ORIGIN_ICMP:
                        named = self._places.get(place[:2], place[:2])
                        code = name_of(OSError(number, ""))
                        self.link.tell(
                            "undelivered", socket=self.number, error=code, address=named[0], port=named[1]
                        )

    def credit(self, size: int) -> None:
        """The page has consumed so much."""
        if self.state is not State.OPEN:
            return
        self._may_send = min(self._may_send + size, 2**40)
        self._deliver()
        self._watch()

    # Up.

    def route_to(self, id_: object, address: str, port: int) -> None:
        """May the page send there? Answered with the address it would come from."""
        if self.state is State.DEAD:
            self.link.tell(
                "routed", socket=self.number, id=id_, error="ETIMEDOUT", reason="the socket was idle"
            )
            return
        family = "inet6" if self.route.family == socket.AF_INET6 else "inet"
        try:
            answers = (address, port) in self._strangers
            route = self.link.routes.find(family, address, port, "udp", answers, self.link.names.of)
            local = self._source(route)
        except Refused as refused:
            self.link.tell("routed", socket=self.number, id=id_, error=refused.error, reason=refused.reason)
            return
        place = (str(addresses.parse(address)), port)
        self._routes[place] = route
        self._routes.move_to_end(place)
        self._places[route.address, route.port] = place
        self._heard.add(route.address)
        if len(self._routes) > DESTINATIONS:
            _, old = self._routes.popitem(last=False)
            self._places.pop((old.address, old.port), None)
            if all(other.address != old.address for other in self._routes.values()):
                self._heard.discard(old.address)
        self.link.tell("routed", socket=self.number, id=id_, local=endpoint(local))

    def _source(self, route: Route) -> Place:
        """The address that datagrams to there leave from; raises Refused where there is no way."""
        try:
            with socket.socket(self.route.family, socket.SOCK_DGRAM) as probe:
                probe.connect((route.address, route.port or 9))
                return probe.getsockname()[0], self.local[1]
        except OSError as error:
            code = name_of(error)
            raise Refused(
                code, f"{route.address} port {route.port}: {os.strerror(error.errno or 5)}"
            ) from None

    def data(self, payload: memoryview | bytes) -> None:
        """One datagram of the page; what crosses our reset on the way is dropped."""
        if self.state is State.DEAD:
            return
        view = memoryview(payload)[4:]
        width = {4: 4, 6: 16}.get(view[0] if view else 0)
        if width is None or len(view) < 3 + width:
            raise ProtocolError(f"a datagram on socket {self.number} has no address")
        address = socket.inet_ntop(socket.AF_INET if width == 4 else socket.AF_INET6, view[3 : 3 + width])
        place = (address, int.from_bytes(view[1:3], "little"))
        data = view[3 + width :]
        cost = len(data) + OVERHEAD
        route = self._routes.get(place)
        if route is None:
            raise ProtocolError(f"a datagram on socket {self.number} to {address}, which was not asked for")
        if cost > self._allowed:
            raise ProtocolError(f"socket {self.number} has credit for {self._allowed} bytes and got {cost}")
        self._allowed -= cost
        if not self.link.metered:
            self._send(data, route, place)
        elif self.link.wait() <= 0:
            self._send(data, route, place)
            self.link.spend(cost)
        self._uncredited += cost
        if self._uncredited * 4 >= self.link.window:
            self._allowed += self._uncredited
            self.link.tell("credit", socket=self.number, bytes=self._uncredited)
            self._uncredited = 0

    def _send(self, data: memoryview, route: Route, place: Place) -> None:
        for _ in range(2):
            try:
                self.raw.sendto(data, (route.address, route.port))
                self.up += len(data)
                return
            except BlockingIOError:
                return  # the system's queue is full: dropped, as any router may
            except OSError as error:
                if error.errno in (errno.EMSGSIZE, errno.EINVAL, errno.EACCES, errno.EPERM):
                    code = name_of(error)
                    self.link.tell(
                        "undelivered", socket=self.number, error=code, address=place[0], port=place[1]
                    )
                    return
                self._errors()  # of an earlier datagram: this one is tried again

    def option(self, name: str, value: int | bool | list[int]) -> None:
        """Set an option on the real socket."""
        if not isinstance(value, list):
            options.apply(self.raw, name, value)

    def value(self, name: str) -> int | None:
        """What an option of the real socket is."""
        return options.read(self.raw, name)

    def shutdown(self) -> None:
        """Means nothing to the network."""

    def traffic(self) -> int:
        """Bytes so far."""
        return self.up + self.down

    def idled(self) -> None:
        """Nothing has come or gone for too long; the page still has to close it."""
        if self.state is State.OPEN:
            self.link.tell("reset", socket=self.number, error="ETIMEDOUT")
            self._end()
            self.state = State.DEAD

    # The end.

    def close(self) -> None:
        """The program closed it."""
        self.link.tell("closed", socket=self.number)
        self.lost()

    reset = close

    def lost(self) -> None:
        """The link is gone, or the page closed it."""
        if self.state is State.OPEN:
            self._end()
        self.state = State.GONE
        self.link.forget(self)

    def _end(self) -> None:
        self.link.blocked.discard(self)
        self.link.loop.watch(self.raw.fileno(), 0, self._on_event)
        self.raw.close()
        self.link.ended(self, f"UDP, {self.up} bytes up, {self.down} down")


def open_datagrams(link: Link, number: int, route: Route, granted: bool, credit: int) -> DatagramSocket:
    """A datagram socket; raises Refused."""
    try:
        return DatagramSocket(link, number, route, granted, credit)
    except OSError as error:
        code = errno.errorcode.get(error.errno or 0, "EIO")
        if code not in ("EADDRINUSE", "EADDRNOTAVAIL", "EACCES", "EAFNOSUPPORT"):
            code = "EAGAIN"
        raise Refused(
            code, f"{route.address} port {route.port}: {os.strerror(error.errno or errno.EIO)}"
        ) from None
