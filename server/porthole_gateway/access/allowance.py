# SPDX-License-Identifier: MIT
"""What a link may still use: the shares of its address and of its user, together."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ..policy.routes import Refused
from .accounts import Account, Accounts

if TYPE_CHECKING:
    from ..link.link import Link
    from .visitor import Visitor


class Allowance:
    """Of one link. Bytes need only be told of while it is `metered`."""

    def __init__(self, link: Link, accounts: Accounts, visitor: Visitor) -> None:
        self.metered = False
        self._link, self._all = link, accounts
        self._accounts: list[Account] = []
        self._join(accounts.address(visitor.share))
        if visitor.user:
            self._join(accounts.user(visitor.user))

    def _join(self, account: Account) -> None:
        account.links.add(self._link)
        self._accounts.append(account)
        self.reloaded()

    def identified(self, user: str) -> None:
        """It is this user's link, too; raises Refused when that one has enough links already."""
        account = self._all.user(user)
        if account.share.links and len(account.links) >= account.share.links:
            raise Refused(
                "EAGAIN", f"the gateway's limit of {account.share.links} links for a user is reached"
            )
        self._join(account)

    def reloaded(self) -> None:
        """The shares may be others now."""
        self.metered = any(account.share.rate or account.share.bytes for account in self._accounts)

    def left(self) -> None:
        """The link is gone."""
        for account in self._accounts:
            account.links.discard(self._link)

    def spend(self, size: int) -> str | None:
        """So many bytes have gone either way; why there may be no more, if so."""
        for account in self._accounts:
            account.spend(size)
        return self._first(Account.spent)

    def wait(self) -> float:
        """Seconds until it may move bytes again."""
        return max((account.wait() for account in self._accounts), default=0.0)

    def full(self) -> str | None:
        """Why it may have no more sockets; None while it may."""
        return self._first(Account.full) or self._first(Account.spent)

    def _first(self, reason_of: Callable[[Account], str | None]) -> str | None:
        return next((reason for account in self._accounts if (reason := reason_of(account))), None)
