# SPDX-License-Identifier: MIT
"""Connects: the real addresses, and each errno."""

from __future__ import annotations

import os
import socket
import struct
import time
from pathlib import Path

import pytest
from conftest import ADDRESS, Gateway, Start
from ws_client import LinkClient


def test_both_addresses_are_the_real_ones(link: LinkClient, host: socket.socket) -> None:
    port = host.getsockname()[1]
    answer = link.connect(2, "127.0.0.1", port)
    accepted, address = host.accept()
    assert answer["peer"] == {"address": "127.0.0.1", "port": port}
    assert answer["local"] == {"address": address[0], "port": address[1]}
    accepted.close()


def test_an_alias_is_reported_as_what_was_asked(link: LinkClient, peer: dict[str, int]) -> None:
    answer = link.connect(2, ADDRESS, peer["echo"])
    assert answer["peer"] == {"address": ADDRESS, "port": peer["echo"]}


def test_ipv6_hosts_are_reached(link: LinkClient) -> None:
    with socket.create_server(("::1", 0), family=socket.AF_INET6) as listener:
        answer = link.connect(2, "::1", listener.getsockname()[1], family="inet6")
        accepted, address = listener.accept()
        assert answer["peer"]["address"] == "::1"
        assert answer["local"] == {"address": "::1", "port": address[1]}
        accepted.close()


@pytest.mark.parametrize(
    ("family", "address", "port", "error"),
    [
        ("inet", "10.0.0.1", 80, "EACCES"),
        ("inet", "192.168.0.1", 80, "EACCES"),
        ("inet", "169.254.169.254", 80, "EACCES"),
        ("inet", "8.8.8.8", 25, "EACCES"),
        ("inet6", "fe80::1", 80, "EACCES"),
        ("inet6", "fd00:ec2::254", 80, "EACCES"),
        ("inet6", "::ffff:10.0.0.1", 80, "EACCES"),
        ("inet6", "64:ff9b::a00:1", 80, "EACCES"),
        ("inet6", "2002:a00:1::1", 80, "EACCES"),
        ("inet", "224.0.0.1", 80, "ENETUNREACH"),
        ("inet", "0.0.0.0", 80, "EADDRNOTAVAIL"),
        ("inet6", "::", 80, "EADDRNOTAVAIL"),
        ("inet6", "::ffff:0.0.0.0", 80, "EADDRNOTAVAIL"),
        ("inet6", "64:ff9b::", 80, "EADDRNOTAVAIL"),
        ("inet", "example.com", 80, "EADDRNOTAVAIL"),
        ("inet", "", 80, "EADDRNOTAVAIL"),
        ("inet", "127.1", 80, "EADDRNOTAVAIL"),
        ("inet", "0177.0.0.1", 80, "EADDRNOTAVAIL"),
        ("inet", "2130706433", 80, "EADDRNOTAVAIL"),
        ("inet6", "fe80::1%lo", 80, "EADDRNOTAVAIL"),
        ("inet", "1" * 60000, 80, "EADDRNOTAVAIL"),
        ("inet", "::1", 80, "EAFNOSUPPORT"),
        ("inet6", "127.0.0.1", 80, "EAFNOSUPPORT"),
        ("inet", ADDRESS, 1, "ECONNREFUSED"),
        ("inet", "198.18.1.77", 80, "EHOSTUNREACH"),
        ("inet", "198.18.0.10", 80, "EHOSTUNREACH"),
        ("inet", "127.0.0.1", 0, "ECONNREFUSED"),
    ],
)
def test_each_errno_comes_by_name(link: LinkClient, family: str, address: str, port: int, error: str) -> None:
    answer = link.connect(2, address, port, family)
    assert answer["type"] == "error"
    assert answer["error"] == error
    assert answer["reason"]


def test_a_refused_connect_is_the_hosts_own_refusal(link: LinkClient, peer: dict[str, int]) -> None:
    answer = link.connect(2, ADDRESS, peer["refused"])
    assert answer["error"] == "ECONNREFUSED"
    assert answer["reason"] == f"{ADDRESS} port {peer['refused']}: Connection refused"
    assert link.connect(2, ADDRESS, peer["echo"])["type"] == "connected"


def test_the_rule_that_denies_stands_in_the_log_only(gateway: Gateway, link: LinkClient) -> None:
    answer = link.connect(2, "169.254.169.254", 80)
    assert "link-local" not in answer["reason"]
    assert "refused, EACCES (link-local address)" in gateway.log()


def full_listener() -> tuple[socket.socket, list[socket.socket]]:
    """A listener whose queue is full, so that one more connect gets no answer."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=0)
    fillers = []
    for _ in range(3):
        filler = socket.socket()
        filler.setblocking(False)
        filler.connect_ex(listener.getsockname())
        fillers.append(filler)
    time.sleep(0.05)
    return listener, fillers


@pytest.mark.parametrize("kind", ["close", "reset"])
def test_a_connecting_socket_is_abandoned_at_once(link: LinkClient, kind: str) -> None:
    listener, fillers = full_listener()
    times = []
    for number in (2, 4, 6):
        link.tell(
            "connect", socket=number, family="inet", address="127.0.0.1", port=listener.getsockname()[1]
        )
        link.tell("resolve", id=1, host="127.0.0.1", family="any")
        link.wait("resolved")
        assert not link.kept, "the connect was answered, the test has lost its meaning"
        begin = time.monotonic()
        link.tell(kind, socket=number)
        assert link.wait("closed", socket=number) == {"type": "closed", "socket": number}
        times.append(time.monotonic() - begin)
    assert min(times) < 0.1
    for sock in [listener, *fillers]:
        sock.close()


def test_others_go_on_while_one_connects(link: LinkClient, peer: dict[str, int]) -> None:
    listener, fillers = full_listener()
    link.tell("connect", socket=2, family="inet", address="127.0.0.1", port=listener.getsockname()[1])
    assert link.connect(4, ADDRESS, peer["echo"])["type"] == "connected"
    link.data(4, b"on")
    assert link.wait_bytes(4, 2) == b"on"
    for sock in [listener, *fillers]:
        sock.close()


def test_options_may_follow_connect_at_once(link: LinkClient, peer: dict[str, int]) -> None:
    link.tell("connect", socket=2, family="inet", address=ADDRESS, port=peer["echo"])
    names = ["TCP_NODELAY", "SO_KEEPALIVE", "SO_RCVBUF", "SO_SNDBUF", "IP_TOS"]
    for name in names:
        for value in [1, 0, True, False, 2**31 - 1, -(2**31)]:
            link.tell("option", socket=2, name=name, value=value)
    assert link.wait("connected", "error", socket=2)["type"] == "connected"
    link.tell("option", socket=2, name="SO_LINGER", value=[0, 0])
    link.data(2, b"ok")
    assert link.wait_bytes(2, 2) == b"ok"


def test_a_linger_of_0_turns_close_into_reset(pair: tuple[LinkClient, socket.socket]) -> None:
    link, accepted = pair
    link.tell("option", socket=2, name="SO_LINGER", value=[1, 0])
    link.tell("close", socket=2)
    link.wait("closed", socket=2)
    with pytest.raises(ConnectionResetError):
        accepted.recv(1)


def test_the_sockets_of_a_link_are_limited(start: Start, policy_text: str, peer: dict[str, int]) -> None:
    gateway = start(policy_text + "[limits]\nsockets = 3\n")
    link = gateway.link()
    assert link.hello["limits"]["sockets"] == 3
    kinds = [link.connect(number, ADDRESS, peer["silent"]) for number in (2, 4, 6, 8)]
    assert [kind["type"] for kind in kinds] == ["connected"] * 3 + ["error"]
    assert kinds[3]["error"] == "EAGAIN"
    link.tell("close", socket=4)
    link.wait("closed", socket=4)
    assert link.connect(8, ADDRESS, peer["silent"])["type"] == "connected"
    link.close()


def test_an_option_reaches_the_real_socket(pair: tuple[LinkClient, socket.socket]) -> None:
    link, accepted = pair
    link.tell("option", socket=2, name="TCP_NODELAY", value=1)
    link.data(2, b"x")
    assert accepted.recv(1) == b"x"
    info = accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 8)
    assert struct.unpack("B", info[:1])[0] == 1


REBINDING = """
import socket
real, turns = socket.getaddrinfo, []
def getaddrinfo(host, port, *args, **more):
    table = {"db.example.org": ["10.255.255.1"], "evil.example.org": ["8.8.8.8", "127.0.0.1", "169.254.169.254"]}
    if host not in table:
        return real(host, port, *args, **more)
    turns.append(host)
    found = table[host]
    address = found[(turns.count(host) - 1) % len(found)]
    return [(socket.AF_INET, socket.SOCK_STREAM, 6, host, (address, 0))]
socket.getaddrinfo = getaddrinfo
"""


def test_a_rule_by_name_holds_for_this_links_own_lookups(
    start: Start, peer: dict[str, int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a resolver that rebinds a name at each lookup."""
    (tmp_path / "sitecustomize.py").write_text(REBINDING)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")]))
    gateway = start(
        '[allow]\npublic = false\nnames = ["*.example.org", { name = "db.example.org", private = true }]\n'
    )
    link, other = gateway.link(), gateway.link()
    assert link.connect(2, "10.255.255.1", 80)["error"] == "EACCES"
    found = []
    for host in ("DB.example.org.", "evil.example.org", "evil.example.org", "evil.example.org"):
        link.tell("resolve", id=1, host=host, family="any")
        found += [entry["address"] for entry in link.wait("resolved")["addresses"]]
    assert found == ["10.255.255.1", "8.8.8.8", "127.0.0.1", "169.254.169.254"]
    for number, address in ((4, "127.0.0.1"), (6, "169.254.169.254")):
        assert link.connect(number, address, peer["echo"])["error"] == "EACCES"
    assert other.connect(2, "10.255.255.1", 80)["error"] == "EACCES"
    # Nobody answers there; what matters is that the policy has let it go.
    link.tell("connect", socket=8, family="inet", address="10.255.255.1", port=80)
    link.tell("close", socket=8)
    link.wait("closed", socket=8)
    assert all(message.get("error") != "EACCES" for message in link.kept)
    assert "socket 8 to 10.255.255.1 port 80: refused" not in gateway.log()
    link.close()
    other.close()
