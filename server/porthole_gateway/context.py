# SPDX-License-Identifier: MIT
"""What all links of a gateway share."""

from __future__ import annotations

from dataclasses import dataclass

from .access.accounts import Accounts
from .loop import Loop
from .names.resolver import Resolver
from .policy.routes import Routes
from .seen.audit import Audit
from .seen.counts import Counts


@dataclass(frozen=True)
class Context:
    """`routes` and `accounts` follow the policy when that is read again."""

    loop: Loop
    routes: Routes
    resolver: Resolver
    accounts: Accounts
    counts: Counts
    audit: Audit
