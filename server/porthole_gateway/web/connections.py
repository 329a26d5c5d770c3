# SPDX-License-Identifier: MIT
"""All HTTP connections: a thread for each, so many at once, and of these only so many for one address."""

from __future__ import annotations

import errno
import socket
from collections.abc import Callable
from typing import Any

from ..log import LOG
from ..loop import READ, Loop
from ..turns import Turns, Whose
from .connection import Connection

THREADS = 64
OF_ONE = 16  # threads of one address
WAITING = 256  # connections without a thread yet
ACCEPTS = 16
PAUSE_SECONDS = 0.1
LOOK_SECONDS = 0.2

_EXHAUSTED = (errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM)


class Connections:
    """Takes them from the listener and runs `serve` for each in a thread, in turn for those whose they are."""

    def __init__(
        self,
        listener: socket.socket,
        loop: Loop,
        whose: Callable[[Any], Whose],
        serve: Callable[[Connection], None],
    ) -> None:
        self._listener, self._loop, self._whose, self._serve = listener, loop, whose, serve
        self._turns: Turns[Connection] = Turns(THREADS, WAITING)
        self._running: set[Connection] = set()
        self._paused = self._looking = False

    def begin(self) -> None:
        """Take connections from now on."""
        self._listener.setblocking(False)
        self._loop.watch(self._listener.fileno(), READ, self._on_listener)

    def stop(self) -> None:
        """Take no more; those that have a thread come to their end."""
        self._loop.watch(self._listener.fileno(), 0, self._on_listener)
        self._listener.close()

    def _on_listener(self, _: int) -> None:
        for _ in range(ACCEPTS):
            try:
                sock, address = self._listener.accept()
            except BlockingIOError:
                break
            except OSError as error:
                if error.errno in _EXHAUSTED:
                    self._pause(f"can't take a connection: {error.strerror}")
                    break
                continue
            connection = Connection(sock, address, self._whose(address), self._run)
            refused = self._turns.add(connection.whose, connection)
            if refused is not None:
                refused.close()
        self._go_on()

    def _pause(self, why: str) -> None:
        """The next connections wait in the system's queue."""
        LOG.warning(why)
        self._paused = True
        self._loop.watch(self._listener.fileno(), 0, self._on_listener)
        self._loop.later(PAUSE_SECONDS, self._resume)

    def _resume(self) -> None:
        if self._paused and self._listener.fileno() >= 0:
            self._paused = False
            self._loop.watch(self._listener.fileno(), READ, self._on_listener)
            self._go_on()

    def _go_on(self) -> None:
        """Give threads to those whose turn it is."""
        while not self._paused and (found := self._turns.next()) is not None:
            whose, connection = found
            try:
                connection.start()
            except RuntimeError as error:
                self._turns.done(whose)
                connection.close()
                self._pause(f"can't serve a connection: {error}")
            else:
                self._running.add(connection)
        if self._running and not self._looking:
            self._looking = True
            self._loop.later(LOOK_SECONDS, self._look)

    def _run(self, connection: Connection) -> None:
        try:
            self._serve(connection)
        finally:
            self._loop.call(lambda: self._over(connection))

    def _over(self, connection: Connection) -> None:
        self._running.discard(connection)
        self._turns.done(connection.whose)
        connection.close()
        self._resume()
        self._go_on()

    def _look(self) -> None:
        """Cut who is late, and who has to make room for those that wait."""
        self._looking = False
        for connection in self._running:
            what = connection.late()
            if what:
                LOG.info("%s: %s is cut", connection.address[0], what)
                connection.cut()
        if len(self._turns):
            self._make_room()
        self._go_on()

    def _make_room(self) -> None:
        """Of those that may go, first the ones that ask for nothing, of whoever has most, the longest."""
        leaving = sum(connection.is_cut for connection in self._running)
        able = [connection for connection in self._running if connection.dispensable()]
        able.sort(key=lambda each: (each.answering, -self._turns.load(each.whose), -each.seconds()))
        for connection in able:
            if self._turns.wanted(connection.whose) > leaving:
                leaving += 1
                LOG.info("%s: a connection is cut, as others wait for its place", connection.address[0])
                connection.cut()
