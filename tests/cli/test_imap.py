# SPDX-License-Identifier: MIT
"""`porthole imap` against practice hosts of its own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import Command
from conftest import practice as start_practice

LEARNER = ("mail.test", "-u", "learner:secret")
TEACHER = ("mail.test", "-u", "teacher:secret")
STUDENT = ("mail.test", "-u", "学生:secret")

practice = pytest.fixture(scope="module", name="practice")(start_practice.__wrapped__)


def lines(porthole: Command, *arguments: str, stdin: bytes = b"") -> list[str]:
    """What a command that succeeds prints."""
    result = porthole("imap", *arguments, stdin=stdin)
    assert (result.status, result.stderr) == (0, "")
    return result.stdout.decode().splitlines()


def a_folder(porthole: Command, name: str, *subjects: str) -> list[str]:
    """Makes a folder of the teacher's with these messages: the options that name it."""
    assert lines(porthole, "create", *TEACHER, name) == []
    for number, subject in enumerate(subjects, 1):
        message = f"From: ann@desk.test\nSubject: {subject}\n\nbody {number}\n".replace("\n", "\r\n")
        assert lines(porthole, "append", *TEACHER, "-m", name, stdin=message.encode()) == [str(number)]
    return [*TEACHER, "-m", name]


def flags(porthole: Command, where: list[str]) -> dict[str, set[str]]:
    """Of each message, by UID."""
    rows = [line.split("\t") for line in lines(porthole, "list", *where)]
    return {row[0]: set(row[1].split()) - {"\\Recent", "-"} for row in rows}


def test_what_the_server_can_do_needs_no_account(porthole: Command) -> None:
    assert {"IDLE", "MOVE", "UIDPLUS", "IMAP4REV1"} < set(
        lines(porthole, "capabilities", "mail.test:143", "-4")
    )
    known = json.loads(porthole("imap", "capabilities", "imap://mail.test", "--json").stdout)
    assert "practices IMAP4rev1" in known["greeting"]
    assert "IDLE" in known["capabilities"]
    assert known["server"] == {"name": "Porthole", "vendor": "practice"}


def test_folders_have_chinese_names(porthole: Command) -> None:
    every = lines(porthole, "folders", *LEARNER)
    assert "课程\t\\HasChildren" in every
    assert "课程/网络\t\\HasNoChildren" in every
    assert lines(porthole, "folders", *LEARNER, "课%") == ["课程\t\\HasChildren"]
    assert json.loads(porthole("imap", "folders", *LEARNER, "课程/*", "--json").stdout) == [
        {"name": "课程/网络", "delimiter": "/", "flags": ["\\HasNoChildren"]}
    ]


def test_folders_come_and_go(porthole: Command) -> None:
    assert lines(porthole, "create", *STUDENT, "实验", "实验/甲") == []
    assert lines(porthole, "subscribe", *STUDENT, "实验") == []
    assert lines(porthole, "folders", *STUDENT, "--subscribed") == [
        "INBOX\t\\HasNoChildren",
        "实验\t\\HasChildren",
    ]
    assert lines(porthole, "unsubscribe", *STUDENT, "实验") == []
    assert lines(porthole, "folders", *STUDENT, "实*", "-s") == []
    assert lines(porthole, "rename", *STUDENT, "实验", "练习 & more") == []
    assert lines(porthole, "folders", *STUDENT, "练习*") == [
        "练习 & more\t\\HasChildren", "练习 & more/甲\t\\HasNoChildren",
    ]  # fmt: skip
    assert lines(porthole, "remove", *STUDENT, "练习 & more/甲", "练习 & more") == []
    assert lines(porthole, "folders", *STUDENT) == ["INBOX\t\\HasNoChildren"]


def test_counting_without_opening(porthole: Command) -> None:
    where = a_folder(porthole, "数", "one", "two")
    assert lines(porthole, "flag", *where, "1", "+seen")
    [row] = lines(porthole, "status", *TEACHER, "数")
    assert row.split("\t")[:1] + row.split("\t")[1:2] + row.split("\t")[-1:] == [
        "数",
        "messages 2",
        "unseen 1",
    ]
    inbox, folder = json.loads(porthole("imap", "status", *TEACHER, "INBOX", "数", "--json").stdout)
    assert inbox["name"] == "INBOX"
    assert (folder["name"], folder["messages"], folder["unseen"], folder["uidnext"]) == ("数", 2, 1, 3)
    assert lines(porthole, "status", *TEACHER)[0].startswith("INBOX\tmessages ")


def test_a_list_is_readable(porthole: Command) -> None:
    rows = [line.split("\t") for line in lines(porthole, "list", *LEARNER, "2:3")]
    assert [row[:1] + row[2:] for row in rows] == [
        ["2", "755", "22-Sep-2026 09:03:00 +0000", "老师 <teacher@mail.test>", "你好，这是一封中文信"],
        ["3", "616", "23-Sep-2026 10:05:00 +0000", "José García <teacher@mail.test>",
         "Re: Why does recv() return less than I asked for?"],
    ]  # fmt: skip
    [message] = json.loads(porthole("imap", "list", *LEARNER, "3", "--json").stdout)
    assert (message["uid"], message["in_reply_to"]) == (3, "<recv-1@mail.test>")
    assert message["from"] == [{"name": "José García", "address": "teacher@mail.test"}]
    assert message["to"] == [{"name": "", "address": "learner@mail.test"}]


@pytest.mark.parametrize(
    "place",
    [[*LEARNER, "-m", "课程/网络"], ["imap://learner:secret@mail.test/%E8%AF%BE%E7%A8%8B/%E7%BD%91%E7%BB%9C"],
     ["imap://learner@mail.test:143/课程/网络", "-u", "learner:secret"]],
)  # fmt: skip
def test_a_mailbox_by_every_name(porthole: Command, place: list[str]) -> None:
    [row] = lines(porthole, "list", *place)
    assert row.endswith("你好，这是一封中文信")


def test_searches(porthole: Command) -> None:
    assert lines(porthole, "search", *LEARNER, "FLAGGED", "FROM", "teacher") == ["3"]
    assert lines(porthole, "search", *LEARNER, "SUBJECT", "中文") == ["2"]
    assert lines(porthole, "search", *LEARNER, "TEXT", '"你好，学习者"') == ["2"]
    assert lines(porthole, "search", *LEARNER, 'SUBJECT "Office hours" SINCE 25-Sep-2026') == ["5"]
    assert lines(porthole, "search", *LEARNER, "SUBJECT", "nothing-like-it") == []
    found = porthole("imap", "search", *LEARNER, "--json", "UID", "1:3")
    assert json.loads(found.stdout) == [1, 2, 3]
    where = a_folder(porthole, "search", "甲", "乙", "丙")
    lines(porthole, "delete", *where, "1")
    assert porthole("imap", "expunge", *where).status == 0
    assert lines(porthole, "search", *where) == ["2", "3"]
    assert lines(porthole, "search", *where, "-n", "SUBJECT", "丙") == ["2"]


def test_a_message_and_its_parts(porthole: Command, tmp_path: Path) -> None:
    whole = porthole("imap", "fetch", *LEARNER, "1")
    assert (len(whole.stdout), whole.stderr, whole.status) == (530, "", 0)
    assert b"\r\n.\r\n..and this one begins with two.\r\n" in whole.stdout
    assert porthole("imap", "cat", *LEARNER, "-n", "1").stdout == whole.stdout
    header = porthole("imap", "fetch", *LEARNER, "1", "--headers").stdout
    assert header + porthole("imap", "fetch", *LEARNER, "1", "-s", "TEXT").stdout == whole.stdout
    assert b'name="every_byte.bin"' in porthole("imap", "fetch", *LEARNER, "4", "-s", "3.MIME").stdout
    assert porthole("imap", "fetch", *LEARNER, "4", "--section", "2").stdout.startswith(b"5Y2P6K6u")
    file = tmp_path / "all.mbox"
    result = porthole("imap", "fetch", *LEARNER, "1:5", "-o", str(file), "--progress")
    assert (result.stdout, len(file.read_bytes())) == (b"", 3826)
    assert "message 5: 589 B of 589 B, 100%" in result.stderr


def test_reading_marks_only_when_told_to(porthole: Command) -> None:
    where = a_folder(porthole, "read", "one")
    assert porthole("imap", "fetch", *where, "1").stdout.endswith(b"body 1\r\n")
    assert flags(porthole, where) == {"1": set()}
    assert porthole("imap", "fetch", *where, "1", "--mark").status == 0
    assert flags(porthole, where) == {"1": {"\\Seen"}}


def test_what_is_appended_is_what_is_fetched(porthole: Command, tmp_path: Path) -> None:
    where = a_folder(porthole, "收集")
    one, two = tmp_path / "1.eml", tmp_path / "2.eml"
    one.write_bytes("Subject: 八位\r\n\r\n.\r\n..\r\n正文".encode())
    two.write_bytes(b"Subject: bytes\r\n\r\n" + bytes(range(1, 256)))
    assert lines(porthole, "append", *where, str(one), str(two), "--flags", "\\Seen $Later") == ["1", "2"]
    assert porthole("imap", "fetch", *where, "1").stdout == one.read_bytes()
    # A line of mail ends with CR LF; a bare one of them becomes both.
    with_line_ends = bytes(range(1, 256)).replace(b"\r", b"\n").replace(b"\n", b"\r\n")
    assert porthole("imap", "fetch", *where, "2").stdout == b"Subject: bytes\r\n\r\n" + with_line_ends
    assert lines(porthole, "append", *where, "-", stdin=one.read_bytes()) == ["3"]
    assert flags(porthole, where) == {"1": {"\\Seen", "$Later"}, "2": {"\\Seen", "$Later"}, "3": set()}


def test_flags_change(porthole: Command) -> None:
    where = a_folder(porthole, "flags", "one", "two")
    assert sorted(lines(porthole, "flag", *where, "1:2", "+seen,$Later")[0].split("\t")[1].split()) == [
        "$Later", "\\Recent", "\\Seen",
    ]  # fmt: skip
    assert lines(porthole, "flag", *where, "1", "=answered,flagged,draft")[0].startswith("1\t")
    assert porthole("imap", "flag", *where, "-n", "--", "2", "-Seen").status == 0
    assert flags(porthole, where) == {"1": {"\\Answered", "\\Flagged", "\\Draft"}, "2": {"$Later"}}


def test_copies_moves_and_the_end(porthole: Command) -> None:
    where = a_folder(porthole, "from", "one", "two", "three")
    to = a_folder(porthole, "to")
    assert lines(porthole, "copy", *where, "1:2", "to") == []
    assert lines(porthole, "move", *where, "3", "to") == []
    assert lines(porthole, "copy", *where, "-n", "1", "to") == []
    assert lines(porthole, "move", *where, "-n", "2", "to") == []
    assert [line.split("\t")[5] for line in lines(porthole, "list", *to)] == [
        "one",
        "two",
        "three",
        "one",
        "two",
    ]
    assert list(flags(porthole, where)) == ["1"]
    assert lines(porthole, "delete", *to, "2,4") == []
    assert lines(porthole, "delete", *to, "-n", "1") == []
    assert {uid for uid, has in flags(porthole, to).items() if "\\Deleted" in has} == {"1", "2", "4"}
    gone = porthole("imap", "expunge", *to)
    assert (gone.status, gone.stdout, gone.stderr) == (0, b"", "3 messages expunged\n")
    assert list(flags(porthole, to)) == ["3", "5"]


def test_a_password_from_a_file(porthole: Command, tmp_path: Path) -> None:
    password = tmp_path / "password"
    password.write_text("secret\r\n")
    assert (
        "INBOX" in lines(porthole, "status", "mail.test", "-u", "学生", "--password-file", str(password))[0]
    )
    refused = porthole("imap", "status", "mail.test", "-u", "learner:wrong-one")
    assert (refused.status, refused.stdout) == (67, b"")
    assert "[AUTHENTICATIONFAILED] wrong name or password" in refused.stderr
    assert "wrong-one" not in refused.stderr


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (["list", *LEARNER, "-m", "nowhere"], 78, "NONEXISTENT"),
        (["status", *LEARNER, "nowhere"], 78, "NONEXISTENT"),
        (["remove", *LEARNER, "nowhere"], 78, "NONEXISTENT"),
        (["rename", *LEARNER, "nowhere", "x"], 78, "NONEXISTENT"),
        (["copy", *LEARNER, "1", "nowhere"], 78, "TRYCREATE"),
        (["append", *LEARNER, "-m", "nowhere"], 78, "TRYCREATE"),
        (["fetch", *LEARNER, "99"], 78, "no message 99"),
        (["create", *LEARNER, "Sent"], 8, "ALREADYEXISTS"),
        (["list", "mail.test"], 8, "log in first"),
        (["fetch", *LEARNER, "-n", "99"], 8, "no such message"),
        (["search", *LEARNER, "BOGUS"], 8, "BAD"),
        (["append", *LEARNER, "/nowhere/at/all"], 26, "cannot read /nowhere/at/all"),
        (["status", "mail.test", "-u", "a", "--password-file", "/nowhere"], 26, "/nowhere"),
        (["fetch", *LEARNER, "1", "-o", "/nowhere/at/all"], 23, "/nowhere/at/all"),
        (["fetch", *LEARNER], 2, "SET"),
        (["copy", *LEARNER, "1"], 2, "SET TO"),
        (["flag", *LEARNER, "1", "seen"], 2, "+NAME"),
        (["create", *LEARNER, "x\r\nP9 LOGOUT"], 2, "CR, LF or NUL"),
        (["search", *LEARNER, "ALL\r\nP9 LOGOUT"], 2, "CR, LF or NUL"),
        (["list", "pop3://mail.test"], 1, "only imap://"),
        (["list", "mail.test:x"], 3, "the port"),
        (["list", "imap://mail.test/%zz"], 3, "hexadecimal"),
        (["capabilities", "mail.test:144"], 7, "Connection refused"),
        (["capabilities", "nowhere.test"], 6, "nowhere.test"),
        (["capabilities", "echo.test:7", "--timeout", "0.2"], 28, "timed out"),
    ],
)  # fmt: skip
def test_each_failure_has_its_status(
    porthole: Command, arguments: list[str], status: int, message: str
) -> None:
    result = porthole("imap", *arguments)
    assert (result.status, result.stdout) == (status, b""), result.stderr
    assert result.stderr.startswith("porthole: ")
    assert message in result.stderr
