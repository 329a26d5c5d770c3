# SPDX-License-Identifier: MIT
"""Who may open a link: Host, Origin, path and subprotocol. The client gets a bare status, the log the reason."""

from __future__ import annotations

import http.client

import pytest
from conftest import Gateway, Start
from porthole_gateway.policy.policy import Policy
from porthole_gateway.web import origins
from ws_client import LinkClient, Refused


def refused(gateway: Gateway, path: str = "/tunnel", **headers: str | None) -> Refused:
    fields = {name.replace("_", "-"): value for name, value in headers.items()}
    with pytest.raises(Refused) as result:
        LinkClient(gateway.port, path=path, headers=fields)
    assert result.value.body == b""
    assert "Content-Length: 0" in result.value.head
    return result.value


def accepted(gateway: Gateway, **headers: str | None) -> None:
    LinkClient(gateway.port, headers=headers).close()


def test_our_own_page_is_welcome(gateway: Gateway) -> None:
    for name in ("127.0.0.1", "localhost", "LocalHost", "[::1]"):
        accepted(gateway, Host=f"{name}:{gateway.port}", Origin=f"http://{name}:{gateway.port}")


def test_a_forwarded_port_is_welcome(gateway: Gateway) -> None:
    accepted(gateway, Host="localhost:9", Origin="http://localhost:9")


def test_a_program_without_an_origin_is_welcome_on_loopback(gateway: Gateway) -> None:
    accepted(gateway, Origin=None)


@pytest.mark.parametrize(
    "origin",
    [
        "http://evil.example",
        "null",
        "http://127.0.0.1",
        "http://127.0.0.1:1",
        "file://",
        "",
        "http://127.0.0.1.evil",
    ],
)
def test_a_foreign_page_is_refused(gateway: Gateway, origin: str) -> None:
    assert refused(gateway, Origin=origin).status == 403
    assert "is not this gateway's page" in gateway.log()


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:80",
        "127.0.0.2",
        "10.0.0.1",
        "a b",
        "",
        None,
        "u@localhost",
        "localhost.evil.example",
        "evil[::1]x:80",
        "[::1]x:80",
        "localhost:80x",
        "local\thost",
    ],
)
def test_a_foreign_host_is_refused_even_with_its_own_origin(gateway: Gateway, host: str | None) -> None:
    assert refused(gateway, Host=host, Origin=f"http://{host}").status in (400, 403)


def test_a_rebound_name_sees_no_page_either(gateway: Gateway) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", gateway.port, timeout=10)
    connection.request("GET", "/porthole.json", headers={"Host": f"evil.example:{gateway.port}"})
    answer = connection.getresponse()
    assert (answer.status, answer.read()) == (403, b"")


def test_other_paths_have_no_tunnel(gateway: Gateway) -> None:
    assert refused(gateway, path="/other").status == 404
    assert refused(gateway, path="/").status == 404


@pytest.mark.parametrize("protocol", [None, "", "binary", "porthole.v2", "porthole.v1x"])
def test_another_subprotocol_is_refused(gateway: Gateway, protocol: str | None) -> None:
    assert refused(gateway, Sec_WebSocket_Protocol=protocol).status == 400


def test_ours_is_chosen_among_several(gateway: Gateway) -> None:
    client = LinkClient(gateway.port, headers={"Sec-WebSocket-Protocol": "binary, porthole.v1 ,other"})
    assert "Sec-WebSocket-Protocol: porthole.v1" in client.head.replace(":  ", ": ")
    client.close()


@pytest.mark.parametrize("headers", [{"Sec_WebSocket_Version": "5"}, {"Sec_WebSocket_Key": None}])
def test_a_broken_handshake_is_refused(gateway: Gateway, headers: dict) -> None:
    assert refused(gateway, **headers).status == 400


def test_the_tunnel_without_a_websocket(gateway: Gateway) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", gateway.port, timeout=10)
    connection.request("GET", "/tunnel")
    assert connection.getresponse().status == 426


def test_the_policy_names_other_origins(start: Start) -> None:
    gateway = start('origins = ["https://porthole.example"]')
    accepted(gateway, Origin="https://porthole.example")
    accepted(gateway, Host="porthole.example", Origin="https://porthole.example")
    assert refused(gateway, Origin="http://porthole.example").status == 403
    assert refused(gateway, Origin="https://porthole.example.evil").status == 403


def test_a_page_that_came_in_the_clear_is_not_that_of_a_front_end_with_tls(start: Start) -> None:
    gateway = start('origins = ["http://plain.example"]\n[front]\nnetworks = ["127.0.0.1"]\n')
    plain, name = f"http://127.0.0.1:{gateway.port}", f"https://127.0.0.1:{gateway.port}"
    for origin in (plain, name):
        accepted(gateway, Origin=origin)
        accepted(gateway, Origin=origin, **{"X-Forwarded-Proto": "http"})
    accepted(gateway, Origin=name, **{"X-Forwarded-Proto": "https"})
    accepted(gateway, Origin="http://plain.example", **{"X-Forwarded-Proto": "https"})
    assert refused(gateway, Origin=plain, **{"X-Forwarded-Proto": "https"}).status == 403


def test_an_origin_is_ascii() -> None:
    origin = "https://b\u00fccher.example"
    policy = Policy(origins=(origin,))
    assert origins.refuse_origin(origin, "localhost", True, False, policy) is not None


def test_a_gateway_for_all_asks_for_an_origin_and_has_no_aliases(
    start: Start, policy_text: str, peer: dict[str, int]
) -> None:
    gateway = start(policy_text, "--listen", "0.0.0.0")
    assert "every machine that reaches this address can use this gateway" in gateway.log()
    assert refused(gateway, Origin=None).status == 403
    link = gateway.link()
    assert link.connect(2, "198.18.1.1", peer["echo"])["error"] == "EACCES"
    assert link.connect(2, "198.18.0.10", 80)["error"] == "EACCES"
    for name in ("peer.lab.internal", "www.test"):
        link.tell("resolve", id=1, host=name, family="any")
        assert link.wait("resolved")["error"] == "EAI_NONAME"
    link.close()
