# SPDX-License-Identifier: MIT
"""Who may speak to the gateway: the checks of Host and Origin, made before anything is served.

A page elsewhere that opens a WebSocket here carries its own Origin. A page that rebinds its name to our address
carries its own Host. So Host must be a name that can't be rebound: a loopback name, the very address the connection
came in at, or one that the policy lists; and Origin must be that same Host's.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from ..policy import addresses
from ..policy.policy import Policy

LOOPBACK_NAMES = frozenset(["localhost", "127.0.0.1", "::1"])


def split_host(host: str) -> tuple[str, int | None] | None:
    """Name and port of a Host header; None when it is not one."""
    try:
        parts = urlsplit("//" + host)
        if parts.hostname is None or parts.path or parts.query or parts.fragment or "@" in host:
            return None
        return parts.hostname, parts.port
    except ValueError:
        return None


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


def refuse_origin(origin: str | None, host: str, on_loopback: bool, policy: Policy) -> str | None:
    """Why a handshake with this Origin is refused, for the log; None when it may pass. Host has been checked."""
    if origin is None:
        if on_loopback or policy.access is not None:
            return None
        return "no Origin, and the gateway neither listens on loopback nor asks for a token"
    origin = origin.lower()
    if origin in (f"http://{host.lower()}", f"https://{host.lower()}") or origin in policy.origins:
        return None
    return f"Origin {origin!r} is not this gateway's page; name it in the policy's origins if it may pass"
