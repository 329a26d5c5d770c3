# SPDX-License-Identifier: MIT
"""`porthole ftp` against the practice host."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import Command

BIG = bytes(i % 251 for i in range(10_000_000))
LEARNER = ("-u", "learner:secret")


def lines(text: bytes) -> list[str]:
    return text.decode().splitlines()


def test_a_directory_is_listed(porthole: Command) -> None:
    result = porthole("ftp", "ls", "ftp.test")
    assert (result.status, result.stderr) == (0, "")
    assert [line.split("\t")[::3] for line in lines(result.stdout)] == [
        ["dir", "pub"],
        ["file", "readme.txt"],
        ["dir", "upload"],
        ["dir", "中文"],
    ]
    listed = json.loads(porthole("ftp", "ls", "ftp://ftp.test/%E4%B8%AD%E6%96%87", "--json").stdout)
    assert [(entry["name"], entry["type"]) for entry in listed] == [
        ("读我.txt", "file"),
        ("静夜思.txt", "file"),
    ]
    assert listed[1]["size"] == len("床前明月光，\n疑是地上霜。\n举头望明月，\n低头思故乡。\n".encode())
    assert lines(porthole("ftp", "ls", "ftp.test", "pub", "-1").stdout) == [
        "big.bin", "every_byte.bin", "hello.txt", "lines.txt",
    ]  # fmt: skip
    assert lines(porthole("ftp", "ls", "ftp.test/pub", "--lines").stdout)[0].endswith(" big.bin")


@pytest.mark.parametrize("how", [[], ["--active"]])
def test_files_are_fetched(porthole: Command, tmp_path: Path, how: list[str]) -> None:
    assert porthole("ftp", "cat", "ftp.test/pub/hello.txt", *how).stdout == b"Hello from FTP.\n"
    result = porthole(
        "ftp", "get", "ftp.test", "pub/every_byte.bin", "pub/hello.txt", "--to", str(tmp_path), *how
    )
    assert (result.status, result.stderr) == (0, "")
    assert (tmp_path / "every_byte.bin").read_bytes() == bytes(range(256))
    part = tmp_path / "big.bin"
    part.write_bytes(BIG[:4_000_000])
    porthole("ftp", "get", "ftp://ftp.test/pub/big.bin", "-C", "-o", str(part), *how)
    assert part.read_bytes() == BIG


def test_a_tree_is_fetched(porthole: Command, tmp_path: Path) -> None:
    assert porthole("ftp", "get", "-r", "ftp.test", "中文", "--to", str(tmp_path)).status == 0
    assert sorted(path.name for path in (tmp_path / "中文").iterdir()) == ["读我.txt", "静夜思.txt"]


def test_files_are_stored_and_changed(porthole: Command, tmp_path: Path) -> None:
    file = tmp_path / "a b.bin"
    file.write_bytes(BIG[:300_000])
    place = "ftp://learner:secret@ftp.test/upload/cli/"
    assert porthole("ftp", "put", place, str(file), "-p").status == 0
    assert porthole("ftp", "cat", place + "a%20b.bin").stdout == BIG[:300_000]
    file.write_bytes(BIG[:500_000])
    assert porthole("ftp", "put", place, str(file), "-C").status == 0
    assert porthole("ftp", "append", place, "-", "--as", "a b.bin", stdin=b"more").status == 0
    assert porthole("ftp", "cat", place + "a%20b.bin").stdout == BIG[:500_000] + b"more"
    (size,) = json.loads(porthole("ftp", "stat", place, "a b.bin", "--json").stdout)
    assert size["size"] == 500_004
    for command in (["mv", place, "a b.bin", "c"], ["rm", place, "c"], ["mkdir", place + "d"],
                    ["rmdir", place + "d"], ["rmdir", place.removesuffix("/")]):  # fmt: skip
        result = porthole("ftp", *command)
        assert (result.status, result.stdout, result.stderr) == (0, b"", "")


@pytest.mark.parametrize(
    ("status", "arguments"),
    [
        (67, ["ls", "ftp.test", "-u", "learner:wrong"]),
        (78, ["cat", "ftp.test/nothing"]),
        (78, ["ls", "ftp.test", "nothing"]),
        (9, ["rm", "ftp.test/readme.txt", *LEARNER]),
        (9, ["put", "ftp.test/readme.txt", "/dev/null", *LEARNER]),
        (26, ["put", "ftp.test/upload/x", "/nothing/here", *LEARNER]),
        (7, ["ls", "ftp.test:22"]),
        (3, ["ls", "ftp://"]),
        (1, ["ls", "http://ftp.test/"]),
        (2, ["cat", "ftp.test"]),
    ],
)
def test_what_goes_wrong_has_a_status(porthole: Command, status: int, arguments: list[str]) -> None:
    result = porthole("ftp", *arguments)
    assert result.status == status
    assert result.stdout == b""
    assert result.stderr.startswith("porthole: ")
