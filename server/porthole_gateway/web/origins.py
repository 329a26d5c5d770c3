# SPDX-License-Identifier: MIT
"""Who may speak to the gateway: the checks of Host and Origin, made before anything is served.

A page elsewhere that opens a WebSocket here carries its own Origin. A page that rebinds its name to our address
carries its own Host. So Host must be a name that can't be rebound: a loopback name, the very address the connection
came in at, or one that the policy lists; and Origin must be that same Host's.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from ..policy import addresses
from ..policy.policy import Policy

LOOPBACK_NAMES = frozenset(["localhost", "127.0.0.1", "::1"])


_HOST = re.compile(r"(?:\[([0-9a-f:.]+)\]|([0-9a-z._~-]+))(?::([0-9]{0,5}))?", re.IGNORECASE | re.ASCII)


def split_host(host: str) -> tuple[str, int | None] | None:
    """Name and port of a Host header; None when it is not one. Python's own parsers have let other text through."""
    match = _HOST.fullmatch(host)
    if match is None:
        return None
    literal, name, port = match.groups()
    return (literal or name).lower(), int(port) if port else None


def refuse_host(host: str | None, local_address: str, policy: Policy) -> str | None:
    """Why a request with this Host is refused, for the log; None when it may pass."""
    parts = split_host(host) if host else None
    if parts is None:
        return f"Host {host!r} is missing or malformed"
    name = parts[0]
    if name in LOOPBACK_NAMES:
        return None
    address = addresses.parse(name)
    if address is not None and address == addresses.parse(local_address.removeprefix("::ffff:")):
        return None
    if any(urlsplit(origin).netloc == host.lower() for origin in policy.origins):
        return None
    return f"Host {host!r} is not ours (DNS rebinding?); name its origin in the policy if it is"


def refuse_origin(
    origin: str | None, host: str, on_loopback: bool, secure: bool, policy: Policy
) -> str | None:
    """Why a handshake with this Origin is refused, for the log; None when it may pass. Host has been checked.

    Where the browser's side is known to be `secure`, no page that came over plain HTTP is ours. Where it is not, it may still
    be: not every front end says so.
    """
    if origin is None:
        if on_loopback or policy.access is not None:
            return None
        return "no Origin, and the gateway neither listens on loopback nor asks for a token"
    origin, name = origin.lower(), host.lower()
    own = (f"https://{name}",) if secure else (f"https://{name}", f"http://{name}")
    if origin.isascii() and (origin in own or origin in policy.origins):
        return None
    return f"Origin {origin!r} is not this gateway's page; name it in the policy's origins if it may pass"
