# SPDX-License-Identifier: MIT
"""A few daemon threads for the lookups that block; answers come back through a queue and a wake-up pipe."""

from __future__ import annotations

import contextlib
import os
import queue
import threading
from collections.abc import Callable

from .names import Answer, failure

THREADS = 8
WAITING = 256


class Resolver:
    """Runs blocking lookups; `take` returns those that ended. The threads are daemons: a stuck one delays no exit."""

    def __init__(self, wake: int) -> None:
        self._wake = wake
        self._jobs: queue.Queue[tuple[Callable[[], Answer], Callable[[Answer], None]]] = queue.Queue(WAITING)
        self._done: queue.SimpleQueue[tuple[Callable[[Answer], None], Answer]] = queue.SimpleQueue()
        self._threads = 0
        self._busy = 0

    def submit(self, job: Callable[[], Answer], done: Callable[[Answer], None]) -> bool:
        """Run `job` in a thread and hand its answer to `done` from `take`; False when too many are waiting."""
        try:
            self._jobs.put_nowait((job, done))
        except queue.Full:
            return False
        self._busy += 1
        if self._threads < min(self._busy, THREADS):
            threading.Thread(target=self._run, daemon=True).start()
            self._threads += 1
        return True

    def take(self) -> None:
        """Deliver the answers that have come."""
        while True:
            try:
                done, answer = self._done.get_nowait()
            except queue.Empty:
                return
            self._busy -= 1
            done(answer)

    def _run(self) -> None:
        while True:
            job, done = self._jobs.get()
            try:
                answer = job()
            except Exception:
                answer = failure("EAI_FAIL", "the gateway could not look that up")
            self._done.put((done, answer))
            with contextlib.suppress(OSError):
                os.write(self._wake, b"\0")
