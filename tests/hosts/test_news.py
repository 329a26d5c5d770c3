# SPDX-License-Identifier: MIT
"""news.test with Python's nntplib, and with readers who misbehave."""

from __future__ import annotations

import datetime
import re
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import older_python
import pytest

nntplib = older_python.load("nntplib")


def target(practice_map: str) -> tuple[str, int]:
    line = re.search(r"^news\.test \S+ 119 (\d+)$", Path(practice_map).read_text(), re.MULTILINE)
    assert line is not None
    return "127.0.0.1", int(line[1])


@pytest.fixture
def address(practice: str) -> tuple[str, int]:
    return target(practice)


@pytest.fixture
def news(address: tuple[str, int]) -> Iterator[nntplib.NNTP]:
    with nntplib.NNTP(*address, timeout=20) as client:
        yield client


def test_what_the_server_can_do(news: nntplib.NNTP) -> None:
    assert news.getwelcome().startswith("200 ")
    assert news.nntp_version == 2
    assert news.nntp_implementation == "Porthole practice host"
    capabilities = news.getcapabilities()
    assert capabilities["OVER"] == ["MSGID"]
    assert capabilities["AUTHINFO"] == ["USER", "SASL"]
    assert news.help()[1][0].strip().startswith("ARTICLE")
    now = datetime.datetime.now(datetime.UTC).replace(tzinfo=None)
    assert abs(news.date()[1] - now) < datetime.timedelta(seconds=60)


def test_groups_and_their_descriptions(news: nntplib.NNTP) -> None:
    groups = {info.group: info for info in news.list()[1]}
    assert set(groups) >= {"local.welcome", "local.sockets", "local.zh", "local.announce", "local.members"}
    assert groups["local.announce"].flag == "n"
    assert [info.group for info in news.list("local.s*,!local.x*")[1]] == ["local.sockets"]
    assert news.description("local.zh") == "中文讨论组"
    assert news.descriptions("local.*")[1]["local.welcome"] == "Start here"
    assert len(news.newgroups(datetime.date(2026, 1, 1))[1]) == 6
    assert [info.group for info in news.newgroups(datetime.datetime(2026, 3, 3))[1]] == ["local.members"]


def test_a_thread_is_read(news: nntplib.NNTP) -> None:
    _, count, first, last, name = news.group("local.zh")
    assert (first, name) == (1, "local.zh")
    assert count >= 5
    overviews = dict(news.over((first, last))[1])
    assert nntplib.decode_header(overviews[2]["subject"]) == "你好，新闻组！"
    assert nntplib.decode_header(overviews[2]["from"]) == "李雷 <lilei@news.test>"
    assert overviews[3]["references"] == "<zh-1@news.test>"
    assert overviews[1]["xref"].startswith("news.test local.sockets:4 local.zh:1")
    assert [number for number, _ in news.over("<zh-1@news.test>")[1]] == [0]
    info = news.article(2)[1]
    assert (info.number, info.message_id) == (2, "<zh-1@news.test>")
    assert "大家好！".encode() in info.lines
    assert news.head("<zh-1@news.test>")[1].lines == info.lines[: info.lines.index(b"")]
    assert news.body(2)[1].lines == info.lines[info.lines.index(b"") + 1 :]
    assert int(overviews[2][":lines"]) == len(news.body(2)[1].lines)
    assert int(overviews[2][":bytes"]) == sum(len(line) + 2 for line in info.lines)
    headers = news.xhdr("message-id", "1-3")[1]
    assert headers[1:] == [("2", "<zh-1@news.test>"), ("3", "<zh-2@news.test>")]


def test_next_and_last_walk_the_group(news: nntplib.NNTP) -> None:
    news.group("local.welcome")
    assert news.stat()[1:] == (1, "<welcome-1@news.test>")
    assert news.next()[1] == 2
    assert news.last()[1] == 1
    with pytest.raises(nntplib.NNTPTemporaryError, match="^422"):
        news.last()
    news.stat(3)
    with pytest.raises(nntplib.NNTPTemporaryError, match="^421"):
        news.next()


def test_dots_survive(news: nntplib.NNTP) -> None:
    news.group("local.welcome")
    assert b'.this line was sent as "..this line"' in news.body(2)[1].lines
    assert b"..and this one had three" in news.body(2)[1].lines


def test_a_post_lands_in_the_group(news: nntplib.NNTP) -> None:
    before = news.group("local.test")[1]
    since = news.date()[1]
    text = (
        "From: Learner <learner@news.test>\r\nNewsgroups: local.test\r\nSubject: =?utf-8?b?5L2g5aW9?=\r\n\r\n"
        ".one dot\r\n..two\r\n你好\r\n"
    )
    response = news.post(text.encode())
    message_id = response.split()[-1]
    _, count, _, last, _ = news.group("local.test")
    assert count == before + 1
    info = news.article(last)[1]
    assert info.message_id == message_id
    assert info.lines[-3:] == [b".one dot", b"..two", "你好".encode()]
    assert message_id in news.newnews("local.*", since)[1]
    overview = news.over((last, None))[1][0][1]
    assert nntplib.decode_header(overview["subject"]) == "你好"


@pytest.mark.parametrize(
    ("article", "why"),
    [
        (b"Subject: x\r\nNewsgroups: local.test\r\n\r\nno from\r\n", "From is missing"),
        (b"From: a\r\nSubject: x\r\nNewsgroups: alt.nowhere\r\n\r\nx\r\n", "none of its newsgroups"),
        (b"From: a\r\nSubject: x\r\nNewsgroups: local.announce\r\n\r\nx\r\n", "no posting"),
        (b"From: a\r\nSubject: x\r\nNewsgroups: local.members\r\n\r\nx\r\n", "log in"),
        (b"From: a\r\nSubject: x\r\nNewsgroups: local.test\r\n", "empty line"),
        (b"just text\r\n\r\nx\r\n", "no name"),
        (
            b"From: a\r\nSubject: x\r\nNewsgroups: local.test\r\nMessage-ID: <zh-1@news.test>\r\n\r\nx\r\n",
            "already",
        ),
        (b"From: a\r\nSubject: x\r\nNewsgroups: local.test\r\n\r\n" + b"x" * 20_000 + b"\r\n", "too big"),
        (b"From: a\r\nSubject: x\r\nNewsgroups: local.test\r\n\r\n" + b"line\r\n" * 60_000, "too big"),
    ],
)
def test_a_post_is_refused(news: nntplib.NNTP, article: bytes, why: str) -> None:
    with pytest.raises(nntplib.NNTPTemporaryError, match=f"^441 .*{why}"):
        news.post(article)
    assert news.group("local.welcome")[1] == 3


def test_one_group_wants_a_login(news: nntplib.NNTP) -> None:
    with pytest.raises(nntplib.NNTPTemporaryError, match="^480"):
        news.group("local.members")
    with pytest.raises(nntplib.NNTPTemporaryError, match="^480"):
        news.article("<members-1@news.test>")
    with pytest.raises(nntplib.NNTPTemporaryError, match="^481"):
        news.login("learner", "wrong")
    news.login("learner", "secret")
    assert "AUTHINFO" not in news.getcapabilities()
    assert news.group("local.members")[1] == 1
    assert "登录" in news.body(1)[1].lines[0].decode()


def test_ihave_is_refused(news: nntplib.NNTP) -> None:
    with pytest.raises(nntplib.NNTPTemporaryError, match="^435"):
        news.ihave("<a@b.c>", b"x")


def talk(address: tuple[str, int], sent: bytes) -> list[bytes]:
    with socket.create_connection(address, 20) as client:
        client.sendall(sent)
        client.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: client.recv(65536), b"")).split(b"\r\n")


def codes(lines: list[bytes]) -> list[str]:
    return [line[:3].decode() for line in lines if re.match(rb"[1-5]\d\d ", line)]


@pytest.mark.parametrize(
    ("sent", "answers"),
    [
        (b"NEXT\r\nLAST\r\nARTICLE\r\nARTICLE 1\r\nOVER 1-\r\nLISTGROUP\r\n", ["412"] * 6),
        (b"GROUP local.zh\r\nARTICLE 99\r\nOVER 99-\r\nHDR subject 99\r\n", ["211", "423", "423", "423"]),
        (b"GROUP nowhere\r\nARTICLE <no@where>\r\nOVER <no@where>\r\n", ["411", "430", "430"]),
        (b"FROB\r\nGROUP\r\nGROUP a b\r\nARTICLE x\r\nOVER 1-x\r\nLIST X\r\n", ["500"] + ["501"] * 5),
        (b"ARTICLE -1\r\nARTICLE 99999999999999999999\r\n", ["501"] * 2),
        (
            b"NEWGROUPS 20261301 000000\r\nNEWGROUPS 260301 000000 GMT\r\nNEWNEWS * 1 2\r\n",
            ["501", "231", "501"],
        ),
        (b"HDR :size 1\r\nmode reader\r\nMODE STREAM\r\n", ["412", "200", "501"]),
        (b"AUTHINFO PASS x\r\nAUTHINFO SASL CRAM-MD5\r\nAUTHINFO SASL PLAIN ****\r\n", ["482", "503", "504"]),
        (
            b"AUTHINFO SASL PLAIN\r\n*\r\nAUTHINFO SASL PLAIN\r\nAGxlYXJuZXIAc2VjcmV0\r\n",
            ["383", "481", "383", "281"],
        ),
        (b"AUTHINFO SASL PLAIN AGxlYXJuZXIAc2VjcmV0\r\nAUTHINFO USER x\r\n", ["281", "502"]),
        (b"x" * 600 + b"\r\nDATE\r\n" + b"y" * 70_000 + b"\nDATE\n", ["501", "111", "501", "111"]),
        (b"GROUP local.\0zh\r\nIHAVE x\r\n\r\nQUIT\r\nDATE\r\n", ["501", "501", "205"]),
        (b"FROB\r\n" * 60, ["500"] * 49 + ["400"]),
    ],
)
def test_pipelined_commands_are_answered_in_order(
    address: tuple[str, int], sent: bytes, answers: list[str]
) -> None:
    assert codes(talk(address, sent)) == ["200", *answers]


def test_listgroup_and_the_other_lists(address: tuple[str, int]) -> None:
    lines = talk(
        address, b"LISTGROUP local.zh 2-3\r\nLIST OVERVIEW.FMT\r\nLIST HEADERS\r\nLIST ACTIVE.TIMES\r\n"
    )
    assert lines[1].startswith(b"211 5 1 5 local.zh")
    assert lines[2:5] == [b"2", b"3", b"."]
    assert b"Xref:full" in lines
    assert b":lines" in lines
    assert b"local.zh 1772438400 host@news.test" in lines


def test_xpat_looks_into_headers(address: tuple[str, int]) -> None:
    sent = b"GROUP local.sockets\r\nXPAT subject 1- Re:* *119*\r\nXPAT from <sockets-1@news.test> *ann*\r\n"
    lines = talk(address, sent)
    assert [line.split(b" ")[0] for line in lines[2:8]] == [b"221", b"2", b"3", b"4", b".", b"221"]
    assert lines[8].startswith(b"<sockets-1@news.test> Ann")


def test_one_byte_at_a_time(address: tuple[str, int]) -> None:
    with socket.create_connection(address, 20) as client:
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for byte in b"GROUP local.zh\r\nPOST\r\nFrom: a\r\n..\r\n.\r\nQUIT\r\n":
            client.sendall(bytes([byte]))
            time.sleep(0.001)
        answer = b"".join(iter(lambda: client.recv(65536), b""))
    assert codes(answer.split(b"\r\n")) == ["200", "211", "340", "441", "205"]


def test_a_flood_of_posts_stays_bounded(address: tuple[str, int]) -> None:
    article = (
        b"POST\r\nFrom: a\r\nSubject: flood\r\nNewsgroups: local.test\r\n\r\n" + b"x" * 900 + b"\r\n.\r\n"
    )
    answers = codes(talk(address, article * 700))
    assert answers.count("240") == 700
    with nntplib.NNTP(*address, timeout=20) as news:
        _, count, first, last, _ = news.group("local.test")
        assert count == 500
        assert last - first == 499
        assert len(news.over((first, last))[1]) == 500
        assert news.group("local.welcome")[1] == 3
