# SPDX-License-Identifier: MIT
"""What the page's messages do."""

from __future__ import annotations

import errno
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ..access import tokens
from ..engine import frames
from ..engine.violation import ProtocolError
from ..names import lookups as names
from ..names.resolver import WAITING, Lookup, Resolver
from ..policy.routes import Refused, Route
from . import messages
from .datagrams import DatagramSocket, open_datagrams
from .listener import Listener, open_listener
from .states import endpoint
from .stream import Stream

if TYPE_CHECKING:
    from .link import Link

Message = dict[str, Any]


class Control:
    """Takes each message of a link to the stream or the lookup it is for."""

    def __init__(self, link: Link, resolver: Resolver) -> None:
        self.link, self.resolver = link, resolver
        self.routes = link.routes
        self.opened = 0
        self._lookups = 0
        self._credit = 0
        self._handlers: dict[str, Callable[[Message], None]] = {
            "resolve": self._resolve,
            "reverse": self._reverse,
            "connect": self._connect,
            "udp": self._udp,
            "route": self._route,
            "listen": self._listen,
            "accept": self._accept,
            "shutdown": lambda message: self._known(message, lambda sock: sock.shutdown()),
            "close": lambda message: self._end(message, lambda sock: sock.close()),
            "reset": lambda message: self._end(message, lambda sock: sock.reset()),
            "credit": lambda message: self._known(message, lambda sock: sock.credit(message["bytes"])),
            "option": lambda message: self._known(
                message, lambda sock: sock.option(message["name"], message["value"])
            ),
            "query": self._query,
            "divert": lambda message: self._known(message, self.link.divert),
        }

    @property
    def greeted(self) -> bool:
        """Whether the page's hello has come."""
        return self._credit > 0

    def say_hello(self) -> None:
        """The gateway's first message."""
        self.link.tell(
            "hello",
            version=1,
            credit=self.link.window,
            limits={
                "sockets": self.routes.policy.limits.sockets,
                "message": frames.TEXT_LIMIT,
                "data": frames.DATA_LIMIT,
            },
            features=self._features(),
            hostname=self.routes.policy.hostname,
            **self._listening(),
            **({"down": self.link.key} if self.link.key else {}),
        )

    def on_message(self, opcode: int, payload: memoryview) -> None:
        """One whole message of the page; raises ProtocolError."""
        if opcode == frames.BINARY:
            self._data(payload)
            return
        message = messages.parse(payload)
        kind = message["type"]
        if (kind == "hello") == self.greeted:
            if not self.greeted and self.locked:
                raise ProtocolError(
                    "this gateway wants a token in the hello, before anything else", 1008, "EACCES"
                )
            raise ProtocolError("a second hello" if self.greeted else f"{kind} came before hello")
        number = message.get("socket", 0)
        if number % 2 == 1 and not self.link.gave(number):
            raise ProtocolError(f"{kind} for socket {number}, which the gateway has not opened")
        if kind == "hello":
            self._enter(message.get("token"))
            self._credit = message["credit"]
        else:
            self._handlers[kind](message)

    @property
    def locked(self) -> bool:
        """Whether only a token opens this link: the gateway asks who uses it, and nobody has said yet."""
        return self.routes.policy.access is not None and not self.link.visitor.user

    def _enter(self, token: str | None) -> None:
        """Who is it? Raises ProtocolError where the policy does not let the page go on."""
        access = self.routes.policy.access
        if not self.locked or access is None:
            return
        if access.key is None:
            raise ProtocolError(
                "this gateway is used through its front end, which says who you are", 1008, "EACCES"
            )
        if not token:
            raise ProtocolError("this gateway wants a token, and the hello has none", 1008, "EACCES")
        try:
            self.link.identified(tokens.read(access.key, token, access.lifetime)[0])
        except tokens.TokenError as error:
            raise ProtocolError(str(error), 1008, "EACCES") from None
        except Refused as refused:
            raise ProtocolError(refused.reason, 1013, refused.error) from None

    def _data(self, payload: memoryview) -> None:
        if len(payload) < 5:
            raise ProtocolError("a binary message has no socket number or no data")
        number = int.from_bytes(payload[:4], "little")
        sock = self.link.sockets.get(number)
        if sock is None:
            raise ProtocolError(f"data on socket {number}, which is not open")
        sock.data(payload)

    def _known(self, message: Message, action: Callable[[Any], None]) -> None:
        """Messages that may cross our `error` or `closed` on the way are no error when the socket is gone."""
        sock = self.link.sockets.get(message["socket"])
        if sock is not None:
            action(sock)

    def _end(self, message: Message, action: Callable[[Any], None]) -> None:
        sock = self.link.sockets.get(message["socket"])
        if sock is None:
            self.link.tell("closed", socket=message["socket"])
        else:
            action(sock)

    def _features(self) -> list[str]:
        policy = self.routes.policy
        features = ["tcp", "resolve", "options"]
        if self.routes.grants_udp():
            features.append("udp")
        if policy.listen is not None:
            features.append("listen")
        if self.locked:
            features.append("token")
        if self.link.key:
            features.append("down")
        return features

    def _listening(self) -> dict[str, Any]:
        listen = self.routes.policy.listen
        return {"listen": {"ports": listen.ports.ranges, "public": listen.public}} if listen else {}

    def _free(self, message: Message) -> int:
        number = message["socket"]
        if number in self.link.sockets:
            raise ProtocolError(f"socket {number} is in use")
        return number

    def _room(self) -> None:
        reason = self.link.no_room()
        if reason is not None:
            raise Refused("EAGAIN", reason)

    def _connect(self, message: Message) -> None:
        number, asked = self._free(message), (message["address"], message["port"])
        try:
            self._room()
            route = self.routes.find(message["family"], *asked, names=self.link.names.of)
            stream = self._stream(number, asked, route)
        except Refused as refused:
            self.link.context.counts.connects[refused.error] += 1
            self._refuse(number, asked, refused)
            return
        self.link.adopt(stream)
        try:
            stream.connect()
        except OSError as error:
            stream.fail(error)

    def _stream(self, number: int, asked: tuple[str, int], route: Route) -> Stream:
        try:
            return Stream(self.link, number, asked, route, self._credit)
        except OSError as error:
            code = "EAFNOSUPPORT" if error.errno == errno.EAFNOSUPPORT else "EAGAIN"
            raise Refused(code, f"the gateway has no socket for it: {error.strerror}") from None

    def _udp(self, message: Message) -> None:
        number, asked = self._free(message), (message.get("address", ""), message.get("port", 0))
        try:
            self._room()
            route, granted = self.routes.bind_udp(message["family"], *asked)
            sock = open_datagrams(self.link, number, route, granted, self._credit)
        except Refused as refused:
            self._refuse(number, asked, refused)
            return
        self.link.adopt(sock)
        self.link.tell("bound", socket=number, local=endpoint(sock.local))

    def _route(self, message: Message) -> None:
        sock = self.link.sockets.get(message["socket"])
        if isinstance(sock, DatagramSocket):
            sock.route_to(message["id"], message["address"], message["port"])
        elif sock is not None:
            raise ProtocolError(f"route on socket {message['socket']}, which is not a datagram socket")

    def _listen(self, message: Message) -> None:
        number, asked = message["socket"], (message["address"], message["port"])
        known = self.link.sockets.get(number)
        if isinstance(known, Listener):
            known.listen(max(1, min(message["backlog"], self.routes.policy.limits.backlog)))
            return
        self._free(message)
        try:
            self._room()
            route = self.routes.listen(message["family"], *asked)
            backlog = max(1, min(message["backlog"], self.routes.policy.limits.backlog))
            sock = open_listener(self.link, number, route, backlog, self._credit)
        except Refused as refused:
            self._refuse(number, asked, refused)
            return
        self.link.adopt(sock)
        self.link.journal.line(f"socket {number} listens at {sock.local[0]} port {sock.local[1]}")
        self.link.tell("listening", socket=number, local=endpoint(sock.local))

    def _accept(self, message: Message) -> None:
        sock = self.link.sockets.get(message["socket"])
        if isinstance(sock, Stream):
            sock.accept()

    def _query(self, message: Message) -> None:
        sock = self.link.sockets.get(message["socket"])
        value = None if sock is None else sock.value(message["name"])
        answer = {"error": "ENOPROTOOPT"} if value is None else {"value": value}
        self.link.tell("value", socket=message["socket"], id=message["id"], **answer)

    def _refuse(self, number: int, asked: tuple[str, int], refused: Refused) -> None:
        self.link.tell("error", socket=number, error=refused.error, reason=refused.reason)
        note = f" ({refused.note})" if refused.note else ""
        address = asked[0] if len(asked[0]) < 50 else asked[0][:50] + "..."
        self.link.journal.line(
            f"socket {number} to {address} port {asked[1]}: refused, {refused.error}{note}"
        )

    def _resolve(self, message: Message) -> None:
        host, family = message["host"], message["family"]
        answer = names.quick(host, family, self.routes)
        name = names.ascii_name(host) if answer is None else None  # takes a millisecond for a strange one
        self._answer("resolved", message["id"], answer, lambda: names.ask(host, family), name)

    def _reverse(self, message: Message) -> None:
        address = message["address"]
        answer = names.quick_reverse(address, self.routes)
        self._answer("reversed", message["id"], answer, lambda: names.ask_reverse(address))

    def _answer(
        self,
        kind: str,
        id_: object,
        answer: names.Answer | None,
        job: Callable[[], names.Answer],
        name: str | None = None,
    ) -> None:
        if answer is None and self._lookups >= WAITING:
            answer = names.failure("EAI_AGAIN", "too many lookups of this link are waiting")
        if answer is not None:
            self.link.tell(kind, id=id_, **answer)
            return
        self._lookups += 1
        link, visitor = self.link, self.link.visitor
        lookup = Lookup(job, lambda found: self._found(kind, id_, found, name), lambda: link.is_open)
        self.resolver.submit(visitor.user or visitor.share, lookup)

    def _found(self, kind: str, id_: object, answer: names.Answer, name: str | None) -> None:
        self._lookups -= 1
        if name is not None and self.routes.policy.names:
            self.link.names.learn(name, (entry["address"] for entry in answer.get("addresses", ())))
        self.link.tell(kind, id=id_, **answer)
