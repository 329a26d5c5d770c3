# SPDX-License-Identifier: MIT
"""The IMAP practice host with Python's imaplib and curl, and with clients that behave badly."""

from __future__ import annotations

import base64
import imaplib
import re
import socket
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

EVERY_BYTE = bytes(range(256)) * 3 + b"\r\n\n\r.\r\n"
LETTER = (
    b"From: =?utf-8?B?5a2m55Sf?= <ann@mail.test>\r\n"
    b"To: Bob <bob@mail.test>, cy@mail.test\r\n"
    b"Subject: =?utf-8?B?5oql5ZGK?= of today\r\n"
    b"Date: Mon, 23 Nov 2026 02:15:00 +0800\r\n"
    b"Message-ID: <one@mail.test>\r\n"
    b"MIME-Version: 1.0\r\n"
    b'Content-Type: multipart/mixed; boundary="=-="\r\n\r\n'
    b"--=-=\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    + base64.encodebytes("你好，邮件！".encode()).replace(b"\n", b"\r\n")
    + b"--=-=\r\nContent-Type: application/octet-stream; name=bytes.bin\r\n"
    b'Content-Disposition: attachment; filename="bytes.bin"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
    + base64.encodebytes(EVERY_BYTE).replace(b"\n", b"\r\n")
    + b"--=-=--\r\n"
)


@pytest.fixture(scope="module")
def place(practice: str) -> tuple[str, int]:
    line = re.search(r"^mail\.test \S+ 143 (\d+)$", Path(practice).read_text(), re.MULTILINE)
    assert line is not None
    return "127.0.0.1", int(line[1])


@pytest.fixture
def imap(place: tuple[str, int]) -> Iterator[imaplib.IMAP4]:
    with imaplib.IMAP4(*place, timeout=20) as client:
        ok(client.login("learner", "secret"))
        yield client


def ok(answer: tuple[str, list]) -> list:
    assert answer[0] == "OK", answer
    return answer[1]


def raw(place: tuple[str, int]) -> socket.socket:
    client = socket.create_connection(place, timeout=20)
    assert client.recv(4096).startswith(b"* OK [CAPABILITY IMAP4rev1")
    return client


def until(client: socket.socket, ending: bytes) -> bytes:
    said = b""
    while ending not in said:
        part = client.recv(65536)
        assert part, said
        said += part
    return said


def test_folders(imap: imaplib.IMAP4) -> None:
    name = '"&XeVPXA-/a \\"b\\""'
    ok(imap.create(name))
    assert any(b"&XeVPXA-/a" in line for line in ok(imap.list()))
    assert ok(imap.list('""', "%")) != ok(imap.list('""', "*"))
    ok(imap.subscribe(name))
    assert any(b"&XeVPXA-" in line for line in ok(imap.lsub()))
    ok(imap.unsubscribe(name))
    ok(imap.rename(name, "Old"))
    assert ok(imap.status("Old", "(MESSAGES UIDNEXT UIDVALIDITY UNSEEN RECENT)"))[0].startswith(
        b'"Old" (MESSAGES 0'
    )
    ok(imap.delete("Old"))
    ok(imap.delete("&XeVPXA-"))
    assert imap.delete("Old")[0] == "NO"
    assert imap.select("Old")[0] == "NO"
    assert imap.delete("INBOX")[0] == "NO"
    assert b'(("" "/"))' in ok(imap.namespace())[0]


def test_a_message_comes_back_byte_for_byte(imap: imaplib.IMAP4) -> None:
    ok(imap.create("Bytes"))
    try:
        ok(imap.append("Bytes", r"(\Seen $Later)", '"17-Jul-1996 02:44:25 -0700"', LETTER))
        assert ok(imap.select("Bytes")) == [b"1"]
        parts = ok(imap.fetch("1", "(UID FLAGS INTERNALDATE RFC822.SIZE BODY.PEEK[])"))
        assert parts[0][1] == LETTER
        for wanted in (b"$Later", b"\\Seen", b"17-Jul-1996 09:44:25 +0000", b"RFC822.SIZE %d" % len(LETTER)):
            assert wanted in parts[0][0]
        part = ok(imap.fetch("1", "(BODY.PEEK[2])"))[0][1]
        assert base64.b64decode(part) == EVERY_BYTE
        assert ok(imap.fetch("1", "(BODY.PEEK[]<5.10>)"))[0][1] == LETTER[5:15]
        assert ok(imap.fetch("1", "(RFC822.HEADER)"))[0][1] == LETTER[: LETTER.index(b"\r\n\r\n") + 4]
        fields = ok(imap.fetch("1", "(BODY[HEADER.FIELDS (SUBJECT MESSAGE-ID)])"))[0]
        assert fields[1] == b"Subject: =?utf-8?B?5oql5ZGK?= of today\r\nMessage-ID: <one@mail.test>\r\n\r\n"
        assert fields[0] == b"1 (BODY[HEADER.FIELDS (SUBJECT MESSAGE-ID)] {%d}" % len(fields[1])
        structure = ok(imap.fetch("1", "(ENVELOPE BODYSTRUCTURE)"))[0]
        assert b'((NIL NIL "bob"' not in structure
        assert b'("Bob" NIL "bob" "mail.test")(NIL NIL "cy" "mail.test")' in structure
        assert b'"application" "octet-stream" ("NAME" "bytes.bin")' in structure
        assert b'("attachment" ("FILENAME" "bytes.bin"))' in structure
        assert structure.endswith(b'"mixed" ("BOUNDARY" "=-=") NIL NIL NIL))')
    finally:
        imap.unselect()
        ok(imap.delete("Bytes"))


def test_searches_read_what_people_read(imap: imaplib.IMAP4) -> None:
    ok(imap.create("Find"))
    for body in (LETTER, b"Subject: plain\r\nDate: 1 Jan 2020 00:00:00 +0000\r\n\r\nabc\r\n"):
        ok(imap.append("Find", None, None, body))
    ok(imap.select("Find"))
    for criteria, found in [
        ("ALL", b"1 2"),
        ("SUBJECT plain", b"2"),
        ("NOT SUBJECT plain", b"1"),
        ('OR SUBJECT plain FROM "ann@"', b"1 2"),
        ("SENTBEFORE 1-Jan-2021", b"2"),
        ("SENTON 23-Nov-2026", b"1"),
        ("SINCE 1-Jan-2020 UNSEEN 1:1", b"1"),
        ("LARGER 500 (TEXT bob UID 1:*)", b"1"),
        ("BODY ABC", b"2"),
        ("SEEN", b""),
        ('HEADER Message-ID ""', b"1"),
    ]:
        assert ok(imap.search(None, criteria)) == [found], criteria
    imap.literal = "邮件".encode()
    assert ok(imap.search("UTF-8", "BODY")) == [b"1"]
    imap.literal = "报告".encode()
    assert ok(imap.uid("SEARCH", "CHARSET", "UTF-8", "SUBJECT")) == [b"1"]
    assert imap.search("KOI8-R", "ALL")[0] == "NO"
    ok(imap.close())
    ok(imap.delete("Find"))


def test_changes(imap: imaplib.IMAP4) -> None:
    for name in ("From", "To"):
        ok(imap.create(name))
    for number in range(5):
        ok(imap.append("From", None, None, b"Subject: %d\r\n\r\n" % number))
    ok(imap.select("From"))
    assert ok(imap.store("1:2", "+FLAGS", r"(\Flagged \Deleted)"))[1].startswith(
        b"2 (FLAGS (\\Deleted \\Flagged"
    )
    ok(imap.copy("3,5", "To"))
    assert imap.copy("1", "Nowhere")[0] == "NO"
    assert ok(imap.status("To", "(MESSAGES)")) == [b'"To" (MESSAGES 2)']
    assert ok(imap.expunge()) == [b"1", b"1"]
    assert ok(imap.uid("SEARCH", "ALL")) == [b"3 4 5"]
    ok(imap.uid("MOVE", "4", "To"))
    assert ok(imap.uid("SEARCH", "ALL")) == [b"3 5"]
    assert ok(imap.uid("STORE", "5", "FLAGS.SILENT", r"(\Deleted)")) == [None]
    ok(imap.uid("EXPUNGE", "5"))
    ok(imap.check())
    ok(imap.store("1", "+FLAGS", r"\Deleted"))
    ok(imap.close())
    assert ok(imap.status("From", "(MESSAGES)")) == [b'"From" (MESSAGES 0)']
    for name in ("From", "To"):
        ok(imap.delete(name))


def test_examine_changes_nothing(imap: imaplib.IMAP4) -> None:
    ok(imap.select("INBOX", readonly=True))
    before = ok(imap.fetch("1", "(FLAGS)"))
    ok(imap.fetch("1", "(BODY[])"))
    assert ok(imap.fetch("1", "(FLAGS)")) == before
    tag = imap._new_tag()
    imap.send(tag + rb" STORE 1 +FLAGS (\Deleted)" + b"\r\n")
    assert imap._get_line().startswith(tag + b" NO [READ-ONLY]")


def test_a_message_is_pushed_to_who_idles(place: tuple[str, int], imap: imaplib.IMAP4) -> None:
    ok(imap.create("Push"))
    client = raw(place)
    client.sendall(b"a LOGIN learner secret\r\nb SELECT Push\r\nc IDLE\r\n")
    until(client, b"+ idling\r\n")
    ok(imap.append("Push", None, None, b"Subject: x\r\n\r\n"))
    assert b"* 1 EXISTS" in until(client, b"RECENT\r\n")
    ok(imap.select("Push"))
    ok(imap.store("1", "+FLAGS", r"\Flagged"))
    assert b"* 1 FETCH (UID 1 FLAGS (\\Flagged" in until(client, b")\r\n")
    ok(imap.store("1", "+FLAGS.SILENT", r"\Deleted"))
    ok(imap.expunge())
    assert b"* 1 EXPUNGE" in until(client, b"EXPUNGE\r\n")
    client.sendall(b"DONE\r\nd LOGOUT\r\n")
    assert b"c OK" in until(client, b"d OK LOGOUT\r\n")
    imap.close()
    ok(imap.delete("Push"))


def test_curl_has_no_complaint(place: tuple[str, int]) -> None:
    url = f"imap://{place[0]}:{place[1]}"

    def curl(*arguments: str) -> bytes:
        command = ["curl", "-sS", "--user", "teacher:secret", "--max-time", "20", *arguments]
        return subprocess.run(command, capture_output=True, check=True).stdout

    assert b'"INBOX"' in curl(url)
    assert b"EXISTS" in curl(url, "-X", "EXAMINE INBOX")
    curl(url, "-X", "CREATE curl")
    letter = Path(__file__).parent / "conftest.py"
    curl(f"{url}/curl", "-T", str(letter))
    assert curl(f"{url}/curl;UID=1") == letter.read_bytes()
    assert b"SEARCH 1" in curl(f"{url}/curl?ALL")
    assert curl(f"{url}/curl;MAILINDEX=1;SECTION=TEXT")
    curl(url, "-X", "DELETE curl")


@pytest.mark.parametrize("mechanism", ["LOGIN", "AUTHENTICATE PLAIN"])
def test_wrong_passwords_end_the_session(place: tuple[str, int], mechanism: str) -> None:
    client = raw(place)
    words = b" LOGIN learner wrong" if mechanism == "LOGIN" else b" AUTHENTICATE PLAIN AGxlYXJuZXIAd3Jvbmc="
    client.sendall(b"".join(b"a%d%s\r\n" % (number, words) for number in range(9)))
    said = b"".join(iter(lambda: client.recv(4096), b""))
    assert said.count(b" NO [AUTHENTICATIONFAILED]") == 5
    assert said.endswith(b"* BYE too many wrong passwords\r\n")


def test_split_and_pipelined_commands(place: tuple[str, int]) -> None:
    client = raw(place)
    client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    for byte in b"a LOGIN {7+}\r\nlearner {6+}\r\nsecret\r\nb SELECT INBOX\r\n":
        client.sendall(bytes([byte]))
    until(client, b"b OK")
    client.sendall(
        b"".join(b"x%d FETCH 1:* (BODY.PEEK[] ENVELOPE BODYSTRUCTURE)\r\n" % n for n in range(300))
    )
    client.sendall(b"c LOGOUT\r\n")
    said = until(client, b"c OK LOGOUT\r\n")
    assert all(b"x%d OK" % number in said for number in range(300))


def test_what_makes_no_sense_is_bad(place: tuple[str, int]) -> None:
    for bad in [
        b"a", b"a ", b"* NOOP", b"a NOOP x", b"a XYZZY", b"a UID NOOP", b"a LOGIN x", b"a FETCH 1 FLAGS", b"a UID",
        b"a LOGIN \"x y", b"a LOGIN x y z", b"(a NOOP", b"a SELECT", b"", b"\0\0\0", b"GET / HTTP/1.1",
    ]:  # fmt: skip
        client = raw(place)
        client.sendall(bad + b"\r\n")
        assert b" BAD " in until(client, b"\r\n"), bad
        client.close()
    client = raw(place)
    client.sendall(b"a LOGIN learner secret\r\nb SELECT INBOX\r\n")
    until(client, b"b OK")
    for bad in [
        b"FETCH 0 FLAGS", b"FETCH 1:9999 FLAGS", b"FETCH 1", b"FETCH 1 (", b"FETCH 1 BODY[", b"FETCH 1 BODY[X]",
        b"FETCH 1 BODY[]<1>", b"FETCH a FLAGS", b"SEARCH", b"SEARCH XYZZY", b"SEARCH SINCE x", b"SEARCH " + b"(" * 500,
        b"STORE 1 FLAGS \\Recent", b"STORE 1 XFLAGS x", b"SEARCH NOT", b"LIST \"\" \"&x\"",
    ]:  # fmt: skip
        client.sendall(b"c " + bad + b"\r\n")
        assert until(client, b"\r\n").startswith(b"c BAD"), bad


def test_too_much_is_refused(place: tuple[str, int]) -> None:
    client = raw(place)
    client.sendall(b"a LOGIN {4294967296}\r\n")
    assert until(client, b"\r\n").startswith(b"a BAD [TOOBIG]")
    client.sendall(b"b LOGIN learner secret\r\nc APPEND INBOX {20000000}\r\n")
    assert b"c BAD [TOOBIG]" in until(client, b"c BAD")
    client.sendall(b"d APPEND INBOX {20000000+}\r\n")
    for _ in range(20):
        client.sendall(b"x" * 1000000)
    client.sendall(b"\r\ne NOOP\r\n")
    assert b"d BAD [TOOBIG]" in until(client, b"e OK")
    client.sendall(b"f APPEND INBOX {99999999999+}\r\n")
    assert b"BYE" in until(client, b"BYE")
    endless = raw(place)
    endless.sendall(b"x" * 100_000)
    assert until(endless, b"\r\n").startswith(b"* BYE")
    assert endless.recv(4096) == b""


def test_many_clients_at_once(place: tuple[str, int]) -> None:
    failures: list[Exception] = []

    def work(number: int) -> None:
        try:
            with imaplib.IMAP4(*place, timeout=30) as client:
                ok(client.login("teacher", "secret"))
                ok(client.select("INBOX"))
                for _ in range(5):
                    ok(client.append("INBOX", None, None, b"Subject: %d\r\n\r\n" % number))
                    ok(client.noop())
                    ok(client.search(None, "ALL"))
        except Exception as problem:  # noqa: BLE001
            failures.append(problem)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    with imaplib.IMAP4(*place, timeout=30) as client:
        ok(client.login("teacher", "secret"))
        count = int(ok(client.select("INBOX"))[0])
        assert count >= 100
        ok(client.store(f"{count - 99}:{count}", "+FLAGS.SILENT", r"(\Deleted)"))
        ok(client.expunge())
