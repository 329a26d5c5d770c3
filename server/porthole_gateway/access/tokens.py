# SPDX-License-Identifier: MIT
"""Signed, short-lived tokens: JSON Web Tokens (RFC 7519) with HMAC SHA-256, so that any language's library can make them."""

from __future__ import annotations

import time

import jwt

ALGORITHM = "HS256"
LONGEST = 4096
LEEWAY = 10.0
_CLAIMS = ("sub", "iat", "exp")


class TokenError(Exception):
    """A token that lets nobody in; the message is one public sentence, without the token."""


def make(key: bytes, user: str, seconds: int) -> str:
    """A token for `user` that is good for so many seconds."""
    now = int(time.time())
    return jwt.encode({"sub": user, "iat": now, "exp": now + seconds}, key, algorithm=ALGORITHM)


def read(key: bytes, token: str, longest: int) -> tuple[str, int]:
    """The user a token names, and when it ends (Unix time); one that is good for more than `longest` seconds is refused."""
    if len(token) > LONGEST:
        raise TokenError(f"the token is longer than {LONGEST} characters")
    try:
        claims = jwt.decode(
            token, key, algorithms=[ALGORITHM], leeway=LEEWAY, options={"require": list(_CLAIMS)}
        )
        user, issued, ends = claims["sub"], int(claims["iat"]), int(claims["exp"])
    except jwt.ExpiredSignatureError:
        raise TokenError("the token has expired: get a new one") from None
    except (jwt.InvalidTokenError, ValueError, TypeError, OverflowError, RecursionError) as error:
        raise TokenError(f"the token is not valid here ({type(error).__name__})") from None
    if not isinstance(user, str) or not 0 < len(user) <= 64 or not user.isprintable():
        raise TokenError("the token's sub is not a name of 1 to 64 printable characters")
    if ends - issued > longest:
        raise TokenError(f"the token is good for more than the {longest} s that are allowed here")
    return user, ends
