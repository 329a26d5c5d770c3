# SPDX-License-Identifier: MIT
"""Many sockets, one after the other and at once; many links."""

from __future__ import annotations

import time

import pytest
from conftest import ADDRESS, Gateway, Start
from ws_client import LinkClient, Refused


def test_1000_sockets_one_after_the_other(link: LinkClient, peer: dict[str, int]) -> None:
    for index in range(1000):
        number = 2 + 2 * (index % 7)
        assert link.connect(number, ADDRESS, peer["echo"])["type"] == "connected"
        link.data(number, b"%d" % index)
        assert link.wait_bytes(number, len(str(index))) == b"%d" % index
        link.tell("close", socket=number)
        link.wait("closed", socket=number)


def test_200_sockets_at_once(link: LinkClient, peer: dict[str, int]) -> None:
    numbers = range(2, 402, 2)
    for number in numbers:
        link.tell("connect", socket=number, family="inet", address=ADDRESS, port=peer["echo"])
    for number in numbers:
        assert link.wait("connected", "error", socket=number)["type"] == "connected"
    for round_ in range(3):
        for number in numbers:
            link.data(number, b"%d/%d" % (number, round_))
        for number in numbers:
            text = b"%d/%d" % (number, round_)
            assert link.wait_bytes(number, len(text)) == text
    for number in numbers:
        link.tell("close", socket=number)
    for number in numbers:
        assert link.wait("closed", socket=number) == {"type": "closed", "socket": number}


def test_links_are_limited_and_their_places_come_back(start: Start, policy_text: str) -> None:
    gateway = start(policy_text + "[limits]\nlinks = 2\n")
    links = [gateway.link(), gateway.link()]
    with pytest.raises(Refused) as refused:
        gateway.link()
    assert refused.value.status == 503
    links[0].close()
    end = time.monotonic() + 5
    while True:
        try:
            links.append(gateway.link())
            break
        except Refused:
            assert time.monotonic() < end, "the place of a closed link did not come back"
    for link in links:
        link.close()


def test_a_link_that_dies_leaves_the_others_alone(gateway: Gateway, peer: dict[str, int]) -> None:
    first, second = gateway.link(), gateway.link()
    second.connect(2, ADDRESS, peer["echo"])
    first.send(3, b"nonsense")
    first.close()
    second.data(2, b"still here")
    assert second.wait_bytes(2, 10) == b"still here"
    second.close()
