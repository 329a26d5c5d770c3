# SPDX-License-Identifier: MIT
"""Who waits for a place, or for a lookup, gets it in turn: in this process, without a network."""

from __future__ import annotations

import _thread
import threading
import time
from collections.abc import Callable

import pytest
from porthole_gateway.loop import Loop
from porthole_gateway.names import resolver as resolver_module
from porthole_gateway.names.lookups import Answer, failure
from porthole_gateway.names.resolver import RUNNING, Lookup, Resolver
from porthole_gateway.turns import Turns, Whose

GREEDY, MODEST, POOR = Whose("greedy", 3), Whose("modest", 3), Whose("poor", 1)


def test_who_has_fewest_places_gets_the_next() -> None:
    turns: Turns[int] = Turns(places=4, waiting=100)
    for item in range(5):
        assert turns.add(GREEDY, item) is None
    turns.add(MODEST, 10)
    turns.add(POOR, 20)
    turns.add(POOR, 21)
    given = [turns.next() for _ in range(5)]
    assert given == [(GREEDY, 0), (MODEST, 10), (POOR, 20), (GREEDY, 1), None]
    assert [turns.wanted(whose) for whose in (GREEDY, POOR, MODEST)] == [3, 4, 3]
    turns.done(MODEST)
    assert [turns.next(), turns.next()] == [(GREEDY, 2), None]
    turns.done(POOR)
    assert [turns.next(), turns.next()] == [(POOR, 21), None]
    assert len(turns) == 2


def test_the_newest_of_whoever_has_most_waiting_has_to_go() -> None:
    turns: Turns[int] = Turns(places=0, waiting=4)
    assert [turns.add(GREEDY, item) for item in range(5)] == [None, None, None, None, 4]
    assert turns.add(MODEST, 10) == 3
    assert len(turns) == 4


class Asked:
    """A resolver whose lookups wait until they are let go, and what came of them."""

    def __init__(self) -> None:
        self.loop = Loop()
        self.resolver = Resolver(self.loop)
        self.let_go = threading.Event()
        self.begun: list[str] = []
        self.answers: list[tuple[str, Answer]] = []

    def ask(
        self, whose: str, name: str, slow: bool = True, wanted: Callable[[], bool] = lambda: True
    ) -> None:
        def look() -> Answer:
            self.begun.append(name)
            if slow:
                self.let_go.wait(10)
            return {"name": name}

        self.resolver.submit(whose, Lookup(look, lambda answer: self.answers.append((name, answer)), wanted))

    def run(self, until: Callable[[], bool]) -> None:
        """Let the loop run until then."""
        end = time.monotonic() + 10

        def look() -> None:
            if until() or time.monotonic() > end:
                self.loop.stop()
            else:
                self.loop.later(0.01, look)

        look()
        self.loop.run()
        assert until()


def test_slow_lookups_of_one_keep_nobody_else_waiting() -> None:
    asked = Asked()
    for index in range(100):
        asked.ask("greedy", f"slow {index}")
    asked.ask("modest", "quick", slow=False)
    asked.run(lambda: bool(asked.answers))
    assert asked.answers == [("quick", {"name": "quick"})]
    assert len(asked.begun) == RUNNING + 1
    asked.let_go.set()
    asked.run(lambda: len(asked.answers) == 101)


def test_lookups_of_a_link_that_has_ended_are_not_made() -> None:
    asked = Asked()
    wanted = True
    for index in range(50):
        asked.ask("one", f"slow {index}", wanted=lambda: wanted)
    wanted = False
    asked.ask("one", "quick", slow=False)
    asked.let_go.set()
    asked.run(lambda: ("quick", {"name": "quick"}) in asked.answers)
    assert len(asked.begun) == RUNNING + 1


def test_too_many_lookups_are_answered_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resolver_module, "WAITING_OF_ALL", 10)
    asked = Asked()
    for index in range(RUNNING + 10):
        asked.ask("greedy", f"slow {index}")
    assert asked.answers == []
    asked.ask("modest", "slow, too")
    asked.ask("greedy", "one more")
    asked.ask("greedy", "too many")
    given_up = failure("EAI_AGAIN", "too many lookups are waiting")
    assert asked.answers == [("slow 13", given_up), ("too many", given_up)]
    asked.let_go.set()


def test_a_lookup_fails_while_there_is_no_thread_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*_: object) -> None:
        raise RuntimeError("can't start new thread")

    asked = Asked()
    with monkeypatch.context() as patched:
        patched.setattr(_thread, "start_new_thread", none)
        asked.ask("one", "first", slow=False)
    assert asked.answers == [("first", failure("EAI_AGAIN", "the gateway has no thread for a lookup"))]
    asked.ask("one", "second", slow=False)
    asked.run(lambda: len(asked.answers) == 2)
    assert asked.answers[1] == ("second", {"name": "second"})
