# SPDX-License-Identifier: MIT
"""Errors that only a network can give, in a network namespace of their own: no way, a host that is not there, silence."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import Gateway
from ws_client import LinkClient

FAR = "203.0.113.1"  # a host beyond a line that takes everything and brings nothing back
ABSENT = "10.9.0.2"  # an address of our own network that nobody has
SHUT = "192.0.2.1"  # a network that a router says it can't reach
OWN = "93.184.215.14"  # our own address in a public network
LOST = "10.9.1.1"  # a host that is cut off while it is connected
SOON = 1000  # ms


def ip(*words: str) -> None:
    """One command of iproute2."""
    subprocess.run(["ip", *words], check=True)


def lay() -> None:
    """The network: all of it, but for what is asked for, is nowhere."""
    ip("link", "set", "lo", "up")
    for name, address in (("near0", "10.9.0.1/24"), ("far0", "10.8.0.1/24")):
        # At the other end of each line nobody listens.
        ip("link", "add", name, "type", "veth", "peer", "name", f"{name}-end")
        ip("addr", "add", address, "dev", name)
        ip("link", "set", name, "up")
        ip("link", "set", f"{name}-end", "up")
    ip("link", "set", "far0", "arp", "off")  # no question for a hardware address goes before
    ip("route", "add", f"{FAR}/32", "dev", "far0")
    ip("route", "add", "unreachable", f"{SHUT}/32")
    for own in (LOST, OWN):
        ip("addr", "add", f"{own}/32", "dev", "lo")


def dial(
    link: LinkClient, number: int, address: str, port: int = 80, *, soon: bool = False
) -> dict[str, object]:
    """What a connect there comes to, and how long it takes; a program can ask that the system gives up soon."""
    begin = time.monotonic()
    link.tell("connect", socket=number, family="inet", address=address, port=port)
    if soon:
        link.tell("option", socket=number, name="TCP_USER_TIMEOUT", value=SOON)
    answer = link.wait("connected", "error", socket=number)
    return {**answer, "seconds": time.monotonic() - begin}


def cut_off(link: LinkClient) -> dict[str, object]:
    """A host that was there and no longer is, with bytes on their way to it."""
    with socket.create_server((LOST, 0)) as listener:
        assert dial(link, 10, LOST, listener.getsockname()[1], soon=True)["type"] == "connected"
        far, _ = listener.accept()
        ip("addr", "del", f"{LOST}/32", "dev", "lo")
        link.data(10, b"is anybody there?")
        answer = link.wait("reset", socket=10)
        far.close()
        return answer


@contextlib.contextmanager
def linked(folder: Path, policy: str) -> Iterator[LinkClient]:
    """A link of a gateway with this policy."""
    (folder / "policy.toml").write_text(policy)
    gateway = Gateway(["--policy", str(folder / "policy.toml")], folder / "log")
    link = gateway.link(timeout=20)
    try:
        yield link
    finally:
        link.close()
        gateway.stop()


def own(link: LinkClient) -> dict[str, object]:
    """A service of this machine, by its public address."""
    with socket.create_server(("0.0.0.0", 0)) as listener:
        return dial(link, 2, OWN, listener.getsockname()[1])


def inside(folder: Path) -> dict[str, dict[str, object]]:
    """Everything, within the namespace."""
    lay()
    found = {}
    with linked(folder, "") as link:
        found["own address"] = own(link)
    with linked(folder, f'[allow]\nnetworks = ["{OWN}"]\n') as link:
        found["own address, allowed"] = own(link)
    with linked(folder, '[allow]\nnetworks = ["0.0.0.0/0"]\n') as link:
        asked: dict[str, Callable[[], dict[str, object]]] = {
            "no way": lambda: dial(link, 2, "8.8.8.8"),
            "a router says no": lambda: dial(link, 4, SHUT),
            "nobody has the address": lambda: dial(link, 6, ABSENT),
            "silence": lambda: dial(link, 8, FAR, soon=True),
            "cut off": lambda: cut_off(link),
        }
        return found | {name: ask() for name, ask in asked.items()}


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, object]]:
    folder = tmp_path_factory.mktemp("far")
    assert shutil.which("unshare")
    user = [] if os.geteuid() == 0 else ["--map-root-user"]
    command = ["unshare", "--net", *user, sys.executable, __file__, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize(
    ("what", "error"),
    [
        ("no way", "ENETUNREACH"),
        ("a router says no", "EHOSTUNREACH"),
        ("nobody has the address", "EHOSTUNREACH"),
        ("silence", "ETIMEDOUT"),
    ],
)
def test_the_networks_own_errno_comes_through(
    answers: dict[str, dict[str, object]], what: str, error: str
) -> None:
    answer = answers[what]
    assert (answer["type"], answer["error"]) == ("error", error)
    assert answer["seconds"] < 10


def test_a_host_that_is_cut_off_resets_in_the_time_the_program_has_set(
    answers: dict[str, dict[str, object]],
) -> None:
    assert answers["cut off"]["error"] == "ETIMEDOUT"


def test_the_gateways_own_machine_is_not_public(answers: dict[str, dict[str, object]]) -> None:
    assert answers["own address"]["error"] == "EACCES"
    assert answers["own address, allowed"]["type"] == "connected"


if __name__ == "__main__":
    with contextlib.redirect_stdout(sys.stderr):
        found = inside(Path(sys.argv[1]))
    json.dump(found, sys.stdout)
