# SPDX-License-Identifier: MIT
"""Who is at the other end of an HTTP connection: its address, or what a trusted front end says of it."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, replace
from email.message import Message
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


def _plain(text: str) -> str:
    """The address as it is compared: an IPv4 one is not written inside an IPv6 one."""
    address = addresses.parse(text.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    return text if address is None else str(address)


def _only(headers: Message, name: str) -> str:
    """The value of a header that stands there once; what stands there twice may be a visitor's own."""
    values = headers.get_all(name, [])
    return values[0].strip() if len(values) == 1 else ""


def behind(policy: Policy, peer: tuple[str, int], headers: Message, secure: bool) -> Visitor:
    """The visitor: the peer itself, or, where the peer is a front end that the policy trusts, whom that one names."""
    visitor = Visitor(_plain(peer[0]), peer[1], headers.get("Origin") or "", "", secure)
    if not _trusted(policy, visitor.address):
        return visitor
    forwarded = ",".join(headers.get_all("X-Forwarded-For", []))
    hops = [hop.strip() for hop in forwarded.split(",") if hop.strip()]
    for hop in reversed(hops):
        address = addresses.parse(hop.removeprefix("[").partition("]")[0])
        if address is None:
            break
        visitor = replace(visitor, address=_plain(str(address)), port=0)
        if not _trusted(policy, visitor.address):
            break
    if (scheme := _only(headers, "X-Forwarded-Proto").lower()) in ("http", "https"):
        visitor = replace(visitor, secure=scheme == "https")
    access = policy.access
    user = _only(headers, access.header) if access and access.header else ""
    return replace(visitor, user=user) if 0 < len(user) <= 64 and user.isprintable() else visitor


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
