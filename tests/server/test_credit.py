# SPDX-License-Identifier: MIT
"""Credit bounds memory, and keeps one socket from holding up another."""

from __future__ import annotations

import time

import pytest
from conftest import ADDRESS, Gateway, Start
from ws_client import LinkClient

MB = 1024 * 1024


def test_no_more_than_the_credit_comes(gateway: Gateway, peer: dict[str, int]) -> None:
    link = gateway.link(credit=100_000)
    link.connect(2, ADDRESS, peer["chargen"])
    link.data(2, b"1000000\n")
    assert len(link.wait_bytes(2, 100_000)) == 100_000
    link.sock.settimeout(0.2)
    with pytest.raises(TimeoutError):
        link.wait_bytes(2, 1)
    link.tell("credit", socket=2, bytes=1)
    assert link.wait_bytes(2, 1) == bytes([100_000 % 251])
    with pytest.raises(TimeoutError):
        link.wait_bytes(2, 1)
    link.sock.settimeout(10)
    link.tell("credit", socket=2, bytes=900_000)
    link.wait("eof", socket=2)
    assert len(link.bytes[2]) == 899_999
    link.close()


def test_the_gateway_gives_credit_back_as_the_host_reads(link: LinkClient, peer: dict[str, int]) -> None:
    link.connect(2, ADDRESS, peer["discard"])
    window = link.hello["credit"]
    for _ in range(window // 4 // 32768):
        link.data(2, bytes(32768))
    assert link.wait("credit", socket=2)["bytes"] >= window // 4


def test_a_host_without_end_costs_no_memory(start: Start, policy_text: str, peer: dict[str, int]) -> None:
    gateway = start(policy_text)
    link = gateway.link(credit=65536)
    link.connect(2, ADDRESS, peer["echo"])
    before = gateway.resident()
    for number in range(4, 24, 2):
        link.connect(number, ADDRESS, peer["chargen"])
        link.data(number, b"10000000000\n")
        link.wait_bytes(number, 65536)
    time.sleep(0.5)
    assert gateway.resident() - before < 4 * MB
    link.data(2, b"alive")
    assert link.wait_bytes(2, 5) == b"alive"
    link.close()


def test_a_page_that_reads_nothing_at_all_costs_little(
    start: Start, policy_text: str, peer: dict[str, int]
) -> None:
    gateway = start(policy_text)
    link = gateway.link(credit=2**31 - 1)
    before = gateway.resident()
    for number in range(2, 22, 2):
        link.connect(number, ADDRESS, peer["chargen"])
        link.data(number, b"10000000000\n")
    time.sleep(0.5)
    assert gateway.resident() - before < 4 * MB
    link.close()


def test_hosts_that_do_not_read_cost_the_window_each(
    start: Start, policy_text: str, peer: dict[str, int]
) -> None:
    gateway = start(policy_text + "[limits]\ncredit = 131072\n")
    link = gateway.link()
    before = gateway.resident()
    for number in range(2, 22, 2):
        link.connect(number, ADDRESS, peer["unread"])
        credit = link.hello["credit"]
        link.sock.settimeout(0.1)
        try:
            while True:
                while credit < 65536:
                    credit += link.wait("credit", socket=number)["bytes"]
                link.data(number, bytes(65536))
                credit -= 65536
        except TimeoutError:
            link.sock.settimeout(10)
    assert gateway.resident() - before < 10 * 131072 + 3 * MB
    link.close()


def test_questions_whose_answers_are_not_read_cost_little(start: Start, policy_text: str) -> None:
    gateway = start(policy_text)
    link = gateway.link()
    before = gateway.resident()
    link.sock.settimeout(0.5)
    with pytest.raises(TimeoutError):
        while True:
            link.tell("resolve", id="x" * 64, host="127.0.0.1", family="any")
    assert gateway.resident() - before < 6 * MB
    link.close()


def test_a_bulk_socket_does_not_starve_the_others(gateway: Gateway, peer: dict[str, int]) -> None:
    link = gateway.link(credit=2**31 - 1)
    link.connect(2, ADDRESS, peer["chargen"])
    link.connect(4, ADDRESS, peer["echo"])
    link.connect(6, ADDRESS, peer["chargen"])
    link.data(2, b"300000000\n")
    link.data(6, b"300000000\n")
    link.wait_bytes(2, 5 * MB)
    link.wait_bytes(6, 5 * MB)
    for _ in range(20):
        link.data(4, b"ping")
        before = len(link.bytes[2]) + len(link.bytes[6])
        link.wait_bytes(4, 4)
        assert len(link.bytes[2]) + len(link.bytes[6]) - before < 24 * MB
    share = len(link.bytes[2]) + 5 * MB, len(link.bytes[6]) + 5 * MB
    assert min(share) * 3 > max(share)
    link.close()


def test_a_socket_without_credit_does_not_hold_up_the_others(gateway: Gateway, peer: dict[str, int]) -> None:
    link = gateway.link(credit=65536)
    link.connect(2, ADDRESS, peer["chargen"])
    link.data(2, b"1000000000\n")
    link.wait_bytes(2, 65536)
    link.connect(4, ADDRESS, peer["echo"])
    link.data(4, b"free")
    assert link.wait_bytes(4, 4) == b"free"
    link.close()
