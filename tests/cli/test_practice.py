# SPDX-License-Identifier: MIT
"""`porthole practice` and `porthole hosts`."""

from __future__ import annotations

import signal
import subprocess
from pathlib import Path

import pytest
from conftest import Command


def started(porthole: Command, *arguments: str) -> tuple[subprocess.Popen[bytes], str]:
    """The practice hosts once they serve, and what they printed."""
    process = porthole.start("practice", *arguments)
    assert process.stdout is not None
    printed = ""
    for line in process.stdout:
        printed += line.decode()
        if printed.splitlines()[-1].startswith("map: "):
            break
    return process, printed


HOSTS = [
    ["www.test", "198.18.0.10", "80"],
    ["news.test", "198.18.0.11", "119"],
    ["ftp.test", "198.18.0.12", "21"],
    ["mail.test", "198.18.0.13", "25"],
    ["mail.test", "198.18.0.13", "110"],
    ["mail.test", "198.18.0.13", "143"],
    ["telnet.test", "198.18.0.14", "23"],
    ["gopher.test", "198.18.0.15", "70"],
    ["echo.test", "198.18.0.16", "7"],
]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_map_stands_while_they_run(tmp_path: Path, number: signal.Signals) -> None:
    path = tmp_path / "new" / "folder" / "practice.map"
    porthole = Command(str(path))
    process, printed = started(porthole)
    lines = path.read_text().splitlines()
    places = [line.split() for line in lines]
    transfers = [place for place in places if place[:2] == ["ftp.test", "198.18.0.12"] and place[2] != "21"]
    assert len(transfers) == 16  # FTP's passive ports: of the map, but not of the list
    assert [place[:3] for place in places if place not in transfers] == HOSTS
    for place in places:
        assert (place[3] in printed) == (place not in transfers)
    process.send_signal(number)
    assert process.wait(10) == 0
    assert process.stderr is not None
    assert process.stderr.read() == b""
    assert list(path.parent.iterdir()) == []


def test_a_second_instance_is_refused_and_leaves_the_first_alone(tmp_path: Path) -> None:
    path = tmp_path / "practice.map"
    porthole = Command(str(path))
    process, _ = started(porthole)
    before = path.read_text()
    result = porthole("practice")
    assert result.status == 1
    assert (
        result.stderr
        == f"porthole: practice hosts are running already ({path}): end them, or give another --map\n"
    )
    assert path.read_text() == before
    process.terminate()
    assert process.wait(10) == 0


def test_what_a_killed_instance_left_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "practice.map"
    porthole = Command(str(path))
    process, _ = started(porthole)
    process.kill()
    process.wait()
    assert path.exists()
    process, _ = started(porthole)
    process.terminate()
    assert process.wait(10) == 0
    assert not path.exists()


def test_a_map_of_others_is_not_removed(tmp_path: Path) -> None:
    path = tmp_path / "practice.map"
    porthole = Command(str(path))
    process, _ = started(porthole)
    path.unlink()
    path.write_text("another's\n")
    process.terminate()
    assert process.wait(10) == 0
    assert path.read_text() == "another's\n"


def test_a_map_that_cannot_be_written() -> None:
    result = Command("/proc/practice.map")("practice")
    assert result.status == 1
    assert result.stderr.startswith("porthole: open /proc/practice.map.")


def test_hosts_lists_them(porthole: Command) -> None:
    result = porthole("hosts")
    rows = [line.split() for line in result.stdout.decode().splitlines()]
    assert [row[:3] for row in rows] == HOSTS
    assert all(row[3].startswith("127.0.0.1:") for row in rows)


def test_hosts_without_any(tmp_path: Path) -> None:
    path = tmp_path / "none"
    result = Command(str(path))("hosts")
    assert (result.stdout, result.status) == (b"", 1)
    assert (
        result.stderr
        == f"porthole: no practice hosts are running (no {path}): start them with porthole practice\n"
    )
    assert Command(str(path))("tcp", "www.test", "80").stderr == (
        "porthole: resolve www.test: Name or service not known\n"
    )
