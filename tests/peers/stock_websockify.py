#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Starts Debian's own websockify on an ephemeral port, for tests: prints `tokens FILE`, `websockify PORT`, `ready`.

Ends when standard input closes, or on SIGTERM or SIGINT: start it with a pipe as its input.

  stock_websockify.py --fixed 127.0.0.1:8080             every WebSocket leads to this target
  stock_websockify.py --token www.test:80=127.0.0.1:8080   ?token=www.test:80 leads to it; repeat for more
  … --web DIR                                            serves a folder on the same port

Tokens can be added while it runs: append `TOKEN: HOST:PORT` lines to the file printed first.
"""

from __future__ import annotations

import argparse
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import FrameType

WEBSOCKIFY = "/usr/bin/websockify"


def free_port() -> int:
    """A port that was free a moment ago."""
    with socket.create_server(("127.0.0.1", 0)) as sock:
        return sock.getsockname()[1]


def answers(port: int) -> bool:
    """Whether something listens there."""
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True


def end(process: subprocess.Popen[bytes]) -> None:
    """End websockify, which at times swallows the exception that its signal handler raises."""
    process.terminate()
    try:
        process.wait(3)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def start(arguments: list[str]) -> tuple[subprocess.Popen[bytes], int]:
    """Start websockify, on another port if somebody was quicker."""
    for _ in range(5):
        port = free_port()
        command = [WEBSOCKIFY, *arguments[:-1], f"127.0.0.1:{port}", *arguments[-1:]]
        process = subprocess.Popen(
            [part for part in command if part],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        last = time.monotonic() + 10
        while process.poll() is None and time.monotonic() < last:
            if answers(port):
                return process, port
            time.sleep(0.02)
        end(process)
    sys.exit("stock_websockify.py: websockify does not start: is the package websockify installed?")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--fixed", metavar="HOST:PORT", help="the one target, instead of tokens")
    parser.add_argument("--token", metavar="TOKEN=HOST:PORT", action="append", default=[])
    parser.add_argument("--web", metavar="DIR", help="folder to serve")
    options = parser.parse_args()

    with tempfile.TemporaryDirectory(prefix="porthole-websockify-") as folder:
        tokens = Path(folder) / "tokens"
        pairs = [pair.rsplit("=", 1) for pair in options.token]
        tokens.write_text("".join(f"{token}: {target}\n" for token, target in pairs))
        web = ["--web", options.web] if options.web else []
        plugin = [] if options.fixed else ["--token-plugin", "TokenFile", "--token-source", str(tokens)]
        process, port = start([*web, *plugin, options.fixed or ""])

        def stop(_number: int, _frame: FrameType | None) -> None:
            os.close(0)

        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, stop)
        print(f"tokens {tokens}\nwebsockify {port}\nready", flush=True)
        try:
            while os.read(0, 4096):
                pass
        except OSError:
            pass
        end(process)


if __name__ == "__main__":
    main()
