# SPDX-License-Identifier: MIT
"""The POP3 practice host with Python's poplib and curl, and with bad clients."""

from __future__ import annotations

import hashlib
import poplib
import re
import socket
import subprocess
import time
from pathlib import Path

import pytest


@pytest.fixture
def mail(practice: str) -> int:
    line = re.search(r"^mail.test \S+ 110 (\d+)$", Path(practice).read_text(), re.MULTILINE)
    assert line is not None
    return int(line[1])


@pytest.fixture
def pop(mail: int) -> poplib.POP3:
    return poplib.POP3("127.0.0.1", mail, timeout=20)


@pytest.fixture
def raw(mail: int) -> socket.socket:
    client = socket.create_connection(("127.0.0.1", mail), 20)
    assert client.recv(1000).startswith(b"+OK ")
    return client


def everything(client: socket.socket) -> bytes:
    return b"".join(iter(lambda: client.recv(65536), b""))


def curl(mail: int, path: str = "", *arguments: str) -> bytes:
    url = f"pop3://learner:secret@127.0.0.1:{mail}/{path}"
    result = subprocess.run(["curl", "-sS", *arguments, url], capture_output=True, timeout=30, check=True)
    assert result.stderr == b""
    return result.stdout


def test_poplib_has_no_complaint(pop: poplib.POP3) -> None:
    assert "TOP" in pop.capa()
    assert pop.utf8().startswith(b"+OK")
    assert pop.user("learner").startswith(b"+OK")
    assert pop.pass_("secret").startswith(b"+OK 5 messages")
    count, size = pop.stat()
    sizes = [tuple(map(int, line.split())) for line in pop.list()[1]]
    assert (len(sizes), sum(size for _, size in sizes)) == (count, size)
    assert pop.list(2) == b"+OK 2 %d" % sizes[1][1]
    ids = pop.uidl()[1]
    assert len(set(ids)) == count
    assert pop.uidl(3) == b"+OK " + ids[2]
    for number, size in sizes:
        _, lines, octets = pop.retr(number)
        assert octets == size
        head = lines[: lines.index(b"") + 1]
        assert pop.top(number, 0)[1] == head
        assert pop.top(number, 2)[1] == lines[: len(head) + 2]
        assert pop.top(number, 10_000)[1] == lines
    assert {b".", b"..and this one begins with two."} <= set(pop.retr(1)[1])
    assert pop.noop() == b"+OK"
    assert pop.quit().startswith(b"+OK")


def test_a_mark_is_forgotten_by_rset_and_without_quit(mail: int, pop: poplib.POP3) -> None:
    pop.apop("learner", "secret")
    count = pop.stat()[0]
    pop.dele(1)
    assert pop.stat()[0] == count - 1
    for refused in (pop.retr, pop.dele, pop.list, pop.uidl):
        with pytest.raises(poplib.error_proto, match="marked"):
            refused(1)
    pop.rset()
    assert pop.stat()[0] == count
    pop.dele(2)
    pop.close()
    again = until_unlocked(mail)
    assert again.stat()[0] == count
    again.quit()


def until_unlocked(mail: int) -> poplib.POP3:
    """A login once the host has noticed that the last client is gone."""
    for _ in range(100):
        client = poplib.POP3("127.0.0.1", mail, timeout=20)
        try:
            client.apop("learner", "secret")
        except poplib.error_proto as refusal:
            assert b"[IN-USE]" in refusal.args[0]
            client.close()
            time.sleep(0.05)
        else:
            return client
    raise AssertionError("the maildrop stays locked")


def test_two_sessions_of_one_maildrop_are_refused(mail: int, pop: poplib.POP3) -> None:
    pop.apop("learner", "secret")
    with pytest.raises(poplib.error_proto, match="IN-USE"):
        poplib.POP3("127.0.0.1", mail, timeout=20).apop("learner", "secret")
    other = poplib.POP3("127.0.0.1", mail, timeout=20)
    other.encoding = "utf-8"
    other.user("学生")
    other.pass_("secret")
    assert other.stat() == (0, 0)
    assert other.list()[1] == []
    pop.quit()
    until_unlocked(mail).quit()


def test_apop_takes_this_greetings_digest_only(mail: int, pop: poplib.POP3) -> None:
    digest = hashlib.md5(b"<1@mail.test>secret").hexdigest()
    for name, proof in (("learner", digest), ("nobody", digest), ("learner", ""), ("learner", "secret")):
        with pytest.raises(poplib.error_proto):
            pop._shortcmd(f"APOP {name} {proof}")
    with pytest.raises(poplib.error_proto, match="AUTH"):
        pop.apop("learner", "Secret")
    assert pop.apop("learner", "secret").startswith(b"+OK")
    pop.quit()
    first, second = (poplib.POP3("127.0.0.1", mail, timeout=20).getwelcome() for _ in range(2))
    assert first != second


def test_curl_lists_and_fetches(mail: int) -> None:
    listing = curl(mail).decode().split("\n")
    assert listing[0].strip() == "1 530"
    message = curl(mail, "4")
    assert b"Subject: =?UTF-8?B?6K6y5LmJIDM=?= / Lecture 3" in message
    assert b"filename*=UTF-8''%E7%AB%AF%E5%8F%A3.csv" in message
    assert curl(mail, "", "-X", "UIDL").splitlines()[0].startswith(b"1 ")
    assert curl(mail, "", "-X", "TOP 1 0").startswith(b"From: Postmaster")
    result = subprocess.run(
        ["curl", "-sS", f"pop3://learner:wrong@127.0.0.1:{mail}/"],
        capture_output=True,
        timeout=30,
        check=False,
    )
    assert result.returncode == 67


@pytest.mark.parametrize(
    "command",
    [
        "STAT", "RETR 1", "PASS secret", "FOO", "", " ", "USER", "CAPA x", "APOP learner", "\0\0\0", "quit now",
        "x" * 600, "USER " + "x" * 5000,
    ],
)  # fmt: skip
def test_what_is_wrong_before_the_login_is_refused(raw: socket.socket, command: str) -> None:
    raw.sendall(command.encode() + b"\r\nQUIT\r\n")
    answer = everything(raw)
    assert re.fullmatch(rb"-ERR [^\r\n]+\r\n\+OK goodbye\r\n", answer), answer


@pytest.mark.parametrize(
    "command",
    ["RETR", "RETR 0", "RETR 6", "RETR -1", "RETR 1x", "RETR 99999999999999999999", "LIST 0", "UIDL x", "TOP 1",
     "TOP 1 -1", "TOP x 1", "TOP 1 1 1", "DELE 0", "STAT 1", "USER learner", "UTF8"],
)  # fmt: skip
def test_what_is_wrong_after_the_login_is_refused(mail: int, command: str) -> None:
    pop = until_unlocked(mail)
    with pytest.raises(poplib.error_proto):
        pop._shortcmd(command)
    assert pop.quit().startswith(b"+OK goodbye")


def test_commands_in_one_packet_and_in_single_bytes(mail: int) -> None:
    session = b"user learner\r\nPASS secret\r\nSTAT\nLIST 1\r\nRETR 1\r\nNOOP\r\nQUIT\r\nSTAT\r\n"
    answers = []
    for size in (len(session), 1):
        until_unlocked(mail).quit()
        with socket.create_connection(("127.0.0.1", mail), 20) as client:
            client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            for start in range(0, len(session), size):
                client.sendall(session[start : start + size])
            answers.append(everything(client).split(b"\r\n", 1)[1])
    assert answers[0] == answers[1]
    assert answers[0].count(b"+OK") == 7
    assert b"\r\n..\r\n...and this one begins with two.\r\n" in answers[0]
    assert answers[0].endswith(b"\r\n.\r\n+OK\r\n+OK goodbye, 5 messages left\r\n")


def test_many_mistakes_end_the_session(raw: socket.socket) -> None:
    raw.sendall(b"FOO\r\n" * 1000)
    raw.shutdown(socket.SHUT_WR)
    assert everything(raw).count(b"-ERR") == 20


def test_an_endless_line_takes_no_memory_and_is_refused(raw: socket.socket) -> None:
    for _ in range(100):
        raw.sendall(b"x" * 65536)
    raw.sendall(b"\r\nQUIT\r\n")
    assert everything(raw) == b"-ERR that line is too long\r\n+OK goodbye\r\n"


def test_a_client_that_asks_much_and_reads_late_gets_all(mail: int) -> None:
    until_unlocked(mail).quit()
    with socket.create_connection(("127.0.0.1", mail), 20) as client:
        client.sendall(b"USER learner\r\nPASS secret\r\n" + b"RETR 4\r\n" * 2000 + b"QUIT\r\n")
        time.sleep(0.5)
        answer = everything(client)
    assert answer.count(b"--part-of-lecture-3--\r\n.\r\n") == 2000
    assert answer.endswith(b"left\r\n")
