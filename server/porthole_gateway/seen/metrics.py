# SPDX-License-Identifier: MIT
"""The counts as Prometheus reads them, and the gateway's health, on a port of their own."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterable
from socketserver import ThreadingMixIn
from typing import TYPE_CHECKING, Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from prometheus_client import CollectorRegistry, PlatformCollector, ProcessCollector, make_wsgi_app
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from prometheus_client.registry import Collector

from .. import __version__
from ..log import LOG
from ..web.head import HeadReader
from .counts import BOUNDS, Counts

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

REQUESTS = 16  # at once


class Exposed(Collector):
    """Makes the families of one moment."""

    def __init__(self, counts: Counts) -> None:
        self._counts = counts

    def collect(self) -> Iterable[Metric]:
        """Everything that is counted."""
        counts = self._counts
        info = GaugeMetricFamily("porthole_build_info", "1, with the version.", labels=["version"])
        info.add_metric([__version__], 1)
        yield info
        yield GaugeMetricFamily("porthole_links", "Links open: programs' WebSockets.", len(counts.links))
        yield GaugeMetricFamily("porthole_tunnels", "Sockets open on all links.", counts.open_tunnels())
        yield GaugeMetricFamily("porthole_draining", "1 while no new link is taken.", int(counts.draining))
        yield CounterMetricFamily("porthole_links_opened", "Links ever opened.", counts.links_opened)
        received, sent = counts.traffic()
        moved = CounterMetricFamily(
            "porthole_link_bytes", "Bytes on links, frames included.", labels=["direction"]
        )
        moved.add_metric(["from_page"], received)
        moved.add_metric(["to_page"], sent)
        yield moved
        yield _labelled(
            "porthole_handshakes_refused", "Handshakes refused, by HTTP status.", "status", counts.refused
        )
        yield _labelled(
            "porthole_links_failed", "Links that the gateway ended, by error.", "error", counts.failed
        )
        yield _labelled(
            "porthole_connects",
            "TCP connects, by outcome: ok or an errno's name.",
            "outcome",
            counts.connects,
        )
        ended = CounterMetricFamily(
            "porthole_tunnels_ended", "Sockets that ended, by kind and how.", labels=["kind", "how"]
        )
        for labels, value in sorted(counts.tunnels.copy().items()):
            ended.add_metric(labels, value)
        yield ended
        total, buckets = 0, []
        for bound, count in zip([*map(str, BOUNDS), "+Inf"], counts.buckets, strict=True):
            total += count
            buckets.append((bound, total))
        yield HistogramMetricFamily(
            "porthole_connect_seconds", "From connect to connected.", buckets, counts.connect_seconds
        )


def _labelled(name: str, text: str, label: str, values: dict[str, int]) -> CounterMetricFamily:
    family = CounterMetricFamily(name, text, labels=[label])
    for key, value in sorted(dict(values).items()):
        family.add_metric([key], value)
    return family


class _Quiet(WSGIRequestHandler):
    timeout = 10

    def setup(self) -> None:
        """The heads of requests are bounded."""
        super().setup()
        self.rfile = HeadReader(self.rfile)

    def log_message(self, format: str, *args: object) -> None:
        """Scrapes are no news."""


class _Server(ThreadingMixIn, WSGIServer):
    """A thread for each request, so many at once: the oldest has to leave for one more."""

    daemon_threads = True

    def __init__(self, *arguments: Any) -> None:
        self._open: dict[socket.socket, None] = {}
        self._lock = threading.Lock()
        super().__init__(*arguments)

    def process_request(self, request: socket.socket, client_address: object) -> None:
        """One more."""
        with self._lock:
            if len(self._open) >= REQUESTS:
                oldest = next(iter(self._open))
                del self._open[oldest]
                with contextlib.suppress(OSError):
                    oldest.shutdown(socket.SHUT_RDWR)
            self._open[request] = None
        super().process_request(request, client_address)

    def shutdown_request(self, request: socket.socket) -> None:
        """One less."""
        with self._lock:
            self._open.pop(request, None)
        super().shutdown_request(request)

    def handle_error(self, *_: object) -> None:
        """Who asked has gone, or was cut."""
        LOG.debug("a request for metrics failed", exc_info=True)

    def server_bind(self) -> None:
        """Without asking DNS for our own name."""
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = str(self.server_address[0]), self.server_address[1]
        self.setup_environ()


def serve(host: str, port: int, counts: Counts) -> _Server:
    """Serve /metrics and /health in a thread; raises OSError where it can't listen."""
    registry = CollectorRegistry()
    registry.register(Exposed(counts))
    ProcessCollector(registry=registry)
    PlatformCollector(registry=registry)
    metrics = make_wsgi_app(registry)

    def app(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        if environ["PATH_INFO"] == "/metrics":
            return metrics(environ, start)
        status, body = health(counts) if environ["PATH_INFO"] == "/health" else (404, b"Not found\n")
        phrase = {200: "OK", 404: "Not Found", 503: "Service Unavailable"}[status]
        start(f"{status} {phrase}", [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))])
        return [body]

    server = make_server(host, port, app, server_class=_Server, handler_class=_Quiet)
    threading.Thread(target=server.serve_forever, daemon=True, name="metrics").start()
    return server


def health(counts: Counts) -> tuple[int, bytes]:
    """The status and text of the health endpoint."""
    return (503, b"draining\n") if counts.draining else (200, b"ok\n")
