# SPDX-License-Identifier: MIT
"""A few places that many want: who waits for one gets it in turn, whatever the others have asked for."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable
from typing import Generic, NamedTuple, TypeVar

Item = TypeVar("Item")


class Whose(NamedTuple):
    """A name, and how many places it may have at once."""

    name: str
    most: int


class Turns(Generic[Item]):
    """Items wait by whose they are. The next place goes to whoever has fewest of those they may have."""

    def __init__(self, places: int, waiting: int) -> None:
        self._places, self._longest = places, waiting
        self._queues: dict[Whose, deque[Item]] = {}
        self._held: Counter[Whose] = Counter()
        self._waiting = 0

    def __len__(self) -> int:
        """How many items wait."""
        return self._waiting

    def add(self, whose: Whose, item: Item) -> Item | None:
        """Let one more wait; where these are too many, the newest of whoever has most has to go, and is returned."""
        self._queues.setdefault(whose, deque()).append(item)
        self._waiting += 1
        if self._waiting <= self._longest:
            return None
        whose = max(self._queues, key=lambda each: len(self._queues[each]))
        return self._take(whose, deque.pop)

    def next(self) -> tuple[Whose, Item] | None:
        """Give a place away; None where there is none, or nobody who waits may have one."""
        ready = [whose for whose in self._queues if self._may_have(whose)]
        if not ready:
            return None
        whose = min(ready, key=self.load)
        self._held[whose] += 1
        item = self._take(whose, deque.popleft)
        if whose in self._queues:
            self._queues[whose] = self._queues.pop(whose)  # behind the others
        return whose, item

    def done(self, whose: Whose) -> None:
        """A place is free again."""
        self._held[whose] -= 1
        if not self._held[whose]:
            del self._held[whose]

    def load(self, whose: Whose) -> float:
        """How much somebody has of what they may have, from 0 to 1."""
        return self._held[whose] / whose.most

    def wanted(self, whose: Whose) -> int:
        """How many wait for a place that `whose` could leave: their own, and when there is no other, everybody's."""
        full = self._held.total() >= self._places
        return sum(
            len(queue)
            for each, queue in self._queues.items()
            if each == whose or full and self._held[each] < each.most
        )

    def _may_have(self, whose: Whose) -> bool:
        return self._held.total() < self._places and self._held[whose] < whose.most

    def _take(self, whose: Whose, end: Callable[[deque[Item]], Item]) -> Item:
        queue = self._queues[whose]
        item = end(queue)
        self._waiting -= 1
        if not queue:
            del self._queues[whose]
        return item
