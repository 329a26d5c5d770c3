# SPDX-License-Identifier: MIT
"""The SMTP practice host with Python's smtplib and curl, read back by poplib, and with bad clients."""

from __future__ import annotations

import poplib
import re
import smtplib
import socket
import subprocess
from email.message import EmailMessage
from pathlib import Path

import pytest


def port_of(practice: str, port: int) -> int:
    line = re.search(rf"^mail.test \S+ {port} (\d+)$", Path(practice).read_text(), re.MULTILINE)
    assert line is not None
    return int(line[1])


@pytest.fixture
def mail(practice: str) -> int:
    return port_of(practice, 25)


@pytest.fixture
def smtp(mail: int) -> smtplib.SMTP:
    return smtplib.SMTP("127.0.0.1", mail, "desk.test", timeout=20)


@pytest.fixture
def raw(mail: int) -> socket.socket:
    client = socket.create_connection(("127.0.0.1", mail), 20)
    assert client.recv(1000).startswith(b"220 ")
    return client


def last_letter(practice: str, user: str = "learner") -> bytes:
    pop = poplib.POP3("127.0.0.1", port_of(practice, 110), timeout=20)
    pop.user(user)
    pop.pass_("secret")
    lines = pop.retr(pop.stat()[0])[1]
    pop.quit()
    return b"\r\n".join(lines) + b"\r\n"


def answers(client: socket.socket, sent: bytes) -> list[bytes]:
    """The answers to a pipelined dialogue that ends with QUIT."""
    client.sendall(sent)
    return b"".join(iter(lambda: client.recv(65536), b"")).splitlines()


def test_smtplib_has_no_complaint_and_poplib_reads_it(practice: str, smtp: smtplib.SMTP) -> None:
    assert smtp.ehlo()[0] == 250
    for extension in ("size", "pipelining", "8bitmime", "smtputf8", "auth"):
        assert smtp.has_extn(extension)
    assert smtp.login("learner", "secret")[0] == 235
    assert smtp.verify("learner")[0] == 250
    assert smtp.verify("nobody")[0] == 550
    assert smtp.expn("class")[1].count(b"\n") == 1
    assert b"QUIT" in smtp.help()
    assert smtp.noop()[0] == 250
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "teacher@mail.test", "learner@mail.test", "你好"
    message.set_content("一\n.\n..\n")
    message.add_attachment(bytes(range(256)), maintype="application", subtype="octet-stream")
    message.set_boundary("=-=")
    refused = smtp.send_message(
        message, to_addrs=["learner@mail.test", "nobody@mail.test", "you@elsewhere.test"]
    )
    assert {address: code for address, (code, _) in refused.items()} == {
        "nobody@mail.test": 550,
        "you@elsewhere.test": 550,
    }
    stored = last_letter(practice)
    traced = b"Return-Path: <teacher@mail.test>\r\nReceived: from desk.test\r\n\tby mail.test with ESMTPA;"
    assert stored.startswith(traced)
    assert stored.partition(b"ESMTPA;")[2].partition(b"\r\n")[2].partition(b"\r\n")[2] == message.as_bytes(
        policy=message.policy.clone(linesep="\r\n")
    )
    assert smtp.quit()[0] == 221


@pytest.mark.parametrize("mechanism", ["PLAIN", "LOGIN", "CRAM-MD5"])
def test_logins(mail: int, mechanism: str) -> None:
    for password, good in (("wrong", False), ("secret", True)):
        client = smtplib.SMTP("127.0.0.1", mail, timeout=20)
        client.ehlo()
        client.user, client.password = "learner", password
        attempt = getattr(client, "auth_" + mechanism.lower().replace("-", "_"))
        if good:
            assert client.auth(mechanism, attempt)[0] == 235
        else:
            with pytest.raises(smtplib.SMTPAuthenticationError, match="535"):
                client.auth(mechanism, attempt)
        client.quit()


def test_curl_sends_without_complaint(practice: str, mail: int, tmp_path: Path) -> None:
    letter = b"Subject: by curl\r\n\r\n.\r\n..two\r\n" + bytes(range(128, 256)) + b"\r\n"
    (tmp_path / "letter").write_bytes(letter)
    url = f"smtp://127.0.0.1:{mail}/desk.test"
    arguments = ["--mail-from", "a@mail.test", "--mail-rcpt", "teacher@mail.test", "-u", "learner:secret"]
    result = subprocess.run(
        ["curl", "-sS", url, *arguments, "-T", str(tmp_path / "letter")],
        capture_output=True,
        timeout=30,
        check=True,
    )
    assert result.stderr == b""
    assert last_letter(practice, "teacher").endswith(letter)


def test_sizes_are_bounded(smtp: smtplib.SMTP) -> None:
    smtp.ehlo()
    limit = int(smtp.esmtp_features["size"])
    assert smtp.mail("a@b", [f"size={limit + 1}"])[0] == 552
    assert smtp.mail("a@b", ["size=99999999999999999999999"])[0] == 552
    assert smtp.mail("a@b")[0] == 250
    assert smtp.rcpt("learner@mail.test")[0] == 250
    assert smtp.data(b"x" * limit + b"\r\n.x")[0] == 552
    assert smtp.noop()[0] == 250
    smtp.quit()


def test_pipelined_and_split_byte_by_byte(practice: str, raw: socket.socket) -> None:
    dialogue = (
        b"EHLO a\r\nMAIL FROM:<>\r\nRCPT TO:<postmaster>\r\nDATA\r\n..\r\n.\n.x\r\n.\r\nNOOP\r\nQUIT\r\n"
    )
    raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    for byte in dialogue[:-1]:
        raw.sendall(bytes([byte]))
    codes = [line[:3] for line in answers(raw, dialogue[-1:]) if line[3:4] == b" "]
    assert codes == [b"250", b"250", b"250", b"354", b"250", b"250", b"221"]
    assert last_letter(practice).endswith(b"\r\n.\r\n\r\n.x\r\n")


def test_bad_clients_are_answered(raw: socket.socket) -> None:
    sent = [
        (b"", b"500"),
        (b"XYZZY", b"500"),
        (b"MAIL FROM:<a@b>", b"503"),
        (b"HELO", b"501"),
        (b"HELO a", b"250"),
        (b"AUTH PLAIN", b"503"),
        (b"RCPT TO:<learner@mail.test>", b"503"),
        (b"DATA", b"503"),
        (b"MAIL a@b", b"501"),
        (b"MAIL FROM:a@b", b"501"),
        (b"MAIL FROM:<a@b", b"501"),
        (b"MAIL FROM:<a@b> SIZE=-1", b"501"),
        (b"MAIL FROM:<a@b> WHAT=1", b"555"),
        (b"MAIL FROM:<\xff@b>", b"553"),
        (b"mail from:<a@b> body=8bitmime", b"250"),
        (b"MAIL FROM:<a@b>", b"503"),
        (b"DATA", b"554"),
        (b"RCPT TO:<>", b"501"),
        (b"RCPT TO:<@a,@b:learner@MAIL.test>", b"250"),
        (b"RSET", b"250"),
        (b"x" * 100_000, b"500"),
        (b"NOOP \0\0", b"250"),
        (b"QUIT", b"221"),
    ]
    got = answers(raw, b"".join(line + b"\r\n" for line, _ in sent))
    assert [(line, answer[:3]) for (line, _), answer in zip(sent, got, strict=True)] == sent


def test_mistakes_end_the_session(raw: socket.socket) -> None:
    raw.sendall(b"WHAT\r\n" * 50)
    got = b"".join(iter(lambda: raw.recv(65536), b"")).splitlines()
    assert len(got) == 50
    assert got[-1].startswith(b"421 ")


def test_half_a_message_is_not_delivered(mail: int, practice: str, raw: socket.socket) -> None:
    before = last_letter(practice)
    raw.sendall(b"HELO a\r\nMAIL FROM:<a@b>\r\nRCPT TO:<learner@mail.test>\r\nDATA\r\nhalf\r\n.\n")
    raw.shutdown(socket.SHUT_WR)
    assert b"354" in b"".join(iter(lambda: raw.recv(65536), b""))
    assert last_letter(practice) == before
