# SPDX-License-Identifier: MIT
"""The second way down: bulk as the body of an answer to a POST of the link's key."""

from __future__ import annotations

import http.client
import socket
import struct
import threading
import time
from collections import defaultdict
from contextlib import suppress

import pytest
from conftest import ADDRESS, Gateway, Start
from ws_client import LinkClient

MB = 1024 * 1024


class Body:
    """The body of a link, read piece by piece."""

    def __init__(self, gateway: Gateway, key: str, origin: str | None = None) -> None:
        self.http = http.client.HTTPConnection("127.0.0.1", gateway.port, timeout=10)
        headers = {"Origin": origin or f"http://127.0.0.1:{gateway.port}"}
        self.http.request("POST", "/down", key, headers)
        self.answer = self.http.getresponse()
        self.bytes: dict[int, bytearray] = defaultdict(bytearray)
        if self.answer.status == 200:
            assert self.step()
            assert self.bytes == {0: b""}

    def step(self) -> bool:
        """Read one piece; False at the body's end."""
        head = self.answer.read(8)
        if len(head) < 8:
            return False
        number, size = struct.unpack("<II", head)
        assert (number == 0) == (size == 0)
        assert size <= 262144
        piece = self.answer.read(size)
        self.bytes[number] += piece
        return len(piece) == size

    def wait(self, number: int, size: int) -> bytes:
        """The bytes of a socket up to `size`."""
        while len(self.bytes[number]) < size:
            assert self.step(), f"{len(self.bytes[number])} bytes of socket {number} came"
        return bytes(self.bytes[number][:size])

    def close(self) -> None:
        self.answer.close()
        self.http.close()


def expected(start: int, size: int) -> bytes:
    """What chargen sends."""
    cycle = bytes(index % 251 for index in range(251))
    return (cycle * ((start + size) // 251 + 1))[start : start + size]


def diverted(link: LinkClient, number: int) -> int:
    """Divert a socket; how many bytes came by the link."""
    link.tell("divert", socket=number)
    link.wait("diverted", socket=number)
    return len(link.bytes.get(number, b""))


def test_every_byte_comes_once_by_one_way_or_the_other(gateway: Gateway, peer: dict[str, int]) -> None:
    link = gateway.link(credit=300_000)
    assert "down" in link.hello["features"]
    assert len(link.hello["down"]) >= 22
    for number in (2, 4):
        link.connect(number, ADDRESS, peer["chargen"])
        link.data(number, b"900000\n")
    link.wait_bytes(2, 0)
    body = Body(gateway, link.hello["down"])
    assert body.answer.status == 200
    assert body.answer.headers["Content-Type"] == "application/octet-stream"
    assert body.answer.headers["Access-Control-Allow-Origin"] == f"http://127.0.0.1:{gateway.port}"
    first = {number: diverted(link, number) for number in (2, 4)}
    for number, size in first.items():
        link.tell("credit", socket=number, bytes=600_001)
        first_part = bytes(link.bytes.get(number, b""))
        assert first_part + body.wait(number, 900_000 - size) == expected(0, 900_000)
        assert link.wait("eof", socket=number)["bytes"] == 900_000
    body.close()
    link.close()


def test_credit_holds_on_the_second_way(gateway: Gateway, peer: dict[str, int]) -> None:
    link = gateway.link(credit=100_000)
    link.connect(2, ADDRESS, peer["chargen"])
    body = Body(gateway, link.hello["down"])
    diverted(link, 2)
    link.data(2, b"1000000\n")
    assert body.wait(2, 100_000) == expected(0, 100_000)
    link.tell("credit", socket=2, bytes=50_000)
    assert body.wait(2, 150_000)[100_000:] == expected(100_000, 50_000)
    link.tell("credit", socket=2, bytes=2_000_000)
    assert link.wait("eof", socket=2)["bytes"] == 1_000_000
    body.wait(2, 1_000_000)
    body.close()
    link.close()


def test_a_reset_says_after_how_many_bytes_it_comes(gateway: Gateway, peer: dict[str, int]) -> None:
    link = gateway.link()
    link.connect(2, ADDRESS, peer["reset"])
    body = Body(gateway, link.hello["down"])
    diverted(link, 2)
    link.data(2, b"5000\n")
    told = link.wait("reset", socket=2)
    assert told["error"] == "ECONNRESET"
    assert len(body.wait(2, told["bytes"])) == told["bytes"] <= 5000
    body.close()
    link.close()


def test_what_came_before_a_reset_is_not_kept_waiting(gateway: Gateway, host: socket.socket) -> None:
    link = gateway.link(credit=2**30)
    link.connect(2, "127.0.0.1", host.getsockname()[1])
    far, _ = host.accept()
    body = Body(gateway, link.hello["down"])
    diverted(link, 2)
    far.settimeout(0.3)
    with pytest.raises(TimeoutError):
        while True:
            far.sendall(bytes(65536))
    far.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    far.close()
    time.sleep(0.1)
    link.data(2, b"x")
    came: list[int] = []

    def read() -> None:
        with suppress(OSError):
            while body.step():
                came.append(len(body.bytes[2]))

    threading.Thread(target=read, daemon=True).start()
    told = link.wait("reset", socket=2)
    end = time.monotonic() + 5  # less than the 20 s after which something comes in any case
    while came[-1] < told["bytes"]:
        assert time.monotonic() < end
        time.sleep(0.01)
    assert came[-1] == told["bytes"] > MB
    body.close()
    link.close()


def test_small_messages_go_both_ways_beside_bulk(gateway: Gateway, peer: dict[str, int]) -> None:
    link = gateway.link(credit=2**30)
    body = Body(gateway, link.hello["down"])
    link.connect(2, ADDRESS, peer["chargen"])
    link.connect(4, ADDRESS, peer["echo"])
    diverted(link, 2)
    link.data(2, b"1000000000\n")
    for _ in range(20):
        link.data(4, b"ping")
        assert link.wait_bytes(4, 4) == b"ping"
        body.wait(2, len(body.bytes[2]) + MB)
    body.close()
    link.close()


def test_the_end_of_the_body_resets_those_whose_bytes_were_in_it(
    gateway: Gateway, peer: dict[str, int], host: socket.socket
) -> None:
    link = gateway.link()
    link.connect(2, "127.0.0.1", host.getsockname()[1])
    far, _ = host.accept()
    link.connect(4, ADDRESS, peer["echo"])
    body = Body(gateway, link.hello["down"])
    diverted(link, 2)
    body.close()
    assert link.wait("reset", socket=2)["error"] == "ECONNRESET"
    with pytest.raises(ConnectionResetError):
        far.recv(1)
    link.data(4, b"here")
    assert link.wait_bytes(4, 4) == b"here"
    # And there may be another.
    body = Body(gateway, link.hello["down"])
    diverted(link, 4)
    link.data(4, b"there")
    assert body.wait(4, 5) == b"there"
    body.close()
    link.close()


def test_the_body_ends_with_its_link(gateway: Gateway) -> None:
    link = gateway.link()
    body = Body(gateway, link.hello["down"])
    link.close()
    assert not body.step()
    body.close()
    again = Body(gateway, link.hello["down"])
    assert again.answer.status == 404
    again.close()


def test_a_link_has_one_body(gateway: Gateway) -> None:
    link = gateway.link()
    body = Body(gateway, link.hello["down"])
    with pytest.raises((http.client.RemoteDisconnected, ConnectionResetError)):
        Body(gateway, link.hello["down"])
    link.close()
    body.close()


def test_divert_without_a_body_changes_nothing(gateway: Gateway, peer: dict[str, int]) -> None:
    link = gateway.link()
    link.connect(2, ADDRESS, peer["echo"])
    link.tell("divert", socket=2)
    link.tell("divert", socket=40)
    link.data(2, b"as before")
    assert link.wait_bytes(2, 9) == b"as before"
    assert not [message for message in link.kept if message["type"] == "diverted"]
    link.close()


@pytest.mark.parametrize(("key", "status"), [("guess", 404), ("", 404), ("x" * 65, 413)])
def test_other_keys_open_nothing(gateway: Gateway, key: str, status: int) -> None:
    assert Body(gateway, key).answer.status == status


def test_other_sites_open_nothing(gateway: Gateway) -> None:
    link = gateway.link()
    assert Body(gateway, link.hello["down"], "http://elsewhere.test").answer.status == 403
    link.close()


def test_a_page_that_does_not_read_its_body_costs_little(
    start: Start, policy_text: str, peer: dict[str, int]
) -> None:
    gateway = start(policy_text)
    link = gateway.link(credit=2**31 - 1)
    body = Body(gateway, link.hello["down"])
    before = gateway.resident()
    for number in range(2, 22, 2):
        link.connect(number, ADDRESS, peer["chargen"])
        diverted(link, number)
        link.data(number, b"10000000000\n")
    time.sleep(0.5)
    assert gateway.resident() - before < 4 * MB
    body.close()
    link.close()


def test_a_limit_of_bytes_a_second_holds_for_the_body(
    start: Start, policy_text: str, peer: dict[str, int]
) -> None:
    gateway = start(policy_text + "[limits.address]\nrate = 500000\n")
    link = gateway.link(credit=2**30)
    body = Body(gateway, link.hello["down"])
    link.connect(2, ADDRESS, peer["chargen"])
    diverted(link, 2)
    link.data(2, b"1500000\n")
    began = time.monotonic()
    body.wait(2, 1_500_000)
    assert 1.0 < time.monotonic() - began < 6.0
    body.close()
    link.close()
