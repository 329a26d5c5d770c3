# SPDX-License-Identifier: MIT
"""The site's files and their headers."""

from __future__ import annotations

import contextlib
import gzip
import http.client
import json
import socket
import time
from pathlib import Path

import pytest
from conftest import Gateway, Start

FILES = {
    "index.html": b"<!doctype html><title>x</title>",
    "assets/app-Ab3_x9-Z.js": b"export {};",
    "assets/plain.css": b"body {}",
    "examples/tcp.wasm": b"\0asm",
    "examples/tcp.cpp": "int main() {} // 中文".encode(),
    "examples/index.json": b"[]",
    "sub/index.html": b"sub",
    "empty.txt": b"",
    "big.bin": bytes(range(256)) * 4096,
    ".hidden": b"no",
    "squeezed.js": b"long text " * 100,
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("web")
    site = folder / "site"
    for name, content in FILES.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_bytes(content)
    (site / "squeezed.js.gz").write_bytes(gzip.compress(FILES["squeezed.js"]))
    (site / "squeezed.js.br").write_bytes(b"as if brotli")
    (folder / "secret.txt").write_text("secret")
    (site / "link.txt").symlink_to(folder / "secret.txt")
    return site


@pytest.fixture(scope="module")
def served(start: Start, site: Path) -> Gateway:
    return start("", "--site", str(site))


def get(
    gateway: Gateway, path: str, method: str = "GET", **headers: str
) -> tuple[http.client.HTTPResponse, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", gateway.port, timeout=10)
    connection.request(
        method, path, headers={name.replace("_", "-"): value for name, value in headers.items()}
    )
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer, body


@pytest.mark.parametrize(
    ("path", "name", "kind"),
    [
        ("/", "index.html", "text/html; charset=utf-8"),
        ("/index.html?x=1", "index.html", "text/html; charset=utf-8"),
        ("/assets/app-Ab3_x9-Z.js", "assets/app-Ab3_x9-Z.js", "text/javascript; charset=utf-8"),
        ("/assets/plain.css", "assets/plain.css", "text/css; charset=utf-8"),
        ("/examples/tcp.wasm", "examples/tcp.wasm", "application/wasm"),
        ("/examples/tcp.cpp", "examples/tcp.cpp", "text/plain; charset=utf-8"),
        ("/examples/index.json", "examples/index.json", "application/json"),
        ("/sub/", "sub/index.html", "text/html; charset=utf-8"),
        ("/empty.txt", "empty.txt", "text/plain; charset=utf-8"),
        ("/big.bin", "big.bin", "application/octet-stream"),
        ("/%69ndex.html", "index.html", "text/html; charset=utf-8"),
    ],
)
def test_files_come_with_their_type(served: Gateway, path: str, name: str, kind: str) -> None:
    answer, body = get(served, path)
    assert (answer.status, body) == (200, FILES[name])
    assert answer.headers["Content-Type"] == kind
    assert answer.headers["Content-Length"] == str(len(body))
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    head, nothing = get(served, path, "HEAD")
    assert (head.status, nothing) == (200, b"")
    assert head.headers["Content-Length"] == str(len(body))


@pytest.mark.parametrize(
    "path",
    [
        "/missing", "/sub", "/assets/", "/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/sub/../../secret.txt",
        "/link.txt", "/.hidden", "//secret.txt", "//etc/passwd", "/etc/passwd", "/sub//index.html", "/index.html%00.js",
        "/..%5csecret.txt", "/%ff", "/index.html/", "/sub/%2e%2e/%2e%2e/secret.txt", "/./index.html", "/" + "a" * 5000,
    ],
)  # fmt: skip
def test_everything_else_is_not_found(served: Gateway, path: str) -> None:
    answer, body = get(served, path)
    assert (answer.status, body) == (404, b"Not found\n")


def test_hashed_files_are_kept_and_others_asked_for_again(served: Gateway) -> None:
    assert "immutable" in get(served, "/assets/app-Ab3_x9-Z.js")[0].headers["Cache-Control"]
    for path in ("/", "/assets/plain.css", "/examples/tcp.wasm", "/porthole.json"):
        assert get(served, path)[0].headers["Cache-Control"] == "no-cache"


def test_an_unchanged_file_is_not_sent_again(served: Gateway) -> None:
    tag = get(served, "/")[0].headers["ETag"]
    answer, body = get(served, "/", If_None_Match=tag)
    assert (answer.status, body) == (304, b"")
    assert get(served, "/", If_None_Match='"other"')[0].status == 200


def test_compressed_variants_are_used_where_accepted(served: Gateway) -> None:
    answer, body = get(served, "/squeezed.js", Accept_Encoding="gzip, deflate")
    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert gzip.decompress(body) == FILES["squeezed.js"]
    assert get(served, "/squeezed.js", Accept_Encoding="gzip, br")[0].headers["Content-Encoding"] == "br"
    for refused in ("", "identity", "gzip;q=0"):
        answer, body = get(served, "/squeezed.js", Accept_Encoding=refused)
        assert (answer.headers["Content-Encoding"], body) == (None, FILES["squeezed.js"])


def test_the_page_learns_where_its_gateway_is(served: Gateway) -> None:
    answer, body = get(served, "/porthole.json")
    assert json.loads(body) == {"gateway": "/tunnel", "kind": "porthole"}
    assert answer.headers["Content-Type"] == "application/json"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "BREW", "proxy", "get"])
def test_other_methods_are_refused(served: Gateway, method: str) -> None:
    answer, body = get(served, "/", method)
    assert (answer.status, body) == (501, b"")


def test_several_requests_share_a_connection(served: Gateway) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=10)
    for _ in range(5):
        connection.request("GET", "/big.bin")
        assert connection.getresponse().read() == FILES["big.bin"]
    connection.close()


def test_short_answers_do_not_wait_on_a_shared_connection(served: Gateway) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=10)
    begin = time.monotonic()
    for _ in range(50):
        connection.request("GET", "/porthole.json")
        assert connection.getresponse().read()
    assert time.monotonic() - begin < 1.5
    connection.close()


@pytest.mark.parametrize(
    "request_",
    [
        b"\0\1\2\r\n\r\n",
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET / HTTP/1.1\r\nX: " + b"y" * 70000,
        b"\x16\x03\x01\0",
    ],
)
def test_nonsense_is_answered_calmly(served: Gateway, request_: bytes) -> None:
    # It may be cut before all of it is sent.
    connection = socket.create_connection(("127.0.0.1", served.port), 10)
    with connection as sock, contextlib.suppress(OSError):
        sock.sendall(request_)
        sock.shutdown(socket.SHUT_WR)
        while sock.recv(65536):
            pass
    assert get(served, "/")[0].status == 200


def test_a_gateway_without_a_site_serves_the_tunnel_only(gateway: Gateway) -> None:
    assert get(gateway, "/")[0].status == 404
    assert get(gateway, "/porthole.json")[0].status == 200
