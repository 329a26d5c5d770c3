# SPDX-License-Identifier: MIT
"""Who is at the other end of an HTTP connection: its address, or what a trusted front end says of it."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, replace
from http.cookies import CookieError, SimpleCookie

from ..policy import addresses
from ..policy.policy import Policy
from . import tokens

COOKIE = "porthole"


@dataclass(frozen=True)
class Visitor:
    """`user` is empty until somebody has vouched for one; `secure` says that the browser's side is encrypted."""

    address: str
    port: int
    origin: str = ""
    user: str = ""
    secure: bool = False

    def __str__(self) -> str:
        who = f"{self.user} at " if self.user else ""
        return f"{who}{self.address}:{self.port}, {self.origin or 'no origin'}"

    @property
    def share(self) -> str:
        """What counts as one address: of IPv6, the /64 that one household or machine has."""
        address = addresses.parse(self.address)
        if isinstance(address, ipaddress.IPv6Address):
            return str(ipaddress.ip_network((address, 64), strict=False))
        return self.address


def _plain(address: str) -> str:
    return address.removeprefix("::ffff:").partition("%")[0]


def behind(policy: Policy, peer: tuple[str, int], headers: Mapping[str, str], secure: bool) -> Visitor:
    """The visitor: the peer itself, or, where the peer is a front end that the policy trusts, whom that one names."""
    visitor = Visitor(_plain(peer[0]), peer[1], headers.get("Origin") or "", "", secure)
    if not _trusted(policy, visitor.address):
        return visitor
    hops = [hop.strip() for hop in (headers.get("X-Forwarded-For") or "").split(",") if hop.strip()]
    for hop in reversed(hops):
        address = addresses.parse(hop.removeprefix("[").partition("]")[0])
        if address is None:
            break
        visitor = replace(visitor, address=_plain(str(address)), port=0)
        if not _trusted(policy, visitor.address):
            break
    if headers.get("X-Forwarded-Proto", "").strip().lower() in ("http", "https"):
        visitor = replace(visitor, secure=headers["X-Forwarded-Proto"].strip().lower() == "https")
    access = policy.access
    user = (headers.get(access.header) or "").strip() if access and access.header else ""
    return replace(visitor, user=user[:64]) if user and user.isprintable() else visitor


def _trusted(policy: Policy, text: str) -> bool:
    address = addresses.parse(text)
    return address is not None and any(rule.covers(address) for rule in policy.front)


def named_by_cookie(policy: Policy, visitor: Visitor, header: str | None) -> Visitor:
    """The same visitor, with the user that a valid cookie names."""
    access = policy.access
    if visitor.user or not header or access is None or access.key is None:
        return visitor
    try:
        morsel = SimpleCookie(header).get(COOKIE)
        if morsel is not None:
            return replace(visitor, user=tokens.read(access.key, morsel.value, access.lifetime)[0])
    except (CookieError, tokens.TokenError):
        pass
    return visitor
