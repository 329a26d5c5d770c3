# SPDX-License-Identifier: MIT
"""`porthole get`: the page, and curl's exit statuses."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import Command

Serve = Callable[[bytes], str]


@pytest.fixture
def serve() -> Iterator[Serve]:
    """A host that answers one client with these bytes, whatever it asks, and closes."""
    servers = []

    def start(answer: bytes) -> str:
        server = socket.create_server(("127.0.0.1", 0))
        servers.append(server)

        def run() -> None:
            client, _ = server.accept()
            with client:
                client.recv(65536)
                client.sendall(answer)

        threading.Thread(target=run, daemon=True).start()
        return f"http://127.0.0.1:{server.getsockname()[1]}/"

    yield start
    for server in servers:
        server.close()


def test_a_page(porthole: Command) -> None:
    result = porthole("get", "http://www.test/hello.txt")
    assert (result.stdout, result.stderr, result.status) == (b"Hello from www.test!\n", "", 0)


@pytest.mark.parametrize(
    "url", ["www.test/hello.txt", "HTTP://WWW.TEST/hello.txt#top", "http://www.test:80/hello.txt"]
)
def test_urls_as_people_write_them(porthole: Command, url: str) -> None:
    assert porthole("get", url).stdout == b"Hello from www.test!\n"


def test_an_ipv6_address_in_brackets(porthole: Command) -> None:
    with socket.create_server(("::1", 0), family=socket.AF_INET6) as server:
        port = server.getsockname()[1]

        def answer() -> None:
            client, _ = server.accept()
            with client:
                client.sendall(b"HTTP/1.0 200 OK\r\n\r\n" + client.recv(4096).splitlines()[1])

        threading.Thread(target=answer, daemon=True).start()
        assert porthole("get", f"http://[::1]:{port}").stdout == f"Host: [::1]:{port}".encode()


def test_the_request_names_the_host(porthole: Command) -> None:
    shown = porthole("get", "http://www.test/headers").stdout.decode().splitlines()
    assert shown[0] == "GET /headers HTTP/1.1"
    assert "Host: www.test" in shown
    assert "User-Agent: porthole/0.1.0" in shown


def test_with_the_head(porthole: Command) -> None:
    head, _, body = porthole("get", "-i", "http://www.test/hello.txt").stdout.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200 OK\r\n")
    assert body == b"Hello from www.test!\n"


def test_into_a_file(porthole: Command, tmp_path: Path) -> None:
    result = porthole("get", "http://www.test/big?n=3000000", "-o", str(tmp_path / "big"))
    assert (result.stdout, result.status) == (b"", 0)
    data = (tmp_path / "big").read_bytes()
    assert len(data) == 3000000
    assert data[:251] == bytes(range(251))


def test_a_missing_page(porthole: Command, tmp_path: Path) -> None:
    result = porthole("get", "http://www.test/nothing")
    assert (result.stdout.startswith(b"404 Not Found\n"), result.status) == (True, 0)
    result = porthole("get", "--fail", "http://www.test/nothing", "-o", str(tmp_path / "none"))
    assert (result.stdout, result.status) == (b"", 22)
    assert result.stderr == "porthole: get http://www.test/nothing: the host answered with status 404\n"
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize(
    ("url", "status", "message"),
    [
        ("https://www.test/", 1, "get https://www.test/: only http:// is spoken here"),
        ("ftp://www.test/", 1, "get ftp://www.test/: only http:// is spoken here"),
        ("http://", 3, "get http://: there is no host"),
        ("http://www.test:70000/", 3, "get http://www.test:70000/: the port must be 0-65535"),
        ("http://www.test:x/", 3, "get http://www.test:x/: the port must be 0-65535"),
        ("http://[::1/", 3, "get http://[::1/: the address in brackets does not end"),
        ("http://www.test/a b", 3, "get http://www.test/a b: a URL holds no blanks or control characters"),
        ("http://nobody.test/", 6, "resolve nobody.test: Name or service not known"),
        ("http://www.test:81/", 7, "connect www.test:81: Connection refused"),
    ],
)
def test_what_cannot_be_fetched(porthole: Command, url: str, status: int, message: str) -> None:
    result = porthole("get", url)
    assert (result.stderr, result.stdout, result.status) == (f"porthole: {message}\n", b"", status)


def test_a_line_break_in_the_url_is_refused(porthole: Command) -> None:
    assert porthole("get", "http://www.test/\r\nX-Injected: yes").status == 3


@pytest.mark.parametrize(
    ("answer", "status", "body"),
    [
        (b"HTTP/1.0 200 OK\r\n\r\nto the end", 0, b"to the end"),
        (b"HTTP/1.1 200 OK\nContent-Length: 4\n\nfourmore", 0, b"four"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nmore", 0, b""),
        (b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n\r\nyes", 0, b"yes"),
        (b"HTTP/1.1 204 No Content\r\n\r\n", 0, b""),
        (b"HTTP/1.0 200\r\n\r\nno reason", 0, b"no reason"),
        (b"HTTP/1.0 200 OK\r\nContent-Length: 10\r\n\r\nfour", 18, b"four"),
        (b"HTTP/1.0 200 OK\r\nContent-Length: -1\r\n\r\n", 8, b""),
        (b"HTTP/1.0 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", 8, b""),
        (b"HTTP/1.0 200 OK\r\nContent-Length: 99999999999999999999999\r\n\r\n", 8, b""),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n", 0, b"abc"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n5\r\nde", 18, b"abcde"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n", 8, b"abc"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 8, b""),
        (b"HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 8, b""),
        (b"HTTP/1.0 2x0 OK\r\n\r\n", 8, b""),
        (b"SSH-2.0-OpenSSH\r\n", 8, b""),
        (b"HTTP/1.0 200 OK\r\nX: " + b"x" * 70000, 8, b""),
        (b"HTTP/1.0 200 OK\r\nX: y", 56, b""),
        (b"", 52, b""),
    ],
)
def test_answers_good_and_bad(
    porthole: Command, serve: Serve, answer: bytes, status: int, body: bytes
) -> None:
    result = porthole("get", serve(answer))
    assert (result.status, result.stdout) == (status, body)
    assert (result.stderr == "") == (status == 0)


def test_silence_ends_at_the_timeout(porthole: Command, peers: dict[str, int]) -> None:
    result = porthole("get", "--timeout", "0.4", f"http://127.0.0.1:{peers['silent']}/")
    assert (result.status, result.stderr.endswith(": timed out\n")) == (28, True)


def test_slow_pages_arrive_whole(porthole: Command) -> None:
    assert porthole("get", "--timeout", "5", "http://www.test/slow?n=3&ms=50").stdout.count(b"\n") == 3


def test_output_that_cannot_be_written(porthole: Command) -> None:
    result = porthole("get", "http://www.test/", "-o", "/nonexistent/page")
    assert (result.status, result.stderr) == (
        23,
        "porthole: get http://www.test/: open /nonexistent/page: No such file or directory\n",
    )
