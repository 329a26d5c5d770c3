# SPDX-License-Identifier: MIT
"""The site's files: what a path names, and the headers it is sent with."""

from __future__ import annotations

import os
import posixpath
import re
import stat
from dataclasses import dataclass
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


def find(site: str, path: str, accepted: str) -> Page | None:
    """The page for a request's path; `accepted` is its Accept-Encoding."""
    name = clean(path)
    if name is None:
        return None
    root = os.path.realpath(site)
    offered = {item.split(";")[0].strip() for item in accepted.lower().split(",") if not re.search(r";\s*q=0(\.0*)?\s*$", item)}
    for suffix, encoding in (*(pair for pair in ENCODINGS if pair[1] in offered), ("", "")):
        page = _open(root, name, suffix, encoding)
        if page is not None:
            return page
    return None


def _open(root: str, name: str, suffix: str, encoding: str) -> Page | None:
    real = os.path.realpath(os.path.join(root, name + suffix))
    if not real.startswith(root + os.sep):
        return None
    try:
        file = open(real, "rb")
    except OSError:
        return None
    info = os.fstat(file.fileno())
    if not stat.S_ISREG(info.st_mode):
        file.close()
        return None
    tag = f'"{info.st_mtime_ns:x}-{info.st_size:x}{encoding}"'
    kind = TYPES.get(os.path.splitext(name)[1].lower(), "application/octet-stream")
    fixed = _HASHED.match(name) is not None
    headers = {
        "Content-Type": kind,
        "Cache-Control": "public, max-age=31536000, immutable" if fixed else "no-cache",
        "ETag": tag,
        "Vary": "Accept-Encoding",
    }
    if encoding:
        headers["Content-Encoding"] = encoding
    return Page(file, info.st_size, tag, headers)
