# SPDX-License-Identifier: MIT
"""Listening at a port of the gateway, where the policy grants it."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Iterator

import pytest
from conftest import Gateway, Start
from ws_client import LinkClient


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def ports() -> tuple[int, int]:
    return free_port(), free_port()


@pytest.fixture(scope="module")
def granting(start: Start, ports: tuple[int, int]) -> Gateway:
    return start(f'[listen]\nports = [{ports[0]}, {ports[1]}]\npublic = "porthole.example"\n')


@pytest.fixture
def page(granting: Gateway) -> Iterator[LinkClient]:
    client = granting.link()
    yield client
    client.close()


def listen(page: LinkClient, port: int, number: int = 2, backlog: int = 5) -> dict[str, object]:
    page.tell("listen", socket=number, family="inet", address="0.0.0.0", port=port, backlog=backlog)
    return page.wait("listening", "error", socket=number)


def test_hello_says_where(page: LinkClient, ports: tuple[int, int]) -> None:
    assert "listen" in page.hello["features"]
    assert page.hello["listen"] == {
        "ports": [[ports[0], ports[0]], [ports[1], ports[1]]],
        "public": "porthole.example",
    }


def test_a_connection_comes_in_and_speaks_both_ways(page: LinkClient, ports: tuple[int, int]) -> None:
    assert listen(page, ports[0])["local"] == {"address": "127.0.0.1", "port": ports[0]}
    with socket.create_connection(("127.0.0.1", ports[0]), 10) as client:
        incoming = page.wait("incoming")
        number = incoming["socket"]
        assert number % 2 == 1
        assert incoming["listener"] == 2
        assert incoming["local"] == {"address": "127.0.0.1", "port": ports[0]}
        assert incoming["peer"] == dict(zip(("address", "port"), client.getsockname(), strict=True))
        page.tell("accept", socket=number)
        client.sendall(b"hello, page")
        assert page.wait_bytes(number, 11) == b"hello, page"
        page.data(number, b"hello, client")
        assert client.recv(100) == b"hello, client"
        client.shutdown(socket.SHUT_WR)
        page.wait("eof", socket=number)
        page.tell("close", socket=number)
        page.wait("closed", socket=number)
        assert client.recv(100) == b""


def test_the_backlog_is_what_nobody_has_accepted(page: LinkClient, ports: tuple[int, int]) -> None:
    listen(page, ports[0], backlog=2)
    with contextlib.ExitStack() as clients:
        for _ in range(3):
            clients.enter_context(socket.create_connection(("127.0.0.1", ports[0]), 10))
        first, second = page.wait("incoming"), page.wait("incoming")
        page.tell("resolve", id=1, host="127.0.0.1", family="any")
        page.wait("resolved")
        assert not [message for message in page.kept if message["type"] == "incoming"]
        page.tell("accept", socket=first["socket"])
        assert page.wait("incoming")["socket"] not in (first["socket"], second["socket"])


def test_a_connection_that_nobody_has_accepted_brings_little(
    granting: Gateway, ports: tuple[int, int]
) -> None:
    link = granting.link(credit=1_000_000)
    listen(link, ports[0])
    with socket.create_connection(("127.0.0.1", ports[0])) as client:
        number = link.wait("incoming")["socket"]
        sent = threading.Thread(target=client.sendall, args=(bytes(300_000),))
        sent.start()
        link.wait_bytes(number, 65536)
        link.sock.settimeout(0.3)
        with pytest.raises(TimeoutError):
            link.wait_bytes(number, 1)
        link.sock.settimeout(10)
        link.tell("accept", socket=number)
        link.wait_bytes(number, 300_000 - 65536)
        sent.join()
    link.close()


def test_a_closed_listener_refuses_and_resets_who_waited(page: LinkClient, ports: tuple[int, int]) -> None:
    listen(page, ports[0])
    with socket.create_connection(("127.0.0.1", ports[0]), 10) as waiting:
        number = page.wait("incoming")["socket"]
        with socket.create_connection(("127.0.0.1", ports[0]), 10) as accepted:
            other = page.wait("incoming")["socket"]
            page.tell("accept", socket=other)
            page.tell("close", socket=2)
            page.wait("closed", socket=2)
            assert page.wait("reset", socket=number)["error"] == "ECONNRESET"
            page.tell("close", socket=number)
            page.wait("closed", socket=number)
            with pytest.raises(ConnectionResetError):
                waiting.recv(1)
            accepted.sendall(b"still here")
            assert page.wait_bytes(other, 10) == b"still here"
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", ports[0]), 10)


def test_port_0_is_any_of_the_granted_ones(page: LinkClient, ports: tuple[int, int]) -> None:
    assert listen(page, 0)["local"]["port"] in ports
    assert listen(page, 0, number=4)["local"]["port"] in ports
    assert listen(page, 0, number=6)["error"] == "EADDRINUSE"


def test_a_taken_port_is_told(granting: Gateway, page: LinkClient, ports: tuple[int, int]) -> None:
    listen(page, ports[0])
    other = granting.link()
    assert listen(other, ports[0])["error"] == "EADDRINUSE"
    other.close()


@pytest.mark.parametrize(
    ("address", "family", "error"),
    [
        ("192.0.2.1", "inet", "EADDRNOTAVAIL"),
        ("x", "inet", "EADDRNOTAVAIL"),
        ("::", "inet", "EADDRNOTAVAIL"),
    ],
)
def test_other_addresses_are_refused(
    page: LinkClient, ports: tuple[int, int], address: str, family: str, error: str
) -> None:
    page.tell("listen", socket=2, family=family, address=address, port=ports[0], backlog=1)
    assert page.wait("error", socket=2)["error"] == error


def test_what_is_not_granted_is_denied(page: LinkClient, ports: tuple[int, int], gateway: Gateway) -> None:
    denied = next(port for port in range(40000, 50000) if port not in ports)
    assert listen(page, denied)["error"] == "EACCES"
    other = gateway.link()
    assert listen(other, ports[0])["error"] == "EACCES"
    other.close()


def test_listeners_end_with_their_link(granting: Gateway, ports: tuple[int, int]) -> None:
    page = granting.link()
    listen(page, ports[0])
    client = socket.create_connection(("127.0.0.1", ports[0]), 10)
    page.wait("incoming")
    page.close()
    with contextlib.suppress(ConnectionResetError):
        assert client.recv(1) == b""
    client.close()
    end = time.monotonic() + 5
    while True:
        try:
            socket.create_connection(("127.0.0.1", ports[0]), 10).close()
        except ConnectionRefusedError:
            break
        assert time.monotonic() < end
