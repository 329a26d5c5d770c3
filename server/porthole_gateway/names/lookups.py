# SPDX-License-Identifier: MIT
"""Names to addresses and back. The quick answers come at once; the system's own are asked for in a thread."""

from __future__ import annotations

import re
import socket
from typing import Any

from ..policy import addresses
from ..policy.policy import ALIASES, PRACTICE
from ..policy.routes import FAMILIES, Routes

Answer = dict[str, Any]

_ERRORS = {
    getattr(socket, name): name
    for name in ("EAI_NONAME", "EAI_AGAIN", "EAI_FAIL", "EAI_NODATA", "EAI_MEMORY", "EAI_FAMILY")
    if hasattr(socket, name)
}
_ERRORS[getattr(socket, "EAI_ADDRFAMILY", -9)] = "EAI_NODATA"
_FORBIDDEN = re.compile(r"[\x00-\x20\x7f]")


def failure(error: str, reason: str) -> Answer:
    """An answer that is an error and one public sentence."""
    return {"error": error, "reason": reason}


def ascii_name(host: str) -> str | None:
    """The name as DNS has it, without the root's dot; None when no host can be called so."""
    name = host
    if not name or len(name) > 255 or _FORBIDDEN.search(name):
        return None
    try:
        if not name.isascii():
            name = name.encode("idna").decode("ascii")
    except UnicodeError:
        return None
    name = name.lower().removesuffix(".")
    if not name or len(name) > 253 or any(not 0 < len(label) < 64 for label in name.split(".")):
        return None
    return name


def quick(host: str, family: str, routes: Routes) -> Answer | None:
    """The answer when it needs no network: bad names, ours, and numeric addresses. None when the system is to be asked."""
    name = ascii_name(host)
    if name is None:
        return failure("EAI_NONAME", "that is not a name a host can have")
    if name == "localhost" or name.endswith(".localhost"):
        return failure("EAI_NONAME", "localhost belongs to the page itself, not to the gateway")
    if name == "invalid" or name.endswith(".invalid"):
        return failure("EAI_NONAME", "RFC 6761 sees to it that no host is called .invalid")
    if name == "test" or name.endswith(".test"):
        return _practice(name, family, routes)
    if name == "lab.internal" or name.endswith(".lab.internal"):
        if not routes.local:
            return failure("EAI_NONAME", "lab aliases are served only by a gateway that listens on loopback")
        return _fixed(
            name, family, routes.policy.alias_address(name), "the gateway's policy has no such alias"
        )
    address = addresses.parse(name)
    if address is not None:
        kind = "inet" if address.version == 4 else "inet6"
        if family not in ("any", kind):
            return failure("EAI_NODATA", "the address is of the other family")
        return {"addresses": [{"family": kind, "address": str(address)}], "canonical": str(address)}
    return None


def _practice(name: str, family: str, routes: Routes) -> Answer:
    if not routes.local:
        return failure("EAI_NONAME", "practice hosts are served only by a gateway that listens on loopback")
    if not routes.practice.services():
        return failure(
            "EAI_NONAME", "the practice hosts are not running: start them with `porthole practice`"
        )
    hint = "no practice host has that name: see what `porthole practice` lists"
    return _fixed(name, family, routes.practice.address(name), hint)


def _fixed(name: str, family: str, address: str | None, hint: str) -> Answer:
    if address is None:
        return failure("EAI_NONAME", hint)
    if family == "inet6":
        return failure("EAI_NODATA", f"{name} has an IPv4 address only")
    return {"addresses": [{"family": "inet", "address": address}], "canonical": name}


def ask(host: str, family: str) -> Answer:
    """The system's answer; blocks."""
    name = ascii_name(host)
    if name is None:
        return failure("EAI_NONAME", "that is not a name a host can have")
    try:
        wanted = FAMILIES.get(family, socket.AF_UNSPEC)
        found = socket.getaddrinfo(name, None, wanted, socket.SOCK_STREAM, 0, socket.AI_CANONNAME)
    except socket.gaierror as error:
        return failure(_ERRORS.get(error.errno, "EAI_FAIL"), _sentence(error))
    except (OSError, UnicodeError, ValueError):
        return failure("EAI_FAIL", "the gateway could not look the name up")
    result = []
    for family_found, _, _, _, address in found:
        kind = "inet6" if family_found == socket.AF_INET6 else "inet"
        entry = {"family": kind, "address": str(address[0]).partition("%")[0]}
        if entry not in result:
            result.append(entry)
    return {"addresses": result, "canonical": found[0][3] or name}


def quick_reverse(text: str, routes: Routes) -> Answer | None:
    """The name of an address when it needs no network, or must not be asked for."""
    address = addresses.parse(text)
    if address is None:
        return failure("EAI_NONAME", "the address is not a numeric one")
    if address.version == 4 and (address in PRACTICE or address in ALIASES):
        name = routes.practice.name(str(address))
        if name is None:
            name = next(
                (alias.name for alias in routes.policy.aliases if alias.address == str(address)), None
            )
        return {"name": name} if name and routes.local else failure("EAI_NONAME", "the address has no name")
    allowed = any(rule.covers(address) for rule in routes.policy.allow)
    if addresses.special(address) is not None and not allowed:
        return failure("EAI_NONAME", "the address has no public name")
    return None


def ask_reverse(text: str) -> Answer:
    """The system's name for an address; blocks."""
    try:
        return {"name": socket.getnameinfo((text, 0), socket.NI_NAMEREQD)[0]}
    except socket.gaierror as error:
        return failure(_ERRORS.get(error.errno, "EAI_FAIL"), _sentence(error))
    except (OSError, UnicodeError, ValueError):
        return failure("EAI_FAIL", "the gateway could not look the address up")


def _sentence(error: socket.gaierror) -> str:
    text = str(error.strerror or "the lookup failed")
    return text[0].lower() + text[1:]
