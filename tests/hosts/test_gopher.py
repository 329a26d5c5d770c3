# SPDX-License-Identifier: MIT
"""gopher.test with curl, and with clients who misbehave."""

from __future__ import annotations

import re
import socket
import subprocess
import time
from pathlib import Path

import pytest

ERROR = b"\t\terror.host\t1\r\n.\r\n"


@pytest.fixture
def address(practice: str) -> tuple[str, int]:
    line = re.search(r"^gopher\.test \S+ 70 (\d+)$", Path(practice).read_text(), re.MULTILINE)
    assert line is not None
    return "127.0.0.1", int(line[1])


def curl(address: tuple[str, int], path: str) -> bytes:
    command = ["curl", "-sS", "--fail", f"gopher://{address[0]}:{address[1]}/{path}"]
    result = subprocess.run(command, capture_output=True, timeout=30, check=True)
    assert result.stderr == b""
    return result.stdout


def talk(address: tuple[str, int], sent: bytes) -> bytes:
    with socket.create_connection(address, 20) as client:
        client.sendall(sent)
        client.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: client.recv(65536), b""))


def test_curl_walks_the_menus(address: tuple[str, int]) -> None:
    root = curl(address, "").decode()
    assert root.startswith("iWelcome to gopher.test! 欢迎！\t")
    assert root.endswith("\r\n.\r\n")
    for line in root.split("\r\n")[:-2]:
        kind, selector, host, port = line[0], *line.split("\t")[1:]
        assert port.isdigit()
        if host == "gopher.test" and kind in "01":
            assert curl(address, kind + selector).endswith(b"\r\n.\r\n")
    assert "床前明月光" in curl(address, "0/zh/poem.txt").decode()


def test_curl_fetches_every_byte(address: tuple[str, int]) -> None:
    expected = b"".join(bytes((row + column) & 0xFF for column in range(256)) for row in range(256))
    assert curl(address, "9/every-byte.bin") == expected
    assert curl(address, "g/gopher.gif").startswith(b"GIF89a")


def test_curl_searches(address: tuple[str, int]) -> None:
    assert b"/zh/poem.txt" in curl(address, "7/search%09%E6%98%8E%E6%9C%88")
    assert b"/zh/about.txt" in curl(address, "7/search%09GOPHER")
    assert "没有找到" in curl(address, "7/search%09nothing-like-it").decode()


def test_dots_are_doubled(address: tuple[str, int]) -> None:
    assert b"\r\n..\r\n..one\r\n...two\r\n" in curl(address, "0/dots.txt")


@pytest.mark.parametrize(
    ("sent", "start"),
    [
        (b"/nowhere\r\n", b"3There is no such thing here"),
        (b"/search\r\n", b"3Search for what?"),
        (b"/search\t  \r\n", b"3Search for what?"),
        (b"/../../etc/passwd\r\n", b"3There is no such thing here"),
        (b"\0\r\n", b"3There is no such thing here"),
        (b"x" * 2000 + b"\r\n", b"3The request is too long"),
        (b"x" * 100_000, b"3The request is too long"),
    ],
)
def test_a_bad_request_is_an_error_item(address: tuple[str, int], sent: bytes, start: bytes) -> None:
    answer = talk(address, sent)
    assert answer.startswith(start)
    assert answer.endswith(ERROR)


def test_a_bare_line_feed_a_gopher_plus_string_and_a_pipeline(address: tuple[str, int]) -> None:
    assert talk(address, b"/zh\n") == talk(address, b"/zh\r\n") == talk(address, b"/zh\t+\r\n")
    assert talk(address, b"/zh\r\n/zh\r\n/zh\r\n") == talk(address, b"/zh\r\n")
    assert b'href="http://www.test/"' in talk(address, b"URL:http://www.test/\r\n")
    assert talk(address, b"half a line") == b""


def test_one_byte_at_a_time(address: tuple[str, int]) -> None:
    with socket.create_connection(address, 20) as client:
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for byte in b"/zh/poem.txt\r\n":
            client.sendall(bytes([byte]))
            time.sleep(0.001)
        assert "李白" in b"".join(iter(lambda: client.recv(65536), b"")).decode()
