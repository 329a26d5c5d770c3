# SPDX-License-Identifier: MIT
"""WebSocket frames, well-formed and not."""

from __future__ import annotations

import json
import time

import pytest
from conftest import ADDRESS, Gateway
from ws_client import BINARY, CLOSE, PING, PONG, TEXT, Closed, LinkClient

RESOLVE = json.dumps({"type": "resolve", "id": 1, "host": "127.0.0.1", "family": "any"}).encode()


def closed_with(client: LinkClient) -> int:
    with pytest.raises(Closed) as closed:
        client.wait("nothing comes")
    return closed.value.code


def test_fragments_are_joined(link: LinkClient) -> None:
    link.send(TEXT, RESOLVE[:5], final=False)
    for byte in RESOLVE[5:-1]:
        link.send(0, bytes([byte]), final=False)
    link.send(PING, b"between fragments")
    link.send(0, RESOLVE[-1:])
    assert link.wait("resolved")["id"] == 1


def test_data_in_fragments_arrives_whole(link: LinkClient, peer: dict[str, int]) -> None:
    link.connect(2, ADDRESS, peer["echo"])
    link.send(BINARY, b"\2\0", final=False)
    link.send(0, b"\0\0hel", final=False)
    link.send(0, b"lo")
    assert link.wait_bytes(2, 5) == b"hello"


def test_frames_split_at_every_byte_are_understood(link: LinkClient) -> None:
    for byte in link.frame(TEXT, RESOLVE):
        link.sock.sendall(bytes([byte]))
    assert link.wait("resolved")["id"] == 1


def test_many_messages_in_one_segment_are_all_handled(link: LinkClient) -> None:
    link.sock.sendall(link.frame(TEXT, RESOLVE) * 500)
    for _ in range(500):
        link.wait("resolved")


def test_a_ping_is_answered_with_its_payload(gateway: Gateway) -> None:
    client = gateway.link()
    client.send(PING, b"abc")
    assert client.receive() == (PONG, b"abc")
    client.close()


@pytest.mark.parametrize(
    ("opcode", "payload", "options", "code"),
    [
        (TEXT, RESOLVE, {"masked": False}, 1002),
        (TEXT, RESOLVE, {"bits": 0x40}, 1002),
        (3, b"", {}, 1002),
        (11, b"", {}, 1002),
        (0, b"x", {}, 1002),
        (PING, b"", {"final": False}, 1002),
        (PING, bytes(126), {}, 1002),
        pytest.param(TEXT, b" " * 65537, {}, 1009, id="a long text"),
        pytest.param(BINARY, bytes(262149), {}, 1009, id="long data"),
    ],
)
def test_a_bad_frame_closes_the_link(
    link: LinkClient, opcode: int, payload: bytes, options: dict, code: int
) -> None:
    link.send(opcode, payload, **options)
    assert closed_with(link) == code


def test_a_new_message_inside_a_fragmented_one_closes_the_link(link: LinkClient) -> None:
    link.send(TEXT, b"{", final=False)
    link.send(TEXT, RESOLVE)
    assert closed_with(link) == 1002


@pytest.mark.parametrize("size", [2**32, 2**63, 2**64 - 1, 262149])
def test_a_frame_is_refused_by_its_header(link: LinkClient, size: int) -> None:
    link.sock.sendall(b"\x82\xff" + size.to_bytes(8, "big") + b"mask")
    assert closed_with(link) == 1009


def test_fragments_that_never_end_are_refused(link: LinkClient) -> None:
    link.send(BINARY, bytes(1000), final=False)
    with pytest.raises((Closed, OSError)):
        for _ in range(1000):
            link.send(0, bytes(1000), final=False)
            time.sleep(0.0001)
        link.wait("nothing comes")


def test_the_longest_message_is_taken(link: LinkClient, peer: dict[str, int]) -> None:
    link.connect(2, ADDRESS, peer["echo"])
    payload = bytes(i % 256 for i in range(65536))
    link.data(2, payload)
    assert link.wait_bytes(2, 65536) == payload


def test_a_close_frame_is_answered(gateway: Gateway) -> None:
    client = gateway.link()
    client.send(CLOSE, (1000).to_bytes(2, "big") + b"done")
    assert closed_with(client) == 1000
    assert client.sock.recv(1) == b""
    client.close()


@pytest.mark.parametrize("size", [1, 3, 125, 126, 127, 128, 129, 4096, 65535])
def test_every_size_arrives_unchanged(link: LinkClient, peer: dict[str, int], size: int) -> None:
    link.connect(2, ADDRESS, peer["echo"])
    payload = bytes((i * 7 + 3) % 256 for i in range(size))
    link.data(2, payload)
    assert link.wait_bytes(2, size) == payload
