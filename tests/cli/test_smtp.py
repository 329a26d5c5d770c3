# SPDX-License-Identifier: MIT
"""`porthole smtp` against practice hosts of its own: what is handed in is what lies in the mailbox."""

from __future__ import annotations

import email
import email.policy
import json
from email.message import EmailMessage
from pathlib import Path
from typing import cast

import pytest
from conftest import Command
from conftest import practice as start_practice

TEACHER = "teacher@mail.test"
FROM = ("mail.test", "--from", "ann@desk.test")
SEND = ("send", *FROM, "--to", TEACHER, "--body", "hi")
TOO_LARGE = 4 * 1024 * 1024 + 1

practice = pytest.fixture(scope="module", name="practice")(start_practice.__wrapped__)


def stored(porthole: Command, user: str = "teacher") -> bytes:
    """The newest message of a user, as it lies there."""
    result = porthole("imap", "fetch", "mail.test", "-u", f"{user}:secret", "-n", "*")
    assert (result.status, result.stderr) == (0, "")
    return result.stdout


def newest(porthole: Command, user: str = "teacher") -> EmailMessage:
    return cast(EmailMessage, email.message_from_bytes(stored(porthole, user), policy=email.policy.default))


def count(porthole: Command, user: str) -> int:
    return int(porthole("pop3", "stat", "mail.test", "-u", f"{user}:secret").stdout.split()[0])


def test_what_the_server_can_do(porthole: Command) -> None:
    result = porthole("smtp", "capabilities", "mail.test:25", "-4", "--helo", "desk.test", "--timeout", "20")
    assert (result.status, result.stderr) == (0, "")
    lines = result.stdout.decode().splitlines()
    assert {"8bitmime", "pipelining", "smtputf8", "auth PLAIN LOGIN CRAM-MD5"} < set(lines)
    as_json = json.loads(porthole("smtp", "capabilities", "smtp://mail.test/", "--json").stdout)
    assert (as_json["size"], as_json["auth"]) == ("4194304", "PLAIN LOGIN CRAM-MD5")


def test_addresses_are_verified(porthole: Command) -> None:
    result = porthole("smtp", "verify", "mail.test", "learner", TEACHER, "学生")
    assert (result.status, result.stderr) == (0, "")
    assert result.stdout.decode().splitlines() == [
        "learner\t250 2.1.5 <learner@mail.test>",
        "teacher@mail.test\t250 2.1.5 <teacher@mail.test>",
        "学生\t252 2.1.5 such a user is there",
    ]
    result = porthole("smtp", "verify", "mail.test", "nobody", "--json")
    assert result.status == 78
    assert json.loads(result.stdout) == [
        {"address": "nobody", "code": 550, "reply": "5.1.1 there is no such user here"}
    ]


def test_a_chinese_letter_with_names_and_dot_lines(porthole: Command) -> None:
    text = "你好，老师！\n.一个点\n..\n.\n最后一行\n"
    result = porthole(
        "smtp", "send", "mail.test", "--from", "李雷 <lilei@desk.test>", "--to", f"老师 <{TEACHER}>",
        "--subject", "第一封信：你好", "--helo", "desk.test", stdin=text.encode(),
    )  # fmt: skip
    assert (result.stdout, result.stderr, result.status) == (b"teacher@mail.test\tok\n", "", 0)
    raw = stored(porthole)
    assert raw.startswith(
        b"Return-Path: <lilei@desk.test>\r\nReceived: from desk.test\r\n\tby mail.test with ESMTP;"
    )
    # The names are Chinese, the addresses are not: encoded words, no SMTPUTF8.
    assert raw.partition(b"\r\n\r\n")[0].isascii()
    message = newest(porthole)
    assert message["Subject"] == "第一封信：你好"
    assert message["From"].addresses[0].display_name == "李雷"
    assert message["To"].addresses[0].display_name == "老师"
    assert message["Date"].datetime is not None
    assert message.get_content() == text.replace("\n", "\r\n")


def test_an_address_beyond_ascii(porthole: Command) -> None:
    result = porthole(
        "smtp", "send", "mail.test", "--from", "学生@mail.test", "--to", "学生@mail.test",
        "--subject", "给自己", "--body", "-", stdin="正文\n".encode(),
    )  # fmt: skip
    assert (result.stdout.decode(), result.status) == ("学生@mail.test\tok\n", 0)
    raw = stored(porthole, "学生")
    assert b"by mail.test with UTF8SMTP;" in raw
    assert "Subject: 给自己\r\n".encode() in raw


def test_copies_open_and_blind(porthole: Command) -> None:
    before = count(porthole, "learner")
    result = porthole(
        "smtp", *SEND, "--cc", "学生 <student@desk.test>, postmaster@mail.test", "--bcc", "learner@mail.test",
        "--json",
    )  # fmt: skip
    assert result.status == 18
    assert {each["recipient"]: each["accepted"] for each in json.loads(result.stdout)} == {
        TEACHER: True, "student@desk.test": False, "postmaster@mail.test": True, "learner@mail.test": True,
    }  # fmt: skip
    # The postmaster is the learner: one copy.
    assert count(porthole, "learner") == before + 1
    message = newest(porthole, "learner")
    assert message["Message-ID"] == newest(porthole)["Message-ID"]
    assert message["Cc"] == "学生 <student@desk.test>, postmaster@mail.test"
    assert message["Bcc"] is None
    assert b"learner" not in stored(porthole)


def test_a_text_from_a_file_and_attachments(porthole: Command, tmp_path: Path) -> None:
    body, data, sheet = (tmp_path / name for name in ("body.txt", "every_byte.bin", "端口.csv"))
    body.write_bytes(b"see below\n")
    data.write_bytes(bytes(range(256)) * 100)
    sheet.write_text("协议,端口\nSMTP,25\n")
    result = porthole(
        "smtp", "send", *FROM, "--to", TEACHER, "--body", f"@{body}", "--attach", str(data), "--attach", str(sheet)
    )  # fmt: skip
    assert (result.status, result.stderr) == (0, "")
    message = newest(porthole)
    text = cast(EmailMessage, message.get_body(("plain",)))
    assert text.get_content() == "see below\r\n"
    parts = list(message.iter_attachments())
    assert [part.get_filename() for part in parts] == ["every_byte.bin", "端口.csv"]
    assert [part.get_payload(decode=True) for part in parts] == [data.read_bytes(), sheet.read_bytes()]


@pytest.mark.parametrize("place", ["file", "-"])
def test_a_whole_message_goes_as_it_is(porthole: Command, tmp_path: Path, place: str) -> None:
    whole = "Subject: 原样\nX-Mine: kept\n\n.\n..two\n八位\n.".encode()
    file = tmp_path / "whole.eml"
    file.write_bytes(whole)
    result = porthole(
        "smtp", "send", *FROM, "--to", TEACHER, "--data", str(file) if place == "file" else "-",
        stdin=b"" if place == "file" else whole,
    )  # fmt: skip
    assert (result.status, result.stderr) == (0, "")
    # Behind the host's own three headers, which end with the date's line.
    arrived = stored(porthole).split(b"\r\n", 4)[4]
    assert arrived == whole.replace(b"\n", b"\r\n") + b"\r\n"


def test_one_of_two_recipients_is_refused(porthole: Command) -> None:
    before = count(porthole, "teacher")
    result = porthole("smtp", *SEND, "--to", "nobody@mail.test")
    assert result.status == 18
    assert result.stdout.decode().splitlines() == [
        "teacher@mail.test\tok",
        "nobody@mail.test\t550 5.1.1 there is no such user here",
    ]
    assert count(porthole, "teacher") == before + 1
    result = porthole("smtp", *SEND, "--to", "nobody@mail.test", "--json")
    assert json.loads(result.stdout)[1] == {
        "recipient": "nobody@mail.test", "accepted": False, "code": 550,
        "reply": "5.1.1 there is no such user here",
    }  # fmt: skip


def test_all_recipients_are_refused(porthole: Command) -> None:
    result = porthole(
        "smtp", "send", *FROM, "--to", "nobody@mail.test", "--to", "bob@other.test", "--body", "hi"
    )
    assert (result.status, result.stdout) == (55, b"")
    assert result.stderr.splitlines()[:2] == [
        "bob@other.test: 550 5.7.1 mail for others is not relayed",
        "nobody@mail.test: 550 5.1.1 there is no such user here",
    ]
    assert "porthole: smtp mail.test: RCPT: the server refused all recipients" in result.stderr


@pytest.mark.parametrize("option", ["--body", "--data"])
def test_a_message_that_is_too_large(porthole: Command, tmp_path: Path, option: str) -> None:
    file = tmp_path / "large"
    file.write_bytes((b"x" * 69 + b"\n") * (TOO_LARGE // 70 + 1))
    before = count(porthole, "teacher")
    what = f"@{file}" if option == "--body" else str(file)
    result = porthole("smtp", "send", *FROM, "--to", TEACHER, option, what)
    assert (result.status, result.stdout) == (55, b"")
    assert "5.3.4 the message is too large" in result.stderr
    assert count(porthole, "teacher") == before


@pytest.mark.parametrize("how", [[], ["--auth", "PLAIN"], ["--auth", "LOGIN"], ["--auth", "cram-md5"]])
def test_a_login_and_a_refused_one(porthole: Command, how: list[str]) -> None:
    refused = porthole("smtp", *SEND, "-u", "learner:wrong-one", *how)
    assert (refused.status, refused.stdout) == (67, b"")
    assert "the user name or the password is wrong" in refused.stderr
    assert "wrong-one" not in refused.stderr
    assert porthole("smtp", *SEND, "-u", "learner:secret", *how).status == 0
    assert b"by mail.test with ESMTPA;" in stored(porthole)


def test_accounts_from_a_file_and_a_url(porthole: Command, tmp_path: Path) -> None:
    password = tmp_path / "password"
    password.write_text("secret\n")
    assert porthole("smtp", *SEND, "-u", "学生", "--password-file", str(password)).status == 0
    assert b"with ESMTPA;" in stored(porthole)
    url = ["--from", "ann@desk.test", "--to", TEACHER, "--body", "by URL"]
    assert porthole("smtp", "send", "smtp://%E5%AD%A6%E7%94%9F:secret@mail.test:25", *url).status == 0
    assert b"with ESMTPA;" in stored(porthole)
    assert b"by URL" in stored(porthole)
    assert porthole("smtp", "send", "smtp://learner:wrong@mail.test", *url).status == 67


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        ([*SEND, "--attach", "/nowhere/at/all"], 26, "cannot read /nowhere"),
        (["send", *FROM, "--to", TEACHER, "--body", "@/nowhere/at/all"], 26, "cannot read /nowhere"),
        (["send", *FROM, "--to", TEACHER, "--data", "/nowhere/at/all"], 26, "cannot read /nowhere"),
        ([*SEND, "-u", "learner", "--password-file", "/nowhere"], 26, "/nowhere"),
        ([*SEND, "--data", "-"], 2, "excludes"),
        ([*SEND, "--auth", "NTLM", "-u", "learner:secret"], 2, "--auth"),
        ([*SEND, "--subject", "x\r\nBcc: learner@mail.test"], 2, "line end"),
        ([*SEND, "--bcc", "b@mail.test\r\nDATA"], 2, "CR, LF or NUL"),
        ([*SEND, "--cc", "nobody in particular"], 2, "no mail address"),
        (["send", "mail.test", "--from", "a\r\nQUIT", "--to", TEACHER, "--body", "x"], 2, "CR, LF or NUL"),
        (["send", "mail.test", "--to", TEACHER, "--body", "x"], 2, "--from"),
        (["send", *FROM, "--body", "x"], 2, "--to"),
        (["verify", "mail.test", "x\r\nQUIT"], 2, "CR, LF or NUL"),
        (["capabilities", "mail.test", "--helo", "x\r\nQUIT"], 2, "CR, LF or NUL"),
        (["capabilities", "imap://mail.test"], 1, "only smtp://"),
        (["capabilities", "smtp://"], 3, "there is no host"),
        (["capabilities", "mail.test:x"], 3, "the port"),
        (["capabilities", "mail.test:26"], 7, "Connection refused"),
        (["capabilities", "nowhere.test"], 6, "nowhere.test"),
        (["capabilities", "mail.test:110", "--timeout", "5"], 8, "+OK"),
        (["capabilities", "echo.test:7", "--timeout", "0.2"], 28, "timed out"),
        (["capabilities", "mail.test", "-6"], 6, "mail.test"),
    ],
)
def test_each_failure_has_its_status(
    porthole: Command, arguments: list[str], status: int, message: str
) -> None:
    result = porthole("smtp", *arguments)
    assert (result.status, result.stdout) == (status, b""), result.stderr
    assert result.stderr.startswith("porthole: ")
    assert message in result.stderr


def test_nobody_gets_mail_by_a_line_end_in_an_argument(porthole: Command) -> None:
    before = count(porthole, "teacher"), count(porthole, "learner")
    for option in ("--subject", "--bcc", "--helo", "--cc"):
        sneaked = "x@mail.test\r\nRCPT TO:<learner@mail.test>\r\nBcc: learner@mail.test"
        assert porthole("smtp", *SEND, option, sneaked).status == 2
    assert (count(porthole, "teacher"), count(porthole, "learner")) == before
