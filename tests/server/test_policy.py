# SPDX-License-Identifier: MIT
"""What a policy allows, and what a mistake in its file is answered with."""

from __future__ import annotations

import ipaddress
import tomllib
from pathlib import Path

import pytest
from porthole_gateway.policy import addresses
from porthole_gateway.policy import file as policyfile
from porthole_gateway.policy.policy import Policy


def allows(text: str, address: str, port: int = 80) -> bool:
    policy = policyfile.read(tomllib.loads(text))
    return policy.allows(ipaddress.ip_address(address), port)[0]


@pytest.mark.parametrize(
    "address",
    ["8.8.8.8", "93.184.216.34", "1.1.1.1", "2606:4700::1111", "64:ff9b::808:808", "::ffff:8.8.8.8"],
)
def test_public_addresses_are_allowed_by_default(address: str) -> None:
    assert allows("", address)
    assert not allows("", address, 25)


PRIVATE = [
    "0.0.0.0", "0.1.2.3", "10.1.2.3", "100.64.0.1", "100.100.100.200", "127.0.0.1", "127.255.255.255", "168.63.129.16",
    "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.192", "192.0.2.1", "192.168.1.1", "198.18.0.1", "198.19.0.1",
    "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
]  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_special_addresses_are_denied_in_every_spelling(address: str) -> None:
    number = int(ipaddress.IPv4Address(address))
    assert not allows("", address)
    assert not allows("", f"::ffff:{address}")
    assert not allows("", str(ipaddress.IPv6Address((0x64FF9B << 96) | number)))
    assert not allows("", str(ipaddress.IPv6Address((0x2002 << 112) | (number << 80) | 1)))
    assert not allows("", str(ipaddress.IPv6Address(number)))


@pytest.mark.parametrize(
    "address",
    [
        "::",
        "::1",
        "fe80::1",
        "fc00::1",
        "fd00:ec2::254",
        "ff02::1",
        "fec0::1",
        "2001::1",
        "2001:db8::1",
        "64:ff9b:1::1",
        "3fff::1",
        "5f00::1",
        "100::1",
    ],
)
def test_special_ipv6_addresses_are_denied(address: str) -> None:
    assert not allows("", address)


def test_allowed_networks_open_and_denied_ones_win() -> None:
    text = '[allow]\nnetworks = ["10.0.0.0/8", "::1"]\n[deny]\nnetworks = ["10.9.0.0/16", "8.8.8.8"]'
    assert allows(text, "10.1.1.1")
    assert allows(text, "::1")
    assert allows(text, "::ffff:10.1.1.1")
    assert not allows(text, "10.9.1.1")
    assert not allows(text, "::ffff:10.9.1.1")
    assert not allows(text, "8.8.8.8")
    assert not allows(text, "192.168.1.1")


def test_ports_are_ruled() -> None:
    text = '[allow]\nports = [80, "8000-8999"]\nnetworks = [{ network = "10.0.0.0/8", ports = [5000] }]'
    assert [allows(text, "8.8.8.8", port) for port in (80, 81, 8000, 8999, 9000)] == [
        True,
        False,
        True,
        True,
        False,
    ]
    assert [allows(text, "10.0.0.1", port) for port in (80, 5000)] == [False, True]
    assert allows("[deny]\nports = []", "8.8.8.8", 25)
    assert not allows("[deny]\nports = [80]", "8.8.8.8", 80)


def test_public_addresses_can_be_closed() -> None:
    assert not allows("[allow]\npublic = false", "8.8.8.8")
    assert allows('[allow]\npublic = false\nnetworks = ["8.8.0.0/16"]', "8.8.8.8")


def test_a_range_of_ports_leads_to_a_range(tmp_path: Path) -> None:
    path = tmp_path / "policy.toml"
    path.write_text('[aliases]\n"ftp.lab.internal:21" = 2121\n"ftp.lab.internal:50000-50009" = 40000\n')
    policy = policyfile.load(path)
    address = policy.alias_address("ftp.lab.internal")
    assert address is not None
    assert policy.alias(address, 21) == ("127.0.0.1", 2121)
    assert policy.alias(address, 50000) == ("127.0.0.1", 40000)
    assert policy.alias(address, 50009) == ("127.0.0.1", 40009)
    assert policy.alias(address, 50010) is None


def test_aliases_get_addresses_in_order_of_names() -> None:
    policy = policyfile.read(
        tomllib.loads(
            '[aliases]\n"b.lab.internal:80" = 81\n"a.lab.internal:1" = "[::1]:5"\n"b.lab.internal:82" = 83'
        )
    )
    assert (policy.alias_address("a.lab.internal"), policy.alias_address("b.lab.internal")) == (
        "198.18.1.1",
        "198.18.1.2",
    )
    assert policy.alias("198.18.1.1", 1) == ("::1", 5)
    assert policy.alias("198.18.1.2", 80) == ("127.0.0.1", 81)
    assert policy.alias("198.18.1.2", 82) == ("127.0.0.1", 83)
    assert policy.alias("198.18.1.2", 83) is None


def test_an_empty_file_is_the_default_policy() -> None:
    assert policyfile.read({}) == Policy()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("x = 1", ["unknown key 'x'", "known there: allow, deny"]),
        ("[allow]\nnetwork = []", ["unknown key 'network'", "[allow]", "networks"]),
        ("allow = 5", ["allow is 5", "[allow]"]),
        ("[allow]\npublic = 'yes'", ["allow.public", "true or false"]),
        ("[allow]\nnetworks = '10.0.0.0/8'", ["allow.networks", "write a list"]),
        ("[allow]\nnetworks = ['10.0.0.1/8']", ["10.0.0.1/8", "host bits", "192.168.1.0/24"]),
        ("[allow]\nnetworks = [10]", ["allow.networks has 10"]),
        ("[allow]\nnetworks = ['example.com']", ["example.com"]),
        ("[allow]\nnetworks = [{ ports = [1] }]", ["allow.networks", "network ="]),
        ("[allow]\nports = ['80-']", ["allow.ports", "8000-8999"]),
        ("[allow]\nports = [70000]", ["70000", "65535"]),
        ("[allow]\nports = ['90-80']", ["90-80", "smaller first"]),
        ("[allow]\nports = [true]", ["allow.ports has True"]),
        ("[deny]\npublic = true", ["unknown key 'public'", "[deny]"]),
        ("origins = 'x'", ["origins", "list"]),
        ("origins = ['porthole.example']", ["porthole.example", "https://"]),
        ("origins = ['https://a/b']", ["https://a/b"]),
        ("origins = ['*']", ["'*'"]),
        ("aliases = []", ["aliases", "[aliases]"]),
        ("[aliases]\n'www.example.com:80' = 80", ["www.example.com:80", "name.lab.internal:PORT"]),
        ("[aliases]\n'a.lab.internal' = 80", ["a.lab.internal"]),
        ("[aliases]\n'a.lab.internal:0' = 80", ["a.lab.internal:0"]),
        ("[aliases]\n'a.lab.internal:80' = 0", ["local port"]),
        ("[aliases]\n'a.lab.internal:9-8' = 80", ["a.lab.internal:9-8", "the smaller first"]),
        ("[aliases]\n'a.lab.internal:1-999' = 80", ["a.lab.internal:1-999", "at most 256 ports"]),
        ("[aliases]\n'a.lab.internal:1-9' = 65530", ["at most 256 ports, up to 65535"]),
        ("[aliases]\n'a.lab.internal:80' = '10.0.0.1:80'", ["10.0.0.1:80", "local port"]),
        ("[aliases]\n'a.lab.internal:80' = 'x'", ["local port"]),
        ("hostname = 'a b'", ["hostname", "host name"]),
        ("[limits]\nsockets = 0", ["limits.sockets", "from 1 to"]),
        ("[limits]\nlinks = '5'", ["limits.links", "whole number"]),
        ("[limits]\nspeed = 1", ["unknown key 'speed'", "sockets, links, credit"]),
    ],
)
def test_a_mistake_is_named_in_one_line(text: str, words: list[str]) -> None:
    with pytest.raises(policyfile.PolicyError) as error:
        policyfile.read(tomllib.loads(text))
    message = str(error.value)
    assert "\n" not in message
    for word in words:
        assert word in message


def test_embedded_addresses_are_found() -> None:
    assert str(addresses.embedded(ipaddress.ip_address("64:ff9b::1.2.3.4"))) == "1.2.3.4"
    assert str(addresses.embedded(ipaddress.ip_address("2002:102:304::"))) == "1.2.3.4"
    assert addresses.embedded(ipaddress.ip_address("2606:4700::1")) is None


def by_name(text: str, address: str, port: int, *names: str) -> bool:
    policy = policyfile.read(tomllib.loads(text))
    return policy.allows(ipaddress.ip_address(address), port, lambda _: names)[0]


NAMES = '[allow]\npublic = false\nnames = ["example.org", { name = "*.example.net", ports = [443] }]\n'


def test_a_rule_by_name_opens_what_the_name_resolved_to() -> None:
    assert by_name(NAMES, "8.8.8.8", 80, "example.org")
    assert by_name(NAMES, "8.8.8.8", 443, "other.example", "a.b.example.net")
    assert not by_name(NAMES, "8.8.8.8", 80, "a.example.net")
    assert not by_name(NAMES, "8.8.8.8", 443, "example.net")
    assert not by_name(NAMES, "8.8.8.8", 80, "www.example.org", "notexample.org")
    assert not by_name(NAMES, "8.8.8.8", 80)
    assert not allows(NAMES, "8.8.8.8")


def test_a_name_that_is_rebound_opens_nothing_private() -> None:
    for address in PRIVATE:
        assert not by_name(NAMES, address, 80, "example.org")
    assert not by_name(NAMES, "::1", 80, "example.org")
    assert not by_name(NAMES + '[deny]\nnetworks = ["8.8.8.0/24"]\n', "8.8.8.8", 80, "example.org")


def test_a_rule_by_name_may_open_private_addresses_but_no_others() -> None:
    text = '[allow]\nnames = [{ name = "db.example.org", private = true }]\n'
    assert by_name(text, "10.0.0.5", 5432, "db.example.org")
    assert by_name(text, "fd00::5", 5432, "db.example.org")
    for address in (
        "127.0.0.1",
        "169.254.169.254",
        "::1",
        "fe80::1",
        "224.0.0.1",
        "::ffff:127.0.0.1",
        "0.0.0.0",
    ):
        assert not by_name(text, address, 5432, "db.example.org")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[allow]\nnames = ["a b"]', "allow.names"),
        ('[allow]\nnames = ["*"]', "allow.names"),
        ('[allow]\nnames = ["a.*.b"]', "allow.names"),
        ("[allow]\nnames = [7]", "allow.names"),
        ('[allow]\nnames = [{ name = "a.b", private = 1 }]', "private"),
        ('[allow]\nnames = [{ host = "a.b" }]', "allow.names"),
        ("[access]\n", "neither key nor header"),
        ('[access]\nkey = "/nonexistent"', "make one"),
        ('[access]\nkey = "/dev/null"', "at least 32"),
        ("[access]\nkey = 7", "name of a file"),
        ('[access]\nheader = "X-User"', "[front] networks"),
        ('[access]\nheader = "X User"', "name of a header"),
        ('[access]\nheader = "X"\nlifetime = 0', "lifetime"),
        ("[front]\nnetworks = [7]", "front.networks"),
        ("[limits]\nidle = -1", "limits.idle"),
        ("[limits.user]\nrate = -1", "limits.user.rate"),
        ("[limits.address]\nsockets = 1", "unknown key"),
        ("[limits]\nuser = 7", "write a table"),
    ],
)
def test_mistakes_in_who_may_use_it_are_told(text: str, told: str) -> None:
    with pytest.raises(policyfile.PolicyError) as error:
        policyfile.read(tomllib.loads(text))
    assert told in str(error.value)
    assert "\n" not in str(error.value)
