# SPDX-License-Identifier: MIT
"""The names under which a link's own lookups found an address: the policy's rules by name hold for these."""

from __future__ import annotations

from collections.abc import Iterable

from ..policy import addresses
from ..policy.addresses import Address

MOST = 10_000


class Learned:
    """Kept for the link's life, so that no later answer of a resolver changes what a name stood for."""

    def __init__(self) -> None:
        self._names: dict[Address, set[str]] = {}
        self._size = 0

    def learn(self, name: str, found: Iterable[str]) -> None:
        """A lookup found these addresses under a name."""
        for text in found:
            address = addresses.parse(text)
            if address is None or self._size >= MOST:
                continue
            names = self._names.setdefault(address, set())
            self._size += name not in names
            names.add(name)

    def of(self, address: Address) -> Iterable[str]:
        """The names that an address was found under."""
        return self._names.get(address, ())

    def of_text(self, text: str) -> Iterable[str]:
        """The same of an address as it is written."""
        address = addresses.parse(text)
        return () if address is None else self.of(address)
