# SPDX-License-Identifier: MIT
"""The helper that starts Debian's own websockify, and what such a gateway can and can't do."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from conftest import ROOT
from ws_client import BINARY, Closed, WebSocketClient


@contextmanager
def stock(*arguments: str) -> Iterator[dict[str, str]]:
    """A stock websockify; its `websockify` port and `tokens` file."""
    command = [sys.executable, str(ROOT / "tests/peers/stock_websockify.py"), *arguments]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    facts = dict(line.split() for line in iter(process.stdout.readline, "ready\n"))
    yield facts
    process.stdin.close()
    assert process.wait(10) == 0
    process.stdout.close()


def open_(facts: dict[str, str], path: str) -> WebSocketClient:
    return WebSocketClient(int(facts["websockify"]), path, headers={"Sec-WebSocket-Protocol": "binary"})


def test_a_token_leads_to_its_target(peer: dict[str, int]) -> None:
    with stock("--token", f"www.test:80=127.0.0.1:{peer['echo']}") as facts:
        client = open_(facts, "/?token=www.test:80")
        client.send(BINARY, b"hello")
        assert client.receive() == (BINARY, b"hello")
        client.close()
        with Path(facts["tokens"]).open("a") as tokens:
            tokens.write(f"other.test:9: 127.0.0.1:{peer['half']}\n")
        client = open_(facts, "/?token=other.test:9")
        client.close()
        with pytest.raises(Closed):
            open_(facts, "/?token=nobody.test:1")


def test_a_fixed_target_needs_no_token(peer: dict[str, int]) -> None:
    with stock("--fixed", f"127.0.0.1:{peer['http']}") as facts:
        client = open_(facts, "/websockify")
        client.send(BINARY, b"GET / HTTP/1.0\r\n\r\n")
        assert client.receive()[1].startswith(b"HTTP/1.0 200 OK")
        with pytest.raises(Closed):
            client.receive()
        client.close()


def test_a_refused_target_looks_connected_and_then_closes(peer: dict[str, int]) -> None:
    with stock("--fixed", f"127.0.0.1:{peer['refused']}") as facts:
        client = open_(facts, "/")
        with pytest.raises(Closed):
            client.receive()
        client.close()
