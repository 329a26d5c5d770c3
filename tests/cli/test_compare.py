# SPDX-License-Identifier: MIT
"""--trace-format json, and `porthole compare` of what it writes."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
from conftest import Command

HEAD = {"trace": "porthole", "version": 1, "by": "native"}


def record(porthole: Command, file: Path, *command: str, **more: Any) -> list[dict[str, Any]]:
    """The calls of one run, which also lie in the file."""
    result = porthole(f"--trace={file}", "--trace-format", "json", *command, **more)
    assert (result.stderr, result.status) == ("", 0)
    head, *calls = [json.loads(line) for line in file.read_text().splitlines()]
    assert head == HEAD
    return calls


def write(file: Path, calls: list[dict[str, Any]]) -> str:
    file.write_text("".join(json.dumps(line) + "\n" for line in (HEAD, *calls)))
    return str(file)


def test_every_call_is_an_object(porthole: Command, tmp_path: Path) -> None:
    calls = record(porthole, tmp_path / "a", "run", "posix_client", "www.test", "80")
    named = {call["name"]: call for call in calls}
    assert named["getaddrinfo"]["args"][:2] == ["www.test", "80"]
    assert named["getaddrinfo"]["gave"] == "[198.18.0.10:80]"
    assert (named["connect"]["args"], named["connect"]["result"]) == ([3, "198.18.0.10:80"], 0)
    assert bytes.fromhex(named["send"]["bytes"]).startswith(b"GET ")
    assert all(call["end"] >= call["start"] >= 0 for call in calls)


def test_errors_have_their_names_and_bytes_can_be_limited(porthole: Command, tmp_path: Path) -> None:
    options = (f"--trace={tmp_path / 'a'}", "--trace-bytes", "4", "--trace-format", "json")
    assert porthole(*options, "tcp", "www.test", "81").status == 1
    results = [json.loads(line).get("result") for line in (tmp_path / "a").read_text().splitlines()]
    assert "ECONNREFUSED" in results
    porthole(*options, "get", "http://www.test/hello.txt")
    assert '"bytes":"47455420"' in (tmp_path / "a").read_text()
    result = porthole("compare", str(tmp_path / "a"), str(tmp_path / "a"))
    assert result.status == 2
    assert result.stderr.endswith("bytes were left out: record it with --trace-bytes all\n")


@pytest.mark.parametrize("example", ["gopher_socket", "telnet_socket"])
def test_two_runs_of_a_program_are_equal(porthole: Command, tmp_path: Path, example: str) -> None:
    for name in "ab":
        record(porthole, tmp_path / name, "run", example, cwd=tmp_path)
    result = porthole("compare", str(tmp_path / "a"), str(tmp_path / "b"))
    assert (result.stdout, result.stderr, result.status) == (b"", "", 0)


def test_a_changed_request_is_shown(porthole: Command, tmp_path: Path) -> None:
    record(porthole, tmp_path / "a", "get", "http://www.test/hello.txt")
    record(porthole, tmp_path / "b", "get", "http://www.test/")
    result = porthole("compare", "a", "b", cwd=tmp_path)
    lines = result.stdout.decode().splitlines()
    assert result.status == 1
    assert lines[:3] == ["--- a", "+++ b", "@@ connection 1 @@"]
    assert "-> GET /hello.txt HTTP/1.1\\r\\n" in lines
    assert "+> GET / HTTP/1.1\\r\\n" in lines


def test_a_difference_is_as_small_as_can_be(porthole: Command, tmp_path: Path) -> None:
    def exchange(*lines: str) -> list[dict[str, Any]]:
        data = "".join(f"{line}\n" for line in lines).encode()
        return [
            {"name": "socket", "args": ["AF_INET", "SOCK_STREAM", 0], "result": 3, "start": 0, "end": 0},
            {
                "name": "send",
                "args": [3, len(data), "0"],
                "result": len(data),
                "bytes": data.hex(),
                "start": 0,
                "end": 0,
            },
        ]

    numbers = [str(number) for number in range(20)]
    changed = ["new", *numbers[:4], "4a", *numbers[5:15], *numbers[16:]]
    result = porthole(
        "compare", write(tmp_path / "a", exchange(*numbers)), write(tmp_path / "b", exchange(*changed))
    )
    assert result.status == 1
    shown = [line.replace("> ", "").replace("\\n", "") for line in result.stdout.decode().splitlines()[3:]]
    expected = " socket AF_INET SOCK_STREAM,+new, 0, 1, 2, 3,-4,+4a, 5, 6, 7,…, 12, 13, 14,-15, 16, 17, 18"
    assert shown == expected.split(",")


def split(call: dict[str, Any], generator: random.Random) -> list[dict[str, Any]]:
    """The same transfer in as many calls as chance wants, some of which would have had to wait."""
    data = call["bytes"]
    cuts = sorted(2 * generator.randint(1, len(data) // 2) for _ in range(generator.randint(0, 4)))
    pieces = [data[a:b] for a, b in zip([0, *cuts], [*cuts, len(data)], strict=True) if a < b]
    calls = [{**call, "bytes": piece, "result": len(piece) // 2} for piece in pieces]
    waiting = {key: value for key, value in call.items() if key != "bytes"} | {"result": "EAGAIN"}
    return [waiting] * generator.randint(0, 1) + calls


@pytest.mark.parametrize("seed", range(5))
def test_where_bytes_are_cut_and_what_a_run_chooses_does_not_matter(
    porthole: Command, tmp_path: Path, seed: int
) -> None:
    generator = random.Random(seed)
    calls = record(porthole, tmp_path / "a", "get", "http://www.test/hello.txt")
    other = []
    for call in calls:
        moved = json.loads(json.dumps(call))
        moved.update(start=call["start"] * 3, end=call["end"] * 3, process=1)
        if moved["args"] and isinstance(moved["args"][0], int):
            moved["args"][0] += 4
        if moved["name"] == "socket":
            moved["result"] += 4
        other += split(moved, generator) if "bytes" in moved else [moved]
    result = porthole("compare", str(tmp_path / "a"), write(tmp_path / "b", other))
    assert (result.stdout, result.stderr, result.status) == (b"", "", 0)


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("connect", {"args": [3, "198.18.0.10:81"]}),
        ("connect", {"result": "ECONNREFUSED"}),
        ("send", {"name": "shutdown", "args": [3, "SHUT_WR"]}),
        ("recv", {"result": "ECONNRESET", "bytes": ""}),
        ("recv", {"bytes": "00", "result": 1}),
        ("close", {"name": "setsockopt", "args": [3, "SOL_SOCKET", "SO_LINGER", "on, 0"]}),
    ],
)
def test_every_other_difference_counts(
    porthole: Command, tmp_path: Path, name: str, change: dict[str, Any]
) -> None:
    calls = record(porthole, tmp_path / "a", "run", "posix_client", "www.test", "80")
    index = next(index for index, call in enumerate(calls) if call["name"] == name)
    calls[index] = {**calls[index], **change}
    result = porthole("compare", str(tmp_path / "a"), write(tmp_path / "b", calls))
    assert result.status == 1
    assert result.stdout.count(b"@@ connection") == 1


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (None, "No such file"),
        ("", "empty"),
        ("0.001 connect(3) = 0\n", "no trace in JSON"),
        ('{"trace":"porthole","version":2}\n', "cannot read it"),
        (json.dumps(HEAD) + "\n{}\n", "bad:2: no call: {}"),
        (json.dumps(HEAD) + '\n{"name":"send","args":"x"}\n', "bad:2: no call"),
    ],
)
def test_what_is_no_trace_is_status_2(
    porthole: Command, tmp_path: Path, text: str | None, complaint: str
) -> None:
    if text is not None:
        (tmp_path / "bad").write_text(text)
    result = porthole("compare", str(tmp_path / "bad"), write(tmp_path / "good", []))
    assert result.status == 2
    assert complaint in result.stderr
