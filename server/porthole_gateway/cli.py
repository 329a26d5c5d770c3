# SPDX-License-Identifier: MIT
"""The command line of the gateway."""

from __future__ import annotations

import argparse
import contextlib
import resource
import socket
import sys
from pathlib import Path

from . import __version__, engine, log, ports
from .policy import file as policyfile
from .policy import practice
from .policy.addresses import parse
from .policy.policy import Policy
from .policy.practice import PracticeMap
from .policy.routes import Routes

DEFAULT_PORT = 8380


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port: give a number from 0 to 65535")
    return int(text)


def parser() -> argparse.ArgumentParser:
    """The options."""
    result = argparse.ArgumentParser(
        prog="porthole-gateway",
        description="Serves the page and the tunnel that carries its sockets, on one port.",
    )
    result.add_argument("--site", metavar="DIR", help="folder of the page (default: the tunnel only)")
    result.add_argument(
        "--listen", metavar="ADDRESS", default="127.0.0.1", help="address to listen on (%(default)s)"
    )
    result.add_argument("--port", type=_port, default=DEFAULT_PORT, help="port, 0 for any (%(default)s)")
    result.add_argument(
        "--port-fallback", action="store_true", help="if the port is taken, the next free one"
    )
    result.add_argument(
        "--policy", metavar="FILE", help="what may be reached (default: public addresses, not port 25)"
    )
    result.add_argument(
        "--practice-map", metavar="FILE", default=None, help="map that `porthole practice` writes"
    )
    result.add_argument("--verbose", action="store_true", help="log every request")
    result.add_argument("--version", action="version", version=f"porthole-gateway {__version__}")
    return result


def url(listener: socket.socket) -> str:
    """The address to open in a browser."""
    host, port = listener.getsockname()[:2]
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)
    return f"http://{host}:{port}/"


def _is_loopback(listener: socket.socket) -> bool:
    address = parse(listener.getsockname()[0])
    return address is not None and address.is_loopback


def _raise_file_limit() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 65536) if hard > 0 else soft, hard))


def _announce(listener: socket.socket) -> None:
    sys.stdout.write(f"listening on {url(listener)}\n")  # in one piece, also when unbuffered
    sys.stdout.flush()


def main(arguments: list[str] | None = None) -> int:
    """Run the gateway; 0 after a signal, 2 for a mistake in how it was started."""
    options = parser().parse_args(arguments)
    try:
        policy = policyfile.load(options.policy) if options.policy else Policy()
        if options.site and not Path(options.site).is_dir():
            raise policyfile.PolicyError(f"--site {options.site} is not a folder; build the page first")
        which = engine.name()
        listener = ports.listener(options.listen, options.port, options.port_fallback)
    except (policyfile.PolicyError, ports.ListenError, engine.EngineError) as error:
        print(f"porthole-gateway: {error}", file=sys.stderr)
        return 2
    local = _is_loopback(listener)
    log.start(options.verbose)
    log.LOG.info("the data path is in %s", {"native": "C++", "python": "Python"}[which])
    if not local:
        log.LOG.warning(
            "listening on %s: every machine that reaches this address can use this gateway to reach what its policy "
            "allows; aliases and practice hosts are off. --listen 127.0.0.1 keeps it to this machine",
            options.listen,
        )
    from .server import Gateway

    _raise_file_limit()
    practice_map = PracticeMap(
        Path(options.practice_map) if options.practice_map else practice.default_path()
    )
    site = Path(options.site).resolve() if options.site else None
    gateway = Gateway(listener, site, Routes(policy, practice_map, local))
    gateway.serve(lambda: _announce(listener))
    return 0
