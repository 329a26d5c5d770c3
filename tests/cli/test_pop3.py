# SPDX-License-Identifier: MIT
"""`porthole pop3` against the practice host."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import Command

LEARNER = ("mail.test", "-u", "learner:secret")


def test_counting_and_listing(porthole: Command) -> None:
    result = porthole("pop3", "stat", *LEARNER)
    assert (result.stdout, result.stderr, result.status) == (b"5\t3826\n", "", 0)
    assert json.loads(porthole("pop3", "stat", *LEARNER, "--json").stdout) == {"messages": 5, "octets": 3826}
    rows = porthole("pop3", "list", "pop3://learner:secret@mail.test:110/").stdout.decode().splitlines()
    assert rows[1].split("\t") == [
        "2", "755", "Tue, 22 Sep 2026 17:03:00 +0800", "老师 <teacher@mail.test>", "你好，这是一封中文信",
    ]  # fmt: skip
    assert porthole("pop3", "list", *LEARNER, "--fast").stdout.splitlines()[0] == b"1\t530"
    first = json.loads(porthole("pop3", "list", *LEARNER, "--json").stdout)[0]
    assert (first["number"], first["octets"], first["subject"]) == (1, 530, "Welcome to mail.test")
    assert f"1\t{first['id']}" in porthole("pop3", "uidl", *LEARNER).stdout.decode().splitlines()


def test_capabilities_need_no_account(porthole: Command) -> None:
    assert b"UTF8 USER\n" in porthole("pop3", "capa", "mail.test").stdout
    assert json.loads(porthole("pop3", "capa", "mail.test", "--json").stdout)["UTF8"] == ["USER"]


def test_one_message_by_every_name(porthole: Command, tmp_path: Path) -> None:
    by_number = porthole("pop3", "fetch", *LEARNER, "1")
    assert by_number.stderr == ""
    assert b"\n.\n..and this one begins with two.\n" in by_number.stdout
    unique_id = porthole("pop3", "uidl", *LEARNER).stdout.decode().split()[1]
    assert porthole("pop3", "retr", *LEARNER, unique_id).stdout == by_number.stdout
    assert porthole("pop3", "fetch", "pop3://learner:secret@mail.test/1").stdout == by_number.stdout
    file = tmp_path / "letter.eml"
    assert porthole("pop3", "fetch", *LEARNER, "1", "--crlf", "-o", str(file)).stdout == b""
    assert (len(file.read_bytes()), file.read_bytes().replace(b"\r\n", b"\n")) == (530, by_number.stdout)


def test_the_top_of_a_message(porthole: Command) -> None:
    head = porthole("pop3", "top", *LEARNER, "1").stdout
    assert head.endswith(b"Message-ID: <welcome@mail.test>\n\n")
    assert porthole("pop3", "top", *LEARNER, "1", "-n1").stdout == head + b"Hello!\n"


def test_all_messages_into_a_folder(porthole: Command, tmp_path: Path) -> None:
    folder = tmp_path / "inbox"
    result = porthole("pop3", "fetch", *LEARNER, "--all", "--crlf", "--to", str(folder), "--progress")
    assert sorted(path.name for path in folder.iterdir()) == [f"{n}.eml" for n in range(1, 6)]
    assert sum(path.stat().st_size for path in folder.iterdir()) == 3826
    assert "3.8 kB of 3.8 kB, 100%" in result.stderr


@pytest.mark.parametrize("how", [["--login", "user"], ["--login", "apop"]])
def test_a_refused_login(porthole: Command, how: list[str]) -> None:
    result = porthole("pop3", "stat", "mail.test", "-u", "learner:wrong", *how)
    assert result.status == 67
    assert "wrong" in result.stderr
    assert porthole("pop3", "stat", *LEARNER, *how).status == 0


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["fetch", *LEARNER, "99"], 78),
        (["fetch", *LEARNER, "no-such-id"], 78),
        (["fetch", *LEARNER], 2),
        (["fetch", *LEARNER, "1", "-o", "/nowhere/at/all"], 23),
        (["stat", "mail.test"], 2),
        (["stat", "mail.test", "-u", "a\nDELE 1:x", "--login", "user"], 2),
        (["stat", "mail.test:111", "-u", "a:b"], 7),
        (["stat", "imap://mail.test", "-u", "a:b"], 1),
        (["stat", "mail.test:x", "-u", "a:b"], 3),
        (["capa", "echo.test:7", "--timeout", "0.2"], 28),
    ],
)
def test_failures_have_their_status(porthole: Command, arguments: list[str], status: int) -> None:
    result = porthole("pop3", *arguments)
    assert (result.status, result.stdout) == (status, b"")
    assert result.stderr.startswith("porthole: ")
