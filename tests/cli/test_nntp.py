# SPDX-License-Identifier: MIT
"""`porthole nntp` against the practice host."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import Command


def lines(text: bytes) -> list[str]:
    return text.decode().splitlines()


def test_groups_are_listed(porthole: Command) -> None:
    result = porthole("nntp", "groups", "news.test")
    assert (result.status, result.stderr) == (0, "")
    assert "local.zh\t1\t5\ty\t中文讨论组" in lines(result.stdout)
    listed = json.loads(porthole("nntp", "groups", "nntp://news.test/", "local.z*", "--json").stdout)
    assert listed == [{"group": "local.zh", "first": 1, "last": 5, "flag": "y", "description": "中文讨论组"}]


def test_an_overview_is_readable(porthole: Command) -> None:
    result = porthole("nntp", "over", "news.test:119", "local.zh", "2-3")
    assert lines(result.stdout) == [
        "2\tTue, 03 Mar 2026 11:31:00 +0000\t李雷 <lilei@news.test>\t你好，新闻组！",
        "3\tTue, 03 Mar 2026 18:44:00 +0000\t韩梅梅 <hanmeimei@news.test>\tRe: 你好，新闻组！",
    ]
    newest = json.loads(porthole("nntp", "list", "news://news.test/local.zh", "-n1", "--json").stdout)
    assert [(record["number"], record["references"].split()[0]) for record in newest] == [
        (5, "<zh-1@news.test>")
    ]


@pytest.mark.parametrize(
    "place",
    [["news.test", "local.zh", "2"], ["news.test", "<zh-1@news.test>"], ["nntp://news.test/local.zh/2"],
     ["news://news.test/zh-1@news.test"], ["news://news.test:119/%3Czh-1@news.test%3E"]],
)  # fmt: skip
def test_an_article_by_every_name(porthole: Command, place: list[str]) -> None:
    article = lines(porthole("nntp", "article", *place).stdout)
    assert "Message-ID: <zh-1@news.test>" in article
    assert "大家好！" in article
    split = article.index("")
    assert lines(porthole("nntp", "head", *place).stdout) == article[:split]
    assert lines(porthole("nntp", "body", *place).stdout) == article[split + 1 :]


def test_an_article_as_a_file_and_as_data(porthole: Command, tmp_path: Path) -> None:
    file = tmp_path / "article"
    result = porthole("nntp", "article", "news.test", "<zh-1@news.test>", "--crlf", "-o", str(file))
    assert (result.status, result.stdout) == (0, b"")
    assert file.read_bytes().count(b"\r\n") == file.read_bytes().count(b"\n") > 10
    data = json.loads(porthole("nntp", "article", "news.test", "<zh-1@news.test>", "--json").stdout)
    headers = {header["name"]: header["value"] for header in data["headers"]}
    assert headers["Subject"] == "你好，新闻组！"
    assert data["body"].startswith("大家好！\r\n")


def test_a_post_can_be_read_again(porthole: Command) -> None:
    result = porthole(
        "nntp", "post", "news.test", "local.test", "--from", "李雷 <lilei@news.test>", "--subject", "第一篇",
        stdin="你好\n.一个点\n".encode(),
    )  # fmt: skip
    assert (result.status, result.stdout) == (0, b"")
    message_id = result.stderr.split()[-1]
    assert lines(porthole("nntp", "body", "news.test", message_id).stdout) == ["你好", ".一个点"]
    head = json.loads(porthole("nntp", "head", "news.test", message_id, "--json").stdout)["headers"]
    assert {"name": "Subject", "value": "第一篇"} in head
    assert {"name": "From", "value": "李雷 <lilei@news.test>"} in head
    fresh = lines(porthole("nntp", "new", "news.test", "local.test", "--since", "2026-06-01").stdout)
    assert message_id in fresh


def test_a_whole_article_from_a_file(porthole: Command, tmp_path: Path) -> None:
    file = tmp_path / "article"
    file.write_bytes(b"From: a@b.test\nNewsgroups: local.test\nSubject: whole\n\n..\nend")
    result = porthole("nntp", "post", "news.test", "-i", str(file))
    assert result.status == 0
    assert porthole("nntp", "body", "news.test", result.stderr.split()[-1]).stdout == b"..\nend\n"


def test_what_is_new_and_what_the_server_can_do(porthole: Command) -> None:
    groups = porthole("nntp", "new", "news.test", "--since", "2026-03-02T00:00:00Z", "--groups", "--json")
    assert json.loads(groups.stdout) == ["local.members", "local.zh"]
    info = json.loads(porthole("nntp", "info", "news.test", "--json").stdout)
    assert info["capabilities"]["VERSION"] == ["2"]
    assert "OVER MSGID" in lines(porthole("nntp", "info", "news.test").stdout)


def test_a_login_opens_a_group(porthole: Command, tmp_path: Path) -> None:
    refused = porthole("nntp", "over", "news.test", "local.members")
    assert (refused.status, refused.stdout) == (67, b"")
    assert "480 log in first" in refused.stderr
    assert porthole("nntp", "over", "news.test", "local.members", "-u", "learner:wrong").status == 67
    assert (
        'wrong"' not in porthole("nntp", "over", "news.test", "local.members", "-u", 'learner:wrong"').stderr
    )
    password = tmp_path / "password"
    password.write_text("secret\n")
    options = ["-u", "learner", "--password-file", str(password)]
    assert b"You are in" in porthole("nntp", "over", "news.test", "local.members", *options).stdout
    assert b"You are in" in porthole("nntp", "over", "nntp://learner:secret@news.test/local.members").stdout


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (["article", "news.test", "nowhere", "1"], 78, "411"),
        (["article", "news.test", "local.zh", "99"], 78, "423"),
        (["body", "news.test", "<no@where>"], 78, "430"),
        (["body", "news.test", "local.zh"], 2, "which article"),
        (["over", "news.test"], 2, "a group"),
        (["over", "news.test", "local.zh", "x"], 2, "no article number"),
        (["over", "http://news.test/local.zh"], 1, "nntp:// and news://"),
        (["over", "nntp://news.test:x/local.zh"], 3, "the port"),
        (["over", "nntp://news.test/local%zz"], 3, "hexadecimal"),
        (["over", "news.test", "local.zh\r\nQUIT"], 2, "CR, LF or NUL"),
        (["new", "news.test", "--since", "yesterday"], 2, "no date"),
        (["post", "news.test", "local.test"], 2, "go together"),
        (
            ["post", "news.test", "local.announce", "--from", "a@b.test", "--subject", "x"],
            9,
            "441 no posting",
        ),
        (["info", "news.test:1"], 7, "Connection refused"),
        (["info", "echo.test:7", "--timeout", "0.2"], 28, "timed out"),
        (["info", "nowhere.test"], 6, "nowhere.test"),
    ],
)
def test_each_failure_has_its_status(
    porthole: Command, arguments: list[str], status: int, message: str
) -> None:
    result = porthole("nntp", *arguments)
    assert (result.status, result.stdout) == (status, b"")
    assert message in result.stderr
