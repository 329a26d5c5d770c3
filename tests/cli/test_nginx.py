# SPDX-License-Identifier: MIT
"""`porthole get` and the examples against a real web server: nginx with a configuration of its own."""

from __future__ import annotations

import hashlib
import os
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import Command

CONFIGURATION = """
daemon off;
pid {folder}/pid;
error_log stderr;
events {{ worker_connections 64; }}
http {{
  access_log off;
  client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder};
  uwsgi_temp_path {folder}; scgi_temp_path {folder};
  server {{
    listen 127.0.0.1:{port};
    root {folder}/site;
    location /moved {{ return 301 /; }}
  }}
}}
"""


@pytest.fixture(scope="module")
def nginx(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, Path]]:
    folder = tmp_path_factory.mktemp("nginx")
    folder.chmod(0o755)
    (folder / "site").mkdir()
    (folder / "site" / "index.html").write_text("<h1>nginx</h1>\n")
    (folder / "site" / "random").write_bytes(os.urandom(1 << 20) * 20)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (folder / "nginx.conf").write_text(CONFIGURATION.format(folder=folder, port=port))
    command = [
        "/usr/sbin/nginx",
        "-p",
        str(folder),
        "-e",
        "stderr",
        "-c",
        str(folder / "nginx.conf"),
        "-g",
        "user root;",
    ]
    with subprocess.Popen(command if os.geteuid() == 0 else command[:-2]) as process:
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                break
            except ConnectionRefusedError:
                time.sleep(0.05)
        yield port, folder / "site"
        process.terminate()


def test_twenty_megabytes(porthole: Command, nginx: tuple[int, Path]) -> None:
    port, site = nginx
    result = porthole("get", f"http://127.0.0.1:{port}/random")
    assert hashlib.sha256(result.stdout).digest() == hashlib.sha256((site / "random").read_bytes()).digest()
    assert result.status == 0


def test_a_redirect_is_shown_as_it_is(porthole: Command, nginx: tuple[int, Path]) -> None:
    assert porthole("get", "-i", f"http://127.0.0.1:{nginx[0]}/moved").stdout.startswith(b"HTTP/1.1 301 ")


@pytest.mark.parametrize("name", ["tcp_client", "posix_client"])
def test_the_examples(porthole: Command, nginx: tuple[int, Path], tmp_path: Path, name: str) -> None:
    result = porthole("run", name, "127.0.0.1", str(nginx[0]), cwd=tmp_path)
    assert result.status == 0
    assert b"Server: nginx" in result.stdout
    page = (tmp_path / "page.html").read_bytes() if name == "tcp_client" else result.stdout
    assert b"<h1>nginx</h1>\n" in page


def test_a_request_by_hand(porthole: Command, nginx: tuple[int, Path]) -> None:
    request = b"HEAD / HTTP/1.1\nHost: localhost\nConnection: close\n\n"
    result = porthole("tcp", "--crlf", "127.0.0.1", str(nginx[0]), stdin=request)
    assert result.stdout.startswith(b"HTTP/1.1 200 OK\r\n")
