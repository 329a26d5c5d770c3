# SPDX-License-Identifier: MIT
"""One HTTP connection: pages, porthole.json, and the upgrade to a link."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING

from websockify.websocketproxy import ProxyRequestHandler

from ..access import tokens, visitor
from ..engine.frames import SUBPROTOCOL, LinkSocket
from ..log import LOG, line
from ..seen import metrics
from . import connection, origins
from . import files as pages
from .head import HeadReader

if TYPE_CHECKING:
    from ..server import Gateway

TUNNEL = "/tunnel"
SESSION = "/session"
DOWN = "/down"
KEY_LENGTH = 64
METHODS = ("GET", "HEAD", "POST")
REQUESTS = 100  # of one connection
CONFIG = json.dumps({"gateway": TUNNEL, "kind": "porthole"}).encode()


class Handler(ProxyRequestHandler):
    """websockify's handler with our checks before the upgrade and a link after it."""

    server: Gateway
    server_version = "Porthole"
    sys_version = ""
    timeout = 15
    disable_nagle_algorithm = True  # a short body is not to wait until its headers have arrived
    SocketClass = LinkSocket
    _adopted = False
    _requests = 0

    def log_message(self, format: str, *args: object) -> None:
        """websockify's and http.server's own lines are for debugging."""
        LOG.debug("%s " + format, self.client_address[0], *args)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """A bare status, also where the base classes would write a page."""
        self.refuse(code, message or HTTPStatus(code).phrase)

    def refuse(self, code: int, reason: str) -> None:
        """Answer with a status and nothing else; the reason goes to the log."""
        if code not in (404, 405):
            line(f"{self.client_address[0]}:{self.client_address[1]}", f"refused with {code}: {reason}")
        self.close_connection = True
        self.server.context.counts.refused[str(code)] += 1
        self.send_response(code)
        self.send_header("Content-Length", "0")
        self.send_header("Connection", "close")
        self.end_headers()

    def end_headers(self) -> None:
        """Every answer tells the browser not to guess."""
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "no-referrer")
        super().end_headers()

    def setup(self) -> None:
        """The heads of requests are bounded."""
        super().setup()
        self.rfile = self._heads = HeadReader(self.rfile)

    def parse_request(self) -> bool:
        """A request has come in time."""
        good = super().parse_request()
        connection.current().asked()
        self._requests += 1
        if self._requests >= REQUESTS:
            self.close_connection = True
        # http.server would call any method of ours that begins with do_.
        if good and self.command not in METHODS:
            self.refuse(501, f"the method {self.command!r}")
            return False
        return good

    def handle_one_request(self) -> None:
        """The next one of this connection."""
        connection.current().expect()
        self._heads.begin()
        super().handle_one_request()

    def do_GET(self) -> None:
        """A page."""
        self._page(body=True)

    def do_HEAD(self) -> None:
        """A page's headers."""
        self._page(body=False)

    def do_POST(self) -> None:
        """Two things can be posted: a token, which becomes a cookie that scripts can't read, and a link's key."""
        policy = self.server.routes.policy
        if not self._host_is_ours():
            return
        access = policy.access
        if self.path == DOWN:
            answer: Callable[[], None] = self._down
        elif self.path == SESSION and access is not None and access.key is not None:
            answer = partial(self._session, access.key, access.lifetime)
        else:
            self.refuse(501, f"a POST to {self.path!r}")
            return
        origin = self.headers.get("Origin", "null")
        reason = origins.refuse_origin(origin, self.headers["Host"], False, self._seen().secure, policy)
        if reason is not None:
            self.refuse(403, reason)
        else:
            answer()

    def _posted(self, most: int) -> str | None:
        """What was posted; None where that is refused already."""
        length = self.headers.get("Content-Length", "")
        if not length.isascii() or not length.isdigit() or int(length) > most:
            self.refuse(413, f"a POST that is too long, or of no length, to {self.path}")
            return None
        connection.current().expect()  # the body, too, is there in time or not at all
        text = self.rfile.read(int(length)).decode("latin-1").strip()
        connection.current().asked()
        return text

    def _down(self) -> None:
        key = self._posted(KEY_LENGTH)
        if key is None:
            return
        link = self.server.link_of(key)
        if link is None:
            self.refuse(404, "a way down for a link that this gateway does not have")
            return
        self.close_connection = True
        connection.current().hand_on()
        self.server.attach(self.connection, link, self.headers["Origin"])

    def _session(self, key: bytes, lifetime: int) -> None:
        token = self._posted(tokens.LONGEST)
        if token is None:
            return
        try:
            user, ends = tokens.read(key, token, lifetime)
        except tokens.TokenError as error:
            self.refuse(403, str(error))
            return
        line(f"{self.client_address[0]}:{self.client_address[1]}", f"is {user}")
        secure = "; Secure" if self._seen().secure else ""
        life = max(0, ends - int(time.time()))
        cookie = f"{visitor.COOKIE}={token}; Path=/; HttpOnly; SameSite=Strict; Max-Age={life}{secure}"
        self._answer(204, {"Set-Cookie": cookie, "Cache-Control": "no-store"}, None)

    def _seen(self) -> visitor.Visitor:
        """Who asks, as far as it needs no cookie."""
        policy = self.server.routes.policy
        return visitor.behind(policy, self.client_address[:2], self.headers, self.server.secure)

    def _visitor(self) -> visitor.Visitor:
        cookie = self.headers.get("Cookie")
        return visitor.named_by_cookie(self.server.routes.policy, self._seen(), cookie)

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
        path = self.path.partition("?")[0]
        if path == "/health":  # whoever asks, by whatever name
            status, text = metrics.health(self.server.context.counts)
            self._answer(status, {"Content-Type": "text/plain", "Cache-Control": "no-store"}, len(text))
            if body:
                self.wfile.write(text)
            return
        if not self._host_is_ours():
            return
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
                whole = connection.current().send_file(page.file, page.size)
                self.close_connection = self.close_connection or not whole

    def _answer(self, code: int, headers: dict[str, str], size: int | None) -> None:
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name, value)
        if size is not None:
            self.send_header("Content-Length", str(size))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()

    def handle_upgrade(self) -> None:
        """Check who asks, then let websockify shake hands."""
        if not self._host_is_ours():
            return
        gateway, headers = self.server, self.headers
        offers = [offer.strip() for offer in headers.get("Sec-WebSocket-Protocol", "").split(",")]
        local, policy, secure = gateway.routes.local, gateway.routes.policy, self._seen().secure
        reason = origins.refuse_origin(headers.get("Origin"), headers["Host"], local, secure, policy)
        if reason is not None:
            self.refuse(403, reason)
        elif self.path.partition("?")[0] != TUNNEL:
            self.refuse(404, f"a WebSocket to {self.path!r}")
        elif SUBPROTOCOL not in offers:
            self.refuse(400, f"a WebSocket that does not offer {SUBPROTOCOL}")
        else:
            self._who = self._visitor()
            status, reason = gateway.room_for(self._who)
            if status:
                self.refuse(status, reason)
                return
            try:
                super().handle_upgrade()
            finally:
                if not self._adopted:
                    gateway.no_link(self._who)

    def new_websocket_client(self) -> None:
        """The handshake is done: the connection leaves this thread for the loop."""
        self._adopted = True
        connection.current().hand_on()
        self.server.adopt(self.request.socket, self._who)
