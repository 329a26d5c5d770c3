# SPDX-License-Identifier: MIT
"""The gateway's event loop: one thread that watches every link and every host, with timers and calls from other threads."""

from __future__ import annotations

import contextlib
import heapq
import os
import select
import time
from collections import deque
from collections.abc import Callable
from itertools import count
from typing import Protocol

from .log import LOG

READ, WRITE = select.POLLIN, select.POLLOUT
PUT_OFF_A_ROUND = 4  # while other things happen
MOST_PUT_OFF = 64
FAILED = select.POLLERR | select.POLLHUP | select.POLLNVAL


class Owner(Protocol):
    """Whose sockets are watched: it is told when a call of the loop fails, and asked to go on where it left off."""

    def turn(self) -> bool: ...
    def crashed(self) -> None: ...


class Timer:
    """Something that is to happen later, unless it is cancelled."""

    __slots__ = ("action", "owner")

    def __init__(self, action: Callable[[], None], owner: Owner | None) -> None:
        self.action: Callable[[], None] | None = action
        self.owner = owner

    def cancel(self) -> None:
        """It shall not happen."""
        self.action = None


class Loop:
    """Handlers get READ and WRITE; errors and hang-ups count as whatever was awaited."""

    def __init__(self) -> None:
        self._poll = select.epoll() if hasattr(select, "epoll") else select.poll()
        self._unit = 1.0 if hasattr(select, "epoll") else 1000.0
        self._handlers: dict[int, tuple[int, Callable[[int], None], Owner | None]] = {}
        self._fresh: set[int] = (
            set()
        )  # watched since the events of this round were taken: these are not theirs
        self._active: dict[Owner, None] = {}
        self._calls: deque[Callable[[], None]] = deque()
        self._put_off: deque[tuple[Callable[[], None], Owner | None]] = deque()
        self._timers: list[tuple[float, int, Timer]] = []
        self._sequence = count()
        self._running = False
        self._wake_read, self._wake_write = os.pipe()
        os.set_blocking(self._wake_read, False)
        os.set_blocking(self._wake_write, False)
        self.watch(self._wake_read, READ, self._on_wake)

    def watch(self, fd: int, wants: int, handler: Callable[[int], None], owner: Owner | None = None) -> None:
        """Call `handler` when `fd` is ready for any of `wants`; with 0, no longer."""
        known = fd in self._handlers
        if wants:
            self._handlers[fd] = (wants, handler, owner)
            if known:
                self._poll.modify(fd, wants)
            else:
                self._poll.register(fd, wants)
                self._fresh.add(fd)
        elif known:
            del self._handlers[fd]
            self._poll.unregister(fd)

    def activate(self, owner: Owner) -> None:
        """Give `owner` its turn after the events of this round."""
        self._active[owner] = None

    def call(self, action: Callable[[], None]) -> None:
        """Run `action` in the loop, soon; safe from other threads and from signal handlers."""
        self._calls.append(action)
        with contextlib.suppress(OSError):
            os.write(self._wake_write, b"\0")

    def later(self, seconds: float, action: Callable[[], None], owner: Owner | None = None) -> Timer:
        """Run `action` in so many seconds."""
        timer = Timer(action, owner)
        heapq.heappush(self._timers, (time.monotonic() + seconds, next(self._sequence), timer))
        return timer

    def put_off(self, action: Callable[[], None], owner: Owner | None = None) -> None:
        """Run `action` in one of the next rounds, after what somebody waits for."""
        self._put_off.append((action, owner))

    def stop(self) -> None:
        """Leave `run` after this round."""
        self._running = False

    def run(self) -> None:
        """Serve until `stop`."""
        self._running = True
        while self._running:
            timeout = self._timeout()
            self._fresh.clear()
            happened = self._poll.poll(timeout)
            for fd, events in happened:
                found = self._handlers.get(fd)
                if found is not None and fd not in self._fresh:
                    wants, handler, owner = found
                    mask = wants if events & FAILED else events & wants
                    try:
                        handler(mask)
                    except Exception:
                        self._failed(owner)
            self._turns()
            self._due()
            most = max(PUT_OFF_A_ROUND, len(self._put_off) // 8) if happened else MOST_PUT_OFF
            for _ in range(min(len(self._put_off), most)):
                self._catch_up()
        self._take_calls()
        while self._put_off:
            self._catch_up()

    def _catch_up(self) -> None:
        action, owner = self._put_off.popleft()
        try:
            action()
        except Exception:
            self._failed(owner)

    def _turns(self) -> None:
        owners, self._active = self._active, {}
        for owner in owners:
            try:
                if owner.turn():
                    self._active[owner] = None
            except Exception:
                self._failed(owner)

    def _due(self) -> None:
        if not self._timers or self._timers[0][0] > time.monotonic():
            return
        now = time.monotonic()
        while self._timers and self._timers[0][0] <= now:
            timer = heapq.heappop(self._timers)[2]
            if timer.action is not None:
                try:
                    timer.action()
                except Exception:
                    self._failed(timer.owner)

    def _timeout(self) -> float:
        if self._active or self._put_off:
            return 0.0
        if not self._timers:
            return 60.0 * self._unit
        return max(0.0, self._timers[0][0] - time.monotonic()) * self._unit

    def _on_wake(self, _: int) -> None:
        with contextlib.suppress(BlockingIOError):
            os.read(self._wake_read, 4096)
        self._take_calls()

    def _take_calls(self) -> None:
        for _ in range(len(self._calls)):  # others call meanwhile
            action = self._calls.popleft()
            try:
                action()
            except Exception:
                self._failed(None)

    def _failed(self, owner: Owner | None) -> None:
        """A mistake of ours costs the link it happened to, and no other."""
        LOG.exception("a part of the gateway failed")
        if owner is not None:
            try:
                owner.crashed()
            except Exception:
                LOG.exception("and so did its end")
