# SPDX-License-Identifier: MIT
"""What one user, and one address, may use of the gateway: links, tunnels, bytes a second and bytes a day."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from ..policy.policy import Policy, Share

if TYPE_CHECKING:
    from ..link.link import Link

DAY = 86400.0
BURST_SECONDS = 1.0
MANY = 10_000


class Account:
    """Of one user or one address. It lives as long as it has links, or has used bytes today that are counted."""

    def __init__(self, name: str, share: Share) -> None:
        self.name, self.share = name, share
        self.links: set[Link] = set()
        self.coming = 0  # handshakes that were told they may become links
        self.used = 0
        self._day = int(time.time() // DAY)
        self._room = share.rate * BURST_SECONDS
        self._filled = time.monotonic()

    @property
    def tunnels(self) -> int:
        """How many sockets its links have open."""
        return sum(len(link.sockets) for link in self.links)

    def spend(self, size: int) -> None:
        """So many bytes have gone either way."""
        day = int(time.time() // DAY)
        if day != self._day:
            self._day, self.used = day, 0
        self.used += size
        if self.share.rate:
            self._fill()
            self._room -= size

    def wait(self) -> float:
        """Seconds until it may move bytes again."""
        if not self.share.rate or self._room >= 0:
            return 0.0
        self._fill()
        return max(0.0, -self._room / self.share.rate)

    def _fill(self) -> None:
        now = time.monotonic()
        rate = self.share.rate
        self._room = min(rate * BURST_SECONDS, self._room + (now - self._filled) * rate)
        self._filled = now

    def spent(self) -> str | None:
        """Why it may use no more bytes today; None while it may."""
        if self.share.bytes and self.used >= self.share.bytes and int(time.time() // DAY) == self._day:
            return f"the gateway's limit of {self.share.bytes} bytes a day is reached; it begins again at midnight UTC"
        return None

    def full(self) -> str | None:
        """Why it may have no more tunnels; None while it may."""
        if self.share.tunnels and self.tunnels >= self.share.tunnels:
            return f"the gateway's limit of {self.share.tunnels} tunnels is reached: close one first"
        if self.share.tunnels and sum(len(link.lingering) for link in self.links) >= self.share.tunnels:
            return f"{self.share.tunnels} tunnels that were closed still deliver: wait for their hosts"
        return None


class Accounts:
    """All of them; those that nothing is known of any more are forgotten."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self._known: dict[tuple[str, str], Account] = {}
        self._most = MANY
        self._lock = threading.Lock()  # connections' threads ask, too

    def reload(self, policy: Policy) -> None:
        """The shares of another policy, from now on."""
        with self._lock:
            self.policy = policy
            for (kind, _), account in self._known.items():
                account.share = self._share(kind)

    def address(self, name: str) -> Account:
        """The account of an address."""
        return self._find("address", name)

    def user(self, name: str) -> Account:
        """The account of a user."""
        return self._find("user", name)

    def _share(self, kind: str) -> Share:
        return self.policy.limits.address if kind == "address" else self.policy.limits.user

    def _find(self, kind: str, name: str) -> Account:
        with self._lock:
            account = self._known.get((kind, name))
            if account is None:
                if len(self._known) > self._most:
                    self._forget()
                    self._most = max(MANY, 2 * len(self._known))
                account = self._known[kind, name] = Account(name, self._share(kind))
            return account

    def _forget(self) -> None:
        today = int(time.time() // DAY)
        self._known = {
            key: account
            for key, account in self._known.items()
            if account.links
            or account.coming
            or account.share.bytes
            and account.used
            and account._day == today
        }
