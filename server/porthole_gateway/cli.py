# SPDX-License-Identifier: MIT
"""The command line of the gateway."""

from __future__ import annotations

import argparse
import contextlib
import resource
import socket
import sys
from collections.abc import Callable
from pathlib import Path

from . import __version__, engine, log, ports
from .access.accounts import Accounts
from .context import Context
from .loop import Loop
from .names.resolver import Resolver
from .policy import file as policyfile
from .policy import practice
from .policy.addresses import parse
from .policy.policy import Policy
from .policy.practice import PracticeMap
from .policy.routes import Routes
from .seen.audit import Audit
from .seen.counts import Counts
from .web.tls import Tls, TlsError

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
    result.add_argument("--cert", metavar="FILE", help="speak TLS, with this certificate chain (PEM)")
    result.add_argument(
        "--key", metavar="FILE", help="and this key (default: in the file of the certificate)"
    )
    result.add_argument(
        "--drain",
        type=_seconds,
        default=0.0,
        metavar="SECONDS",
        help="after SIGTERM, take no new links and let the others go on for so long (%(default)s)",
    )
    result.add_argument(
        "--metrics", metavar="[ADDRESS:]PORT", help="serve /metrics for Prometheus, and /health, there"
    )
    result.add_argument("--audit", metavar="FILE", help="append a line of JSON for every tunnel that ended")
    result.add_argument(
        "--log-format", choices=("text", "json"), default="text", help="for people or as JSON (%(default)s)"
    )
    result.add_argument("--verbose", action="store_true", help="log every request")
    result.add_argument("--version", action="version", version=f"porthole-gateway {__version__}")
    return result


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds <= 86400:
        raise argparse.ArgumentTypeError(f"{text!r} is not a time: give seconds, from 0 to 86400")
    return seconds


def url(listener: socket.socket, secure: bool) -> str:
    """The address to open in a browser."""
    host, port = listener.getsockname()[:2]
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)
    return f"{'https' if secure else 'http'}://{host}:{port}/"


def _is_loopback(listener: socket.socket) -> bool:
    address = parse(listener.getsockname()[0])
    return address is not None and address.is_loopback


def _raise_file_limit() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 65536) if hard > 0 else soft, hard))


def _announce(listener: socket.socket, secure: bool) -> None:
    sys.stdout.write(f"listening on {url(listener, secure)}\n")  # in one piece, also when unbuffered
    sys.stdout.flush()


class Mistake(Exception):
    """Something in how it was started; the message is one line that says what to do."""


def _metrics(place: str, counts: Counts) -> None:
    """Serve metrics; raises Mistake."""
    host, _, port = place.rpartition(":")
    try:
        from .seen import metrics

        server = metrics.serve(host.strip("[]") or "127.0.0.1", _port(port), counts)
    except ImportError:
        raise Mistake(
            "--metrics needs prometheus_client: apt-get install python3-prometheus-client"
        ) from None
    except argparse.ArgumentTypeError as error:
        raise Mistake(f"--metrics {place}: {error}") from None
    except OSError as error:
        raise Mistake(f"--metrics {place}: {error.strerror}; choose another address or port") from None
    sys.stdout.write(f"metrics on http://{host or '127.0.0.1'}:{server.server_port}/metrics\n")


def _audit(path: str | None) -> Audit:
    try:
        return Audit(path)
    except OSError as error:
        raise Mistake(f"--audit {path}: {error.strerror}; name a file that can be written") from None


def _reader(options: argparse.Namespace, context: Context, tls: Tls | None) -> Callable[[], None]:
    """What SIGHUP does: policy and certificate are read again; where they can't be used the old ones stay."""

    def read() -> None:
        try:
            policy = policyfile.load(options.policy) if options.policy else context.routes.policy
            if tls is not None:
                tls.reload()
        except (policyfile.PolicyError, TlsError) as error:
            log.LOG.error("nothing is changed: %s", error)
            return
        context.routes.policy = policy
        context.accounts.reload(policy)
        log.LOG.info("policy and certificate are read again")

    return read


def main(arguments: list[str] | None = None) -> int:
    """Run the gateway; 0 after a signal, 2 for a mistake in how it was started."""
    options = parser().parse_args(arguments)
    try:
        policy = policyfile.load(options.policy) if options.policy else Policy()
        if options.site and not Path(options.site).is_dir():
            raise Mistake(f"--site {options.site} is not a folder; build the page first")
        if options.key and not options.cert:
            raise Mistake("--key without --cert; give both")
        tls = Tls(options.cert, options.key) if options.cert else None
        which = engine.name()
        audit = _audit(options.audit)
        listener = ports.listener(options.listen, options.port, options.port_fallback)
        counts = Counts()
        if options.metrics:
            _metrics(options.metrics, counts)
    except (Mistake, TlsError, policyfile.PolicyError, ports.ListenError, engine.EngineError) as error:
        print(f"porthole-gateway: {error}", file=sys.stderr)
        return 2
    local = _is_loopback(listener)
    log.start(options.verbose, options.log_format)
    log.LOG.info("the data path is in %s", {"native": "C++", "python": "Python"}[which])
    if not local and policy.access is None:
        log.LOG.warning(
            "listening on %s: every machine that reaches this address can use this gateway to reach what its policy "
            "allows; aliases and practice hosts are off. --listen 127.0.0.1 keeps it to this machine, [access] in the "
            "policy to those who have a token",
            options.listen,
        )
    from .server import Gateway

    _raise_file_limit()
    path = Path(options.practice_map) if options.practice_map else practice.default_path()
    loop = Loop()
    routes = Routes(policy, PracticeMap(path), local)
    context = Context(loop, routes, Resolver(loop), Accounts(policy), counts, audit)
    site = Path(options.site).resolve() if options.site else None
    gateway = Gateway(listener, site, context, tls, options.drain, _reader(options, context, tls))
    gateway.serve(lambda: _announce(listener, tls is not None))
    return 0
