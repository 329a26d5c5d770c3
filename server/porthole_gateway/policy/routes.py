# SPDX-License-Identifier: MIT
"""Where a connect leads: practice hosts and aliases to local ports, everything else past the policy to itself."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from . import addresses
from .policy import ALIASES, PRACTICE, Policy, Ports
from .practice import PracticeMap

Names = Callable[[addresses.Address], Iterable[str]]
FAMILIES = {"inet": socket.AF_INET, "inet6": socket.AF_INET6}


@dataclass(frozen=True)
class Route:
    """What to dial; `alias` when the page knows the host under another address."""

    family: socket.AddressFamily
    address: str
    port: int
    alias: bool = False


class Refused(Exception):
    """A connect that is not tried: an errno name, a public sentence, and a note for the log."""

    def __init__(self, error: str, reason: str, note: str = "") -> None:
        super().__init__(reason)
        self.error, self.reason, self.note = error, reason, note


class Routes:
    """Decides on each connect; `local` says that the gateway listens on loopback, which opens aliases and practice."""

    def __init__(self, policy: Policy, practice: PracticeMap, local: bool) -> None:
        self.policy, self.practice, self.local = policy, practice, local

    def grants_udp(self) -> bool:
        """Whether pages may have datagram sockets here."""
        return self.local if self.policy.udp is None else self.policy.udp

    def listen(self, family: str, text: str, port: int) -> Route:
        """Where a page may listen that asks for this address and port of the gateway; raises Refused."""
        listen = self.policy.listen
        if listen is None:
            raise Refused("EACCES", "the gateway's policy lets no page listen")
        if port and port not in listen.ports:
            raise Refused("EACCES", f"the gateway's policy does not let pages listen at port {port}")
        version = 4 if family == "inet" else 6
        own = [address for address in listen.addresses if address.version == version]
        if not listen.addresses:
            own = [ipaddress.ip_address("127.0.0.1" if version == 4 else "::1")]
        asked = addresses.parse(text)
        if asked is None or asked.version != version:
            raise Refused("EADDRNOTAVAIL", "the address is not a numeric one of that family")
        if not own:
            raise Refused("EAFNOSUPPORT", f"the gateway lets pages listen at no address of family {family}")
        if asked.is_unspecified:
            return Route(FAMILIES[family], str(own[0]), port or self._free_port(own[0], listen.ports))
        if asked not in own and not any(address.is_unspecified for address in own):
            raise Refused("EADDRNOTAVAIL", f"{asked} is not an address that pages may listen at here")
        return Route(FAMILIES[family], str(asked), port or self._free_port(asked, listen.ports))

    @staticmethod
    def _free_port(address: addresses.Address, ports: Ports) -> int:
        """A granted port that nobody has; raises Refused."""
        family = socket.AF_INET if address.version == 4 else socket.AF_INET6
        for first, last in ports.ranges:
            for port in range(max(first, 1), last + 1):
                with socket.socket(family, socket.SOCK_STREAM) as probe:
                    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                    try:
                        probe.bind((str(address), port))
                        return port
                    except OSError:
                        continue
        raise Refused("EADDRINUSE", "every port that pages may listen at is taken")

    def bind_udp(self, family: str, text: str, port: int) -> tuple[Route, bool]:
        """Where a page's datagram socket is bound, and whether it hears strangers there; raises Refused."""
        if not self.grants_udp():
            raise Refused("EACCES", "the gateway's policy allows no UDP")
        everywhere = "0.0.0.0" if family == "inet" else "::"
        if port:
            return self.listen(family, text or everywhere, port), True
        return Route(FAMILIES[family], everywhere, 0), False

    def find(
        self,
        family: str,
        text: str,
        port: int,
        kind: str = "tcp",
        answers: bool = False,
        names: Names | None = None,
    ) -> Route:
        """The route to an address as the page spells it; raises Refused.

        `answers`: it has spoken first. `names`: those under which the asker's lookups found an address.
        """
        address = addresses.parse(text)
        if address is None:
            raise Refused("EADDRNOTAVAIL", "the address is not a numeric one")
        if address.version != (4 if family == "inet" else 6):
            raise Refused("EAFNOSUPPORT", f"{address} is not an address of family {family}")
        if isinstance(address, ipaddress.IPv4Address):
            if address in PRACTICE:
                return self._practice(str(address), port, kind)
            if address in ALIASES:
                return self._alias(str(address), port)
        if any(form.is_unspecified for form in addresses.forms(address)):
            raise Refused("EADDRNOTAVAIL", f"{address} is nobody's address")
        # Whose address is not public may have been named by anybody.
        answered = answers and (self.local or addresses.special(address) is None)
        if answered and self.policy.denies(address, port) is None:
            return Route(FAMILIES[family], str(address), port)
        allowed, rule = self.policy.allows(address, port, names)
        if not allowed:
            raise Refused("EACCES", f"the gateway's policy does not allow {address} port {port}", rule)
        if not self.policy.names_network(address, port) and addresses.is_own(address):
            raise Refused(
                "EACCES", f"the gateway's policy does not allow {address} port {port}", "its own address"
            )
        return Route(FAMILIES[family], str(address), port)

    def _practice(self, address: str, port: int, kind: str) -> Route:
        if not self.local:
            raise Refused("EACCES", "practice hosts are served only by a gateway that listens on loopback")
        if not self.practice.services():
            raise Refused(
                "EHOSTUNREACH", "the practice hosts are not running: start them with `porthole practice`"
            )
        target = self.practice.target(address, port) if kind == "tcp" else None
        if target is None:
            if self.practice.name(address) is None:
                raise Refused("EHOSTUNREACH", f"there is no practice host at {address}")
            raise Refused("ECONNREFUSED", f"{self.practice.name(address)} has no service at port {port}")
        return Route(socket.AF_INET, "127.0.0.1", target, alias=True)

    def _alias(self, address: str, port: int) -> Route:
        if not self.local:
            raise Refused("EACCES", "lab aliases are served only by a gateway that listens on loopback")
        if not any(alias.address == address for alias in self.policy.aliases):
            raise Refused("EHOSTUNREACH", f"the gateway has no alias at {address}")
        target = self.policy.alias(address, port)
        if target is None:
            raise Refused("ECONNREFUSED", f"the gateway's alias at {address} has no port {port}")
        host, local_port = target
        return Route(socket.AF_INET6 if ":" in host else socket.AF_INET, host, local_port, alias=True)
