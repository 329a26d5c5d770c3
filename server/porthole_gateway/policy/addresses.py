# SPDX-License-Identifier: MIT
"""What kind of place an address is: the lists are written out, as ipaddress' own differ between Python versions."""

from __future__ import annotations

import contextlib
import functools
import ipaddress
import socket

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_SPECIAL_V4 = [
    ("0.0.0.0/8", "this network"),
    ("10.0.0.0/8", "private"),
    ("100.64.0.0/10", "shared"),
    ("127.0.0.0/8", "loopback"),
    ("168.63.129.16/32", "metadata service"),
    ("169.254.0.0/16", "link-local"),
    ("172.16.0.0/12", "private"),
    ("192.0.0.0/24", "reserved"),
    ("192.0.2.0/24", "documentation"),
    ("192.88.99.0/24", "reserved"),
    ("192.168.0.0/16", "private"),
    ("198.18.0.0/15", "benchmarking"),
    ("198.51.100.0/24", "documentation"),
    ("203.0.113.0/24", "documentation"),
    ("224.0.0.0/4", "multicast"),
    ("240.0.0.0/4", "reserved"),
]
_SPECIAL_V6 = [
    ("2001::/23", "reserved"),
    ("2001:db8::/32", "documentation"),
    ("3fff::/20", "documentation"),
    ("fd00:ec2::254/128", "metadata service"),
]
SPECIAL: list[tuple[Network, str]] = [
    (ipaddress.ip_network(net), kind) for net, kind in _SPECIAL_V4 + _SPECIAL_V6
]
_GLOBAL_V6 = ipaddress.IPv6Network("2000::/3")
_UNIQUE_LOCAL = ipaddress.IPv6Network("fc00::/7")
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


@functools.lru_cache(1024)
def parse(text: str) -> Address | None:
    """The address that `text` spells in canonical notation; None for anything else (scopes, octal, one number)."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    if isinstance(address, ipaddress.IPv6Address) and address.scope_id is not None:
        return None
    return address


def embedded(address: Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that an IPv6 one leads to: mapped, NAT64 or 6to4."""
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.sixtofour


def forms(address: Address) -> list[Address]:
    """The address and the IPv4 address in it, which every rule has to look at."""
    inner = embedded(address)
    return [address] if inner is None else [address, inner]


def special(address: Address) -> str | None:
    """Why an address is not a public host's, in a word or two; None when it is one."""
    inner = embedded(address)
    if inner is not None:
        return special(inner)
    for network, kind in SPECIAL:
        if address.version == network.version and address in network:
            return kind
    if isinstance(address, ipaddress.IPv6Address) and address not in _GLOBAL_V6:
        return "loopback" if address.is_loopback else "not public"
    return None


def is_private(address: Address) -> bool:
    """Whether it is an address of somebody's own network, which a rule by name may open."""
    inner = embedded(address)
    if inner is not None:
        return is_private(inner)
    if address.version == 6 and address in _UNIQUE_LOCAL:
        return special(address) == "not public"
    return special(address) == "private"


def is_own(address: Address) -> bool:
    """Whether it is this machine's: what is sent there comes from the same address. Nothing is sent to find out."""
    for form in forms(address):
        family = socket.AF_INET if form.version == 4 else socket.AF_INET6
        with contextlib.suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect((str(form), 9))
            if parse(probe.getsockname()[0].partition("%")[0]) == form:
                return True
    return False
