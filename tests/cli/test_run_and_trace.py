# SPDX-License-Identifier: MIT
"""`porthole run`, and --trace before any command."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import Command


def records(text: str) -> list[str]:
    """The lines of a trace without times."""
    return re.sub(r"^\d+\.\d{6} | <\d+\.\d{6}>$", "", text, flags=re.MULTILINE).splitlines()


def test_an_example_by_name(porthole: Command, tmp_path: Path) -> None:
    result = porthole("run", "tcp_client", "www.test", "80", cwd=tmp_path)
    assert result.stdout.startswith(b"Connected to 198.18.0.10:80\nHTTP/1.1 200 OK\r\n")
    assert result.status == 0
    assert b"It works." in (tmp_path / "page.html").read_bytes()


def test_two_dashes_before_the_arguments(porthole: Command, tmp_path: Path) -> None:
    assert porthole("run", "posix_client", "--", "www.test", "80", cwd=tmp_path).status == 0


def test_options_after_the_name_belong_to_the_program(porthole: Command) -> None:
    result = porthole("run", "/bin/echo", "--help", "-x", "--", "y")
    assert (result.stdout, result.status) == (b"--help -x -- y\n", 0)


def test_the_list(porthole: Command) -> None:
    names = porthole("run", "--list").stdout.decode().split()
    assert names == sorted(names)
    assert {"tcp_client", "line_client", "every_error", "posix_client"} <= set(names)


def test_the_programs_status_is_the_commands(porthole: Command) -> None:
    assert porthole("run", "/bin/sh", "-c", "exit 7").status == 7
    assert porthole("run", "/bin/sh", "-c", "kill -TERM $$").status == -15


def test_a_foreign_program_reaches_practice_hosts(porthole: Command) -> None:
    result = porthole("run", "/usr/bin/curl", "-sS", "--max-time", "20", "http://www.test/hello.txt")
    assert (result.stdout, result.stderr, result.status) == (b"Hello from www.test!\n", "", 0)


@pytest.mark.parametrize(
    ("program", "status", "message"),
    [
        ("no_such_example", 2, "run no_such_example: no such example; there are "),
        ("mine.cpp", 127, "run mine.cpp: no such file"),
        ("./nothing-here", 127, "run ./nothing-here: No such file or directory"),
        ("/etc/passwd", 126, "run /etc/passwd: Permission denied"),
    ],
)
def test_what_cannot_be_run(porthole: Command, program: str, status: int, message: str) -> None:
    result = porthole("run", program)
    assert result.status == status
    assert result.stderr.startswith(f"porthole: {message}")


def test_trace_of_a_command_of_its_own(porthole: Command) -> None:
    result = porthole("--trace", "get", "http://www.test/hello.txt")
    assert result.stdout == b"Hello from www.test!\n"
    lines = iter(records(result.stderr))
    wanted = [
        'getaddrinfo("www.test", "80", AF_UNSPEC, SOCK_STREAM) = 0 [198.18.0.10:80]',
        "connect(3, 198.18.0.10:80) = 0",
        "    000000  47 45 54 20 2f 68 65 6c 6c 6f 2e 74 78 74 20 48  |GET /hello.txt H|",
        "    000000  48 54 54 50 2f 31 2e 31 20 32 30 30 20 4f 4b 0d  |HTTP/1.1 200 OK.|",
    ]
    assert [line for line in wanted if line not in lines] == []


def test_trace_of_an_example_into_a_file(porthole: Command, tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    trace.write_text("old\n")
    result = porthole(f"--trace={trace}", "run", "posix_client", "www.test", "80")
    assert (result.stderr, result.status) == ("", 0)
    lines = records(trace.read_text())
    assert "connect(3, 198.18.0.10:80) = 0" in lines
    assert lines[-1] == "close(3) = 0"
    assert "old" not in lines


def test_trace_names_the_error(porthole: Command) -> None:
    result = porthole("--trace", "tcp", "www.test", "81")
    assert "connect(3, 198.18.0.10:81) = -1 ECONNREFUSED" in records(result.stderr)
    assert result.stderr.endswith("porthole: connect www.test:81: Connection refused\n")


def test_trace_in_full(porthole: Command, tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    porthole(
        f"--trace={trace}", "--trace-bytes", "all", "get", "http://www.test/big?n=1000", "-o", "/dev/null"
    )
    text = trace.read_text()
    assert "more bytes" not in text
    assert text.count("|\n") > 1000 // 16


def test_a_trace_that_cannot_be_written(porthole: Command) -> None:
    result = porthole("--trace=/nonexistent/trace", "get", "http://www.test/")
    assert (result.status, result.stdout) == (1, b"")
    assert result.stderr == "porthole: open /nonexistent/trace: No such file or directory\n"
