# SPDX-License-Identifier: MIT
"""What one page can do to the gateway and to others, however busily it tries."""

from __future__ import annotations

import json
import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from conftest import ADDRESS, Gateway, Start
from test_datagrams import frame, open_udp
from ws_client import BINARY, PING, TEXT, LinkClient, WebSocketClient

MB = 1024 * 1024


@pytest.fixture
def alone(start: Start, policy_text: str) -> Iterator[Gateway]:
    """A gateway for one test, which has measures of its own."""
    gateway = start(policy_text)
    yield gateway
    gateway.stop()


def unread(link: LinkClient) -> None:
    """Throw away what comes, so that nothing holds the gateway back."""

    def drop() -> None:
        with suppress(OSError):
            while link.sock.recv(MB):
                pass

    threading.Thread(target=drop, daemon=True).start()


def control(kind: str, **fields: object) -> bytes:
    """One control message as a frame."""
    return WebSocketClient.frame(TEXT, json.dumps({"type": kind, **fields}).encode())


@contextmanager
def other_link(gateway: Gateway, peer: dict[str, int]) -> Iterator[list[float]]:
    """Another page's round trips meanwhile, in seconds."""
    link = gateway.link()
    link.connect(2, ADDRESS, peer["echo"])
    times: list[float] = []
    done = threading.Event()

    def measure() -> None:
        while not done.is_set():
            begin = time.monotonic()
            link.data(2, b"still there?")
            link.wait_bytes(2, 12)
            times.append(time.monotonic() - begin)
            time.sleep(0.01)

    thread = threading.Thread(target=measure)
    thread.start()
    yield times
    done.set()
    thread.join()
    link.close()


def cpu(gateway: Gateway) -> float:
    """Seconds of the processor's time so far."""
    fields = Path(f"/proc/{gateway.process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def test_sockets_opened_and_closed_in_a_flood_leave_memory_flat(alone: Gateway, peer: dict[str, int]) -> None:
    link = alone.link()
    unread(link)
    flood = (control("udp", socket=2, family="inet") + control("close", socket=2)) * 1000
    link.sock.settimeout(60)
    link.sock.sendall(flood)
    before = alone.resident()
    with other_link(alone, peer) as times:
        for _ in range(20):
            link.sock.sendall(flood)
    assert alone.resident() - before < 12 * MB
    assert sorted(times)[len(times) // 2] < 0.1
    link.close()


def test_a_flood_of_slow_questions_leaves_others_their_turn(alone: Gateway, peer: dict[str, int]) -> None:
    link = alone.link()
    unread(link)
    name = ".".join(["ö" * 20] * 6)
    with other_link(alone, peer) as times:
        link.sock.sendall(control("resolve", id=1, host=name, family="any") * 1500)
        link.tell("close", socket=2)
        time.sleep(2)
    assert max(times) < 1.0
    link.close()


def test_single_bytes_for_a_host_that_does_not_read_cost_what_they_are(alone: Gateway) -> None:
    link = alone.link()
    unread(link)
    with socket.socket() as host:
        host.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        host.bind(("127.0.0.1", 0))
        host.listen()
        link.tell("connect", socket=2, family="inet", address="127.0.0.1", port=host.getsockname()[1])
        link.tell("option", socket=2, name="SO_SNDBUF", value=4096)
        time.sleep(0.5)
        before = alone.resident()
        byte = WebSocketClient.frame(BINARY, (2).to_bytes(4, "little") + b"x")
        link.sock.settimeout(60)
        for _ in range(40):
            link.sock.sendall(byte * 10_000)
        time.sleep(0.5)
        assert alone.resident() - before < 8 * MB
    link.close()


def test_pings_whose_answers_are_not_read_cost_little(alone: Gateway) -> None:
    link = alone.link()
    before = alone.resident()
    link.sock.settimeout(0.5)
    with pytest.raises(TimeoutError):
        while True:
            link.sock.sendall(WebSocketClient.frame(PING, b"") * 10_000)
    assert alone.resident() - before < 6 * MB
    link.close()


def test_closed_sockets_whose_hosts_do_not_read_are_bounded(start: Start) -> None:
    gateway = start('[allow]\nnetworks = ["127.0.0.0/8"]\n[limits]\nsockets = 8\n')
    link = gateway.link()
    with socket.socket() as host:
        host.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        host.bind(("127.0.0.1", 0))
        host.listen(128)
        before = gateway.descriptors()
        accepted = []
        for _ in range(40):
            assert link.connect(2, "127.0.0.1", host.getsockname()[1])["type"] == "connected"
            accepted.append(host.accept()[0])
            link.data(2, bytes(20_000))
            link.tell("close", socket=2)
            link.wait("closed", socket=2)
        assert gateway.descriptors() - before <= 9
        with pytest.raises(ConnectionResetError):
            while accepted[0].recv(MB):
                pass
        for sock in accepted:
            sock.close()
    link.close()


def test_a_datagram_that_waits_for_a_page_costs_no_time(alone: Gateway, peer: dict[str, int]) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as host:
        host.bind(("127.0.0.1", 0))
        host.settimeout(10)
        there = host.getsockname()
        link = alone.link(credit=2**31 - 1)
        open_udp(link, 2, there)
        link.send(BINARY, frame(2, *there, b"x"))
        source = host.recvfrom(10)[1]
        link.connect(4, ADDRESS, peer["chargen"])
        link.data(4, b"1000000000\n")
        time.sleep(0.5)  # and the link is full
        host.sendto(b"later", source)
        before = cpu(alone)
        time.sleep(1)
        assert cpu(alone) - before < 0.3
        link.tell("reset", socket=4)
        while b"later" not in link.receive()[1]:
            pass
        link.close()


def test_a_socket_that_died_delivers_no_more_than_the_link_takes(alone: Gateway) -> None:
    link = alone.link(credit=1)
    with socket.create_server(("127.0.0.1", 0)) as host:
        far = []
        for number in range(2, 42, 2):
            link.connect(number, "127.0.0.1", host.getsockname()[1])
            far.append(host.accept()[0])
            far[-1].setblocking(False)
            with suppress(BlockingIOError):
                while True:
                    far[-1].send(bytes(65536))
        before = alone.resident()
        for sock in far:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
            sock.close()
        time.sleep(0.2)
        for number in range(2, 42, 2):
            link.tell("credit", socket=number, bytes=2**30)
            link.data(number, b"x")
        time.sleep(0.5)
        assert alone.resident() - before < 4 * MB
        for number in range(2, 42, 2):
            assert link.wait("reset", socket=number)["error"] in ("ECONNRESET", "EPIPE")
    link.close()
