# SPDX-License-Identifier: MIT
"""`porthole http` against the practice host, and against Python's servers."""

from __future__ import annotations

import json
import threading
import zlib
from collections.abc import Iterator
from pathlib import Path
from xmlrpc.server import SimpleXMLRPCServer

import pytest
from conftest import Command


def test_any_method_and_body(porthole: Command, tmp_path: Path) -> None:
    every = bytes(range(256))
    (tmp_path / "every").write_bytes(every)
    for verb in ("post", "put", "patch", "delete"):
        result = porthole("http", verb, "http://www.test/echo", "--data-binary", f"@{tmp_path / 'every'}")
        assert (result.stdout, result.stderr, result.status) == (every, "", 0)
    assert (
        porthole("http", "request", "-X", "PUT", "www.test/echo", "-d", "a", "-d", "b=c").stdout == b"a&b=c"
    )
    assert porthole("http", "post", "www.test/echo", "-T", "-", stdin=every).stdout == every
    assert porthole("http", "get", "www.test/hello.txt").stdout == b"Hello from www.test!\n"


def test_a_form(porthole: Command) -> None:
    result = porthole(
        "http", "post", "http://www.test/form", "--data-urlencode", "name=王 & 小明", "-d", "x=1"
    )
    assert result.stdout.decode() == "x: 1\nname: 王 & 小明\n"


@pytest.mark.parametrize("options", [[], ["--chunked"], ["--expect"], ["--chunked", "--expect"]])
def test_a_file_is_sent_as_it_is_read(porthole: Command, tmp_path: Path, options: list[str]) -> None:
    data = bytes(range(251)) * 40_000
    (tmp_path / "data").write_bytes(data)
    result = porthole("http", "put", "http://www.test/upload", "-T", str(tmp_path / "data"), *options)
    assert result.stdout == f"{len(data)} bytes, CRC-32 {zlib.crc32(data):08x}\n".encode()


def test_headers_are_sent_and_shown(porthole: Command) -> None:
    result = porthole(
        "http", "get", "www.test/headers", "-H", "X-Own: 1", "-H", "Accept: x/y", "-H", "X-Empty;"
    )
    shown = result.stdout.decode().splitlines()
    assert {"X-Own: 1", "Accept: x/y", "X-Empty:", "User-Agent: porthole/0.1.0"} <= {
        line.strip() for line in shown
    }
    assert sum(line.startswith("Accept:") for line in shown) == 1
    head = porthole("http", "head", "www.test/hello.txt").stdout
    assert head.startswith(b"HTTP/1.1 200 OK\r\n")
    assert head.endswith(b"\r\n\r\n")


def test_redirects(porthole: Command) -> None:
    assert porthole("http", "get", "www.test/redirect").stdout.startswith(b"302 Found")
    result = porthole("http", "get", "-iL", "www.test/redirect?n=3")
    assert result.stdout.count(b"HTTP/1.1 302 Found\r\n") == 3
    assert result.stdout.endswith(b"Hello from www.test!\n")
    result = porthole("http", "get", "-L", "--max-redirs", "2", "www.test/redirect?n=3")
    assert (result.stderr, result.status) == (
        "porthole: http get www.test/redirect?n=3: more than 2 redirects\n",
        47,
    )
    assert porthole("http", "get", "-L", "www.test/loop").status == 47
    posted = porthole("http", "post", "-L", "www.test/redirect?status=307&to=/echo", "-d", "kept")
    assert posted.stdout == b"kept"


def test_who_one_is(porthole: Command, tmp_path: Path) -> None:
    welcome = "Welcome, learner. 欢迎。\n".encode()
    assert porthole("http", "get", "http://learner:secret@www.test/private").stdout == welcome
    assert porthole("get", "http://learner:secret@www.test/private").stdout == welcome
    assert porthole("http", "get", "-u", "learner:secret", "www.test/private").stdout == welcome
    (tmp_path / "password").write_text("secret\n")
    by_file = ("-u", "learner", "--password-file", str(tmp_path / "password"))
    assert porthole("http", "get", *by_file, "www.test/private").stdout == welcome
    result = porthole("http", "get", "-f", "http://learner:wrong@www.test/private")
    assert result.status == 22
    assert "wrong" not in result.stderr


def test_ranges_and_files(porthole: Command, tmp_path: Path) -> None:
    assert porthole("http", "get", "-r", "0-8", "www.test/poem.txt").stdout.decode() == "静夜思"
    result = porthole("http", "get", "--progress", "www.test/big?n=3000000", "-o", str(tmp_path / "big"))
    assert (result.status, (tmp_path / "big").stat().st_size) == (0, 3_000_000)
    assert "3.0 MB of 3.0 MB, 100%" in result.stderr


def test_an_answer_as_json(porthole: Command, tmp_path: Path) -> None:
    answer = json.loads(porthole("http", "get", "--json", "www.test/chunks").stdout)
    assert (answer["status"], answer["reason"], answer["version"]) == (200, "OK", "1.1")
    assert answer["headers"]["Transfer-Encoding"] == "chunked"
    assert answer["trailers"]["X-Lines"] == "15"
    assert "床前明月光" in answer["body"]
    into = porthole("http", "get", "--json", "www.test/hello.txt", "-o", str(tmp_path / "page"))
    assert json.loads(into.stdout)["size"] == 21
    assert (tmp_path / "page").read_bytes() == b"Hello from www.test!\n"


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (["http://www.test/", "-H", "no colon"], 2, '-H no colon: a header is "Name: value"'),
        (
            ["http://www.test/", "-H", "X: y\r\nZ: z"],
            2,
            "http get http://www.test/: the value of X may not hold",
        ),
        (["ftp://www.test/"], 1, "http get ftp://www.test/: only http:// is spoken here"),
        (["http://www.test:99999/"], 3, "http get http://www.test:99999/: the port must be 0-65535"),
        (["http://nobody.test/"], 6, "resolve nobody.test: Name or service not known"),
        (["http://www.test:81/"], 7, "connect www.test:81: Connection refused"),
    ],
)
def test_what_cannot_be_asked(porthole: Command, arguments: list[str], status: int, message: str) -> None:
    result = porthole("http", "get", *arguments)
    assert result.status == status
    assert message in result.stderr
    assert result.stdout == b""


def test_a_file_that_cannot_be_read(porthole: Command) -> None:
    result = porthole("http", "put", "www.test/echo", "-T", "/nonexistent/file")
    assert (result.status, result.stdout) == (26, b"")
    assert "open /nonexistent/file: No such file or directory" in result.stderr


@pytest.fixture
def server() -> Iterator[str]:
    """Python's own XML-RPC server."""
    with SimpleXMLRPCServer(("127.0.0.1", 0), logRequests=False, allow_none=True) as host:
        host.register_function(lambda *values: list(values), "echo")
        thread = threading.Thread(target=host.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{host.server_address[1]}"
        host.shutdown()
        thread.join()


def test_xml_rpc(porthole: Command, server: str) -> None:
    arguments = ["1", "2.5", "true", "null", "文字 <&>", '"7"', '{"a": [1, {"b": "c"}]}']
    result = porthole("http", "rpc", server, "echo", *arguments)
    assert json.loads(result.stdout) == [1, 2.5, True, None, "文字 <&>", "7", {"a": [1, {"b": "c"}]}]
    result = porthole("http", "rpc", server, "none")
    assert (result.status, result.stdout) == (8, b"")
    assert "the host answered with fault 1" in result.stderr
    methods = json.loads(porthole("http", "rpc", "http://www.test/RPC2", "system.listMethods").stdout)
    assert "greet" in methods
