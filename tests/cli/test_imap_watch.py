# SPDX-License-Identifier: MIT
"""`porthole imap watch`, against practice hosts of its own: what happens in a mailbox is told as it happens."""

from __future__ import annotations

import json

import pytest
from conftest import Command
from conftest import practice as start_practice

TEACHER = ("mail.test", "-u", "teacher:secret")

practice = pytest.fixture(scope="module", name="practice")(start_practice.__wrapped__)


def imap(porthole: Command, *arguments: str, stdin: bytes = b"") -> str:
    result = porthole("imap", *arguments, stdin=stdin)
    assert result.status == 0, result.stderr
    return result.stdout.decode()


class Watch:
    """A running `imap watch` of a mailbox of the teacher's that is open."""

    def __init__(self, porthole: Command, *options: str) -> None:
        self.process = porthole.start("imap", "watch", *TEACHER, *options, text=True)
        assert self.process.stderr is not None
        self.greeting = self.process.stderr.readline()

    def __enter__(self) -> Watch:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.communicate()

    def end(self) -> tuple[int, str]:
        out, _ = self.process.communicate(timeout=60)
        return self.process.returncode, out


def test_mail_handed_in_arrives_at_who_watches(porthole: Command) -> None:
    with Watch(porthole, "--count", "1") as watch:
        assert watch.greeting == "watching INBOX: 0 messages\n"
        sent = porthole(
            "smtp", "send", "mail.test", "--from", "李雷 <lilei@desk.test>", "--to", "teacher@mail.test",
            "--subject", "推送", "--body", "到了",
        )  # fmt: skip
        assert sent.status == 0
        status, out = watch.end()
    assert (status, out.splitlines()[0]) == (0, "exists\t1")
    assert imap(porthole, "list", *TEACHER).endswith("\t李雷 <lilei@desk.test>\t推送\n")


def test_flags_and_ends_are_watched_as_json(porthole: Command) -> None:
    where = [*TEACHER, "-m", "看"]
    imap(porthole, "create", *TEACHER, "看")
    for message in (b"Subject: one\r\n\r\n1\r\n", b"Subject: two\r\n\r\n2\r\n"):
        imap(porthole, "append", *where, stdin=message)
    with Watch(porthole, "-m", "看", "--json", "-c", "3") as watch:
        imap(porthole, "flag", *where, "2", "+flagged")
        imap(porthole, "delete", *where, "1")
        imap(porthole, "expunge", *where)
        status, out = watch.end()
    events = [json.loads(line) for line in out.splitlines()]
    assert status == 0
    assert [(event["event"], event["number"]) for event in events] == [
        ("fetch", 2),
        ("fetch", 1),
        ("expunge", 1),
    ]
    assert "\\Flagged" in events[0]["flags"]
    assert "\\Deleted" in events[1]["flags"]


def test_a_watch_ends_in_time(porthole: Command) -> None:
    result = porthole("imap", "idle", "imap://%E5%AD%A6%E7%94%9F:secret@mail.test/", "--duration", "0.3")
    assert (result.status, result.stdout) == (0, b"")
    assert result.stderr == "watching INBOX: 0 messages\n"


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        ([*TEACHER, "-m", "nowhere"], 78, "NONEXISTENT"),
        (["mail.test", "-u", "teacher:wrong"], 67, "wrong name or password"),
        ([*TEACHER, "--duration", "-1"], 2, "--duration"),
        ([*TEACHER, "--count", "0"], 2, "--count"),
    ],
)
def test_a_watch_that_cannot_be(porthole: Command, arguments: list[str], status: int, message: str) -> None:
    result = porthole("imap", "watch", *arguments)
    assert (result.status, result.stdout) == (status, b"")
    assert message in result.stderr
