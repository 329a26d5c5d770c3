# SPDX-License-Identifier: MIT
"""The practice hosts with real clients: Python's http.client and curl, many at once, and bad ones."""

from __future__ import annotations

import http.client
import os
import re
import socket
import struct
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest


@pytest.fixture
def web(practice: str) -> tuple[str, int]:
    return target(practice, "www.test")


@pytest.fixture
def echo(practice: str) -> tuple[str, int]:
    return target(practice, "echo.test")


def target(practice_map: str, name: str) -> tuple[str, int]:
    line = re.search(rf"^{name} \S+ \d+ (\d+)$", Path(practice_map).read_text(), re.MULTILINE)
    assert line is not None
    return "127.0.0.1", int(line[1])


def everything(client: socket.socket) -> bytes:
    return b"".join(iter(lambda: client.recv(65536), b""))


def test_http_client_keeps_its_connection(web: tuple[str, int]) -> None:
    client = http.client.HTTPConnection(*web, timeout=20)
    for path in ["/", "/hello.txt", "/zh", "/slow?n=3&ms=1", "/big?n=100000", "/headers", "/nothing"] * 3:
        client.request("GET", path)
        first = client.sock
        response = client.getresponse()
        body = response.read()
        assert response.status == (404 if path == "/nothing" else 200)
        assert client.sock is first
        if path == "/zh":
            assert "你好，套接字！" in body.decode()
            assert response.getheader("Content-Length") == str(len(body))
    client.request("HEAD", "/big?n=100000")
    response = client.getresponse()
    assert (response.getheader("Content-Length"), response.read()) == ("100000", b"")


@pytest.mark.parametrize("version", ["--http1.0", "--http1.1"])
def test_curl_has_no_complaint(web: tuple[str, int], version: str) -> None:
    host, port = web
    urls = [f"http://{host}:{port}{path}" for path in ("/hello.txt", "/slow?n=2&ms=1", "/hello.txt")]
    command = ["curl", "-sS", "--fail", version, *urls]
    result = subprocess.run(command, capture_output=True, text=True, timeout=30, check=True)
    assert result.stdout == "Hello from www.test!\nline 1 of 2\nline 2 of 2\nHello from www.test!\n"
    assert result.stderr == ""


def test_two_hundred_clients_at_once(web: tuple[str, int]) -> None:
    clients = [socket.create_connection(web, 20) for _ in range(200)]
    for client in clients:
        client.sendall(b"GET /slow?n=3&ms=100 HTTP/1.0\r\n\r\n")
    start = time.monotonic()
    answers = [everything(client) for client in clients]
    assert time.monotonic() - start < 10
    assert all(answer.endswith(b"line 3 of 3\n") for answer in answers)
    for client in clients:
        client.close()


def test_more_clients_than_are_served_at_once_wait_their_turn(web: tuple[str, int]) -> None:
    def fetch(_: int) -> bytes:
        with socket.create_connection(web, 30) as client:
            client.sendall(b"GET /slow?n=2&ms=50 HTTP/1.0\r\n\r\n")
            return everything(client)

    with ThreadPoolExecutor(350) as pool:
        assert all(answer.endswith(b"line 2 of 2\n") for answer in pool.map(fetch, range(350)))


def test_one_byte_at_a_time(web: tuple[str, int]) -> None:
    with socket.create_connection(web, 20) as client:
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for byte in b"GET /hello.txt HTTP/1.1\r\nHost: www.test\r\nConnection: close\r\n\r\n":
            client.sendall(bytes([byte]))
            time.sleep(0.001)
        assert everything(client).endswith(b"\r\n\r\nHello from www.test!\n")


@pytest.mark.parametrize(
    "garbage",
    [
        b"\x16\x03\x01\x00\xf8\x01\x00",
        b"SSH-2.0-client\r\n",
        b"\0" * 100,
        b"GET / HTTP/1.0\r\nX: " + b"x" * 100_000,
    ],
)
def test_garbage_is_answered_and_its_connection_ended(web: tuple[str, int], garbage: bytes) -> None:
    with socket.create_connection(web, 20) as client:
        client.sendall(garbage)
        answer = everything(client)
    assert re.match(rb"HTTP/1\.1 4\d\d ", answer)


def test_bad_clients_leave_the_good_ones_alone(web: tuple[str, int]) -> None:
    held = []
    for kind in range(60):
        client = socket.create_connection(web, 20)
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        client.sendall(
            [b"GET /big?n=10000000000 HTTP/1.0\r\n\r\n", b"GET / HT", b"GET / HTTP/1.0\r\n\r\n"][kind % 3]
        )
        held.append(client)
    with socket.create_connection(web, 20) as client:
        client.sendall(b"GET /hello.txt HTTP/1.0\r\n\r\n")
        assert everything(client).endswith(b"Hello from www.test!\n")
    for client in held:
        client.close()  # a reset, in the middle of whatever it was
    with socket.create_connection(web, 20) as client:
        client.sendall(b"GET /hello.txt HTTP/1.0\r\n\r\n")
        assert everything(client).endswith(b"Hello from www.test!\n")


def test_a_request_before_half_close_is_answered(web: tuple[str, int]) -> None:
    with socket.create_connection(web, 20) as client:
        client.sendall(
            b"GET /slow?n=2&ms=50 HTTP/1.1\r\nHost: a\r\n\r\nGET /hello.txt HTTP/1.1\r\nHost: a\r\n\r\n"
        )
        client.shutdown(socket.SHUT_WR)
        answer = everything(client)
    assert b"line 2 of 2" in answer
    assert answer.endswith(b"Hello from www.test!\n")


def test_an_answer_survives_a_body_that_nobody_reads(web: tuple[str, int]) -> None:
    with socket.create_connection(web, 20) as client:
        client.sendall(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 300000\r\n\r\n" + b"x" * 300_000)
        client.shutdown(socket.SHUT_WR)
        answer = everything(client)
    assert answer.startswith(b"HTTP/1.1 405 Method Not Allowed\r\n")
    assert b"\r\nAllow: GET, HEAD\r\n" in answer


def test_echo_gives_every_byte_back(echo: tuple[str, int]) -> None:
    data = bytes(range(256)) * 20_000
    with socket.create_connection(echo, 20) as client, ThreadPoolExecutor(1) as pool:

        def send() -> None:
            client.sendall(data)
            client.shutdown(socket.SHUT_WR)

        sending = pool.submit(send)
        assert everything(client) == data
        sending.result()


def test_a_client_that_sends_and_never_reads_is_held_back(echo: tuple[str, int]) -> None:
    with socket.create_connection(echo, 20) as client:
        client.settimeout(1)
        sent = 0
        with pytest.raises(TimeoutError):
            while sent < 200 << 20:
                sent += client.send(b"x" * 65536)
        assert sent < 64 << 20


def test_running_out_of_descriptors_is_waited_out(tmp_path: Path) -> None:
    map_file = tmp_path / "practice.map"
    command = f"ulimit -n 200; exec {os.environ['PORTHOLE']} practice --map {map_file}"
    with subprocess.Popen(["sh", "-c", command], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if line.startswith("map: "):
                break
        address = target(str(map_file), "www.test")
        clients = [socket.create_connection(address, 20) for _ in range(60)]
        time.sleep(0.5)
        ticks = sum(map(int, Path(f"/proc/{process.pid}/stat").read_text().rsplit(")", 1)[1].split()[11:13]))
        assert ticks < os.sysconf("SC_CLK_TCK") // 4  # it waits, it does not spin
        for client in clients[:50]:
            client.close()
        clients[-1].sendall(b"GET /hello.txt HTTP/1.0\r\n\r\n")
        assert everything(clients[-1]).endswith(b"Hello from www.test!\n")
        process.terminate()
        assert process.wait(10) == 0
