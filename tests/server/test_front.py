# SPDX-License-Identifier: MIT
"""What one address can keep the others from: not the page, nor the gateway's health, whatever it opens and leaves."""

from __future__ import annotations

import _thread
import http.client
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from conftest import Gateway, Start
from porthole_gateway.loop import Loop
from porthole_gateway.turns import Whose
from porthole_gateway.web import connection as connection_module
from porthole_gateway.web.connection import Connection
from porthole_gateway.web.connections import OF_ONE, THREADS, Connections

HEALTH = b"GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    """What is left open ends with the test."""
    with ExitStack() as stack:
        yield stack


def dial(stack: ExitStack, gateway: Gateway, count: int, said: bytes = b"") -> list[socket.socket]:
    """Connections from 127.0.0.1."""
    opened = []
    for _ in range(count):
        sock = stack.enter_context(socket.create_connection(("127.0.0.1", gateway.port), 30))
        sock.sendall(said)
        opened.append(sock)
    return opened


def health(gateway: Gateway, source: str) -> float:
    """Seconds that the health took to come to an address."""
    begin = time.monotonic()
    with socket.create_connection(("127.0.0.1", gateway.port), 30, (source, 0)) as sock:
        sock.sendall(HEALTH)
        assert b" 200 " in sock.makefile("rb").readline()
    return time.monotonic() - begin


def ended(sockets: list[socket.socket]) -> int:
    """How many of these the gateway has closed."""
    count = 0
    for sock in sockets:
        sock.setblocking(False)
        try:
            count += not sock.recv(1 << 16)
        except BlockingIOError:
            pass
        except ConnectionError:
            count += 1
    return count


def test_idle_connections_of_one_address_hold_back_only_that(start: Start, stack: ExitStack) -> None:
    gateway = start("", "--listen", "0.0.0.0")
    idle = dial(stack, gateway, 80)
    assert health(gateway, "127.0.0.2") < 0.9
    assert health(gateway, "127.0.0.1") < 15
    assert OF_ONE < ended(idle) < 80


def test_a_front_end_may_have_all_connections(start: Start, stack: ExitStack) -> None:
    gateway = start('[front]\nnetworks = ["127.0.0.1"]\n', "--listen", "0.0.0.0")
    idle = dial(stack, gateway, THREADS - 1)
    time.sleep(1.5)
    assert health(gateway, "127.0.0.1") < 0.9
    assert ended(idle) == 0


def test_who_reads_a_file_slowly_leaves_room_for_others(
    start: Start, stack: ExitStack, tmp_path: Path
) -> None:
    with (tmp_path / "big.bin").open("wb") as file:
        file.truncate(50_000_000)
    gateway = start("", "--listen", "0.0.0.0", "--site", str(tmp_path))
    dial(stack, gateway, 80, b"GET /big.bin HTTP/1.1\r\nHost: localhost\r\n\r\n")
    time.sleep(0.5)
    assert health(gateway, "127.0.0.2") < 0.9


def test_a_connection_ends_after_many_requests(gateway: Gateway) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", gateway.port, timeout=10)
    closes = []
    for _ in range(100):
        connection.request("GET", "/porthole.json")
        answer = connection.getresponse()
        answer.read()
        closes.append(answer.headers["Connection"])
    assert closes == [None] * 99 + ["close"]


def status_of(gateway: Gateway, head: bytes) -> int:
    """The status that a request is answered with."""
    with socket.create_connection(("127.0.0.1", gateway.port), 30) as sock:
        sock.sendall(head)
        return int(sock.makefile("rb").readline().split()[1])


@pytest.mark.parametrize(
    ("size", "status"), [(15_000, 200), (16_500, 431)], ids=["what fits", "what does not"]
)
def test_a_head_of_32_kib_is_long_enough(gateway: Gateway, size: int, status: int) -> None:
    lines = b"".join(b"X-%d: %s\r\n" % (index, b"a" * size) for index in range(2))
    assert status_of(gateway, b"GET /health HTTP/1.1\r\n" + lines + b"\r\n") == status


def test_each_request_of_a_connection_may_have_a_long_head(gateway: Gateway) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", gateway.port, timeout=10)
    for _ in range(3):
        connection.request("GET", "/porthole.json", headers={"X": "a" * 30_000})
        answer = connection.getresponse()
        assert (answer.status, answer.read()[:1]) == (200, b"{")
    connection.close()


def test_a_head_that_does_not_end_costs_no_more_than_that(gateway: Gateway) -> None:
    assert status_of(gateway, b"GET /" + b"a" * 40_000) == 414
    assert status_of(gateway, b"GET / HTTP/1.1\r\nX: " + b"a" * 40_000) == 431


def pair(stack: ExitStack) -> tuple[socket.socket, socket.socket]:
    """A connection's two ends."""
    listener = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
    theirs = stack.enter_context(socket.create_connection(listener.getsockname(), 10))
    ours, _ = listener.accept()
    return stack.enter_context(ours), theirs


def test_an_answer_that_is_not_taken_is_cut(monkeypatch: pytest.MonkeyPatch, stack: ExitStack) -> None:
    monkeypatch.setattr(connection_module, "ANSWER_SECONDS", 0.2)
    monkeypatch.setattr(connection_module, "RATE", 100_000)
    slow, quick = (
        (Connection(ours, ("127.0.0.1", 1), Whose("x", 1), lambda _: None), theirs)
        for ours, theirs in (pair(stack), pair(stack))
    )
    for connection, _ in (slow, quick):
        connection.asked()
        connection.sent += connection.sock.send(bytes(50_000))
    assert len(quick[1].recv(50_000, socket.MSG_WAITALL)) == 50_000
    assert not slow[0].late()
    time.sleep(0.4)
    assert not quick[0].late()
    # What the peer's system has taken without its program counts as taken: 50000 bytes last half a second.
    time.sleep(0.6)
    assert "too slowly" in quick[0].late()
    quick[0].cut()
    assert not quick[0].late(), "once is enough"


def test_a_connection_without_a_thread_is_closed_and_the_next_is_served(
    monkeypatch: pytest.MonkeyPatch, stack: ExitStack
) -> None:
    def none(*_: object) -> None:
        raise RuntimeError("can't start new thread")

    loop, served = Loop(), []
    listener = socket.create_server(("127.0.0.1", 0))
    connections = Connections(listener, loop, lambda _: Whose("x", 1), served.append)
    connections.begin()
    stack.callback(connections.stop)

    def run(seconds: float) -> None:
        loop.later(seconds, loop.stop)
        loop.run()

    for _ in range(3):  # more than there are places
        with monkeypatch.context() as patched:
            patched.setattr(_thread, "start_new_thread", none)
            lost = stack.enter_context(socket.create_connection(listener.getsockname(), 10))
            run(0.05)
        assert lost.recv(1) == b""
        run(0.15)
    stack.enter_context(socket.create_connection(listener.getsockname(), 10))
    run(0.3)
    assert len(served) == 1
