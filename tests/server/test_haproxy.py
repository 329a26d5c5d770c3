# SPDX-License-Identifier: MIT
"""Three gateways behind Debian's HAProxy with the configuration that we give out: one is killed and one drained under load."""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ADDRESS, ROOT, Gateway, Start
from test_tls import certificate
from ws_client import Closed, LinkClient, Refused

HAPROXY = shutil.which("haproxy") or "/usr/sbin/haproxy"


class Cluster:
    """HAProxy, its gateways by name, and how to reach them."""

    def __init__(self, folder: Path, gateways: dict[str, Gateway], port: int) -> None:
        cert, key = certificate(folder)
        (folder / "both.pem").write_text(Path(cert).read_text() + Path(key).read_text())
        self.gateways, self.port, self.log = gateways, port, folder / "log"
        self.context = ssl.create_default_context(cafile=cert)
        self.context.set_alpn_protocols(["http/1.1"])
        self.short = tempfile.TemporaryDirectory()  # a Unix socket's path has at most 107 bytes
        self.stats = f"{self.short.name}/stats"
        places = {f"PORTHOLE_GATEWAY_{i}": f"127.0.0.1:{g.port}" for i, g in enumerate(gateways.values(), 1)}
        environment = {
            **os.environ,
            **places,
            "PORTHOLE_BIND": f"127.0.0.1:{port}",
            "PORTHOLE_CERT": str(folder / "both.pem"),
            "PORTHOLE_STATS": self.stats,
        }
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [HAPROXY, "-db", "-f", str(ROOT / "server/deploy/haproxy.cfg")],
                env=environment,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def state(self, gateway: str) -> str:
        """What HAProxy thinks of a gateway: UP, DOWN, …"""
        with socket.socket(socket.AF_UNIX) as sock:
            sock.settimeout(10)
            sock.connect(self.stats)
            sock.sendall(b"show stat\n")
            text = b"".join(iter(lambda: sock.recv(65536), b"")).decode()
        number = list(self.gateways).index(gateway) + 1
        line = next(line for line in text.splitlines() if line.startswith(f"links,gateway{number},"))
        return line.split(",")[17]

    def until(self, gateway: str, state: str, seconds: float = 15.0) -> None:
        end = time.monotonic() + seconds
        while not self.state(gateway).startswith(state):
            assert time.monotonic() < end, f"{gateway} is {self.state(gateway)}, not {state}"
            time.sleep(0.05)

    def link(self) -> LinkClient:
        name = f"localhost:{self.port}"
        return LinkClient(self.port, tls=self.context, headers={"Host": name, "Origin": f"https://{name}"})


@pytest.fixture
def cluster(start: Start, policy_text: str, tmp_path: Path) -> Iterator[Cluster]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    head = f'origins = ["https://localhost:{port}"]\n'
    tail = '[front]\nnetworks = ["127.0.0.1"]\n'
    gateways = {
        name: start(f'hostname = "{name}"\n{head}{policy_text}{tail}', "--drain", "60")
        for name in ("one", "two", "three")
    }
    cluster = Cluster(tmp_path, gateways, port)
    end = time.monotonic() + 10
    while not Path(cluster.stats).exists():
        assert cluster.process.poll() is None, cluster.log.read_text()
        assert time.monotonic() < end
        time.sleep(0.02)
    for name in gateways:
        cluster.until(name, "UP")
    yield cluster
    cluster.process.terminate()
    cluster.process.wait(10)
    cluster.short.cleanup()


class User(threading.Thread):
    """Opens a link, talks for a while, opens the next; notes what went wrong on which gateway."""

    def __init__(self, cluster: Cluster, port: int) -> None:
        super().__init__(daemon=True)
        self.cluster, self.port = cluster, port
        self.going = True
        self.opened: list[str] = []
        self.cut: list[str] = []
        self.refused: list[str] = []

    def run(self) -> None:
        while self.going:
            try:
                link = self.cluster.link()
            except (Refused, OSError, Closed) as error:
                self.refused.append(repr(error))
                continue
            name = link.hello["hostname"]
            self.opened.append(name)
            try:
                link.connect(2, ADDRESS, self.port)
                for _ in range(20):
                    sent = os.urandom(1000)
                    link.data(2, sent)
                    assert link.wait_bytes(2, 1000) == sent
                    time.sleep(0.005)
            except (OSError, Closed):
                self.cut.append(name)
            finally:
                link.close()


def test_links_are_balanced_and_know_their_visitor(cluster: Cluster) -> None:
    links = [cluster.link() for _ in range(6)]
    names = [link.hello["hostname"] for link in links]
    assert sorted(names) == ["one", "one", "three", "three", "two", "two"]
    for gateway in cluster.gateways.values():
        assert "opened by 127.0.0.1:0, https://localhost:" in gateway.log()
    for link in links:
        link.close()
    url = f"https://localhost:{cluster.port}/porthole.json"
    with urllib.request.urlopen(url, context=cluster.context, timeout=10) as answer:
        assert json.load(answer)["kind"] == "porthole"


def test_the_second_way_down_finds_the_gateway_of_its_link(cluster: Cluster, peer: dict[str, int]) -> None:
    for _ in range(3):
        link = cluster.link()
        cookie = re.search(r"set-cookie: (porthole_gateway=\w+);", link.head, re.IGNORECASE)[1]
        body = http.client.HTTPSConnection("localhost", cluster.port, timeout=10, context=cluster.context)
        headers = {"Origin": f"https://localhost:{cluster.port}", "Cookie": cookie}
        body.request("POST", "/down", link.hello["down"], headers)
        answer = body.getresponse()
        assert answer.status == 200
        assert answer.read(8) == bytes(8)
        link.connect(2, ADDRESS, peer["echo"])
        link.tell("divert", socket=2)
        link.wait("diverted", socket=2)
        link.data(2, b"hello")
        assert answer.read(13) == b"\x02\0\0\0\x05\0\0\0hello"
        body.close()
        link.close()


def test_a_link_inside_http2(cluster: Cluster) -> None:
    command = ["node", str(ROOT / "tests/server/h2_link.mjs"), str(cluster.port)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["type"] == "hello"


def test_a_source_has_so_many_links(cluster: Cluster) -> None:
    links = [cluster.link() for _ in range(50)]
    with pytest.raises(Refused) as refused:
        cluster.link()
    assert refused.value.status == 429
    for link in links:
        link.close()
    end = time.monotonic() + 5
    while True:
        try:
            cluster.link().close()
            break
        except Refused:
            assert time.monotonic() < end
            time.sleep(0.05)


def test_one_is_killed_and_one_drained_under_load(cluster: Cluster, peer: dict[str, int]) -> None:
    users = [User(cluster, peer["echo"]) for _ in range(6)]
    for user in users:
        user.start()
    time.sleep(1.5)
    # A long link on the gateway that will drain.
    long = cluster.link()
    while long.hello["hostname"] != "two":
        long.close()
        long = cluster.link()
    long.connect(2, ADDRESS, peer["echo"])

    cluster.gateways["one"].process.kill()
    cluster.until("one", "DOWN")
    time.sleep(1)
    assert not any(user.refused for user in users), [user.refused for user in users]
    assert {name for user in users for name in user.cut} <= {"one"}

    cluster.gateways["two"].process.send_signal(signal.SIGTERM)
    cluster.until("two", "DOWN")
    counts = [len(user.opened) for user in users]
    time.sleep(1.5)
    assert all(len(user.opened) > count for user, count in zip(users, counts, strict=True)), "new links go on"
    for _ in range(20):
        long.data(2, b"still here")
        assert long.wait_bytes(2, 10) == b"still here"
    for user in users:
        user.going = False
    for user in users:
        user.join(20)
    assert {name for user in users for name in user.cut} <= {"one"}, "a drained gateway cuts nobody"
    assert not any(user.refused for user in users), [user.refused for user in users]
    assert {user.opened[-1] for user in users} == {"three"}
    assert cluster.gateways["two"].process.poll() is None
    long.close()
    assert cluster.gateways["two"].process.wait(10) == 0
    with pytest.raises(urllib.error.URLError):
        urllib.request.urlopen(cluster.gateways["two"].url, timeout=2)
