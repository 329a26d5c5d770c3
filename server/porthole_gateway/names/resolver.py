# SPDX-License-Identifier: MIT
"""A few daemon threads for the lookups that block, shared by all links; answers come back through the loop."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable

from ..loop import Loop
from .lookups import Answer, failure

THREADS = 16
WAITING = 256  # of one link


class Resolver:
    """Runs blocking lookups. The threads are daemons: a stuck one delays no exit."""

    def __init__(self, loop: Loop) -> None:
        self._loop = loop
        self._jobs: queue.SimpleQueue[tuple[Callable[[], Answer], Callable[[Answer], None]]] = (
            queue.SimpleQueue()
        )
        self._threads = 0
        self._busy = 0

    def submit(self, job: Callable[[], Answer], done: Callable[[Answer], None]) -> None:
        """Run `job` in a thread and hand its answer to `done` in the loop."""
        self._busy += 1
        self._jobs.put((job, done))
        if self._threads < min(self._busy, THREADS):
            threading.Thread(target=self._run, daemon=True, name="lookup").start()
            self._threads += 1

    def _run(self) -> None:
        while True:
            job, done = self._jobs.get()
            try:
                answer = job()
            except Exception:
                answer = failure("EAI_FAIL", "the gateway could not look that up")
            self._loop.call(lambda done=done, answer=answer: self._deliver(done, answer))

    def _deliver(self, done: Callable[[Answer], None], answer: Answer) -> None:
        self._busy -= 1
        done(answer)
