# SPDX-License-Identifier: MIT
"""Sockets opened, used, diverted and ended at random over one link, with every byte accounted for, and memory flat.

PORTHOLE_SOAK_SECONDS says for how long.
"""

from __future__ import annotations

import os
import random
import socket
import struct
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field

import pytest
from conftest import Gateway, Start
from ws_client import LinkClient

SECONDS = float(os.environ.get("PORTHOLE_SOAK_SECONDS", "4"))
AT_ONCE = 40
MB = 1024 * 1024
ENDS = ("both", "both", "page closes", "page resets", "host resets", "host closes first")


def pattern(start: int, size: int) -> bytes:
    """Bytes that tell their own place."""
    cycle = bytes(range(251))
    begin = start % 251
    return (cycle * (size // 251 + 2))[begin : begin + size]


@dataclass
class Plan:
    """What one socket will do."""

    number: int
    end: str
    up: int
    down: int
    credit: int
    sent: int = 0
    received: int = 0
    owed: int = 0
    answered: bool = False
    eof: bool = False
    eof_after: int | None = None
    ended: bool = False
    diverted: bool = False
    early: bytearray = field(default_factory=bytearray)
    host_got: bytes | None = field(default=None)
    host_done: threading.Event = field(default_factory=threading.Event)


class Host:
    """A host whose connections follow the plan with their local port."""

    def __init__(self) -> None:
        self.listener = socket.socket()
        self.listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 32768)
        self.listener.bind(("127.0.0.1", 0))
        self.listener.listen(128)
        self.port = self.listener.getsockname()[1]
        self.plans: dict[int, Plan] = {}
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                sock, address = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(sock, address[1]), daemon=True).start()

    def _serve(self, sock: socket.socket, port: int) -> None:
        while port not in self.plans:
            time.sleep(0.001)
        plan = self.plans.pop(port)  # the port will be used again
        got = bytearray()
        sock.settimeout(20)
        sender = threading.Thread(target=self._send, args=(sock, plan), daemon=True)
        sender.start()
        try:
            while data := sock.recv(random.randrange(1, 100_000)):
                got += data
                if random.random() < 0.02:
                    time.sleep(0.01)
            sender.join()
        except OSError:
            plan.ended = plan.end != "both"
        sock.close()
        plan.host_got = bytes(got)
        plan.host_done.set()

    def _send(self, sock: socket.socket, plan: Plan) -> None:
        sent = 0
        try:
            while sent < plan.down:
                size = min(random.randrange(1, 50_000), plan.down - sent)
                sock.sendall(pattern(sent, size))
                sent += size
            if plan.end == "host resets":
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                time.sleep(0.02)
                sock.shutdown(socket.SHUT_RD)
            else:
                sock.shutdown(socket.SHUT_WR)
        except OSError:
            pass


class Down:
    """The link's second way down; read without waiting."""

    def __init__(self, gateway: Gateway, key: str) -> None:
        self.sock = socket.create_connection(("127.0.0.1", gateway.port), 10)
        name = f"127.0.0.1:{gateway.port}"
        head = f"POST /down HTTP/1.1\r\nHost: {name}\r\nOrigin: http://{name}\r\nContent-Length: {len(key)}\r\n\r\n"
        self.sock.sendall((head + key).encode())
        self.buffer = bytearray()
        while b"\r\n\r\n" not in self.buffer:
            self.buffer += self.sock.recv(4096)
        assert b" 200 " in self.buffer.partition(b"\r\n")[0]
        del self.buffer[: self.buffer.index(b"\r\n\r\n") + 4]
        self.sock.setblocking(False)

    def pieces(self) -> Iterator[tuple[int, bytes]]:
        """What has come whole."""
        with suppress(BlockingIOError):
            while data := self.sock.recv(MB):
                self.buffer += data
        while len(self.buffer) >= 8:
            number, size = struct.unpack_from("<II", self.buffer)
            if len(self.buffer) < 8 + size:
                return
            yield number, bytes(self.buffer[8 : 8 + size])
            del self.buffer[: 8 + size]


class Page:
    """The page's side: one thread, whatever is possible next."""

    def __init__(self, link: LinkClient, down: Down, host: Host, chance: random.Random) -> None:
        self.link, self.down, self.host, self.chance = link, down, host, chance
        self.open: dict[int, Plan] = {}
        self.next = 1000  # in the place of a number that was diverted: the body may still have bytes of it
        self.free = list(range(2, 2 + 4 * AT_ONCE, 2))
        self.counts: Counter[str] = Counter()

    def begin(self) -> None:
        number = self.free.pop(self.chance.randrange(len(self.free)))
        sizes = [0, 1, 1000, 65536, 300_000, 1_500_000]
        plan = Plan(
            number, self.chance.choice(ENDS), self.chance.choice(sizes), self.chance.choice(sizes), 1 << 18
        )
        plan.credit = self.link.hello["credit"]
        self.open[number] = plan
        self.link.tell("connect", socket=number, family="inet", address="127.0.0.1", port=self.host.port)
        if self.chance.random() < 0.5:
            self.link.tell("option", socket=number, name="SO_SNDBUF", value=self.chance.choice([4096, 65536]))

    def push(self, plan: Plan) -> None:
        """Send a piece, or end."""
        if not plan.answered or plan.ended:
            return
        if self.chance.random() < 0.3:
            self.link.tell("divert", socket=plan.number)
        size = min(self.chance.randrange(1, 65537), plan.up - plan.sent, plan.credit)
        if size > 0:
            self.link.data(plan.number, pattern(plan.sent, size))
            plan.sent, plan.credit = plan.sent + size, plan.credit - size
        elif plan.sent == plan.up:
            if plan.end in ("both", "host closes first", "host resets"):
                if plan.end == "both" or plan.eof:
                    self.link.tell("shutdown", socket=plan.number)
                if plan.eof:
                    self.finish(plan, "close")
            else:
                self.finish(plan, "reset" if plan.end == "page resets" else "close")

    def finish(self, plan: Plan, how: str) -> None:
        plan.ended = True
        self.link.tell(how, socket=plan.number)

    def take(self) -> None:
        """Handle what has come, waiting at most a moment."""
        self.link.sock.settimeout(0.001)
        try:
            while True:
                message = self.link.step()
                self.link.sock.settimeout(10)
                self.collect()
                if message is not None:
                    self.control(message)
                self.link.sock.settimeout(0.0001)
        except (TimeoutError, BlockingIOError):
            pass
        self.link.sock.settimeout(10)
        for number, data in self.down.pieces():
            plan = self.open.get(number)
            if plan is not None and plan.diverted:
                self.got(plan, data)
            elif plan is not None:
                plan.early += data

    def collect(self) -> None:
        for number, data in self.link.bytes.items():
            if data:
                assert not self.open[number].diverted
                self.got(self.open[number], bytes(data))
                data.clear()

    def got(self, plan: Plan, data: bytes) -> None:
        assert data == pattern(plan.received, len(data))
        plan.received += len(data)
        plan.owed += len(data)
        if plan.owed > self.chance.randrange(1 << 17) and not plan.ended:
            self.link.tell("credit", socket=plan.number, bytes=plan.owed)
            plan.owed = 0
        if plan.received == plan.eof_after:
            plan.eof = True

    def control(self, message: dict) -> None:
        plan = self.open[message["socket"]]
        kind = message["type"]
        if kind == "connected":
            self.host.plans[message["local"]["port"]] = plan
            plan.answered = True
        elif kind == "credit":
            plan.credit += message["bytes"]
        elif kind == "diverted":
            plan.diverted = True
            self.counts["diverted"] += 1
            self.got(plan, bytes(plan.early))
        elif kind == "eof":
            plan.eof_after = message.get("bytes", plan.received)
            assert plan.eof_after == plan.down
            plan.eof = plan.received == plan.down
        elif kind == "reset":
            assert plan.end == "host resets"
            if not plan.ended:
                self.finish(plan, "close")
        else:
            assert kind == "closed", message
            self.done(plan)

    def done(self, plan: Plan) -> None:
        del self.open[plan.number]
        self.link.bytes.pop(plan.number, None)
        self.free.append(self.next if plan.diverted else plan.number)
        self.next += 2
        self.counts[plan.end] += 1
        assert plan.host_done.wait(10), plan
        assert plan.host_got is not None
        assert plan.host_got == pattern(0, len(plan.host_got))
        if plan.end in ("both", "page closes", "host closes first"):
            assert len(plan.host_got) == plan.up, plan
        if plan.end in ("both", "host closes first"):
            assert plan.received == plan.down

    def run(self, seconds: float) -> None:
        """Go on for so long, and bring what is open to its end."""
        end = time.monotonic() + seconds
        while self.open or time.monotonic() < end:
            assert time.monotonic() < end + 40, list(self.open.values())
            while len(self.open) < AT_ONCE and time.monotonic() < end:
                self.begin()
            for plan in self.chance.sample(list(self.open.values()), min(10, len(self.open))):
                self.push(plan)
            self.take()


@pytest.fixture
def far_host() -> Iterator[Host]:
    host = Host()
    yield host
    host.listener.close()


@pytest.mark.parametrize("seed", [1, 2])
def test_every_byte_is_accounted_for(
    start: Start, policy_text: str, far_host: Host, seed: int, capsys: pytest.CaptureFixture[str]
) -> None:
    gateway = start(policy_text)
    link = gateway.link(credit=1 << 18)
    page = Page(link, Down(gateway, link.hello["down"]), far_host, random.Random(seed))
    page.run(SECONDS / 4)
    before, descriptors = gateway.resident(), gateway.descriptors()
    page.run(SECONDS / 4)
    with capsys.disabled():
        more = (gateway.resident() - before) / 1e6
        print(f"\n{sum(page.counts.values())} ends, {more:.1f} MB more: {dict(page.counts)}")
    assert set(page.counts) == {*ENDS, "diverted"}
    assert not link.kept
    assert gateway.resident() - before < 12 * MB
    assert gateway.descriptors() - descriptors <= AT_ONCE
    link.close()
