# SPDX-License-Identifier: MIT
"""What the page's messages do."""

from __future__ import annotations

import errno
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ..engine import frames
from ..engine.violation import ProtocolError
from ..names import lookups as names
from ..names.resolver import WAITING, Resolver
from ..policy.routes import Refused
from . import messages
from .stream import Stream

if TYPE_CHECKING:
    from .link import Link

Message = dict[str, Any]


class Control:
    """Takes each message of a link to the stream or the lookup it is for."""

    def __init__(self, link: Link, resolver: Resolver) -> None:
        self.link, self.resolver = link, resolver
        self.routes, self.limits = link.routes, link.routes.policy.limits
        self.opened = 0
        self._lookups = 0
        self._credit = 0
        self._handlers: dict[str, Callable[[Message], None]] = {
            "resolve": self._resolve,
            "reverse": self._reverse,
            "connect": self._connect,
            "shutdown": lambda message: self._known(message, Stream.shutdown),
            "close": lambda message: self._end(message, Stream.close),
            "reset": lambda message: self._end(message, Stream.reset),
            "credit": lambda message: self._known(message, lambda stream: stream.credit(message["bytes"])),
            "option": lambda message: self._known(
                message, lambda stream: stream.option(message["name"], message["value"])
            ),
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
            limits={"sockets": self.limits.sockets, "message": frames.TEXT_LIMIT},
            features=["tcp", "resolve"],
            hostname=self.routes.policy.hostname,
        )

    def on_message(self, opcode: int, payload: memoryview) -> None:
        """One whole message of the page; raises ProtocolError."""
        if opcode == frames.BINARY:
            self._data(payload)
            return
        message = messages.parse(payload)
        kind = message["type"]
        if (kind == "hello") == self.greeted:
            raise ProtocolError("a second hello" if self.greeted else f"{kind} came before hello")
        if kind == "hello":
            self._credit = message["credit"]
        else:
            self._handlers[kind](message)

    def _data(self, payload: memoryview) -> None:
        if len(payload) < 5:
            raise ProtocolError("a binary message has no socket number or no data")
        number = int.from_bytes(payload[:4], "little")
        stream = self.link.streams.get(number)
        if stream is None:
            raise ProtocolError(f"data on socket {number}, which is not open")
        stream.data(len(payload) - 4)

    def _known(self, message: Message, action: Callable[[Stream], None]) -> None:
        """Messages that may cross our `error` or `closed` on the way are no error when the socket is gone."""
        stream = self.link.streams.get(message["socket"])
        if stream is not None:
            action(stream)

    def _end(self, message: Message, action: Callable[[Stream], None]) -> None:
        stream = self.link.streams.get(message["socket"])
        if stream is None:
            self.link.tell("closed", socket=message["socket"])
        else:
            action(stream)

    def _connect(self, message: Message) -> None:
        number, asked = message["socket"], (message["address"], message["port"])
        if number in self.link.streams:
            raise ProtocolError(f"socket {number} is in use")
        try:
            if len(self.link.streams) >= self.limits.sockets:
                raise Refused("EAGAIN", f"this link has its {self.limits.sockets} sockets open already")
            route = self.routes.find(message["family"], *asked)
            stream = Stream(self.link, number, asked, route, self._credit)
        except Refused as refused:
            self._refuse(number, asked, refused)
            return
        except OSError as error:
            code = "EAFNOSUPPORT" if error.errno == errno.EAFNOSUPPORT else "EAGAIN"
            self._refuse(number, asked, Refused(code, f"the gateway has no socket for it: {error.strerror}"))
            return
        self.link.streams[number] = stream
        self.opened += 1
        try:
            stream.connect()
        except OSError as error:
            stream.fail(error)

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
        self._answer("resolved", message["id"], answer, lambda: names.ask(host, family))

    def _reverse(self, message: Message) -> None:
        address = message["address"]
        answer = names.quick_reverse(address, self.routes)
        self._answer("reversed", message["id"], answer, lambda: names.ask_reverse(address))

    def _answer(
        self, kind: str, id_: object, answer: names.Answer | None, job: Callable[[], names.Answer]
    ) -> None:
        if answer is None and self._lookups >= WAITING:
            answer = names.failure("EAI_AGAIN", "too many lookups of this link are waiting")
        if answer is not None:
            self.link.tell(kind, id=id_, **answer)
            return
        self._lookups += 1
        self.resolver.submit(job, lambda found: self._found(kind, id_, found))

    def _found(self, kind: str, id_: object, answer: names.Answer) -> None:
        self._lookups -= 1
        self.link.tell(kind, id=id_, **answer)
