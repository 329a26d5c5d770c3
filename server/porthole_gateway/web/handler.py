# SPDX-License-Identifier: MIT
"""One HTTP connection: pages, porthole.json, and the upgrade to a link."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING

from websockify.websocketproxy import ProxyRequestHandler

from ..engine.frames import SUBPROTOCOL, LinkSocket
from ..log import LOG, Journal
from . import files as pages
from . import origins

if TYPE_CHECKING:
    from ..server import Gateway

TUNNEL = "/tunnel"
CONFIG = json.dumps({"gateway": TUNNEL, "kind": "porthole"}).encode()


class Handler(ProxyRequestHandler):
    """websockify's handler with our checks before the upgrade and a link after it."""

    server: Gateway
    server_version = "Porthole"
    sys_version = ""
    timeout = 15
    SocketClass = LinkSocket
    _adopted = False

    def log_message(self, format: str, *args: object) -> None:
        """websockify's and http.server's own lines are for debugging."""
        LOG.debug("%s " + format, self.client_address[0], *args)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """A bare status, also where the base classes would write a page."""
        self.refuse(code, message or HTTPStatus(code).phrase)

    def refuse(self, code: int, reason: str) -> None:
        """Answer with a status and nothing else; the reason goes to the log."""
        if code not in (404, 405):
            Journal(f"{self.client_address[0]}:{self.client_address[1]}").line(
                f"refused with {code}: {reason}"
            )
        self.close_connection = True
        self.send_response(code)
        self.send_header("Content-Length", "0")
        self.send_header("Connection", "close")
        self.end_headers()

    def end_headers(self) -> None:
        """Every answer tells the browser not to guess."""
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "no-referrer")
        super().end_headers()

    def do_GET(self) -> None:
        """A page."""
        self._page(body=True)

    def do_HEAD(self) -> None:
        """A page's headers."""
        self._page(body=False)

    def _host_is_ours(self) -> bool:
        local = self.connection.getsockname()[0]
        reason = origins.refuse_host(self.headers.get("Host"), local, self.server.routes.policy)
        if reason is not None:
            self.refuse(403, reason)
        return reason is None

    def _page(self, body: bool) -> None:
        if self.headers.get("Content-Length", "0") != "0" or self.headers.get("Transfer-Encoding"):
            self.refuse(400, "a GET with a body")
            return
        if not self._host_is_ours():
            return
        path = self.path.partition("?")[0]
        if path == TUNNEL:
            self.refuse(426, "the tunnel asked for without a WebSocket")
        elif path == "/porthole.json":
            self._answer(200, {"Content-Type": "application/json", "Cache-Control": "no-cache"}, len(CONFIG))
            if body:
                self.wfile.write(CONFIG)
        else:
            self._file(body)

    def _file(self, body: bool) -> None:
        site = self.server.site
        page = pages.find(site, self.path, self.headers.get("Accept-Encoding", "")) if site else None
        if page is None:
            self._answer(404, {"Content-Type": "text/plain; charset=utf-8"}, len(b"Not found\n"))
            if body:
                self.wfile.write(b"Not found\n")
            return
        with page.file:
            if self.headers.get("If-None-Match") == page.tag:
                self._answer(304, page.headers, None)
                return
            self._answer(200, page.headers, page.size)
            if body:
                self.connection.sendfile(page.file, count=page.size or None)

    def _answer(self, code: int, headers: dict[str, str], size: int | None) -> None:
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name, value)
        if size is not None:
            self.send_header("Content-Length", str(size))
        self.end_headers()

    def handle_upgrade(self) -> None:
        """Check who asks, then let websockify shake hands."""
        if not self._host_is_ours():
            return
        gateway, headers = self.server, self.headers
        offers = [offer.strip() for offer in headers.get("Sec-WebSocket-Protocol", "").split(",")]
        reason = origins.refuse_origin(
            headers.get("Origin"), headers["Host"], gateway.routes.local, gateway.routes.policy
        )
        if reason is not None:
            self.refuse(403, reason)
        elif self.path.partition("?")[0] != TUNNEL:
            self.refuse(404, f"a WebSocket to {self.path!r}")
        elif SUBPROTOCOL not in offers:
            self.refuse(400, f"a WebSocket that does not offer {SUBPROTOCOL}")
        elif not gateway.has_room():
            self.refuse(503, f"{gateway.routes.policy.limits.links} links are open already")
        else:
            try:
                super().handle_upgrade()
            finally:
                if not self._adopted:
                    gateway.no_link()

    def new_websocket_client(self) -> None:
        """The handshake is done: the connection leaves this thread for the loop."""
        origin = self.headers.get("Origin", "no origin")
        self._adopted = True
        self.server.adopt(self.request.socket, f"{self.client_address[0]}:{self.client_address[1]}, {origin}")
