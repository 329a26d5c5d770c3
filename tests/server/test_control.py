# SPDX-License-Identifier: MIT
"""Every control message of the protocol, right and wrong."""

from __future__ import annotations

import json

import pytest
from conftest import ADDRESS, Gateway
from ws_client import BINARY, TEXT, Closed, LinkClient

HELLO = {"type": "hello", "version": 1, "credit": 65536}
CONNECT = {"type": "connect", "socket": 2, "family": "inet", "address": "10.0.0.1", "port": 80}


def failure(client: LinkClient) -> tuple[dict, int]:
    """The `fail` that the gateway sends, and its close code."""
    fail = client.wait("fail")
    with pytest.raises(Closed) as closed:
        client.wait("nothing more comes")
    return fail, closed.value.code


def test_the_gateway_says_hello_first_and_by_itself(gateway: Gateway) -> None:
    client = gateway.link(hello=False)
    assert client.hello["version"] == 1
    assert client.hello["credit"] == 1024 * 1024
    assert client.hello["limits"] == {"sockets": 256, "message": 65536, "data": 262144}
    assert client.hello["features"] == ["tcp", "resolve", "options", "udp", "down"]
    assert client.hello["hostname"] == "porthole"
    client.close()


def test_a_page_may_connect_before_it_has_read_hello(gateway: Gateway, peer: dict[str, int]) -> None:
    client = gateway.link()
    client.tell("connect", socket=2, family="inet", address=ADDRESS, port=peer["echo"])
    assert client.wait("connected", socket=2)["peer"] == {"address": ADDRESS, "port": peer["echo"]}
    client.close()


def test_unknown_fields_are_ignored(link: LinkClient) -> None:
    link.tell("resolve", id=7, host="127.0.0.1", family="inet", colour="blue")
    assert link.wait("resolved")["id"] == 7


INVALID = {
    "a second hello": (HELLO, "second hello"),
    "unknown type": ({"type": "dance"}, "unknown type"),
    "no type": ({"socket": 2}, "unknown type"),
    "type is a number": ({"type": 5}, "unknown type"),
    "type is a list": ({"type": []}, "unknown type"),
    "connect without socket": ({**CONNECT, "socket": None}, "connect.socket"),
    "connect with odd socket": ({**CONNECT, "socket": 3}, "connect.socket"),
    "connect with socket 0": ({**CONNECT, "socket": 0}, "connect.socket"),
    "connect with negative socket": ({**CONNECT, "socket": -2}, "connect.socket"),
    "connect with socket 2^32": ({**CONNECT, "socket": 2**32}, "connect.socket"),
    "connect with fractional socket": ({**CONNECT, "socket": 2.0}, "connect.socket"),
    "connect with socket as text": ({**CONNECT, "socket": "2"}, "connect.socket"),
    "connect with family by number": ({**CONNECT, "family": 2}, "connect.family"),
    "connect with unknown family": ({**CONNECT, "family": "any"}, "connect.family"),
    "connect with address by number": ({**CONNECT, "address": 1}, "connect.address"),
    "connect with port 65536": ({**CONNECT, "port": 65536}, "connect.port"),
    "connect with negative port": ({**CONNECT, "port": -1}, "connect.port"),
    "connect with port as text": ({**CONNECT, "port": "80"}, "connect.port"),
    "connect with port true": ({**CONNECT, "port": True}, "connect.port"),
    "resolve without id": ({"type": "resolve", "host": "a", "family": "any"}, "resolve has no id"),
    "resolve with host as list": ({"type": "resolve", "id": 1, "host": [], "family": "any"}, "resolve.host"),
    "resolve without family": ({"type": "resolve", "id": 1, "host": "a"}, "resolve has no family"),
    "reverse without address": ({"type": "reverse", "id": 1}, "reverse has no address"),
    "shutdown without socket": ({"type": "shutdown"}, "shutdown has no socket"),
    "close without socket": ({"type": "close"}, "close has no socket"),
    "reset with odd socket": ({"type": "reset", "socket": 5}, "has not opened"),
    "credit of 0": ({"type": "credit", "socket": 2, "bytes": 0}, "credit.bytes"),
    "credit of 2^31": ({"type": "credit", "socket": 2, "bytes": 2**31}, "credit.bytes"),
    "credit without bytes": ({"type": "credit", "socket": 2}, "credit has no bytes"),
    "option by another name": (
        {"type": "option", "socket": 2, "name": "SO_DEBUG", "value": 1},
        "option.name",
    ),
    "option with text": ({"type": "option", "socket": 2, "name": "IP_TOS", "value": "1"}, "option.value"),
    "SO_LINGER of one number": (
        {"type": "option", "socket": 2, "name": "SO_LINGER", "value": 0},
        "option.value",
    ),
    "SO_LINGER of three": (
        {"type": "option", "socket": 2, "name": "SO_LINGER", "value": [1, 2, 3]},
        "option.value",
    ),
    "another option of two": (
        {"type": "option", "socket": 2, "name": "IP_TOS", "value": [1, 2]},
        "option.value",
    ),
    "option without value": ({"type": "option", "socket": 2, "name": "IP_TOS"}, "option has no value"),
    "what only a gateway sends": ({"type": "connected", "socket": 2}, "unknown type"),
}


@pytest.mark.parametrize("name", INVALID)
def test_an_invalid_message_fails_the_link(link: LinkClient, name: str) -> None:
    message, reason = INVALID[name]
    link.send(TEXT, json.dumps(message).encode())
    fail, code = failure(link)
    assert fail["error"] == "EPROTO"
    assert reason in fail["reason"]
    assert code == 1002


@pytest.mark.parametrize(
    "hello",
    [
        {"version": 2},
        {"version": "1"},
        {"credit": 0},
        {"credit": "1"},
        {"credit": None},
        {"token": 5},
        {"features": 1},
    ],
)
def test_an_invalid_hello_fails_the_link(gateway: Gateway, hello: dict) -> None:
    client = gateway.link(hello=False)
    client.send(TEXT, json.dumps({**HELLO, **hello}).encode())
    fail, code = failure(client)
    assert f"hello.{next(iter(hello))}" in fail["reason"]
    assert code == 1002
    client.close()


@pytest.mark.parametrize(
    "payload", [b"", b"{", b"[]", b"null", b"5", b'"hello"', b"{" * 30000, b"[" * 60000, b'{"type":NaN}']
)
def test_what_is_not_an_object_fails_the_link(link: LinkClient, payload: bytes) -> None:
    link.send(TEXT, payload)
    assert failure(link)[1] == 1002


def test_text_that_is_not_utf8_fails_the_link(link: LinkClient) -> None:
    link.send(TEXT, b'{"type":"\xff"}')
    fail, code = failure(link)
    assert "UTF-8" in fail["reason"]
    assert code == 1007


def test_messages_before_hello_fail_the_link(gateway: Gateway) -> None:
    client = gateway.link(hello=False)
    client.tell("resolve", id=1, host="localhost", family="any")
    assert "before hello" in failure(client)[0]["reason"]
    client.close()


@pytest.mark.parametrize(
    "payload", [b"", b"\2\0\0", b"\2\0\0\0", b"\2\0\0\0x", b"\3\0\0\0x", b"\xff\xff\xff\xffx"]
)
def test_data_for_no_open_socket_fails_the_link(link: LinkClient, payload: bytes) -> None:
    link.send(BINARY, payload)
    assert failure(link)[1] == 1002


def test_a_number_in_use_fails_the_link(link: LinkClient, peer: dict[str, int]) -> None:
    link.connect(2, ADDRESS, peer["echo"])
    link.tell("connect", socket=2, family="inet", address=ADDRESS, port=peer["echo"])
    assert "in use" in failure(link)[0]["reason"]


def test_more_data_than_credit_fails_the_link(link: LinkClient, peer: dict[str, int]) -> None:
    link.connect(2, ADDRESS, peer["unread"])
    for _ in range(20 * 1024 * 1024 // 65536):
        link.data(2, bytes(65536))
    assert "has credit for" in failure(link)[0]["reason"]


def test_late_messages_for_a_socket_that_is_gone_are_no_error(link: LinkClient) -> None:
    for kind, fields in [
        ("shutdown", {}),
        ("credit", {"bytes": 5}),
        ("option", {"name": "IP_TOS", "value": 0}),
    ]:
        link.tell(kind, socket=8, **fields)
    link.tell("close", socket=8)
    assert link.wait("closed", socket=8) == {"type": "closed", "socket": 8}
    link.tell("reset", socket=8)
    assert link.wait("closed", socket=8) == {"type": "closed", "socket": 8}


def test_shutdown_twice_is_no_error(link: LinkClient, peer: dict[str, int]) -> None:
    link.connect(2, ADDRESS, peer["half"])
    link.tell("shutdown", socket=2)
    link.tell("shutdown", socket=2)
    assert link.wait_bytes(2, 7) == b"half 0\n"


def test_data_after_shutdown_fails_the_link(link: LinkClient, peer: dict[str, int]) -> None:
    link.connect(2, ADDRESS, peer["half"])
    link.tell("shutdown", socket=2)
    link.data(2, b"late")
    assert "not open for sending" in failure(link)[0]["reason"]
