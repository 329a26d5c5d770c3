# SPDX-License-Identifier: MIT
"""Options that are set on the real socket, and read back from it."""

from __future__ import annotations

import socket
from typing import Any

import pytest
from ws_client import LinkClient

Pair = tuple[LinkClient, socket.socket]


def query(link: LinkClient, name: str, number: int = 2) -> Any:
    link.tell("query", socket=number, id=name, name=name)
    answer = link.wait("value", socket=number, id=name)
    return answer.get("value", answer.get("error"))


@pytest.mark.parametrize(
    ("name", "value", "wanted"),
    [
        ("TCP_NODELAY", 1, 1),
        ("TCP_NODELAY", 0, 0),
        ("SO_KEEPALIVE", 1, 1),
        ("TCP_KEEPIDLE", 77, 77),
        ("TCP_KEEPINTVL", 7, 7),
        ("TCP_KEEPCNT", 3, 3),
        ("TCP_USER_TIMEOUT", 5000, 5000),
        ("IP_TOS", 16, 16),
        ("IP_TTL", 33, 33),
        ("SO_RCVBUF", 10_000, 20_000),
        ("SO_SNDBUF", 10_000, 20_000),
    ],
)
def test_an_option_is_what_the_system_made_of_it(pair: Pair, name: str, value: int, wanted: int) -> None:
    link, _ = pair
    link.tell("option", socket=2, name=name, value=value)
    assert query(link, name) == wanted


def test_the_segment_size_can_be_read(pair: Pair) -> None:
    assert query(pair[0], "TCP_MAXSEG") > 500


def test_a_value_out_of_bounds_is_brought_into_them(pair: Pair) -> None:
    link, _ = pair
    link.tell("option", socket=2, name="SO_RCVBUF", value=2**31 - 1)
    assert query(link, "SO_RCVBUF") <= 2 * 4 * 1024 * 1024
    link.tell("option", socket=2, name="IP_TTL", value=-1)
    assert query(link, "IP_TTL") == 1


def test_what_is_gone_has_no_options(link: LinkClient) -> None:
    assert query(link, "TCP_NODELAY", number=8) == "ENOPROTOOPT"


def test_an_unknown_name_is_a_protocol_error(pair: Pair) -> None:
    link, _ = pair
    link.tell("query", socket=2, id=1, name="SO_NONSENSE")
    assert "query.name" in link.wait("fail")["reason"]
