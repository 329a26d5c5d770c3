# SPDX-License-Identifier: MIT
"""The gateway's server: websockify's accept loop, a process per connection, and an orderly end."""

from __future__ import annotations

import contextlib
import fcntl
import multiprocessing
import os
import signal
import socket
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from websockify.websocketproxy import WebSocketProxy

from .handler import Handler
from .link import Link
from .log import LOG
from .routes import Routes

PAGE_CONNECTIONS = 64
STOP_SECONDS = 3.0


class Gateway(WebSocketProxy):
    """Serves `site` and the tunnel on a socket that already listens."""

    def __init__(self, listener: socket.socket, site: Path | None, routes: Routes) -> None:
        host, port = listener.getsockname()[:2]
        super().__init__(Handler, listen_host=host, listen_port=port, cert="/nonexistent")
        self.listener, self.site, self.routes = listener, site, routes
        self.link: Link | None = None
        self._pid = os.getpid()
        self._slots = tempfile.TemporaryFile()  # noqa: SIM115 (kept as long as the gateway)
        self.parent_alive, self._alive = os.pipe()

    def socket(self, *_args: object, **_options: object) -> socket.socket:  # type: ignore[override]
        """The accept loop asks for a listener: the one we have."""
        return self.listener

    def started(self) -> None:
        """websockify's own line about targets would make no sense."""

    def poll(self) -> None:
        """Before each accept: hold back while there are too many processes."""
        if self.terminating:
            raise self.Terminate  # the first one was raised where Python swallows exceptions, such as a finalizer
        most = self.routes.policy.limits.links + PAGE_CONNECTIONS
        while len(multiprocessing.active_children()) >= most:
            time.sleep(0.05)

    def take_slot(self) -> bool:
        """Take one of the places for links; a file lock on one byte, which the system frees when the process ends."""
        for slot in range(self.routes.policy.limits.links):
            try:
                fcntl.lockf(self._slots, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, slot)
                return True
            except OSError:
                continue
        return False

    def top_new_client(self, startsock: socket.socket, address: tuple[str, int]) -> None:
        """In the new process: serve one connection, then leave without the parent's clean-up."""
        code = 0
        try:
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            signal.signal(signal.SIGTERM, self._stop_child)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            os.close(self._alive)
            self.listener.close()
            super().top_new_client(startsock, address)
        except BaseException:
            LOG.exception("a connection's process failed")
            code = 1
        sys.stderr.flush()
        os._exit(code)

    def _stop_child(self, _number: int, _frame: FrameType | None) -> None:
        if self.link is None:
            os._exit(0)
        self.link.stop()

    def terminate(self) -> None:
        """A signal: the parent leaves its loop; a child that has not begun ends at once."""
        if os.getpid() != self._pid:
            os._exit(0)
        super().terminate()

    def serve(self, ready: Callable[[], None]) -> None:
        """Say that we are ready, serve until a signal, then end the children."""
        with contextlib.suppress(self.Terminate, KeyboardInterrupt):
            signal.signal(signal.SIGINT, self.do_SIGINT)
            signal.signal(signal.SIGTERM, self.do_SIGTERM)
            ready()
            self.start_server()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)
        children = multiprocessing.active_children()
        for child in children:
            child.terminate()
        end = time.monotonic() + STOP_SECONDS
        for child in children:
            child.join(max(0.0, end - time.monotonic()))
            if child.is_alive():
                child.kill()
                child.join()
