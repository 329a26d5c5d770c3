# SPDX-License-Identifier: MIT
"""TLS at the gateway itself: the same link inside it, both ways and in bulk."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from conftest import ADDRESS, Gateway, Start, python_path
from ws_client import LinkClient, Refused


def certificate(folder: Path, name: str = "localhost") -> tuple[str, str]:
    """A self-signed certificate and its key."""
    cert, key = str(folder / f"{name}.pem"), str(folder / f"{name}.key")
    command = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
    ]
    command += [
        "-keyout",
        key,
        "-out",
        cert,
        "-days",
        "2",
        "-subj",
        f"/CN={name}",
        "-addext",
        "subjectAltName=DNS:localhost",
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=30)
    return cert, key


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    return certificate(tmp_path_factory.mktemp("certificate"))


@pytest.fixture(scope="module")
def secure(start: Start, policy_text: str, files: tuple[str, str]) -> Gateway:
    return start(policy_text, "--cert", files[0], "--key", files[1])


def dial(gateway: Gateway, cert: str, scheme: str = "https") -> LinkClient:
    context = ssl.create_default_context(cafile=cert)
    name = f"localhost:{gateway.port}"
    return gateway.link(tls=context, headers={"Host": name, "Origin": f"{scheme}://{name}"}, credit=2**30)


def test_a_link_inside_tls(secure: Gateway, files: tuple[str, str], peer: dict[str, int]) -> None:
    assert secure.url.startswith("https://")
    link = dial(secure, files[0])
    link.connect(2, ADDRESS, peer["echo"])
    for size in (1, 5, 16384, 16385, 65536):
        sent = os.urandom(size)
        link.data(2, sent)
        assert link.wait_bytes(2, size) == sent
    link.close()


def test_a_page_that_came_in_the_clear_gets_no_link(secure: Gateway, files: tuple[str, str]) -> None:
    with pytest.raises(Refused) as refused:
        dial(secure, files[0], "http")
    assert refused.value.status == 403


def test_bulk_down_and_up_inside_tls(secure: Gateway, files: tuple[str, str], peer: dict[str, int]) -> None:
    link, size = dial(secure, files[0]), 20_000_000
    link.connect(2, ADDRESS, peer["chargen"])
    link.data(2, b"%d\n" % size)
    assert len(link.wait_bytes(2, size)) == size
    link.connect(4, ADDRESS, peer["discard"])
    credit, left = link.hello["credit"], size
    while left:
        piece = min(left, credit, 65536)
        if piece == 0:
            credit += link.wait("credit", socket=4)["bytes"]
            continue
        link.data(4, bytes(piece))
        left, credit = left - piece, credit - piece
    link.tell("close", socket=4)
    assert "error" not in link.wait("closed", socket=4)
    link.close()


def test_a_page_that_does_not_read_holds_only_itself(
    secure: Gateway, files: tuple[str, str], peer: dict[str, int]
) -> None:
    slow, quick = dial(secure, files[0]), dial(secure, files[0])
    slow.connect(2, ADDRESS, peer["chargen"])
    slow.data(2, b"50000000\n")
    quick.connect(2, ADDRESS, peer["echo"])
    for _ in range(50):
        quick.data(2, b"ping")
        assert quick.wait_bytes(2, 4) == b"ping"
    assert len(slow.wait_bytes(2, 50_000_000)) == 50_000_000
    slow.close()
    quick.close()


def test_who_does_not_speak_tls_disturbs_nobody(secure: Gateway, files: tuple[str, str]) -> None:
    held = [socket.create_connection(("127.0.0.1", secure.port), 10) for _ in range(10)]
    with socket.create_connection(("127.0.0.1", secure.port), 10) as plain:
        plain.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        with contextlib.suppress(ConnectionResetError):
            assert not plain.recv(100).startswith(b"HTTP")
    dial(secure, files[0]).close()
    for sock in held:
        sock.close()


def test_a_new_certificate_is_read_on_sighup(start: Start, policy_text: str, tmp_path: Path) -> None:
    cert, key = certificate(tmp_path)
    gateway = start(policy_text, "--cert", cert, "--key", key)
    old = dial(gateway, cert)
    certificate(tmp_path)
    gateway.process.send_signal(signal.SIGHUP)
    end = time.monotonic() + 10
    while "read again" not in gateway.log() and time.monotonic() < end:
        time.sleep(0.02)
    dial(gateway, cert).close()
    Path(key).write_text("no key")
    gateway.process.send_signal(signal.SIGHUP)
    while "nothing is changed" not in gateway.log() and time.monotonic() < end:
        time.sleep(0.02)
    dial(gateway, cert).close()
    old.tell("resolve", id=1, host="127.0.0.1", family="any")
    old.wait("resolved")
    old.close()


def test_bad_files_are_told_at_the_start(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": python_path()}
    (tmp_path / "cert").write_text("nonsense")
    for arguments in (["--cert", str(tmp_path / "none")], ["--cert", str(tmp_path / "cert")], ["--key", "x"]):
        command = [sys.executable, "-m", "porthole_gateway", "--port", "0", *arguments]
        done = subprocess.run(
            command, env=environment, capture_output=True, text=True, timeout=10, check=False
        )
        assert done.returncode == 2
        assert done.stderr.startswith("porthole-gateway: --")
        assert done.stderr.count("\n") == 1


def test_many_links_at_once(secure: Gateway, files: tuple[str, str]) -> None:
    links: list[LinkClient] = []
    threads = [threading.Thread(target=lambda: links.append(dial(secure, files[0]))) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert len(links) == 20
    for link in links:
        link.close()


def test_a_handshake_that_never_ends_is_cut(secure: Gateway) -> None:
    with socket.create_connection(("127.0.0.1", secure.port), 30) as slow:
        slow.sendall(b"\x16\x03\x01")
        begin = time.monotonic()
        with contextlib.suppress(ConnectionError):
            assert slow.recv(1) == b""
        assert 10 < time.monotonic() - begin < 20
