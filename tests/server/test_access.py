# SPDX-License-Identifier: MIT
"""Who may use a gateway that asks: tokens in the hello, the cookie made of one, and what a front end says."""

from __future__ import annotations

import base64
import hashlib
import hmac
import http.client
import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import KEY, ROOT, Gateway, Start
from ws_client import Closed, LinkClient, Refused

LOCKED = '[access]\nkey = "key"\nlifetime = 3600\n[allow]\nnetworks = ["127.0.0.0/8"]\n'


def token(user: object = "ada", key: bytes = KEY, algorithm: str = "HS256", **claims: object) -> str:
    """A token as RFC 7519 has it, made by hand."""
    now = int(time.time())
    body = {"sub": user, "iat": now, "exp": now + 600, **claims}
    parts = [
        {"alg": algorithm, "typ": "JWT"},
        {name: value for name, value in body.items() if value is not None},
    ]
    text = b".".join(base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=") for part in parts)
    signature = hmac.new(key, text, hashlib.sha256).digest() if algorithm == "HS256" else b""
    return (text + b"." + base64.urlsafe_b64encode(signature).rstrip(b"=")).decode()


@pytest.fixture(scope="module")
def locked(start: Start) -> Gateway:
    return start(LOCKED)


def turned_away(gateway: Gateway, given: str | None, **options: object) -> str:
    """The reason with which a link is failed."""
    link = gateway.link(token=given, **options)
    assert "token" in link.hello["features"]
    message = link.wait("fail")
    assert message["error"] == "EACCES"
    with pytest.raises(Closed) as closed:
        link.wait("nothing")
    assert closed.value.code == 1008
    return message["reason"]


def test_a_token_opens_the_link(locked: Gateway) -> None:
    link = locked.link(token=token())
    link.tell("resolve", id=1, host="127.0.0.1", family="any")
    assert link.wait("resolved")["addresses"]
    link.close()
    assert " is ada" in locked.log()


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (None, "wants a token"),
        ("x", "not valid"),
        ("..", "not valid"),
        (token(key=KEY[:-1] + b"x"), "not valid"),
        (token(algorithm="none"), "not valid"),
        (token(exp=int(time.time()) - 60), "expired"),
        (token(exp=int(time.time()) + 3601 * 2), "more than the 3600 s"),
        (token(exp=None), "not valid"),
        (token(iat=int(time.time()) + 300), "not valid"),
        (token(user=None), "not valid"),
        (token(user=""), "not a name"),
        (token(user="a\nb"), "not a name"),
        (token(user=7), "not"),
        (token(user="x" * 65), "not a name"),
        ("x" * 5000, "longer than"),
        (base64.urlsafe_b64encode(b"[" * 2900).decode() + ".x.x", "not valid"),
    ],
)
def test_what_is_no_token_of_ours_opens_nothing(locked: Gateway, given: str | None, reason: str) -> None:
    assert reason in turned_away(locked, given)


def test_nothing_is_done_before_the_token(locked: Gateway) -> None:
    link = locked.link(hello=False)
    link.tell("connect", socket=2, family="inet", address="127.0.0.1", port=9)
    assert link.wait("fail")["error"] == "EACCES"


def test_a_hello_is_waited_for_five_seconds(locked: Gateway) -> None:
    begin = time.monotonic()
    link = locked.link(hello=False)
    assert link.wait("fail")["reason"] == "no hello came"
    assert 4.5 < time.monotonic() - begin < 7


def test_no_token_stands_in_the_log(locked: Gateway) -> None:
    good = token("carla")
    locked.link(token=good).close()
    bad = token("carla", key=KEY[:-1] + b"y")
    turned_away(locked, bad)
    time.sleep(0.1)
    for text in (good, bad, good.split(".")[2], bad.split(".")[2]):
        assert text not in locked.log()


def post(gateway: Gateway, body: str, **headers: str) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", gateway.port, timeout=10)
    connection.request("POST", "/session", body, {"Origin": f"http://127.0.0.1:{gateway.port}", **headers})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer


def test_a_token_becomes_a_cookie_that_opens_links(locked: Gateway) -> None:
    answer = post(locked, token("dora"))
    assert answer.status == 204
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert "Secure" not in cookie
    link = locked.link(headers={"Cookie": "other=1; " + cookie.partition(";")[0]})
    assert "token" not in link.hello["features"]
    link.tell("resolve", id=1, host="127.0.0.1", family="any")
    link.wait("resolved")
    link.close()


def test_only_our_page_may_post_a_good_token(locked: Gateway) -> None:
    assert post(locked, "nonsense").status == 403
    assert post(locked, token(), Origin="http://evil.example").status == 403
    assert post(locked, "x" * 5000).status == 413
    assert "wants a token" in turned_away(locked, None, headers={"Cookie": "porthole=nonsense"})


def test_a_program_without_an_origin_comes_in_with_a_token(start: Start) -> None:
    gateway = start('origins = ["http://porthole.example"]\n' + LOCKED, "--listen", "0.0.0.0")
    link = gateway.link(token=token(), headers={"Origin": None})
    link.tell("resolve", id=1, host="127.0.0.1", family="any")
    link.wait("resolved")
    link.close()
    turned_away(gateway, None, headers={"Origin": None})


FRONT = (
    '[access]\nheader = "X-Remote-User"\n[front]\nnetworks = ["127.0.0.1"]\n[limits.address]\nlinks = 1\n'
    '[allow]\nnetworks = ["127.0.0.0/8"]\n'
)


def test_a_front_end_says_who_it_is(start: Start) -> None:
    gateway = start(FRONT)
    headers = {"X-Remote-User": "emil", "X-Forwarded-For": "8.8.8.8, 192.0.2.7"}
    link = gateway.link(headers=headers)
    assert "token" not in link.hello["features"]
    link.tell("resolve", id=1, host="127.0.0.1", family="any")
    link.wait("resolved")
    assert "opened by emil at 192.0.2.7:0" in gateway.log()
    with pytest.raises(Refused) as refused:
        gateway.link(headers=headers)
    assert refused.value.status == 429
    other = gateway.link(headers={**headers, "X-Forwarded-For": "192.0.2.8"})
    other.close()
    link.close()


def test_a_header_that_a_visitor_added_is_not_the_front_ends(start: Start) -> None:
    """Front ends that append add a line of their own after the visitor's."""
    gateway = start(FRONT)
    link = gateway.link(
        headers={"X-Forwarded-For": ["8.8.8.8", "192.0.2.7"], "X-Remote-User": ["root", "emil"]}
    )
    assert "front end" in link.wait("fail")["reason"]
    assert "opened by 192.0.2.7:0" in gateway.log()
    long = gateway.link(headers={"X-Forwarded-For": "::ffff:192.0.2.8", "X-Remote-User": "e" * 65})
    assert "front end" in long.wait("fail")["reason"]
    assert "opened by 192.0.2.8:0" in gateway.log()


def test_nobody_else_may_say_so(start: Start) -> None:
    gateway = start(FRONT.replace('["127.0.0.1"]', '["127.0.0.9"]'))
    link = gateway.link(headers={"X-Remote-User": "emil", "X-Forwarded-For": "192.0.2.7"})
    assert "front end" in link.wait("fail")["reason"]
    assert "emil" not in gateway.log()
    assert "opened by 127.0.0.1:" in gateway.log()


@pytest.mark.parametrize("given", ["", "nonsense", "192.0.2.1, nonsense", "[::g]", "8.8.8.8:80:90"])
def test_a_malformed_address_of_a_front_end_is_its_own(start: Start, given: str) -> None:
    gateway = start(FRONT)
    gateway.link(headers={"X-Remote-User": "emil", "X-Forwarded-For": given}).close()
    assert "opened by emil at 127.0.0.1:" in gateway.log()
    gateway.stop()


def cookie(user: str) -> dict[str, str]:
    """The header of a page that has shown its token already."""
    return {"Cookie": f"porthole={token(user)}"}


def test_links_without_a_token_leave_room_for_others(start: Start) -> None:
    gateway = start(LOCKED + "[limits]\nlinks = 64\n")
    strangers = [gateway.link(hello=False) for _ in range(8)]
    with pytest.raises(Refused) as refused:
        gateway.link(hello=False)
    assert refused.value.status == 429
    gateway.link(headers=cookie("ada")).close()
    strangers[0].tell("hello", version=1, credit=1000, token=token("bea"))
    strangers[0].tell("resolve", id=1, host="127.0.0.1", family="any")
    strangers[0].wait("resolved")
    strangers.append(gateway.link(hello=False))
    for link in strangers:
        link.close()


def test_links_without_a_token_are_a_quarter_of_all_at_most(start: Start) -> None:
    gateway = start(LOCKED + "[limits]\nlinks = 8\n")
    strangers = [gateway.link(hello=False) for _ in range(2)]
    with pytest.raises(Refused) as refused:
        gateway.link(hello=False)
    assert refused.value.status == 503
    known = [gateway.link(headers=cookie("ada")) for _ in range(6)]
    for link in strangers + known:
        link.close()


def test_tokens_are_made_by_a_command(locked: Gateway, tmp_path: Path) -> None:
    (tmp_path / "key").write_bytes(KEY + b"\n")
    command = [
        sys.executable,
        "-m",
        "porthole_gateway.access",
        "--key",
        str(tmp_path / "key"),
        "--user",
        "fritz",
    ]
    done = subprocess.run(
        command, cwd=ROOT / "server", capture_output=True, text=True, check=True, timeout=20
    )
    link: LinkClient = locked.link(token=done.stdout.strip())
    link.tell("resolve", id=1, host="127.0.0.1", family="any")
    link.wait("resolved")
    link.close()
    bad = subprocess.run(
        [*command[:-1], ""], cwd=ROOT / "server", capture_output=True, text=True, timeout=20, check=False
    )
    assert bad.returncode == 1
    assert "not a name" in bad.stderr
