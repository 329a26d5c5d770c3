# SPDX-License-Identifier: MIT
"""What can be seen from outside: health, metrics, the audit, and the log as JSON."""

from __future__ import annotations

import json
import socket
import time
import urllib.error
import urllib.request
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from conftest import ADDRESS, Gateway, Start
from test_access import token
from ws_client import CLOSE, Closed, Refused


def fetch(url: str) -> str:
    with urllib.request.urlopen(url, timeout=10) as answer:
        return answer.read().decode()


def value(text: str, name: str) -> float:
    return next(float(line.split()[-1]) for line in text.splitlines() if line.startswith(name + " "))


def test_health_is_told_to_whoever_asks(gateway: Gateway) -> None:
    request = urllib.request.Request(f"{gateway.url}health", headers={"Host": "10.1.2.3"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        assert answer.read() == b"ok\n"


def test_metrics_count_links_and_tunnels(start: Start, policy_text: str, peer: dict[str, int]) -> None:
    gateway = start(policy_text, "--metrics", "0")
    link = gateway.link()
    link.connect(2, ADDRESS, peer["echo"])
    link.connect(4, ADDRESS, peer["echo"])
    link.data(2, bytes(1000))
    link.wait_bytes(2, 1000)
    link.connect(6, "10.0.0.1", 80)
    with pytest.raises(Refused):
        gateway.link(headers={"Origin": "http://evil.example"})
    text = fetch(gateway.metrics)
    assert value(text, "porthole_links") == 1
    assert value(text, "porthole_tunnels") == 2
    assert value(text, "porthole_links_opened_total") == 1
    assert value(text, 'porthole_connects_total{outcome="ok"}') == 2
    assert value(text, 'porthole_connects_total{outcome="EACCES"}') == 1
    assert value(text, 'porthole_handshakes_refused_total{status="403"}') == 1
    assert value(text, "porthole_connect_seconds_count") == 2
    assert value(text, 'porthole_link_bytes_total{direction="from_page"}') > 1000
    assert value(text, "process_open_fds") > 3
    before = value(text, 'porthole_link_bytes_total{direction="to_page"}')
    link.tell("close", socket=2)
    link.wait("closed")
    link.close()
    time.sleep(0.2)
    text = fetch(gateway.metrics)
    assert value(text, "porthole_links") == value(text, "porthole_tunnels") == 0
    assert value(text, 'porthole_link_bytes_total{direction="to_page"}') >= before
    assert value(text, 'porthole_tunnels_ended_total{how="closed by the page",kind="tcp"}') == 1
    assert fetch(gateway.metrics.replace("/metrics", "/health")) == "ok\n"
    with pytest.raises(urllib.error.HTTPError) as missing:
        fetch(gateway.metrics.replace("/metrics", "/other"))
    assert missing.value.code == 404


def test_bytes_of_a_link_that_ends_in_order_are_counted_once(start: Start, policy_text: str) -> None:
    gateway = start(policy_text, "--metrics", "0")
    link = gateway.link()
    link.send(CLOSE, (1000).to_bytes(2, "big"))
    with pytest.raises(Closed):
        link.receive()
    link.close()
    time.sleep(0.2)
    name = 'porthole_link_bytes_total{direction="from_page"}'
    before = value(fetch(gateway.metrics), name)
    time.sleep(2.5)  # the time that a page has to end a link
    assert value(fetch(gateway.metrics), name) == before > 0


def test_who_asks_for_metrics_and_waits_keeps_nobody_out(start: Start) -> None:
    gateway = start("", "--metrics", "0")
    port = int(gateway.metrics.rsplit(":", 1)[1].partition("/")[0])
    with ExitStack() as stack:
        for _ in range(50):
            sock = stack.enter_context(socket.create_connection(("127.0.0.1", port), 10))
            sock.sendall(b"GET /met")
        assert "porthole_links 0" in fetch(gateway.metrics)
        status = Path(f"/proc/{gateway.process.pid}/status").read_text()
        assert int(status.partition("Threads:")[2].split()[0]) < 25
    with socket.create_connection(("127.0.0.1", port), 10) as sock:
        sock.sendall(b"GET /metrics HTTP/1.1\r\nX: " + b"a" * 40_000)
        assert b" 431 " in sock.makefile("rb").readline()


def test_metrics_are_not_on_the_public_port(gateway: Gateway) -> None:
    with pytest.raises(urllib.error.HTTPError) as missing:
        fetch(f"{gateway.url}metrics")
    assert missing.value.code == 404


def written(path: Path) -> dict[str, Any]:
    """The one line of an audit, which is written when nobody waits for anything."""
    end = time.monotonic() + 5
    while not (path.exists() and path.read_text().endswith("\n")):
        assert time.monotonic() < end
        time.sleep(0.01)
    return json.loads(path.read_text())


def test_the_audit_has_a_line_for_every_tunnel(
    start: Start, policy_text: str, peer: dict[str, int], tmp_path: Path
) -> None:
    path = tmp_path / "audit"
    gateway = start(policy_text + '[access]\nkey = "key"\n', "--audit", str(path))
    link = gateway.link(token=token("ada"))
    link.connect(2, ADDRESS, peer["echo"])
    link.data(2, b"hello")
    link.wait_bytes(2, 5)
    link.tell("close", socket=2)
    link.wait("closed")
    line = written(path)
    assert line["user"] == "ada"
    assert line["client"] == "127.0.0.1"
    assert (line["kind"], line["address"], line["port"]) == ("tcp", ADDRESS, peer["echo"])
    assert line["dialled"] == f"127.0.0.1 {peer['echo']}"
    assert (line["up"], line["down"], line["end"]) == (5, 5, "closed by the page")
    assert line["seconds"] < 10
    assert line["time"].endswith("Z")
    path.rename(tmp_path / "old")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        link.connect(4, "127.0.0.1", probe.getsockname()[1])
    assert written(path)["end"] == "not connected: ECONNREFUSED"
    link.close()


def test_the_log_as_json(start: Start, policy_text: str) -> None:
    gateway = start(policy_text, "--log-format", "json")
    gateway.link(
        headers={"Origin": f"http://localhost:{gateway.port}", "Host": f"localhost:{gateway.port}"}
    ).close()
    time.sleep(0.2)
    lines = [json.loads(line) for line in gateway.log().splitlines()]
    opened = next(line for line in lines if "opened by" in line["message"])
    assert (opened["level"], opened["link"]) == ("INFO", 1)
