# SPDX-License-Identifier: MIT
"""How a gateway begins and ends."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from conftest import ADDRESS, Gateway, Start, python_path
from porthole_gateway.ports import BAD_PORTS
from ws_client import Closed, Refused


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """A gateway that is expected to end by itself."""
    environment = {**os.environ, "PYTHONPATH": python_path()}
    command = [sys.executable, "-m", "porthole_gateway", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=10, check=False)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_cleanly_with_links_open(
    start: Start, policy_text: str, peer: dict[str, int], number: signal.Signals
) -> None:
    gateway: Gateway = start(policy_text)
    links = [gateway.link() for _ in range(3)]
    for link in links:
        link.connect(2, ADDRESS, peer["echo"])
    begin = time.monotonic()
    assert gateway.stop(number) == 0
    assert time.monotonic() - begin < 3
    with pytest.raises(Closed) as closed:
        links[0].wait("nothing")
    assert closed.value.code == 1001
    log = gateway.log()
    assert "Traceback" not in log
    assert log.count("the gateway ends (1001)") == 3


def test_ctrl_c_reaches_the_whole_group_without_a_trace(policy_text: str, tmp_path: Path) -> None:
    (tmp_path / "policy.toml").write_text(policy_text)
    environment = {**os.environ, "PYTHONPATH": python_path()}
    command = [
        sys.executable,
        "-m",
        "porthole_gateway",
        "--port",
        "0",
        "--policy",
        str(tmp_path / "policy.toml"),
    ]
    process = subprocess.Popen(
        command,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    port = int(process.stdout.readline().rsplit(":", 1)[1].strip("/\n"))
    idle = socket.create_connection(("127.0.0.1", port))
    time.sleep(0.2)
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=10)
    idle.close()
    assert process.returncode == 0
    assert "Traceback" not in errors


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_right_after_the_start_ends_it_cleanly(start: Start, number: signal.Signals) -> None:
    for _ in range(3):
        assert start("").stop(number) == 0


def test_links_end_when_the_gateway_is_killed(start: Start, policy_text: str) -> None:
    gateway: Gateway = start(policy_text)
    link = gateway.link()
    gateway.stop(signal.SIGKILL)
    with pytest.raises((Closed, ConnectionResetError)):
        link.wait("nothing")
    link.close()


def test_the_port_is_free_at_once_for_the_next(start: Start) -> None:
    gateway: Gateway = start("")
    link = gateway.link()
    gateway.stop()
    assert start("", "--port", str(gateway.port)).port == gateway.port
    link.close()


def test_a_taken_port_is_an_error_or_makes_it_take_the_next(start: Start) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = run("--port", str(port))
        assert result.returncode == 2
        assert result.stderr == (
            f"porthole-gateway: port {port} on 127.0.0.1 is taken; "
            "stop what listens there, or choose another with --port\n"
        )
        assert start("", "--port", str(port), "--port-fallback").port > port


@pytest.mark.parametrize("port", ["6667", "22", "10080", "1"])
def test_a_port_that_browsers_refuse_is_refused(port: str) -> None:
    result = run("--port", port)
    assert result.returncode == 2
    assert f"port {port} is on the list of ports that browsers refuse to open" in result.stderr


def test_the_fallback_steps_over_ports_that_browsers_refuse(start: Start) -> None:
    assert start("", "--port", "6665", "--port-fallback").port not in BAD_PORTS


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--port", "65536"], "'65536' is not a port"),
        (["--port", "x"], "'x' is not a port"),
        (["--policy", "/no/such/file"], "No such file"),
        (["--site", "/no/such/folder"], "is not a folder"),
        (["--listen", "192.0.2.1", "--port", "0"], "can't listen on 192.0.2.1"),
        (["--listen", "no-such.invalid", "--port", "0"], "give an address of this machine"),
        (["--nonsense"], "unrecognized arguments"),
    ],
)
def test_a_mistake_at_the_start_is_one_clear_line(arguments: list[str], words: str) -> None:
    result = run(*arguments)
    assert result.returncode == 2
    assert words in result.stderr
    assert "Traceback" not in result.stderr
    assert result.stdout == ""


def test_an_engine_of_another_version_is_a_mistake_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "porthole_engine.py").write_text("")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")]))
    monkeypatch.delenv("PORTHOLE_ENGINE", raising=False)
    result = run("--port", "0")
    assert result.returncode == 2
    assert "porthole_engine.py is of another version than this gateway: build it again" in result.stderr


def test_a_mistake_in_the_policy_names_the_file(tmp_path: Path) -> None:
    (tmp_path / "p.toml").write_text("[allow\n")
    result = run("--policy", str(tmp_path / "p.toml"))
    assert result.returncode == 2
    assert f"policy {tmp_path}/p.toml: not valid TOML" in result.stderr


def test_ipv6_loopback(start: Start, policy_text: str, peer: dict[str, int]) -> None:
    gateway: Gateway = start(policy_text, "--listen", "::1")
    assert gateway.url == f"http://[::1]:{gateway.port}/"
    own = f"[::1]:{gateway.port}"
    link = gateway.link(host="::1", headers={"Host": own, "Origin": f"http://{own}"})
    assert link.connect(2, ADDRESS, peer["echo"])["type"] == "connected"
    link.close()


def test_the_log_has_a_line_for_each_link_and_tunnel(
    start: Start, policy_text: str, peer: dict[str, int]
) -> None:
    gateway: Gateway = start(policy_text)
    link = gateway.link()
    link.connect(2, ADDRESS, peer["echo"])
    link.data(2, b"12345")
    link.wait_bytes(2, 5)
    link.tell("close", socket=2)
    link.wait("closed", socket=2)
    link.connect(4, "10.0.0.1\n\x1b[31m", 80)
    link.close()
    time.sleep(0.2)
    gateway.stop()
    log = gateway.log()
    assert "opened by 127.0.0.1:" in log
    assert (
        f"socket 2 to {ADDRESS} port {peer['echo']} at 127.0.0.1 port {peer['echo']}: closed by the page"
        in log
    )
    assert "5 bytes up, 5 down" in log
    assert "the connection ended without a close; 1 sockets" in log
    assert "\x1b" not in log


def test_half_open_handshakes_do_not_keep_others_out(gateway: Gateway) -> None:
    silent = [socket.create_connection(("127.0.0.1", gateway.port)) for _ in range(20)]
    for sock in silent[10:]:
        sock.sendall(b"GET /tunnel HTTP/1.1\r\nHost:")
    gateway.link().close()
    for sock in silent:
        sock.close()


def test_sigterm_drains(start: Start, policy_text: str, peer: dict[str, int]) -> None:
    """No new links, the old ones go on, their new sockets too; it ends with the last of them."""
    gateway: Gateway = start(policy_text, "--drain", "20")
    links = [gateway.link() for _ in range(2)]
    links[0].connect(2, ADDRESS, peer["echo"])
    gateway.process.send_signal(signal.SIGTERM)
    end = time.monotonic() + 5
    while "no new links" not in gateway.log() and time.monotonic() < end:
        time.sleep(0.02)
    with pytest.raises(Refused) as refused:
        gateway.link()
    assert refused.value.status == 503
    with pytest.raises(urllib.error.HTTPError) as unhealthy:
        urllib.request.urlopen(f"{gateway.url}health", timeout=5)
    assert unhealthy.value.code == 503
    links[0].data(2, b"still here")
    assert links[0].wait_bytes(2, 10) == b"still here"
    assert links[1].connect(2, ADDRESS, peer["echo"])["type"] == "connected"
    assert gateway.process.poll() is None
    for link in links:
        link.close()
    assert gateway.process.wait(5) == 0


def test_draining_ends_with_its_time_or_a_second_signal(start: Start, policy_text: str) -> None:
    for seconds, twice in (("1", False), ("60", True)):
        gateway: Gateway = start(policy_text, "--drain", seconds)
        link = gateway.link()
        begin = time.monotonic()
        gateway.process.send_signal(signal.SIGTERM)
        if twice:
            time.sleep(0.3)
            gateway.process.send_signal(signal.SIGTERM)
        with pytest.raises(Closed) as closed:
            link.wait("nothing")
        assert closed.value.code == 1001
        assert gateway.process.wait(5) == 0
        assert time.monotonic() - begin < 5


def test_sighup_reads_the_policy_again(start: Start, peer: dict[str, int]) -> None:
    gateway: Gateway = start('[deny]\nnetworks = ["127.0.0.0/8"]\n')
    link = gateway.link()
    assert link.connect(2, "127.0.0.1", peer["echo"])["error"] == "EACCES"

    def again(text: str, told: str) -> None:
        before = gateway.log().count(told)
        gateway.policy.write_text(text)
        gateway.process.send_signal(signal.SIGHUP)
        end = time.monotonic() + 5
        while gateway.log().count(told) == before and time.monotonic() < end:
            time.sleep(0.02)

    again('[allow]\nnetworks = ["127.0.0.0/8"]\n', "read again")
    assert link.connect(4, "127.0.0.1", peer["echo"])["type"] == "connected"
    again("nonsense", "nothing is changed: policy ")
    assert link.connect(6, "127.0.0.1", peer["echo"])["type"] == "connected"
    again('[deny]\nnetworks = ["127.0.0.0/8"]\n', "read again")
    assert link.connect(8, "127.0.0.1", peer["echo"])["error"] == "EACCES"
    link.data(4, b"open is open")
    assert link.wait_bytes(4, 12) == b"open is open"
    link.close()


@pytest.mark.parametrize("piece", [b"", b"x"])
def test_a_request_that_never_ends_is_cut(start: Start, policy_text: str, piece: bytes) -> None:
    """Byte by byte, too: the limit is for the whole request. Others are served meanwhile."""
    gateway: Gateway = start(policy_text)
    with socket.create_connection(("127.0.0.1", gateway.port), 30) as slow:
        slow.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nX: ")
        begin = time.monotonic()
        slow.settimeout(1)
        while time.monotonic() - begin < 25:
            try:
                slow.sendall(piece)
                if not slow.recv(1):
                    break
            except TimeoutError:
                gateway.link().close()
            except ConnectionError:
                break
    assert 10 < time.monotonic() - begin < 20


def test_connections_that_ask_for_nothing_make_room(start: Start, policy_text: str) -> None:
    """One address can't take all connections: whoever asks for something gets in."""
    gateway: Gateway = start(policy_text)
    idle = [socket.create_connection(("127.0.0.1", gateway.port), 30) for _ in range(100)]
    begin = time.monotonic()
    for _ in range(3):
        source = ("127.0.0.2", 0)
        with socket.create_connection(("127.0.0.1", gateway.port), 30, source) as sock:
            sock.sendall(b"GET /health HTTP/1.0\r\n\r\n")
            assert b" 200 " in sock.makefile("rb").readline()
    assert time.monotonic() - begin < 12
    for sock in idle:
        sock.close()
