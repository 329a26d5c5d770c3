# SPDX-License-Identifier: MIT
"""Reads a policy file (TOML) and says, for a mistake in it, where it is and what to write instead."""

from __future__ import annotations

import ipaddress
import re
import tomllib
from pathlib import Path
from typing import Any

from . import addresses
from .policy import ALIASES, Access, Alias, Limits, Listen, NameRule, Policy, Ports, Rule, Share

KEYS = {
    "": ("allow", "deny", "aliases", "origins", "hostname", "limits", "listen", "access", "front"),
    "allow": ("public", "networks", "names", "ports", "udp"),
    "deny": ("networks", "ports"),
    "limits": ("sockets", "links", "credit", "backlog", "idle", "address", "user"),
    "limits.address": ("links", "tunnels", "rate", "bytes"),
    "limits.user": ("links", "tunnels", "rate", "bytes"),
    "access": ("key", "lifetime", "header"),
    "front": ("networks",),
    "listen": ("ports", "addresses", "public"),
}
BOUNDS = {
    "sockets": (1, 65536),
    "links": (1, 65536),
    "credit": (16 * 1024, 64 * 1024 * 1024),
    "backlog": (1, 4096),
    "idle": (0, 30 * 86400),
}
SHARES = {"links": (0, 65536), "tunnels": (0, 2**20), "rate": (0, 2**40), "bytes": (0, 2**60)}
KEY_BYTES = 32
MOST_ALIAS_PORTS = 256
_LABEL = "[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9])?"
_NAME = re.compile(rf"(\*\.)?({_LABEL}\.)*{_LABEL}")
_ALIAS = re.compile(r"([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+lab\.internal")


class PolicyError(Exception):
    """A policy file that can't be used; the message is one line for the person who wrote it."""


def load(path: str) -> Policy:
    """The policy in the file at `path`; raises PolicyError."""
    try:
        data = tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise PolicyError(
            f"policy {path}: {error.strerror}; name a readable TOML file with --policy"
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PolicyError(f"policy {path}: not valid TOML: {error}") from None
    try:
        return read(data, Path(path).parent)
    except PolicyError as error:
        raise PolicyError(f"policy {path}: {error}") from None


def read(data: dict[str, Any], folder: Path = Path()) -> Policy:
    """The policy in an already parsed file, which stands in `folder`."""
    _known("", data)
    allow, deny, limits = (_table(data, name) for name in ("allow", "deny", "limits"))
    settings: dict[str, Any] = {}
    for key in ("public", "udp"):
        if key in allow:
            if not isinstance(allow[key], bool):
                raise PolicyError(f"allow.{key} is {_show(allow[key])}; write true or false")
            settings[key] = allow[key]
    if "listen" in data:
        settings["listen"] = _listen(_table(data, "listen"))
    settings["allow"] = _rules("allow", allow)
    settings["deny"] = _rules("deny", deny)
    if "ports" in allow:
        settings["allow_ports"] = _ports("allow.ports", allow["ports"])
    if "ports" in deny:
        settings["deny_ports"] = _ports("deny.ports", deny["ports"])
    settings["origins"] = _origins(data.get("origins", []))
    settings["aliases"] = _aliases(data.get("aliases", {}))
    if "hostname" in data:
        name = data["hostname"]
        if not isinstance(name, str) or not re.fullmatch(r"[A-Za-z0-9]([A-Za-z0-9.-]{0,62})", name):
            raise PolicyError(
                f'hostname is {_show(name)}; write a host name of at most 63 letters, like "porthole"'
            )
        settings["hostname"] = name
    settings["names"] = tuple(_name_rule(item) for item in _list("allow.names", allow.get("names", [])))
    if "access" in data:
        settings["access"] = _access(_table(data, "access"), folder)
    settings["front"] = _rules("front", _table(data, "front"))
    if settings.get("access") and settings["access"].header and not settings["front"]:
        raise PolicyError(
            "access.header is believed of front ends only; name their addresses: [front] networks = [...]"
        )
    settings["limits"] = Limits(
        **{
            key: _share(key, limits) if key in ("address", "user") else _limit(key, value)
            for key, value in limits.items()
        }
    )
    return Policy(**settings)


def _show(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


def _known(table: str, data: dict[str, Any]) -> None:
    for key in data:
        if key not in KEYS[table]:
            where = f"[{table}]" if table else "the top level"
            raise PolicyError(f"unknown key {_show(key)} at {where}; known there: {', '.join(KEYS[table])}")


def _table(data: dict[str, Any], name: str) -> dict[str, Any]:
    table = data.get(name.rpartition(".")[2], {})
    if not isinstance(table, dict):
        raise PolicyError(f"{name} is {_show(table)}; write a table: [{name}]")
    _known(name, table)
    return table


def _list(where: str, value: object) -> list[Any]:
    if not isinstance(value, list):
        raise PolicyError(f"{where} is {_show(value)}; write a list: {where.split('.')[-1]} = [...]")
    return value


def _port_range(where: str, value: object) -> tuple[int, int]:
    text = str(value) if isinstance(value, int | str) and not isinstance(value, bool) else ""
    match = re.fullmatch(r"(\d{1,5})(?:-(\d{1,5}))?", text)
    if match is None:
        raise PolicyError(f'{where} has {_show(value)}; write ports as 80 or "8000-8999"')
    first, last = int(match[1]), int(match[2] or match[1])
    if not first <= last <= 65535:
        raise PolicyError(f"{where} has {_show(value)}; ports go from 0 to 65535, the smaller first")
    return first, last


def _ports(where: str, value: object) -> Ports:
    return Ports(tuple(_port_range(where, item) for item in _list(where, value)))


def _rules(table: str, data: dict[str, Any]) -> tuple[Rule, ...]:
    where = f"{table}.networks"
    return tuple(_rule(where, item) for item in _list(where, data.get("networks", [])))


def _rule(where: str, item: object) -> Rule:
    network, ports = item, None
    if isinstance(item, dict):
        if not set(item) <= {"network", "ports"} or "network" not in item:
            raise PolicyError(f'{where} has {_show(item)}; write {{ network = "10.0.0.0/8", ports = [80] }}')
        network = item["network"]
        ports = _ports(f"{where} ports", item["ports"]) if "ports" in item else None
    try:
        if not isinstance(network, str):
            raise ValueError("not a text")
        return Rule(ipaddress.ip_network(network), ports)
    except ValueError as error:
        raise PolicyError(
            f'{where} has {_show(network)} ({error}); write networks as "192.168.1.0/24"'
        ) from None


def _name_rule(item: object) -> NameRule:
    where = "allow.names"
    fields = item if isinstance(item, dict) else {"name": item}
    if not set(fields) <= {"name", "ports", "private"} or "name" not in fields:
        raise PolicyError(f'{where} has {_show(item)}; write {{ name = "*.example.com", ports = [443] }}')
    name, private = fields["name"], fields.get("private", False)
    if not isinstance(name, str) or not _NAME.fullmatch(name.lower()) or len(name) > 253:
        raise PolicyError(
            f'{where} has {_show(name)}; write a name as DNS has it, "example.com", or "*.example.com" for those below it'
        )
    if not isinstance(private, bool):
        raise PolicyError(f"{where} has private = {_show(private)}; write true or false")
    ports = _ports(f"{where} ports", fields["ports"]) if "ports" in fields else None
    return NameRule(name.lower(), ports, private)


def _access(data: dict[str, Any], folder: Path) -> Access:
    header, lifetime = data.get("header", ""), data.get("lifetime", Access.lifetime)
    if not isinstance(header, str) or not re.fullmatch(r"[A-Za-z0-9-]{0,64}", header):
        raise PolicyError(
            f'access.header is {_show(header)}; write the name of a header, like "X-Remote-User"'
        )
    if isinstance(lifetime, bool) or not isinstance(lifetime, int) or not 1 <= lifetime <= 30 * 86400:
        raise PolicyError(f"access.lifetime is {_show(lifetime)}; write seconds, from 1 to {30 * 86400}")
    key = None
    if "key" in data:
        if not isinstance(data["key"], str):
            raise PolicyError(
                f"access.key is {_show(data['key'])}; write the name of a file with the key in it"
            )
        try:
            key = (folder / data["key"]).read_bytes().strip()
        except OSError as error:
            raise PolicyError(
                f"access.key {data['key']}: {error.strerror}; make one: head -c 48 /dev/urandom | base64 > {data['key']}"
            ) from None
        if len(key) < KEY_BYTES:
            raise PolicyError(
                f"access.key {data['key']} has {len(key)} bytes; at least {KEY_BYTES} keep it from being guessed"
            )
    if key is None and not header:
        raise PolicyError("access has neither key nor header, so nobody could enter; write one of them")
    return Access(key, lifetime, header)


def _share(name: str, limits: dict[str, Any]) -> Share:
    data = {name: limits[name]}
    table = _table(data, f"limits.{name}")
    for key, value in table.items():
        low, high = SHARES[key]
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise PolicyError(
                f"limits.{name}.{key} is {_show(value)}; write a whole number from {low} (no limit) to {high}"
            )
    return Share(**table)


def _listen(data: dict[str, Any]) -> Listen:
    if "ports" not in data:
        raise PolicyError('listen has no ports; write those that pages may listen at: ports = ["8000-8099"]')
    ports = _ports("listen.ports", data["ports"])
    own = []
    for item in _list("listen.addresses", data.get("addresses", [])):
        address = addresses.parse(item) if isinstance(item, str) else None
        if address is None:
            raise PolicyError(
                f'listen.addresses has {_show(item)}; write addresses of this machine, like "0.0.0.0"'
            )
        own.append(address)
    public = data.get("public", "")
    if not isinstance(public, str) or not re.fullmatch(r"[A-Za-z0-9.:-]{0,253}", public):
        raise PolicyError(
            f'listen.public is {_show(public)}; write the name that others reach this machine by, like "porthole.example"'
        )
    return Listen(ports, tuple(own), public)


def _origins(value: object) -> tuple[str, ...]:
    origins = []
    for item in _list("origins", value):
        if not isinstance(item, str) or not re.fullmatch(r"https?://[^/\s?#@*]+", item.lower()):
            raise PolicyError(
                f'origins has {_show(item)}; write scheme and host only, like "https://porthole.example"'
            )
        origins.append(item.lower())
    return tuple(origins)


def _aliases(value: object) -> tuple[Alias, ...]:
    if not isinstance(value, dict):
        raise PolicyError(f"aliases is {_show(value)}; write a table: [aliases]")
    parsed = [alias for key, target in value.items() for alias in _alias(key, target)]
    names = sorted({name for name, _, _ in parsed})
    if len(names) > 254:
        raise PolicyError(f"aliases has {len(names)} names; at most 254 fit into {ALIASES}")
    address = {name: str(ALIASES[index + 1]) for index, name in enumerate(names)}
    return tuple(Alias(name, address[name], port, target) for name, port, target in parsed)


def _alias(key: str, value: object) -> list[tuple[str, int, tuple[str, int]]]:
    """One alias, or one for each port of a range, whose local ports follow one another in the same order."""
    name, first, last = _alias_name(key)
    host, local = _alias_target(key, value)
    if last - first >= MOST_ALIAS_PORTS or local + last - first > 65535:
        raise PolicyError(
            f"alias {_show(key)} is {_show(value)}; a range has at most {MOST_ALIAS_PORTS} ports, up to 65535"
        )
    return [(name, port, (host, local + port - first)) for port in range(first, last + 1)]


def _alias_name(key: str) -> tuple[str, int, int]:
    name, _, ports = key.rpartition(":")
    name = name.lower()
    match = re.fullmatch(r"(\d{1,5})(?:-(\d{1,5}))?", ports)
    if not _ALIAS.fullmatch(name) or len(name) > 253 or match is None:
        raise PolicyError(
            f'aliases has the name {_show(key)}; write "name.lab.internal:PORT" = LOCAL_PORT, '
            'or "name.lab.internal:FIRST-LAST" = FIRST_LOCAL_PORT'
        )
    first, last = int(match[1]), int(match[2] or match[1])
    if not 0 < first <= last < 65536:
        raise PolicyError(
            f"aliases has the name {_show(key)}; its ports go from 1 to 65535, the smaller first"
        )
    return name, first, last


def _alias_target(key: str, value: object) -> tuple[str, int]:
    host, port = "127.0.0.1", value
    if isinstance(value, str):
        host, _, text = value.rpartition(":")
        host = host.removeprefix("[").removesuffix("]")
        port = int(text) if text.isascii() and text.isdigit() else None
    address = addresses.parse(host)
    good = isinstance(port, int) and not isinstance(port, bool) and 0 < port < 65536
    if not good or address is None or not address.is_loopback:
        raise PolicyError(f'alias {_show(key)} is {_show(value)}; write a local port: 8080, or "[::1]:8080"')
    return host, port


def _limit(key: str, value: object) -> int:
    low, high = BOUNDS[key]
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise PolicyError(f"limits.{key} is {_show(value)}; write a whole number from {low} to {high}")
    return value
