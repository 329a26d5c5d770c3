# SPDX-License-Identifier: MIT
"""`porthole tcp`, a small netcat."""

from __future__ import annotations

import hashlib
import os
import re
import socket
import subprocess
import threading
import time

import pytest
from conftest import PORTHOLE, Command

LOCAL = "127.0.0.1"


def test_input_goes_out_and_the_answer_comes_back(porthole: Command) -> None:
    result = porthole("tcp", "echo.test", "7", stdin=b"Hello\n\0\xff")
    assert (result.stdout, result.stderr, result.status) == (b"Hello\n\0\xff", "", 0)


def test_end_of_input_is_passed_on_and_the_answer_after_it_is_read(
    porthole: Command, peers: dict[str, int]
) -> None:
    result = porthole("tcp", LOCAL, str(peers["half"]), stdin=b"12345")
    assert (result.stdout.strip(), result.status) == (b"half 5", 0)


def test_fifty_megabytes_up_arrive_unchanged(porthole: Command, peers: dict[str, int]) -> None:
    data = os.urandom(1 << 20) * 50
    result = porthole("tcp", LOCAL, str(peers["count"]), stdin=data)
    assert result.stdout.decode().split() == [str(len(data)), hashlib.sha256(data).hexdigest()]


def test_fifty_megabytes_there_and_back_do_not_block_each_other(porthole: Command) -> None:
    data = os.urandom(1 << 20) * 50
    result = porthole("tcp", "echo.test", "7", stdin=data)
    assert hashlib.sha256(result.stdout).digest() == hashlib.sha256(data).digest()
    assert result.status == 0


def test_fifty_megabytes_down_into_a_slow_pipe(porthole: Command, peers: dict[str, int]) -> None:
    size = 50_000_000
    process = porthole.start("tcp", LOCAL, str(peers["chargen"]))
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(f"{size}\n".encode())
    process.stdin.close()
    time.sleep(0.3)
    pattern = bytes(i % 251 for i in range(251))
    data = process.stdout.read()
    assert process.wait(10) == 0
    assert len(data) == size
    assert data[: 251 * 1000] == pattern * 1000
    assert data[-100:] == (pattern * 2)[(size - 100) % 251 :][:100]


def test_lines_get_crlf_when_asked_for(porthole: Command) -> None:
    result = porthole("tcp", "--crlf", "echo.test", "7", stdin=b"one\ntwo\r\nthree\n\nend")
    assert result.stdout == b"one\r\ntwo\r\nthree\r\n\r\nend"


def test_it_ends_when_the_host_does_though_input_stays_open(porthole: Command, peers: dict[str, int]) -> None:
    process = porthole.start("tcp", LOCAL, str(peers["closer"]))
    assert process.wait(10) == 0


@pytest.mark.parametrize(
    ("host", "port", "message"),
    [
        ("www.test", "81", "connect www.test:81: Connection refused"),
        ("198.18.0.77", "80", "connect 198.18.0.77:80: No route to host"),
        ("nobody.test", "80", "resolve nobody.test: Name or service not known"),
        ("x" * 300 + ".test", "80", None),
        ("two words.test", "80", None),
        ("", "80", None),
        ("练习.test", "80", None),
        (LOCAL, "0", "connect 127.0.0.1:0: Connection refused"),
    ],
)
def test_a_host_that_cannot_be_reached(porthole: Command, host: str, port: str, message: str | None) -> None:
    result = porthole("tcp", host, port)
    assert (result.stdout, result.status) == (b"", 1)
    assert re.fullmatch(r"porthole: .+\n", result.stderr)
    if message is not None:
        assert result.stderr == f"porthole: {message}\n"


def test_refused(porthole: Command, peers: dict[str, int]) -> None:
    result = porthole("tcp", LOCAL, str(peers["refused"]))
    assert result.stderr == f"porthole: connect 127.0.0.1:{peers['refused']}: Connection refused\n"
    assert result.status == 1


def test_a_reset_keeps_what_came_before_it(porthole: Command, peers: dict[str, int]) -> None:
    result = porthole("tcp", LOCAL, str(peers["reset"]), stdin=b"1000\n")
    assert len(result.stdout) == 1000
    assert result.stderr == f"porthole: tcp 127.0.0.1:{peers['reset']}: recv: Connection reset by peer\n"
    assert result.status == 1


def test_silence_ends_at_the_timeout(porthole: Command, peers: dict[str, int]) -> None:
    start = time.monotonic()
    process = porthole.start("tcp", "--timeout", "0.5", LOCAL, str(peers["silent"]))
    assert process.wait(10) == 1
    assert 0.5 <= time.monotonic() - start < 5
    assert process.stderr is not None
    assert process.stderr.read().decode() == f"porthole: tcp 127.0.0.1:{peers['silent']}: timed out\n"


def test_a_slow_host_is_no_silent_one(porthole: Command, peers: dict[str, int]) -> None:
    result = porthole("tcp", "--timeout", "5", LOCAL, str(peers["drip"]), stdin=b"200\n")
    assert (len(result.stdout), result.status) == (200, 0)


def test_a_connect_that_nobody_answers_times_out(porthole: Command) -> None:
    with socket.socket() as full:
        full.bind((LOCAL, 0))
        full.listen(0)
        fillers = []
        for _ in range(3):  # the backlog is full after the first: later ones get no answer
            filler = socket.socket()
            filler.setblocking(False)
            filler.connect_ex(full.getsockname())
            fillers.append(filler)
        time.sleep(0.1)
        result = porthole("tcp", "--timeout", "0.5", LOCAL, str(full.getsockname()[1]))
        for filler in fillers:
            filler.close()
    assert result.stderr == f"porthole: connect 127.0.0.1:{full_port(result.stderr)}: timed out\n"
    assert result.status == 1


def full_port(message: str) -> str:
    match = re.search(r":(\d+):", message)
    return match[1] if match else "?"


def test_a_family_that_the_host_has_no_address_of(porthole: Command) -> None:
    result = porthole("tcp", "-6", "www.test", "80")
    assert result.stderr == "porthole: resolve www.test: No address associated with hostname\n"
    assert porthole("tcp", "-4", "echo.test", "7", stdin=b"4").stdout == b"4"


def test_ipv6_loopback(porthole: Command) -> None:
    with socket.create_server(("::1", 0), family=socket.AF_INET6) as server:

        def answer() -> None:
            client, _ = server.accept()
            with client:
                client.sendall(b"six\n")

        threading.Thread(target=answer, daemon=True).start()
        result = porthole("tcp", "-v", "::1", str(server.getsockname()[1]))
        assert result.stderr == f"porthole: connected to [::1]:{server.getsockname()[1]}\n"
    assert (result.stdout, result.status) == (b"six\n", 0)


def test_a_reader_that_leaves_is_no_crash(porthole: Command, peers: dict[str, int]) -> None:
    process = porthole.start("tcp", LOCAL, str(peers["chargen"]))
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(b"10000000\n")
    process.stdin.close()
    process.stdout.read(10)
    process.stdout.close()
    assert process.wait(10) == 1
    assert process.stderr is not None
    assert b"write standard output: Broken pipe" in process.stderr.read()


def test_a_host_that_never_reads_holds_the_input_back(porthole: Command, peers: dict[str, int]) -> None:
    process = porthole.start("tcp", LOCAL, str(peers["unread"]))
    assert process.stdin is not None
    os.set_blocking(process.stdin.fileno(), False)
    written = 0
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        try:
            written += os.write(process.stdin.fileno(), b"x" * 65536)
        except BlockingIOError:
            time.sleep(0.2)
            try:
                written += os.write(process.stdin.fileno(), b"x" * 65536)
            except BlockingIOError:
                break
    process.kill()
    process.wait()
    assert 0 < written < 64 << 20


def test_interrupt_ends_it(porthole: Command, peers: dict[str, int]) -> None:
    process = porthole.start("tcp", LOCAL, str(peers["silent"]))
    time.sleep(0.3)
    process.send_signal(subprocess.signal.SIGINT)  # type: ignore[attr-defined]
    assert process.wait(10) == -2


def test_closed_standard_streams_are_not_taken_for_the_socket(porthole: Command, practice: str) -> None:
    command = f"{PORTHOLE} tcp www.test 80 <&- 2>&1"
    result = subprocess.run(
        ["sh", "-c", command], env=porthole.variables(), capture_output=True, timeout=20, check=False
    )
    assert (result.stdout, result.returncode) == (b"", 0)  # nothing was sent, and the host closed in turn
