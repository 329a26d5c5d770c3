# SPDX-License-Identifier: MIT
"""Names: the practice hosts, the aliases, the system's own, and nonsense."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from conftest import Start
from ws_client import LinkClient


def resolve(link: LinkClient, host: str, family: str = "any") -> dict:
    link.tell("resolve", id=host[:50], host=host, family=family)
    return link.wait("resolved", id=host[:50])


def reverse(link: LinkClient, address: str) -> dict:
    link.tell("reverse", id=1, address=address)
    return link.wait("reversed", id=1)


def test_an_alias_has_its_address(link: LinkClient) -> None:
    wanted = [{"family": "inet", "address": "198.18.1.1"}]
    for name in ("peer.lab.internal", "PEER.Lab.Internal", "peer.lab.internal."):
        for family in ("any", "inet"):
            answer = resolve(link, name, family)
            assert (answer["addresses"], answer["canonical"]) == (wanted, "peer.lab.internal")
    assert resolve(link, "peer.lab.internal", "inet6")["error"] == "EAI_NODATA"
    assert resolve(link, "other.lab.internal")["error"] == "EAI_NONAME"
    assert reverse(link, "198.18.1.1")["name"] == "peer.lab.internal"


def test_numeric_addresses_are_their_own_answer(link: LinkClient) -> None:
    assert resolve(link, "192.0.2.7")["addresses"] == [{"family": "inet", "address": "192.0.2.7"}]
    assert resolve(link, "2001:DB8::1")["addresses"] == [{"family": "inet6", "address": "2001:db8::1"}]
    assert resolve(link, "192.0.2.7", "inet6")["error"] == "EAI_NODATA"


def test_localhost_is_the_pages_own(link: LinkClient) -> None:
    for name in ("localhost", "LOCALHOST.", "a.localhost"):
        assert resolve(link, name)["error"] == "EAI_NONAME"


def test_a_name_that_nobody_has(link: LinkClient) -> None:
    answer = resolve(link, "no-such-host.invalid")
    assert answer["error"] == "EAI_NONAME"
    assert answer["reason"]


def own_name() -> str:
    """A name that /etc/hosts has, so that no network is needed."""
    lines = [line.split("#")[0].split() for line in Path("/etc/hosts").read_text().splitlines()]
    names = [
        name
        for fields in lines
        if fields
        for name in fields[1:]
        if "." not in name and "localhost" not in name
    ]
    assert names, "/etc/hosts names nothing but localhost"
    return names[0]


def test_the_systems_own_names_are_found(link: LinkClient) -> None:
    answer = resolve(link, own_name())
    assert answer["addresses"]
    assert answer["canonical"]


def test_nothing_waits_for_a_lookup(link: LinkClient, peer: dict[str, int]) -> None:
    link.tell("resolve", id=1, host="198.51.100.1.slow.example", family="any")
    assert link.connect(2, "198.18.1.1", peer["echo"])["type"] == "connected"
    link.data(2, b"quick")
    assert link.wait_bytes(2, 5) == b"quick"


SLOW = """
import socket, time
real = socket.getaddrinfo
def getaddrinfo(host, *rest, **named):
    if not host.endswith(".example"):
        return real(host, *rest, **named)
    if host.startswith("slow"):
        time.sleep(1)
    return [(socket.AF_INET, socket.SOCK_STREAM, 6, host, ("192.0.2.7", 0))]
socket.getaddrinfo = getaddrinfo
"""


def test_the_lookups_of_a_link_end_with_it(
    start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sitecustomize.py").write_text(SLOW)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")]))
    gateway = start()
    first, second = gateway.link(), gateway.link()
    for index in range(250):
        first.tell("resolve", id=index, host=f"slow{index}.example", family="any")
    assert resolve(first, "192.0.2.1")["addresses"]
    first.close()
    begin = time.monotonic()
    assert resolve(second, "quick.example")["addresses"]
    assert time.monotonic() - begin < 8
    second.close()


@pytest.mark.parametrize(
    "host",
    ["", " ", "a b", "www.test\0.com", "\0", "a" * 64 + ".com", "a." * 200, "x" * 300, "..", ".", "a..b", "\t", "é" * 300,
     "xn--" + "é", "\ud800", "\u202e", "a\n.com", "％", "。", "ⅷ" * 60, "中" * 60 + ".com", "\x7f"],
)  # fmt: skip
def test_nonsense_is_no_name(link: LinkClient, host: str) -> None:
    assert resolve(link, host)["error"] == "EAI_NONAME"


@pytest.mark.parametrize(
    "host", ["中文.invalid", "bücher.invalid", "Straße.invalid", "a_b.invalid", "-.invalid", "%lo.invalid"]
)
def test_strange_but_possible_names_are_asked_for(link: LinkClient, host: str) -> None:
    assert resolve(link, host)["error"].startswith("EAI_")


def test_a_thousand_questions_are_all_answered(link: LinkClient) -> None:
    name = own_name()
    for index in range(1000):
        link.tell("resolve", id=index, host=name, family="any")
    answers = [link.wait("resolved") for _ in range(1000)]
    assert {answer["id"] for answer in answers} == set(range(1000))
    assert {answer.get("error", "none") for answer in answers} <= {"none", "EAI_AGAIN"}


def test_reverse_lookups(link: LinkClient) -> None:
    for address in ("nonsense", "", "10.0.0.1", "198.18.1.200", "fe80::1%lo"):
        assert reverse(link, address)["error"] == "EAI_NONAME"
    assert "name" in reverse(link, "127.0.0.1"), "the tests' policy allows loopback, which /etc/hosts names"


def test_practice_hosts_come_and_go_with_their_map(
    start: Start, tmp_path: Path, peer: dict[str, int]
) -> None:
    practice = tmp_path / "practice.map"
    link = start("", "--practice-map", str(practice)).link()

    answer = resolve(link, "www.test")
    assert answer["error"] == "EAI_NONAME"
    assert "porthole practice" in answer["reason"]
    refusal = link.connect(2, "198.18.0.10", 80)
    assert refusal["error"] == "EHOSTUNREACH"
    assert "porthole practice" in refusal["reason"]

    write(practice, f"nonsense\nwww.test 10.0.0.1 80 1\n\nwww.test 198.18.0.10 80 {peer['echo']}\n")
    assert resolve(link, "www.test")["addresses"] == [{"family": "inet", "address": "198.18.0.10"}]
    assert reverse(link, "198.18.0.10")["name"] == "www.test"
    assert resolve(link, "ftp.test")["error"] == "EAI_NONAME"
    assert link.connect(2, "198.18.0.10", 80)["peer"] == {"address": "198.18.0.10", "port": 80}
    link.data(2, b"practice")
    assert link.wait_bytes(2, 8) == b"practice"
    assert link.connect(4, "198.18.0.10", 81)["error"] == "ECONNREFUSED"
    assert link.connect(4, "198.18.0.12", 21)["error"] == "EHOSTUNREACH"

    write(practice, f"ftp.test 198.18.0.12 21 {peer['refused']}\n")
    assert link.connect(4, "198.18.0.12", 21)["error"] == "ECONNREFUSED"
    assert resolve(link, "www.test")["error"] == "EAI_NONAME"

    practice.unlink()
    assert link.connect(4, "198.18.0.12", 21)["error"] == "EHOSTUNREACH"
    link.data(2, b"!")
    assert link.wait_bytes(2, 1) == b"!"
    link.close()


def write(path: Path, text: str) -> None:
    """As `porthole practice` does: at once."""
    new = path.with_suffix(".new")
    new.write_text(text)
    new.replace(path)
