# SPDX-License-Identifier: MIT
"""Bytes, half-closes, resets and orderly ends, both ways."""

from __future__ import annotations

import hashlib
import socket
import struct
import time

import pytest
from conftest import ADDRESS, Gateway
from ws_client import CLOSE, LinkClient

RST = struct.pack("ii", 1, 0)


def upload(link: LinkClient, number: int, payload: bytes) -> None:
    """Send within credit."""
    credit = link.hello["credit"]
    view = memoryview(payload)
    while view:
        while credit < min(65536, len(view)):
            credit += link.wait("credit", socket=number)["bytes"]
        part = bytes(view[:65536])
        link.data(number, part)
        credit -= len(part)
        view = view[65536:]


def download(link: LinkClient, number: int, size: int) -> bytes:
    """Receive, giving credit back as it is used."""
    result, owed = bytearray(), 0
    while len(result) < size:
        part = link.wait_bytes(number, min(65536, size - len(result)))
        result += part
        owed += len(part)
        if owed >= 1 << 18:
            link.tell("credit", socket=number, bytes=owed)
            owed = 0
    return bytes(result)


def test_urgent_data_stays_in_its_place(pair: tuple[LinkClient, socket.socket]) -> None:
    link, host = pair
    host.sendall(b"one ")
    host.send(b"!", socket.MSG_OOB)
    host.sendall(b" two")
    assert download(link, 2, 9) == b"one ! two"


def test_a_host_that_ends_is_told_after_its_last_byte(link: LinkClient, peer: dict[str, int]) -> None:
    link.connect(2, ADDRESS, peer["http"])
    link.data(2, b"GET / HTTP/1.0\r\n\r\n")
    link.wait("eof", socket=2)
    assert bytes(link.bytes[2]).endswith(b"Hello from the practice peer.\n")


def test_a_page_that_ends_can_still_read(link: LinkClient, peer: dict[str, int]) -> None:
    link.connect(2, ADDRESS, peer["half"])
    link.data(2, b"abc")
    link.tell("shutdown", socket=2)
    assert link.wait_bytes(2, 7) == b"half 3\n"
    link.wait("eof", socket=2)
    link.tell("close", socket=2)
    link.wait("closed", socket=2)


def test_a_host_that_ends_can_still_read(pair: tuple[LinkClient, socket.socket]) -> None:
    link, accepted = pair
    accepted.shutdown(socket.SHUT_WR)
    link.wait("eof", socket=2)
    link.data(2, b"after the end")
    assert accepted.recv(100) == b"after the end"
    link.tell("shutdown", socket=2)
    assert accepted.recv(1) == b""


def test_a_host_that_closes_at_once(link: LinkClient, peer: dict[str, int]) -> None:
    link.connect(2, ADDRESS, peer["closer"])
    link.wait("eof", socket=2)


def test_a_shutdown_before_connected_takes_effect(link: LinkClient, peer: dict[str, int]) -> None:
    link.tell("connect", socket=2, family="inet", address=ADDRESS, port=peer["half"])
    link.tell("shutdown", socket=2)
    assert link.wait_bytes(2, 7) == b"half 0\n"


def test_a_reset_by_the_host_follows_its_data(link: LinkClient, peer: dict[str, int]) -> None:
    link.connect(2, ADDRESS, peer["reset"])
    link.data(2, b"100000\n")
    answer = link.wait("reset", "eof", socket=2)
    assert answer == {"type": "reset", "socket": 2, "error": "ECONNRESET"}
    assert len(link.bytes[2]) == 100000
    link.data(2, b"too late, and dropped")
    link.tell("close", socket=2)
    assert link.wait("closed", socket=2) == {"type": "closed", "socket": 2}
    assert link.connect(2, ADDRESS, peer["echo"])["type"] == "connected"


def test_a_reset_while_the_page_sends_delivers_what_came_before(
    pair: tuple[LinkClient, socket.socket],
) -> None:
    link, accepted = pair
    accepted.sendall(b"413 too large")
    accepted.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RST)
    link.data(2, bytes(65536))
    time.sleep(0.02)
    accepted.close()
    while (answer := link.step()) is None or answer["type"] == "credit":
        link.data(2, b"more")
        time.sleep(0.001)
    assert answer["type"] == "reset"
    assert answer["error"] in ("ECONNRESET", "EPIPE")
    assert bytes(link.bytes[2]) == b"413 too large"


def test_a_reset_by_the_page_is_a_reset_for_the_host(pair: tuple[LinkClient, socket.socket]) -> None:
    link, accepted = pair
    link.tell("reset", socket=2)
    assert link.wait("closed", socket=2) == {"type": "closed", "socket": 2}
    with pytest.raises(ConnectionResetError):
        accepted.recv(1)


def test_a_close_is_an_orderly_end_for_the_host(pair: tuple[LinkClient, socket.socket]) -> None:
    link, accepted = pair
    link.data(2, b"bye")
    link.tell("close", socket=2)
    assert link.wait("closed", socket=2) == {"type": "closed", "socket": 2}
    assert accepted.recv(10) == b"bye"
    assert accepted.recv(10) == b""


def test_close_delivers_50_mb(link: LinkClient, peer: dict[str, int]) -> None:
    payload = bytes(range(251)) * (50 * 1024 * 1024 // 251)
    link.connect(2, ADDRESS, peer["pair"])
    link.data(2, b"pair fifty\n")
    host = socket.create_connection(("127.0.0.1", peer["pair"]), 10)
    host.sendall(b"pair fifty\n")
    assert host.recv(3) == b"ok\n"
    assert link.wait_bytes(2, 3) == b"ok\n"
    digest, total, sent = hashlib.sha256(), 0, 0
    credit = link.hello["credit"] - 11
    while sent < len(payload):
        while credit >= 65536 and sent < len(payload):
            part = payload[sent : sent + 65536]
            link.data(2, part)
            sent, credit = sent + len(part), credit - len(part)
        if sent == len(payload):
            link.tell("close", socket=2)
        data = host.recv(1 << 20)
        digest.update(data)
        total += len(data)
        link.sock.setblocking(False)
        try:
            while message := link.step():
                credit += message.get("bytes", 0)
                link.kept.append(message)
        except BlockingIOError:
            pass
        link.sock.settimeout(10)
    while data := host.recv(1 << 20):
        digest.update(data)
        total += len(data)
    assert total == len(payload)
    assert digest.hexdigest() == hashlib.sha256(payload).hexdigest()
    assert link.wait("closed", socket=2) == {"type": "closed", "socket": 2}


def test_a_close_answers_only_when_the_host_has_everything(pair: tuple[LinkClient, socket.socket]) -> None:
    link, accepted = pair
    size = fill(link)
    link.tell("close", socket=2)
    link.tell("resolve", id=1, host="127.0.0.1", family="any")
    link.wait("resolved")
    assert not any(message["type"] == "closed" for message in link.kept)
    total = 0
    while data := accepted.recv(1 << 20):
        total += len(data)
    assert total == size
    assert link.wait("closed", socket=2) == {"type": "closed", "socket": 2}


def fill(link: LinkClient) -> int:
    """Send to a host that does not read until credit stops coming back; the bytes sent."""
    credit, sent = link.hello["credit"], 0
    link.sock.settimeout(0.3)
    try:
        while True:
            while credit < 65536:
                credit += link.wait("credit", socket=2)["bytes"]
            link.data(2, bytes(65536))
            sent, credit = sent + 65536, credit - 65536
    except TimeoutError:
        link.sock.settimeout(10)
    return sent


def test_a_reset_drops_what_is_queued(pair: tuple[LinkClient, socket.socket]) -> None:
    link, accepted = pair
    fill(link)
    link.tell("reset", socket=2)
    assert link.wait("closed", socket=2) == {"type": "closed", "socket": 2}
    with pytest.raises(ConnectionResetError):
        while accepted.recv(1 << 20):
            pass


def test_a_host_that_dies_while_closing_is_told(pair: tuple[LinkClient, socket.socket]) -> None:
    link, accepted = pair
    fill(link)
    link.tell("close", socket=2)
    accepted.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RST)
    accepted.close()
    assert link.wait("closed", socket=2)["error"] in ("ECONNRESET", "EPIPE")


@pytest.mark.parametrize("how", ["cut", "close frame"])
def test_a_lost_link_resets_a_host_with_data_undelivered(
    gateway: Gateway, host: socket.socket, how: str
) -> None:
    link = gateway.link()
    link.connect(2, "127.0.0.1", host.getsockname()[1])
    accepted, _ = host.accept()
    accepted.settimeout(10)
    fill(link)
    if how == "close frame":
        link.send(CLOSE, (1001).to_bytes(2, "big"))
    link.close()
    with pytest.raises(ConnectionResetError):
        while accepted.recv(1 << 20):
            pass
    accepted.close()


def test_a_lost_link_ends_an_idle_socket_in_order(gateway: Gateway, host: socket.socket) -> None:
    link = gateway.link()
    link.connect(2, "127.0.0.1", host.getsockname()[1])
    accepted, _ = host.accept()
    accepted.settimeout(10)
    link.close()
    assert accepted.recv(1) == b""
    accepted.close()


def test_a_closed_socket_delivers_although_the_link_goes(gateway: Gateway, host: socket.socket) -> None:
    link = gateway.link()
    link.connect(2, "127.0.0.1", host.getsockname()[1])
    accepted, _ = host.accept()
    accepted.settimeout(10)
    size = fill(link)
    link.tell("close", socket=2)
    link.close()
    time.sleep(0.2)
    total = 0
    while data := accepted.recv(1 << 20):
        total += len(data)
    assert total == size
    accepted.close()


def test_no_reset_overtakes_the_data_of_a_close(pair: tuple[LinkClient, socket.socket]) -> None:
    link, accepted = pair
    for _ in range(8):
        link.data(2, bytes(60000))
        accepted.sendall(bytes(60000))
    link.tell("close", socket=2)
    link.wait("closed", socket=2)
    total = 0
    while data := accepted.recv(1 << 20):
        total += len(data)
    assert total == 480000


def test_download_of_20_mb_is_exact(link: LinkClient, peer: dict[str, int]) -> None:
    size = 20_000_000
    link.connect(2, ADDRESS, peer["chargen"])
    link.data(2, b"%d\n" % size)
    expected = bytes(range(251)) * (size // 251 + 1)
    assert download(link, 2, size) == expected[:size]
    link.wait("eof", socket=2)


def test_upload_of_20_mb_is_exact(link: LinkClient, peer: dict[str, int]) -> None:
    payload = hashlib.sha256(b"seed").digest() * (20_000_000 // 32)
    link.connect(2, ADDRESS, peer["count"])
    upload(link, 2, payload)
    link.tell("shutdown", socket=2)
    expected = f"{len(payload)} {hashlib.sha256(payload).hexdigest()}\n".encode()
    assert link.wait_bytes(2, len(expected)) == expected


def test_single_bytes_come_as_they_are_sent(link: LinkClient, peer: dict[str, int]) -> None:
    link.connect(2, ADDRESS, peer["drip"])
    link.data(2, b"100\n")
    link.wait("eof", socket=2)
    assert bytes(link.bytes[2]) == bytes(range(100))


def test_a_slow_host_is_not_waited_for(link: LinkClient, peer: dict[str, int]) -> None:
    link.connect(2, ADDRESS, peer["slow"])
    begin = time.monotonic()
    assert link.wait_bytes(2, 1) == b"a"
    assert time.monotonic() - begin < 0.5
