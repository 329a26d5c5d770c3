# SPDX-License-Identifier: MIT
"""Help, version, and wrong use."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import Command

HELP = Path(__file__).with_name("help.txt")


def words(text: str) -> list[list[str]]:
    """The text without its layout, which belongs to the parser's version."""
    lines = [re.sub(r",\s+-", ",-", line).lower().split() for line in text.splitlines()]
    return [line for line in lines if line]


def test_help_is_as_it_was_agreed_on(porthole: Command) -> None:
    shown = [porthole(*command, "--help").stdout.decode() for command in ([], *([c] for c in COMMANDS))]
    assert words("\n".join(shown)) == words(HELP.read_text())


COMMANDS = [
    "tcp",
    "get",
    "http",
    "nntp",
    "ftp",
    "smtp",
    "pop3",
    "imap",
    "telnet",
    "gopher",
    "run",
    "compare",
    "practice",
    "hosts",
]


def test_version(porthole: Command) -> None:
    result = porthole("--version")
    assert (result.stdout, result.stderr, result.status) == (b"porthole 0.1.0\n", "", 0)


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["nonsense"],
        ["tcp"],
        ["tcp", "www.test"],
        ["tcp", "www.test", "http"],
        ["tcp", "www.test", "65536"],
        ["tcp", "www.test", "-1"],
        ["tcp", "www.test", "80", "81"],
        ["tcp", "-4", "-6", "www.test", "80"],
        ["tcp", "--timeout", "0", "www.test", "80"],
        ["tcp", "--timeout", "soon", "www.test", "80"],
        ["get"],
        ["get", "http://www.test/", "--output"],
        ["run"],
        ["hosts", "www.test"],
        ["--trace-bytes", "8", "get", "http://www.test/"],
        ["--trace", "--trace-bytes", "many", "get", "http://www.test/"],
    ],
)
def test_wrong_use_is_status_2_with_a_message(porthole: Command, arguments: list[str]) -> None:
    result = porthole(*arguments)
    assert result.status == 2
    assert result.stderr.startswith("porthole: ")
    assert result.stdout == b""


@pytest.mark.parametrize(
    ("arguments", "status"), [(["get", "http://www.test/"], 23), (["hosts"], 1), (["--help"], 1)]
)
def test_output_that_cannot_be_written_is_an_error(
    porthole: Command, arguments: list[str], status: int
) -> None:
    with Path("/dev/full").open("wb") as full:
        result = porthole(*arguments, stdout=full)
    assert result.status == status
    assert result.stderr.endswith("write standard output: No space left on device\n")


@pytest.mark.parametrize(
    "arguments",
    [
        ["http", "get", "http://learner:hush@www.test:x/"],
        ["nntp", "groups", "nntp://learner:hush@news.test/"],
        ["ftp", "ls", "ftp://learner:hush@ftp.test/"],
        ["ftp", "ls", "ftp://learner:hush@ftp.test:x/"],
        ["smtp", "verify", "smtp://learner:hush@mail.test", "learner"],
        ["pop3", "stat", "pop3://learner:hush@mail.test/"],
        ["pop3", "stat", "learner:hush@mail.test:x"],
        ["imap", "folders", "imap://learner:hush@mail.test/"],
    ],
)
def test_no_message_repeats_a_password(porthole: Command, arguments: list[str]) -> None:
    result = porthole(*arguments)
    assert result.status not in (0, 2)
    assert result.stderr.startswith("porthole: ")
    assert "hush" not in result.stderr
