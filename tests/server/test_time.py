# SPDX-License-Identifier: MIT
"""What a link does when time passes: a link in this process, its patience shortened."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from porthole_gateway.access.accounts import Accounts
from porthole_gateway.access.visitor import Visitor
from porthole_gateway.context import Context
from porthole_gateway.link import link as link_module
from porthole_gateway.link import stream as stream_module
from porthole_gateway.link.link import Link
from porthole_gateway.log import Journal
from porthole_gateway.loop import Loop
from porthole_gateway.names.resolver import Resolver
from porthole_gateway.policy.file import read
from porthole_gateway.policy.practice import PracticeMap
from porthole_gateway.policy.routes import Routes
from porthole_gateway.seen.audit import Audit
from porthole_gateway.seen.counts import Counts
from ws_client import PONG, Closed, LinkClient, WebSocketClient


class Lines(Journal):
    """Keeps what a link would log."""

    def __init__(self) -> None:
        super().__init__(1)
        self.lines: list[str] = []

    def line(self, text: str) -> None:
        self.lines.append(text)


class Running:
    """A link in a thread, and the page's end of its connection."""

    def __init__(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as listener:
            ours = socket.create_connection(listener.getsockname(), 10)
            theirs, _ = listener.accept()
        self.journal = Lines()
        policy = read({"allow": {"networks": ["127.0.0.0/8"]}})
        self.loop = Loop()
        self.link = Link(
            theirs,
            Context(
                self.loop,
                Routes(policy, PracticeMap(Path("/nonexistent")), True),
                Resolver(self.loop),
                Accounts(policy),
                Counts(),
                Audit(None),
            ),
            Visitor("127.0.0.1", 1),
            self.journal,
            lambda _: self.loop.stop(),
        )
        self.thread = threading.Thread(target=self.loop.run, daemon=True)
        self.page = LinkClient.__new__(LinkClient)
        self.page.sock, self.page.buffer, self.page.kept, self.page.bytes = ours, bytearray(), [], {}

    def start(self, hello: bool = True) -> LinkClient:
        self.thread.start()
        if hello:
            self.page.tell("hello", version=1, credit=65536)
            self.page.hello = self.page.wait("hello")
        return self.page


def idle(page: LinkClient, seconds: float) -> None:
    """Do nothing but answer pings."""
    end = time.monotonic() + seconds
    page.sock.settimeout(0.05)
    while time.monotonic() < end:
        with contextlib.suppress(TimeoutError):
            assert page.step() is None, "nothing but pings comes"
    page.sock.settimeout(10)


@pytest.fixture
def running(monkeypatch: pytest.MonkeyPatch) -> Iterator[Running]:
    monkeypatch.setattr(link_module, "PING_SECONDS", 0.1)
    monkeypatch.setattr(link_module, "DEAD_SECONDS", 0.5)
    monkeypatch.setattr(link_module, "HELLO_SECONDS", 0.3)
    monkeypatch.setattr(link_module, "CLOSE_SECONDS", 0.3)
    monkeypatch.setattr(stream_module, "LINGER_SECONDS", 0.4)
    running = Running()
    yield running
    running.loop.call(running.link.stop)
    running.thread.join(5)
    assert not running.thread.is_alive()
    running.page.close()


def test_an_idle_page_that_answers_pings_is_kept(running: Running) -> None:
    page = running.start()
    idle(page, 1.2)
    page.tell("resolve", id=1, host="127.0.0.1", family="any")
    assert page.wait("resolved")


def test_a_page_that_answers_nothing_is_lost(running: Running) -> None:
    running.start()
    running.thread.join(3)
    assert not running.thread.is_alive()
    assert "has not been heard of" in running.journal.lines[-1]


def test_pings_come_while_the_page_is_silent(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    page = running.start()
    sent: list[int] = []

    def remember(_self: WebSocketClient, opcode: int, _payload: bytes) -> None:
        sent.append(opcode)

    monkeypatch.setattr(WebSocketClient, "send", remember)
    idle(page, 0.4)
    assert sent
    assert set(sent) == {PONG}


def test_a_page_that_does_not_greet_is_sent_away(running: Running) -> None:
    page = running.start(hello=False)
    assert page.wait("fail")["reason"] == "no hello came"
    with pytest.raises(Closed):
        page.wait("nothing")


@pytest.mark.parametrize("page_stays", [False, True])
def test_a_closed_socket_whose_host_never_reads_is_given_up(
    running: Running, host: socket.socket, monkeypatch: pytest.MonkeyPatch, page_stays: bool
) -> None:
    monkeypatch.setattr(link_module, "DEAD_SECONDS", 20.0)
    page = running.start()
    page.connect(2, "127.0.0.1", host.getsockname()[1])
    accepted, _ = host.accept()
    page.sock.settimeout(0.1)
    credit = page.hello["credit"]
    with pytest.raises(TimeoutError):
        while True:
            while credit < 65536:
                credit += page.wait("credit", socket=2)["bytes"]
            page.data(2, bytes(65536))
            credit -= 65536
    page.tell("close", socket=2)
    begin = time.monotonic()
    if page_stays:
        page.sock.settimeout(10)
        assert page.wait("closed", socket=2)["error"] == "ETIMEDOUT"
    page.close()
    running.thread.join(3)
    assert not running.thread.is_alive()
    assert time.monotonic() - begin > 0.3
    assert any("reset, as the host takes no more" in line for line in running.journal.lines)
    with pytest.raises(ConnectionResetError):
        while accepted.recv(1 << 20):
            pass
    accepted.close()
