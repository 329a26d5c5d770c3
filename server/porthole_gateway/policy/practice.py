# SPDX-License-Identifier: MIT
"""The practice map: which *.test service answers at which local port. `porthole practice` writes it while it runs."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from . import addresses
from .policy import PRACTICE


@dataclass(frozen=True)
class Service:
    """One line of the map: what the program dials, and where it really listens on 127.0.0.1."""

    name: str
    address: str
    port: int
    target: int


def default_path() -> Path:
    """Where `porthole practice` leaves its map unless told otherwise."""
    if told := os.environ.get("PORTHOLE_PRACTICE_MAP"):
        return Path(told)
    state = os.environ.get("XDG_STATE_HOME")
    return (Path(state) if state else Path("~/.local/state").expanduser()) / "porthole/practice.map"


class PracticeMap:
    """Reads the map again whenever the file has changed, so that it does not matter which program started first."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._stamp: tuple[int, int, int] | None = None
        self._services: list[Service] = []

    def services(self) -> list[Service]:
        """The services of this moment; none when nothing is practising."""
        try:
            stat = self.path.stat()
            stamp = (stat.st_ino, stat.st_mtime_ns, stat.st_size)
            if stamp != self._stamp:
                with self.path.open(encoding="utf-8", errors="replace") as file:
                    self._services = parse(file.read(1 << 20))
                self._stamp = stamp
        except OSError:
            self._stamp, self._services = None, []
        return self._services

    def address(self, name: str) -> str | None:
        """The address of a *.test name."""
        return next((service.address for service in self.services() if service.name == name), None)

    def name(self, address: str) -> str | None:
        """The *.test name of an address."""
        return next((service.name for service in self.services() if service.address == address), None)

    def target(self, address: str, port: int) -> int | None:
        """The local port that answers for this address and port."""
        for service in self.services():
            if service.address == address and service.port == port:
                return service.target
        return None


def parse(text: str) -> list[Service]:
    """The services in a map; a line that is not `NAME ADDRESS PORT TARGET_PORT` is passed over."""
    services = []
    for line in text.splitlines():
        fields = line.split()
        if len(fields) != 4 or not all(field.isascii() for field in fields):
            continue
        name, address, port, target = fields
        parsed = addresses.parse(address)
        if parsed is None or parsed.version != 4 or parsed not in PRACTICE or not name.endswith(".test"):
            continue
        if port.isdigit() and target.isdigit() and int(port) < 65536 and 0 < int(target) < 65536:
            services.append(Service(name.lower(), address, int(port), int(target)))
    return services
