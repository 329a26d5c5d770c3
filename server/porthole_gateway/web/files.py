# SPDX-License-Identifier: MIT
"""The site's files: what a path names, and the headers it is sent with."""

from __future__ import annotations

import os
import posixpath
import re
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from urllib.parse import unquote_to_bytes

TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json",
    ".map": "application/json",
    ".webmanifest": "application/manifest+json",
    ".wasm": "application/wasm",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".webp": "image/webp",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
    ".gz": "application/gzip",
    ".zst": "application/zstd",
    **dict.fromkeys((".cpp", ".hpp", ".c", ".h", ".cc", ".txt", ".md"), "text/plain; charset=utf-8"),
}
ENCODINGS = ((".br", "br"), (".gz", "gzip"))
_HASHED = re.compile(r"assets/.*-[A-Za-z0-9_-]{8,}\.\w+$")
_UNWANTED = re.compile(r";\s*q=0(\.0*)?$")


@dataclass
class Page:
    """An open file and its headers; who gets it closes `file`."""

    file: BinaryIO
    size: int
    tag: str
    headers: dict[str, str]


def clean(path: str) -> str | None:
    """The relative path below the site that a request's path names; None when it names none."""
    raw = unquote_to_bytes(path.partition("?")[0].partition("#")[0])
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return None
    if not text.startswith("/") or "\0" in text or "\\" in text:
        return None
    parts = text[1:].split("/")
    if any(part in (".", "..") or part.startswith(".") for part in parts) or "" in parts[:-1]:
        return None
    return posixpath.join(*parts, "index.html") if parts[-1] == "" else posixpath.join(*parts)


def find(site: Path, path: str, accepted: str) -> Page | None:
    """The page for a request's path; `site` is resolved, `accepted` is the request's Accept-Encoding."""
    name = clean(path)
    if name is None:
        return None
    offers = [offer.strip() for offer in accepted.lower().split(",")]
    offered = {offer.partition(";")[0].strip() for offer in offers if not _UNWANTED.search(offer)}
    for suffix, encoding in (*(pair for pair in ENCODINGS if pair[1] in offered), ("", "")):
        page = _open(site, name, suffix, encoding)
        if page is not None:
            return page
    return None


def _open(site: Path, name: str, suffix: str, encoding: str) -> Page | None:
    try:
        real = (site / (name + suffix)).resolve()
        if not real.is_relative_to(site):
            return None
        file = real.open("rb")
    except (OSError, RuntimeError):
        return None
    info = os.fstat(file.fileno())
    tag = f'"{info.st_mtime_ns:x}-{info.st_size:x}{encoding}"'
    fixed = _HASHED.match(name) is not None
    headers = {
        "Content-Type": TYPES.get(posixpath.splitext(name)[1].lower(), "application/octet-stream"),
        "Cache-Control": "public, max-age=31536000, immutable" if fixed else "no-cache",
        "ETag": tag,
        "Vary": "Accept-Encoding",
    }
    if encoding:
        headers["Content-Encoding"] = encoding
    return Page(file, info.st_size, tag, headers)
