# SPDX-License-Identifier: MIT
"""A few daemon threads for the lookups that block, shared by all links; answers come back through the loop."""

from __future__ import annotations

import _thread
import queue
from collections.abc import Callable
from dataclasses import dataclass

from ..log import LOG
from ..loop import Loop
from ..turns import Turns, Whose
from .lookups import Answer, failure

THREADS = 16
RUNNING = 4  # of one user or address
WAITING = 256  # of one link
WAITING_OF_ALL = 4096


@dataclass(frozen=True)
class Lookup:
    """`ask` blocks, in a thread; `done` gets its answer in the loop, if it is still `wanted` when its turn comes."""

    ask: Callable[[], Answer]
    done: Callable[[Answer], None]
    wanted: Callable[[], bool]


class Resolver:
    """Runs lookups, those of each user or address in turn. The threads are daemons: a stuck one delays no exit."""

    def __init__(self, loop: Loop) -> None:
        self._loop = loop
        self._turns: Turns[Lookup] = Turns(THREADS, WAITING_OF_ALL)
        self._running: queue.SimpleQueue[tuple[Whose, Lookup]] = queue.SimpleQueue()
        self._threads = self._busy = 0

    def submit(self, name: str, lookup: Lookup) -> None:
        """In the loop: have it looked up when it is the turn of that user or address."""
        given_up = self._turns.add(Whose(name, RUNNING), lookup)
        if given_up is not None:
            given_up.done(failure("EAI_AGAIN", "too many lookups are waiting"))
        self._go_on()

    def _go_on(self) -> None:
        while (found := self._turns.next()) is not None:
            whose, lookup = found
            if not lookup.wanted():
                self._turns.done(whose)
            elif self._busy < self._threads or self._started():
                self._busy += 1
                self._running.put(found)
            else:
                self._turns.done(whose)
                lookup.done(failure("EAI_AGAIN", "the gateway has no thread for a lookup"))

    def _started(self) -> bool:
        try:
            _thread.start_new_thread(self._run, ())
        except RuntimeError as error:
            LOG.warning("a lookup has to fail: %s", error)
            return False
        self._threads += 1
        return True

    def _run(self) -> None:
        while True:
            whose, lookup = self._running.get()
            try:
                answer = lookup.ask()
            except Exception:
                answer = failure("EAI_FAIL", "the gateway could not look that up")
            self._loop.call(
                lambda whose=whose, lookup=lookup, answer=answer: self._deliver(whose, lookup, answer)
            )

    def _deliver(self, whose: Whose, lookup: Lookup, answer: Answer) -> None:
        self._busy -= 1
        self._turns.done(whose)
        self._go_on()
        lookup.done(answer)
