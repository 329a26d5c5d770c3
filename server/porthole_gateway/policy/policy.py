# SPDX-License-Identifier: MIT
"""What a gateway may reach: the policy and the decision on one address and port."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from . import addresses
from .addresses import Address, Network

PRACTICE = ipaddress.IPv4Network("198.18.0.0/24")
ALIASES = ipaddress.IPv4Network("198.18.1.0/24")


@dataclass(frozen=True)
class Rule:
    """A network and, optionally, the ports of it that are meant."""

    network: Network
    ports: Ports | None = None

    def matches(self, address: Address, port: int) -> bool:
        """Whether the rule speaks of this address, or of the IPv4 address inside it, at this port."""
        if self.ports is not None and port not in self.ports:
            return False
        return self.covers(address)

    def covers(self, address: Address) -> bool:
        """Whether the rule speaks of this address at some port."""
        return any(
            form.version == self.network.version and form in self.network for form in addresses.forms(address)
        )


@dataclass(frozen=True)
class Ports:
    """Ranges of ports, ends included."""

    ranges: tuple[tuple[int, int], ...]

    def __contains__(self, port: int) -> bool:
        return any(first <= port <= last for first, last in self.ranges)


@dataclass(frozen=True)
class NameRule:
    """A host's name, or with `*.` in front all names below one, and what it opens at the addresses it resolves to."""

    name: str
    ports: Ports | None = None
    private: bool = False  # private addresses, too; never loopback, link-local and the like

    def matches(self, name: str, port: int) -> bool:
        """Whether the rule speaks of this name (in lower case, without a final dot) at this port."""
        if self.ports is not None and port not in self.ports:
            return False
        return name == self.name or self.name.startswith("*.") and name.endswith(self.name[1:])


@dataclass(frozen=True)
class Share:
    """What one user or one address may have at once, and use; 0 is as much as it likes."""

    links: int = 0
    tunnels: int = 0
    rate: int = 0  # bytes a second, both ways together
    bytes: int = 0  # a day


@dataclass(frozen=True)
class Limits:
    """Bounds of one gateway; sockets and credit are per link."""

    sockets: int = 256
    links: int = 64
    credit: int = 1024 * 1024
    backlog: int = 128
    idle: int = 0  # seconds a tunnel may carry nothing; 0 is for ever
    address: Share = Share()
    user: Share = Share()


@dataclass(frozen=True)
class Access:
    """Only known users: those of a signed token, and those whom a front end names in a header."""

    key: bytes | None = None
    lifetime: int = 12 * 3600  # the longest a token may be good for, in seconds
    header: str = ""


@dataclass(frozen=True)
class Alias:
    """A name and port of the lab and the local address that answers for it."""

    name: str
    address: str
    port: int
    target: tuple[str, int]


@dataclass(frozen=True)
class Listen:
    """Where pages may listen: ports, the gateway's own addresses that they are opened at, and the name to give to others."""

    ports: Ports
    addresses: tuple[Address, ...] = ()
    public: str = ""


@dataclass(frozen=True)
class Policy:
    """A checked policy; the default one reaches public addresses only, and never port 25."""

    public: bool = True
    allow: tuple[Rule, ...] = ()
    names: tuple[NameRule, ...] = ()
    allow_ports: Ports | None = None
    deny: tuple[Rule, ...] = ()
    deny_ports: Ports = Ports(((25, 25),))
    udp: bool | None = None  # by default only while the gateway listens on loopback
    listen: Listen | None = None
    aliases: tuple[Alias, ...] = ()
    origins: tuple[str, ...] = ()
    access: Access | None = None
    front: tuple[Rule, ...] = ()  # front ends whose forwarded headers are believed
    hostname: str = "porthole"
    limits: Limits = field(default_factory=Limits)

    def denies(self, address: Address, port: int) -> str | None:
        """The rule that denies this address at this port, whatever is allowed."""
        for rule in self.deny:
            if rule.matches(address, port):
                return f"deny {rule.network}"
        return f"deny port {port}" if port in self.deny_ports else None

    def allows(
        self, address: Address, port: int, names: Callable[[Address], Iterable[str]] | None = None
    ) -> tuple[bool, str]:
        """Whether this numeric address may be dialled, and the rule that says so, which is for the log only.

        `names` tells the names that the asker's own lookups found this address under.
        """
        denial = self.denies(address, port)
        if denial is not None:
            return False, denial
        for rule in self.allow:
            if rule.matches(address, port):
                return True, f"allow {rule.network}"
        if self.names and names is not None:
            opened = self._by_name(address, port, names(address))
            if opened is not None:
                return True, opened
        if self.allow_ports is not None and port not in self.allow_ports:
            return False, f"port {port} is not in allow.ports"
        kind = addresses.special(address)
        if kind is not None:
            return False, f"{kind} address"
        return self.public, "public address"

    def names_network(self, address: Address, port: int) -> bool:
        """Whether a network that is allowed, as such, holds this address."""
        return any(rule.matches(address, port) for rule in self.allow)

    def _by_name(self, address: Address, port: int, names: Iterable[str]) -> str | None:
        kind = addresses.special(address)
        for rule in self.names:
            if kind is None or rule.private and addresses.is_private(address):
                for name in names:
                    if rule.matches(name, port):
                        return f"allow {rule.name}"
        return None

    def alias(self, address: str, port: int) -> tuple[str, int] | None:
        """The local address behind an alias' address and port."""
        for alias in self.aliases:
            if alias.address == address and alias.port == port:
                return alias.target
        return None

    def alias_address(self, name: str) -> str | None:
        """The address that an alias' name has for the page."""
        return next((alias.address for alias in self.aliases if alias.name == name), None)
