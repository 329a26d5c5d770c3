# SPDX-License-Identifier: MIT
"""Datagram sockets: boundaries, sources, what the policy says of them, and what the network answers."""

from __future__ import annotations

import socket
import struct
import time
from collections.abc import Iterator

import pytest
from conftest import Gateway, Start
from ws_client import BINARY, Closed, LinkClient

LOOPBACK = '[allow]\nnetworks = ["127.0.0.0/8", "::1"]\n'


def frame(number: int, address: str, port: int, data: bytes) -> bytes:
    """One datagram as it goes over the link."""
    version = 6 if ":" in address else 4
    packed = socket.inet_pton(socket.AF_INET6 if version == 6 else socket.AF_INET, address)
    return struct.pack("<IBH", number, version, port) + packed + data


def parse(payload: bytes) -> tuple[int, tuple[str, int], bytes]:
    """Socket, source and data of a datagram's frame."""
    number, version, port = struct.unpack_from("<IBH", payload)
    width = 16 if version == 6 else 4
    family = socket.AF_INET6 if version == 6 else socket.AF_INET
    return number, (socket.inet_ntop(family, payload[7 : 7 + width]), port), payload[7 + width :]


def receive(link: LinkClient) -> tuple[int, tuple[str, int], bytes]:
    """The next datagram; control messages are kept."""
    import json

    while True:
        opcode, payload = link.receive()
        if opcode == BINARY:
            return parse(payload)
        link.kept.append(json.loads(payload))


def open_udp(link: LinkClient, number: int, to: tuple[str, int], family: str = "inet") -> dict[str, object]:
    """A datagram socket that may send to `to`; what `routed` said."""
    link.tell("udp", socket=number, family=family)
    assert link.wait("bound", "error", socket=number)["type"] == "bound"
    link.tell("route", socket=number, id=1, address=to[0], port=to[1])
    return link.wait("routed", id=1)


@pytest.fixture
def host() -> Iterator[socket.socket]:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind(("127.0.0.1", 0))
        sock.settimeout(10)
        yield sock


@pytest.mark.parametrize("size", [0, 1, 1472, 65507])
def test_a_datagram_goes_there_and_back_whole(link: LinkClient, host: socket.socket, size: int) -> None:
    there = host.getsockname()
    routed = open_udp(link, 2, there)
    assert routed["local"]["address"] == "127.0.0.1"
    data = bytes(index % 251 for index in range(size))
    link.send(BINARY, frame(2, *there, data))
    got, source = host.recvfrom(65536)
    assert got == data
    assert source == ("127.0.0.1", routed["local"]["port"])
    host.sendto(data[::-1], source)
    assert receive(link) == (2, there, data[::-1])


def test_boundaries_are_kept(link: LinkClient, host: socket.socket) -> None:
    there = host.getsockname()
    open_udp(link, 2, there)
    for size in (3, 0, 700, 1):
        link.send(BINARY, frame(2, *there, b"x" * size))
    assert [len(host.recv(65536)) for _ in range(4)] == [3, 0, 700, 1]


def test_each_datagram_tells_where_it_came_from(link: LinkClient, host: socket.socket) -> None:
    there = host.getsockname()
    routed = open_udp(link, 2, there)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
        other.bind(("127.0.0.1", 0))
        own = ("127.0.0.1", routed["local"]["port"])
        other.sendto(b"from another port of the same host", own)
        assert receive(link)[1] == other.getsockname()


def test_strangers_are_not_heard(link: LinkClient, host: socket.socket) -> None:
    there = host.getsockname()
    routed = open_udp(link, 2, there)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as stranger:
        stranger.bind(("127.0.0.2", 0))
        stranger.sendto(b"unasked", ("127.0.0.1", routed["local"]["port"]))
    link.send(BINARY, frame(2, *there, b"x"))
    source = host.recvfrom(10)[1]
    host.sendto(b"asked", source)
    assert receive(link)[2] == b"asked"


def test_a_closed_port_is_told(link: LinkClient, host: socket.socket) -> None:
    there = host.getsockname()
    host.close()
    open_udp(link, 2, there)
    link.send(BINARY, frame(2, *there, b"anyone?"))
    told = link.wait("undelivered", socket=2)
    assert (told["error"], told["address"], told["port"]) == ("ECONNREFUSED", *there)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as again:
        again.bind(there)
        again.settimeout(10)
        link.send(BINARY, frame(2, *there, b"and now?"))
        assert again.recv(100) == b"and now?"


def test_more_than_a_datagram_holds_is_told(link: LinkClient, host: socket.socket) -> None:
    there = host.getsockname()
    open_udp(link, 2, there)
    link.send(BINARY, frame(2, *there, bytes(65508)))
    assert link.wait("undelivered", socket=2)["error"] == "EMSGSIZE"


@pytest.mark.parametrize(
    ("address", "error"),
    [("10.0.0.1", "EACCES"), ("169.254.169.254", "EACCES"), ("no", "EADDRNOTAVAIL"), ("::1", "EAFNOSUPPORT")],
)
def test_the_policy_decides_on_each_destination(
    link: LinkClient, host: socket.socket, address: str, error: str
) -> None:
    open_udp(link, 2, host.getsockname())
    link.tell("route", socket=2, id="x", address=address, port=53)
    assert link.wait("routed", id="x")["error"] == error


def test_aliases_lead_to_local_ports_and_keep_their_names(start: Start, host: socket.socket) -> None:
    local = host.getsockname()[1]
    gateway: Gateway = start(f'[aliases]\n"dns.lab.internal:53" = {local}\n')
    link = gateway.link()
    open_udp(link, 2, ("198.18.1.1", 53))
    link.send(BINARY, frame(2, "198.18.1.1", 53, b"?"))
    host.sendto(b"!", host.recvfrom(10)[1])
    assert receive(link) == (2, ("198.18.1.1", 53), b"!")
    link.close()


def test_ipv6(link: LinkClient) -> None:
    with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as host:
        host.bind(("::1", 0))
        host.settimeout(10)
        there = host.getsockname()[:2]
        open_udp(link, 2, there, "inet6")
        link.send(BINARY, frame(2, *there, b"six"))
        data, source = host.recvfrom(10)
        host.sendto(data, source)
        assert receive(link) == (2, there, b"six")


def test_a_page_without_credit_holds_back_its_datagrams_alone(gateway: Gateway, host: socket.socket) -> None:
    link = gateway.link(credit=1000)
    there = host.getsockname()
    open_udp(link, 2, there)
    link.send(BINARY, frame(2, *there, b"x"))
    source = host.recvfrom(10)[1]
    for size in (400, 400, 400):
        host.sendto(b"y" * size, source)
    assert [len(receive(link)[2]) for _ in range(2)] == [400, 400]
    link.tell("resolve", id=1, host="127.0.0.1", family="any")
    link.wait("resolved")
    assert not link.bytes, "no third one without credit"
    link.tell("credit", socket=2, bytes=928)
    assert len(receive(link)[2]) == 400
    link.close()


def test_a_sender_without_credit_is_sent_away(link: LinkClient, host: socket.socket) -> None:
    there = host.getsockname()
    open_udp(link, 2, there)
    for _ in range(5):
        link.send(BINARY, frame(2, *there, bytes(60000)))
    credit = link.wait("credit", socket=2)["bytes"]
    assert credit == 5 * (60000 + 64)


@pytest.mark.parametrize(
    ("payload", "words"),
    [
        (struct.pack("<I", 2) + b"\x04", "has no address"),
        (struct.pack("<I", 2) + b"\x05" + bytes(40), "has no address"),
        (frame(2, "127.0.0.1", 9, b"x"), "was not asked for"),
    ],
)
def test_what_is_no_datagram_ends_the_link(
    link: LinkClient, host: socket.socket, payload: bytes, words: str
) -> None:
    open_udp(link, 2, host.getsockname())
    link.send(BINARY, payload)
    assert words in link.wait("fail")["reason"]
    with pytest.raises(Closed) as closed:
        link.wait("nothing")
    assert closed.value.code == 1002


def test_close_frees_the_number(link: LinkClient, host: socket.socket) -> None:
    there = host.getsockname()
    for _ in range(3):
        open_udp(link, 2, there)
        link.tell("close", socket=2)
        link.wait("closed", socket=2)


def test_a_policy_may_forbid_it(start: Start) -> None:
    gateway: Gateway = start("[allow]\nudp = false\n")
    link = gateway.link()
    assert "udp" not in link.hello["features"]
    link.tell("udp", socket=2, family="inet")
    assert link.wait("error", socket=2)["error"] == "EACCES"
    link.close()


def test_a_port_is_bound_only_where_it_is_granted(start: Start) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    gateway: Gateway = start(LOOPBACK + f"[listen]\nports = [{port}]\n")
    link = gateway.link()
    link.tell("udp", socket=2, family="inet", address="0.0.0.0", port=port + 1)
    assert link.wait("error", socket=2)["error"] == "EACCES"
    link.tell("udp", socket=2, family="inet", address="0.0.0.0", port=port)
    assert link.wait("bound", socket=2)["local"] == {"address": "127.0.0.1", "port": port}
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as stranger:
        stranger.bind(("127.0.0.2", 0))
        stranger.sendto(b"hello, server", ("127.0.0.1", port))
        assert receive(link) == (2, stranger.getsockname(), b"hello, server")
    link.tell("udp", socket=4, family="inet", address="0.0.0.0", port=port)
    assert link.wait("error", socket=4)["error"] == "EADDRINUSE"
    link.close()


def test_a_stranger_heard_at_a_granted_port_may_be_answered(start: Start) -> None:
    """Nobody else may, and neither may one whom the policy denies by name."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    gateway: Gateway = start(
        f'[allow]\nudp = true\n[deny]\nnetworks = ["127.0.0.3"]\n[listen]\nports = [{port}]\n'
    )
    link = gateway.link()
    link.tell("udp", socket=2, family="inet", address="0.0.0.0", port=port)
    link.wait("bound", socket=2)
    for name, error in (("127.0.0.2", None), ("127.0.0.3", "EACCES")):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as stranger:
            stranger.bind((name, 0))
            stranger.settimeout(10)
            place = stranger.getsockname()
            link.tell("route", socket=2, id=1, address=name, port=place[1])
            assert link.wait("routed", id=1)["error"] == "EACCES"
            stranger.sendto(b"question", ("127.0.0.1", port))
            receive(link)
            link.tell("route", socket=2, id=2, address=name, port=place[1])
            assert link.wait("routed", id=2).get("error") == error
            if error is None:
                link.send(BINARY, frame(2, *place, b"answer"))
                assert stranger.recvfrom(100) == (b"answer", ("127.0.0.1", port))
    link.close()


def test_a_flood_leaves_memory_flat(gateway: Gateway, host: socket.socket) -> None:
    link = gateway.link(credit=100_000)
    there = host.getsockname()
    open_udp(link, 2, there)
    link.send(BINARY, frame(2, *there, b"x"))
    source = host.recvfrom(10)[1]
    before = gateway.resident()
    for _ in range(20_000):
        host.sendto(bytes(1400), source)
    time.sleep(0.1)
    assert gateway.resident() - before < 2_000_000
    link.close()
