# SPDX-License-Identifier: MIT
"""www.test with independent clients: Python's http.client, urllib and xmlrpc.client, and curl; and rude ones."""

from __future__ import annotations

import base64
import http.client
import random
import re
import socket
import subprocess
import urllib.error
import urllib.parse
import urllib.request
import xmlrpc.client
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

EVERY_BYTE = bytes(range(256))


@pytest.fixture
def web(practice: str) -> tuple[str, int]:
    line = re.search(r"^www.test \S+ 80 (\d+)$", Path(practice).read_text(), re.MULTILINE)
    assert line is not None
    return "127.0.0.1", int(line[1])


@pytest.fixture
def site(web: tuple[str, int]) -> str:
    return f"http://{web[0]}:{web[1]}"


@pytest.fixture
def client(web: tuple[str, int]) -> Iterator[http.client.HTTPConnection]:
    connection = http.client.HTTPConnection(*web, timeout=20)
    yield connection
    connection.close()


def raw(web: tuple[str, int], data: bytes) -> bytes:
    """All that the host says to these bytes until it, or our half-close, ends the connection."""
    with socket.create_connection(web, 20) as connection:
        connection.sendall(data)
        connection.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: connection.recv(65536), b""))


def curl(*arguments: str) -> bytes:
    return subprocess.run(
        ["curl", "-sS", "--fail", "--max-time", "20", *arguments], capture_output=True, check=True
    ).stdout


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "GET"])
def test_any_method_with_a_body(client: http.client.HTTPConnection, method: str) -> None:
    for body in (EVERY_BYTE, b"", iter([b"one ", b"two ", EVERY_BYTE])):
        expected = b"one two " + EVERY_BYTE if not isinstance(body, bytes) else body
        client.request(method, "/echo", body, {"Content-Type": "x/y"}, encode_chunked=False)
        response = client.getresponse()
        assert (response.status, response.getheader("X-Method")) == (200, method)
        assert (response.getheader("Content-Type"), response.read()) == ("x/y", expected)


def test_files_are_stored_and_taken_away(client: http.client.HTTPConnection) -> None:
    def ask(method: str, body: bytes | None = None) -> tuple[int, bytes]:
        client.request(method, "/files/" + urllib.parse.quote("文件"), body)
        response = client.getresponse()
        return response.status, response.read()

    assert ask("GET")[0] == 404
    assert ask("PUT", EVERY_BYTE) == (201, ask("GET")[1] and b"201 Created\nThat is all.\n")
    assert ask("GET") == (200, EVERY_BYTE)
    assert ask("PUT", b"new") == (204, b"")
    client.request("GET", "/files/")
    assert "3\t文件\n" in client.getresponse().read().decode()
    assert ask("DELETE") == (204, b"")
    assert ask("DELETE")[0] == 404


def test_storage_is_bounded(client: http.client.HTTPConnection) -> None:
    statuses = []
    for number in range(70):
        client.request("PUT", f"/files/bound-{number}", b"x")
        response = client.getresponse()
        response.read()
        statuses.append(response.status)
    assert 507 in statuses
    for number in range(70):
        client.request("DELETE", f"/files/bound-{number}")
        client.getresponse().read()
    client.request("PUT", "/files/large", b"x" * ((1 << 20) + 1))
    assert client.getresponse().status == 413


def test_large_uploads_are_counted(site: str, tmp_path: Path) -> None:
    data = random.Random(1).randbytes(20_000_000)
    (tmp_path / "data").write_bytes(data)
    expected = f"20000000 bytes, CRC-32 {zlib.crc32(data):08x}\n".encode()
    for options in ([], ["-H", "Transfer-Encoding: chunked"], ["--expect100-timeout", "9"]):
        assert curl(*options, "-T", str(tmp_path / "data"), f"{site}/upload") == expected


def test_curl_waits_for_consent(site: str) -> None:
    command = ["curl", "-sSv", "-H", "Expect: 100-continue", "-d", "hello", f"{site}/echo"]
    result = subprocess.run(command, capture_output=True, timeout=20, check=True)
    assert result.stdout == b"hello"
    assert b"< HTTP/1.1 100 Continue" in result.stderr
    assert (
        raw_status(site, b"POST /echo HTTP/1.1\r\nHost: a\r\nExpect: more\r\nContent-Length: 1\r\n\r\n")
        == 417
    )


def raw_status(site: str, data: bytes) -> int:
    host, port = site.removeprefix("http://").split(":")
    return int(raw((host, int(port)), data)[9:12])


def test_trailers_and_extensions(site: str, web: tuple[str, int], tmp_path: Path) -> None:
    text = curl(f"{site}/poem.txt")
    assert curl("-D", str(tmp_path / "head"), f"{site}/chunks") == text
    head = (tmp_path / "head").read_text()
    assert f"X-CRC-32: {zlib.crc32(text):08x}" in head
    assert "Trailer: X-Lines, X-CRC-32" in head
    assert b";line=1\r\n" in raw(web, b"GET /chunks HTTP/1.1\r\nHost: a\r\n\r\n")
    assert b"chunked" not in raw(web, b"GET /chunks HTTP/1.0\r\n\r\n")
    sent = b"POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
    answer = raw(web, sent + b'3;a="b"\r\nabc\r\n0\r\nX-Sum: 3\r\n\r\n')
    assert answer.endswith(b"\r\n\r\nabc")


def test_ranges(site: str) -> None:
    text = curl(f"{site}/poem.txt")
    for spec, part in {"0-8": text[:9], "10-": text[10:], "-5": text[-5:], "3-99999": text[3:]}.items():
        assert curl("-r", spec, f"{site}/poem.txt") == part
    assert curl("-r", "1000000000-1000000009", f"{site}/big?n=9000000000") == bytes(
        (1_000_000_000 + index) % 251 for index in range(10)
    )
    request = urllib.request.Request(f"{site}/poem.txt", headers={"Range": "bytes=99999-"})
    with pytest.raises(urllib.error.HTTPError) as problem:
        urllib.request.urlopen(request, timeout=20)
    assert problem.value.code == 416
    assert problem.value.headers["Content-Range"] == f"bytes */{len(text)}"


def test_urllib_follows_redirects(site: str) -> None:
    with urllib.request.urlopen(f"{site}/redirect?n=5", timeout=20) as response:
        assert (response.read(), response.geturl()) == (b"Hello from www.test!\n", f"{site}/hello.txt")
    assert curl("-L", "-d", "kept", f"{site}/redirect?status=307&to=/echo") == b"kept"
    with pytest.raises(urllib.error.HTTPError, match="infinite loop"):
        urllib.request.urlopen(f"{site}/loop", timeout=20)
    for bad in ("//elsewhere/", "http://elsewhere/", "x"):
        with pytest.raises(urllib.error.HTTPError, match="400"):
            urllib.request.urlopen(f"{site}/redirect?to={urllib.parse.quote(bad, '')}", timeout=20)
    assert b"X-Injected" not in raw_head(site, "/redirect?to=/%0d%0aX-Injected:%20yes")


def raw_head(site: str, path: str) -> bytes:
    host, port = site.removeprefix("http://").split(":")
    answer = raw((host, int(port)), f"GET {path} HTTP/1.0\r\n\r\n".encode())
    return b"\n".join(line for line in answer.split(b"\r\n\r\n")[0].split(b"\r\n") if b"%0D%0A" not in line)


def test_basic_authentication(site: str) -> None:
    passwords = urllib.request.HTTPPasswordMgrWithDefaultRealm()
    passwords.add_password(None, site, "learner", "secret")
    opener = urllib.request.build_opener(urllib.request.HTTPBasicAuthHandler(passwords))
    with opener.open(f"{site}/private", timeout=20) as response:
        assert "欢迎" in response.read().decode()
    assert b"Welcome" in curl("-u", "learner:secret", f"{site}/private")
    for user in ("learner:wrong", "nobody:secret", ":"):
        request = urllib.request.Request(f"{site}/private")
        request.add_header("Authorization", "Basic " + base64.b64encode(user.encode()).decode())
        with pytest.raises(urllib.error.HTTPError, match="401"):
            urllib.request.urlopen(request, timeout=20)


def test_a_form_and_a_cookie(site: str, tmp_path: Path) -> None:
    fields = {"name": "王 小明", "message": "a&b=c\n%"}
    with urllib.request.urlopen(f"{site}/form", urllib.parse.urlencode(fields).encode(), 20) as response:
        assert response.read().decode() == "name: 王 小明\nmessage: a&b=c\n%\n"
    jar = str(tmp_path / "jar")
    visits = [curl("-b", jar, "-c", jar, f"{site}/cookie") for _ in range(3)]
    assert visits == [b"visit 1\n", b"visit 2\n", b"visit 3\n"]


@pytest.mark.parametrize("status", [200, 204, 304, 404, 418, 503])
def test_any_status(client: http.client.HTTPConnection, status: int) -> None:
    for method in ("GET", "HEAD", "POST"):
        client.request(method, f"/status/{status}")
        response = client.getresponse()
        body = response.read()
        assert response.status == status
        assert (body == b"") == (method == "HEAD" or status in (204, 304))


def test_options(client: http.client.HTTPConnection) -> None:
    for path, allowed in {"/hello.txt": "GET, HEAD", "/RPC2": "POST"}.items():
        client.request("OPTIONS", path)
        response = client.getresponse()
        assert (response.status, response.getheader("Allow"), response.read()) == (204, allowed, b"")
    client.request("OPTIONS", "*")
    response = client.getresponse()
    assert (response.status, response.read()) == (204, b"")


def test_xmlrpc_client(site: str) -> None:
    with xmlrpc.client.ServerProxy(f"{site}/RPC2", allow_none=True) as server:
        assert "greet" in server.system.listMethods()
        assert server.system.methodHelp("sum") == "Adds integers."
        assert server.system.methodSignature("greet") == [["string", "string"]]
        assert server.sum(1, 2, -40) == -37
        assert "你好，世界" in server.greet("世界")
        assert server.count_bytes(xmlrpc.client.Binary(EVERY_BYTE * 2)) == {"size": 512, "different": 256}
        for value in [None, True, 0, -(1 << 31), 0.5, "", "<&>]]>\n\t", [], {}, [1, ["two", {"三": [3.25]}]]]:
            assert server.echo(value) == value
        for call in (server.none, lambda: server.sum("x"), lambda: server.greet()):
            with pytest.raises(xmlrpc.client.Fault):
                call()


def test_xmlrpc_survives_what_is_none(site: str) -> None:
    deep = b"<value><array><data>" * 10_000
    for body in (b"", b"nonsense", b"<!DOCTYPE x [<!ENTITY e 'e'>]><methodCall/>", b"<methodCall>" + deep):
        with pytest.raises(xmlrpc.client.Fault):
            xmlrpc.client.loads(curl("--data-binary", "@-", f"{site}/RPC2") if not body else post(site, body))


def post(site: str, body: bytes) -> bytes:
    with urllib.request.urlopen(f"{site}/RPC2", body, 20) as response:
        return response.read()


@pytest.mark.parametrize(
    ("head", "status"),
    [
        (b"Content-Length: 3\r\nContent-Length: 4\r\n", 400),
        (b"Content-Length: +3\r\n", 400),
        (b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n", 400),
        (b"Transfer-Encoding: gzip, chunked\r\n", 501),
        (b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", 501),
        (b"Transfer-Encoding : chunked\r\n", 400),
        (b"Content-Length: 99999999999\r\n", 413),
    ],
)
def test_two_readers_cannot_disagree_on_a_body(web: tuple[str, int], head: bytes, status: int) -> None:
    smuggled = b"GET /hello.txt HTTP/1.1\r\nHost: a\r\n\r\n"
    answer = raw(web, b"POST /echo HTTP/1.1\r\nHost: a\r\n" + head + b"\r\n" + smuggled)
    assert int(answer[9:12]) == status
    assert answer.count(b"HTTP/1.1 ") == 1
    assert b"Connection: close" in answer


@pytest.mark.parametrize(
    "body",
    [
        b"x\r\n",
        b"-1\r\n",
        b"3\r\nabcd\r\n0\r\n\r\n",
        b"3\nabc\n0\n\n",
        b"1;" + b"x" * 5000,
        b"f" * 17 + b"\r\n",
    ],
)
def test_bad_chunks_are_refused(web: tuple[str, int], body: bytes) -> None:
    answer = raw(web, b"POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + body)
    assert answer[9:12] in (b"400", b"413")


def test_a_body_byte_by_byte_and_requests_sent_ahead(web: tuple[str, int]) -> None:
    chunked = b"POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\nA: b\r\n\r\n"
    plain = b"PUT /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nxyz"
    with socket.create_connection(web, 20) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for byte in chunked + plain:
            connection.sendall(bytes([byte]))
        connection.shutdown(socket.SHUT_WR)
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    assert answer.count(b"HTTP/1.1 200 OK") == 2
    assert b"\r\n\r\nabcde" in answer
    assert answer.endswith(b"xyz")
    assert raw(web, (chunked + plain) * 50).count(b"HTTP/1.1 200 OK") == 100
