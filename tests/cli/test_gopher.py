# SPDX-License-Identifier: MIT
"""`porthole gopher` against the practice host."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import Command


def test_a_menu_is_one_item_a_line_or_json(porthole: Command) -> None:
    result = porthole("gopher", "gopher.test")
    assert (result.status, result.stderr) == (0, "")
    lines = result.stdout.decode().splitlines()
    assert lines[0] == "i\tWelcome to gopher.test! 欢迎！\t"
    assert "0\tWhat Gopher is\tgopher://gopher.test/0/about.txt" in lines
    assert "h\tThe same world on the web\thttp://www.test/" in lines
    assert "8\tA shell to look around\ttelnet://telnet.test/" in lines
    items = json.loads(porthole("gopher", "gopher://gopher.test/1/zh", "--json").stdout)
    assert [item["name"] for item in items] == ["INFO", "TEXT", "TEXT", "MENU"]
    assert items[2]["display"] == "静夜思"


def test_a_text_a_file_and_a_search(porthole: Command, tmp_path: Path) -> None:
    assert "举头望明月，\n" in porthole("gopher", "gopher.test/0/zh/poem.txt").stdout.decode()
    assert b"\n.\n.one\n..two\n" in porthole("gopher", "gopher.test/0/dots.txt").stdout
    file = tmp_path / "bytes"
    assert porthole("gopher", "gopher://gopher.test/9/every-byte.bin", "-o", str(file)).status == 0
    assert file.read_bytes() == b"".join(
        bytes((row + column) & 255 for column in range(256)) for row in range(256)
    )
    found = porthole("gopher", "gopher.test/7/search", "-q", "明月").stdout.decode()
    assert found == "0\t静夜思\tgopher://gopher.test/0/zh/poem.txt\n"
    assert porthole("gopher", "gopher.test/7/search%09%E6%98%8E%E6%9C%88").stdout.decode() == found


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (["gopher.test/0/nowhere"], 78, "There is no such thing here"),
        (["gopher.test/9/nowhere"], 78, "There is no such thing here"),
        (["gopher.test/1/about.txt"], 8, "menu"),
        (["gopher.test/7/search"], 2, "--query"),
        (["gopher.test/8shell"], 2, "porthole telnet"),
        (["http://gopher.test/"], 3, "only gopher://"),
        (["gopher.test/0%0d%0a"], 3, "CR, LF or NUL"),
        (["gopher.test/7/search", "-q", "a\r\nb"], 2, "CR, LF or NUL"),
        (["gopher.test:71"], 7, "Connection refused"),
    ],
)
def test_each_failure_has_its_status(
    porthole: Command, arguments: list[str], status: int, message: str
) -> None:
    result = porthole("gopher", *arguments)
    assert (result.status, result.stdout) == (status, b"")
    assert message in result.stderr
