# SPDX-License-Identifier: MIT
"""What one address and one user may use: links, tunnels, bytes a second and a day, and time without a byte."""

from __future__ import annotations

import socket
import time
from contextlib import suppress

import pytest
from conftest import ADDRESS, Gateway, Start
from test_access import token
from test_datagrams import frame, open_udp
from ws_client import BINARY, LinkClient, Refused

OPEN = '[allow]\nnetworks = ["127.0.0.0/8"]\n'


def test_an_address_has_so_many_links(start: Start) -> None:
    gateway = start(OPEN + "[limits.address]\nlinks = 2\n")
    links = [gateway.link() for _ in range(2)]
    with pytest.raises(Refused) as refused:
        gateway.link()
    assert refused.value.status == 429
    links[0].close()
    time.sleep(0.2)
    gateway.link().close()


def test_a_user_has_so_many_links(start: Start) -> None:
    gateway = start(OPEN + '[access]\nkey = "key"\n[limits.user]\nlinks = 1\n')
    first = gateway.link(token=token("ada"))
    first.tell("resolve", id=1, host="127.0.0.1", family="any")
    first.wait("resolved")
    failed = gateway.link(token=token("ada")).wait("fail")
    assert failed["error"] == "EAGAIN"
    assert "1 links" in failed["reason"]
    other = gateway.link(token=token("bea"))
    other.tell("resolve", id=1, host="127.0.0.1", family="any")
    other.wait("resolved")
    other.close()
    first.close()


def test_an_address_has_so_many_tunnels(start: Start, host: socket.socket) -> None:
    gateway = start(OPEN + "[limits.address]\ntunnels = 3\n")
    port = host.getsockname()[1]
    one, two = gateway.link(), gateway.link()
    assert one.connect(2, "127.0.0.1", port)["type"] == "connected"
    assert one.connect(4, "127.0.0.1", port)["type"] == "connected"
    assert two.connect(2, "127.0.0.1", port)["type"] == "connected"
    refused = two.connect(4, "127.0.0.1", port)
    assert refused["error"] == "EAGAIN"
    assert "3 tunnels" in refused["reason"]
    one.tell("close", socket=2)
    one.wait("closed", socket=2)
    assert two.connect(6, "127.0.0.1", port)["type"] == "connected"
    one.close()
    two.close()


RATE = 400_000


@pytest.fixture(scope="module")
def slow(start: Start, policy_text: str) -> Gateway:
    return start(policy_text + f"[limits.address]\nrate = {RATE}\n")


def in_time(size: int, seconds: float) -> None:
    """The first second's worth is free; a window may be on its way besides."""
    assert (size - 2 * RATE) / RATE < seconds < size / RATE * 1.5 + 1


def test_a_rate_holds_down(slow: Gateway, peer: dict[str, int]) -> None:
    link, size = slow.link(credit=2**30), 1_600_000
    link.connect(2, ADDRESS, peer["chargen"])
    begin = time.monotonic()
    link.data(2, b"%d\n" % size)
    link.wait_bytes(2, size)
    in_time(size, time.monotonic() - begin)
    link.close()


def test_a_rate_holds_up_and_for_all_links_of_an_address(slow: Gateway, peer: dict[str, int]) -> None:
    time.sleep(1.5)
    links = [slow.link(), slow.link()]
    size, begin = 1_600_000, time.monotonic()
    for link in links:
        link.connect(2, ADDRESS, peer["discard"])
    left = {link: (size, link.hello["credit"]) for link in links}
    while any(rest for rest, _ in left.values()):
        for link, (rest, credit) in left.items():
            piece = min(rest, credit, 65536)
            if piece:
                link.data(2, bytes(piece))
            elif rest:
                credit += link.wait("credit")["bytes"]
            left[link] = rest - piece, credit - piece
    seconds = time.monotonic() - begin
    assert (2 * size - RATE - 2 * 1048576 - RATE) / RATE - 0.5 < seconds < 2 * size / RATE * 1.5 + 1
    assert seconds > 0.5
    for link in links:
        link.close()


def test_bytes_of_a_day_end_the_link(start: Start, policy_text: str, peer: dict[str, int]) -> None:
    gateway = start(policy_text + "[limits.address]\nbytes = 300000\n")
    link = gateway.link(credit=2**30)
    link.connect(2, ADDRESS, peer["chargen"])
    link.data(2, b"1000000\n")
    failed = link.wait("fail")
    assert failed["error"] == "EAGAIN"
    assert "300000 bytes a day" in failed["reason"]
    again = gateway.link()
    assert again.connect(2, ADDRESS, peer["echo"])["error"] == "EAGAIN"
    again.close()


def test_small_uploads_count_too(start: Start, policy_text: str, peer: dict[str, int]) -> None:
    gateway = start(policy_text + "[limits.address]\nbytes = 100000\n")
    for _ in range(2):
        link = gateway.link()
        link.connect(2, ADDRESS, peer["discard"])
        link.data(2, bytes(60_000))
        link.tell("close", socket=2)
        link.wait("closed")
        link.close()
    time.sleep(0.2)
    link = gateway.link()
    assert link.connect(2, ADDRESS, peer["echo"])["error"] == "EAGAIN"
    link.close()


def test_an_idle_tunnel_ends_and_a_busy_one_does_not(
    start: Start, policy_text: str, peer: dict[str, int]
) -> None:
    gateway = start(policy_text + "[limits]\nidle = 1\n")
    link: LinkClient = gateway.link()
    link.connect(2, ADDRESS, peer["echo"])
    link.connect(4, ADDRESS, peer["echo"])
    for _ in range(8):
        link.data(4, b"x")
        link.wait_bytes(4, 1)
        time.sleep(0.25)
    assert link.wait("reset")["error"] == "ETIMEDOUT"
    link.data(4, b"y")
    assert link.wait_bytes(4, 1) == b"y"
    assert not [message for message in link.kept if message["type"] == "reset"]
    link.close()


def test_an_idle_datagram_socket_ends_and_what_crosses_its_end_is_no_error(start: Start) -> None:
    gateway = start('[allow]\nnetworks = ["127.0.0.0/8"]\nudp = true\n[limits]\nidle = 1\n')
    link: LinkClient = gateway.link()
    open_udp(link, 2, ("127.0.0.1", 9))
    assert link.wait("reset", socket=2)["error"] == "ETIMEDOUT"
    link.send(BINARY, frame(2, "127.0.0.1", 9, b"crossing"))
    link.tell("route", socket=2, id=7, address="127.0.0.1", port=10)
    assert link.wait("routed", id=7)["error"] == "ETIMEDOUT"
    link.tell("close", socket=2)
    link.wait("closed", socket=2)
    assert open_udp(link, 2, ("127.0.0.1", 9))["type"] == "routed"
    link.close()


def test_empty_datagrams_count_against_the_rate(start: Start) -> None:
    gateway = start('[allow]\nnetworks = ["127.0.0.0/8"]\nudp = true\n[limits.address]\nrate = 6400\n')
    link: LinkClient = gateway.link()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as host:
        host.bind(("127.0.0.1", 0))
        open_udp(link, 2, host.getsockname())
        host.setblocking(False)
        came = 0
        for _ in range(10):
            for _ in range(100):
                link.send(BINARY, frame(2, *host.getsockname(), b""))
            link.tell("resolve", id=1, host="127.0.0.1", family="any")
            link.wait("resolved")
            with suppress(BlockingIOError):
                while True:
                    host.recv(1)
                    came += 1
    assert 50 < came < 500
    link.close()
