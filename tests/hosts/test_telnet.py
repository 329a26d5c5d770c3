# SPDX-License-Identifier: MIT
"""telnet.test with Python's telnetlib where there is one, curl, raw sockets, and rude clients."""

from __future__ import annotations

import re
import socket
import subprocess
import time
from pathlib import Path

import older_python
import pytest

telnetlib = older_python.load("telnetlib")

IAC, DONT, DO, WONT, WILL, SB, SE = 255, 254, 253, 252, 251, 250, 240
ECHO, SGA, TTYPE, NAWS = 1, 3, 24, 31


@pytest.fixture
def port(practice: str) -> int:
    line = re.search(r"^telnet.test \S+ 23 (\d+)$", Path(practice).read_text(), re.MULTILINE)
    assert line is not None
    return int(line[1])


def connect(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), 10)


def until(client: socket.socket, text: bytes) -> bytes:
    data = b""
    while text not in data:
        part = client.recv(4096)
        assert part, f"closed after {data!r}"
        data += part
    return data


def to_end(client: socket.socket) -> bytes:
    return b"".join(iter(lambda: client.recv(65536), b""))


def log_in(port: int, negotiation: bytes = b"") -> socket.socket:
    client = connect(port)
    client.sendall(negotiation)
    until(client, b"login: ")
    client.sendall(b"guest\r\n")
    until(client, b"$ ")
    return client


def ask(client: socket.socket, command: str) -> str:
    client.sendall(command.encode() + b"\r\n")
    return until(client, b"$ ").decode()


def test_a_client_without_telnet_sees_lines(port: int) -> None:
    with log_in(port) as client:
        assert ask(client, "whoami").startswith("guest\r\n")
        assert "白日依山尽" in ask(client, "cat 登鹳雀楼.txt")
        assert "NAWS" in ask(client, "size")
        client.sendall(b"exit\r\n")
        assert to_end(client).endswith("Goodbye. 再见。\r\n".encode())


def test_the_password_decides(port: int) -> None:
    for password, expected in [("secret", "Welcome, learner!"), ("wrong", "Login incorrect")]:
        with connect(port) as client:
            until(client, b"login: ")
            client.sendall(b"learner\r\n")
            until(client, b"Password: ")
            client.sendall(f"{password}\r\n".encode())
            assert expected in until(client, b"\r\n" if password == "wrong" else b"$ ").decode()


def test_three_wrong_passwords_end_it(port: int) -> None:
    with connect(port) as client:
        client.sendall(b"learner\r\nx\r\nlearner\r\ny\r\nlearner\r\nz\r\n")
        assert to_end(client).count(b"Login incorrect") == 3


def test_keys_are_echoed_and_a_password_is_not(port: int) -> None:
    with connect(port) as client:
        client.sendall(bytes([IAC, DO, ECHO, IAC, DO, SGA]))
        until(client, b"login: ")
        for key in "lear\x7frner\r":
            client.sendall(key.encode())
        assert until(client, b"Password: ").count(b"\b \b") == 1
        client.sendall(b"secret\r\0")
        assert b"secret" not in until(client, b"$ ")
        client.sendall("echo 你好\x7f吗\r\n".encode())
        shown = until(client, b"$ ").decode()
        assert "你好\b \b\b \b吗\r\n你吗\r\n" in shown


def test_type_and_size_are_asked_for_and_followed(port: int) -> None:
    will = bytes([IAC, WILL, TTYPE, IAC, WILL, NAWS])
    told = bytes([IAC, SB, TTYPE, 0]) + b"vt100" + bytes([IAC, SE])
    told += bytes([IAC, SB, NAWS, 0, 132, 0, 43, IAC, SE])
    with log_in(port, will + told) as client:
        assert ask(client, "terminal").startswith("vt100\r\n")
        assert ask(client, "size").startswith("132 columns, 43 rows\r\n")
        client.sendall(b"watch\r\n")
        until(client, b"any key")
        client.sendall(bytes([IAC, SB, NAWS, 0, IAC, IAC, 0, 50, IAC, SE]))
        assert b"255 x 50\r\n" in until(client, b"50\r\n")
        client.sendall(b"q")
        until(client, b"$ ")


def test_commands_within_the_stream(port: int) -> None:
    with log_in(port) as client:
        client.sendall(bytes([IAC, 246]))
        until(client, b"[Yes, telnet.test is here]")
        client.sendall(b"half a comm" + bytes([IAC, 244]) + b"whoami\r\n")
        assert b"guest\r\n" in until(client, b"guest\r\n")


@pytest.mark.parametrize("size", [1, 2, 3])
def test_bytes_may_come_in_any_pieces(port: int, size: int) -> None:
    said = bytes([IAC, WILL, NAWS, IAC, SB, NAWS, 0, 80, 0, 25, IAC, SE]) + b"guest\r\nsize\r\nexit\r\n"
    with connect(port) as client:
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for at in range(0, len(said), size):
            client.sendall(said[at : at + size])
            time.sleep(0.001)
        assert b"80 columns, 25 rows" in to_end(client)


def test_each_request_has_one_answer_and_answers_none(port: int) -> None:
    with connect(port) as client:
        greeting = until(client, b"login: ")
        assert greeting.startswith(bytes([IAC, WILL, ECHO, IAC, WILL, SGA, IAC, DO, TTYPE, IAC, DO, NAWS]))
        client.sendall(bytes([IAC, DO, ECHO, IAC, DONT, 99, IAC, WONT, NAWS]) + bytes([IAC, WILL, 99]) * 3)
        client.sendall(bytes([IAC, 246]))
        refusals = bytes([IAC, DONT, 99]) * 3
        assert until(client, b"here]\r\n") == refusals + b"\r\n[Yes, telnet.test is here]\r\n"


@pytest.mark.parametrize(
    "noise",
    [
        bytes([IAC, SB, TTYPE]) + b"x" * 100_000,
        bytes([IAC, WILL, 99, IAC, DO, 99]) * 20_000,
        b"x" * 300_000,
        bytes(range(256)) * 400,
        b"\0" * 100_000,
    ],
)
def test_noise_hurts_nobody(port: int, noise: bytes) -> None:
    with connect(port) as rude:
        try:
            rude.sendall(noise)
            rude.shutdown(socket.SHUT_WR)
            to_end(rude)
        except OSError:
            pass
    with log_in(port) as client:
        assert ask(client, "whoami").startswith("guest")


def test_curl_has_no_complaint(port: int) -> None:
    command = ["curl", "-sS", "--max-time", "20", "-t", "TTYPE=vt220", f"telnet://127.0.0.1:{port}"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as curl:
        assert curl.stdin is not None
        assert curl.stdout is not None
        for line in [b"guest\n", b"terminal\n", b"exit\n"]:
            time.sleep(0.3)
            curl.stdin.write(line)
            curl.stdin.flush()
        time.sleep(0.3)
        curl.stdin.close()  # without it curl does not see that the host has ended
        out = curl.stdout.read()
        assert curl.stderr is not None
        assert curl.stderr.read() == b""
        assert curl.wait(20) == 0
    assert b"vt220" in out


def test_pythons_telnetlib_has_no_complaint(port: int) -> None:
    with telnetlib.Telnet("127.0.0.1", port, 10) as client:
        client.read_until(b"login: ")
        client.write(b"guest\r\n")
        client.read_until(b"$ ")
        client.write(b"cat protocol.txt\r\nexit\r\n")
        assert b"RFC 854" in client.read_all()
