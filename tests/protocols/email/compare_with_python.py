# SPDX-License-Identifier: MIT
"""compare_with_python.py PEER: what we write Python's email package reads as the same, and the other way round."""

from __future__ import annotations

import base64
import email.header
import email.utils
import quopri
import random
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from email import policy
from email.message import EmailMessage
from pathlib import Path

from samples import ADDRESSES, CHARSETS, DATES, HEADERS, LISTS, MESSAGES, PARAMETERS, TEXTS


class Peer:
    """The C++ side, asked over a pipe."""

    def __init__(self, program: str) -> None:
        self.process = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def __call__(self, verb: str, *arguments: bytes | str) -> list[bytes]:
        """The fields of the answer; an error of the peer is raised."""
        fields = [a.encode() if isinstance(a, str) else a for a in arguments]
        words = [base64.b64encode(f).decode() if f else "-" for f in fields]
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write(" ".join([verb, *words]).encode() + b"\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline().decode().split()
        if not answer or answer[0] != "=":
            raise ValueError(f"{verb} {arguments!r}: {' '.join(answer)}")
        return [b"" if word == "-" else base64.b64decode(word) for word in answer[1:]]


def same(got: object, expected: object, about: object) -> None:
    """Raises where two results differ."""
    if got != expected:
        raise AssertionError(f"{about!r}:\n  ours   {got!r}\n  Python {expected!r}")


def readable(value: str) -> str:
    """What Python makes of a header with encoded words."""
    return str(email.header.make_header(email.header.decode_header(value)))


def headers(peer: Peer) -> None:
    """Encoded words."""
    for value in HEADERS:
        same(peer("decode_header", value)[0].decode(), readable(value), value)
    for text in TEXTS:
        ours = peer("encode_header", text)[0]
        assert ours.isascii() and max(map(len, ours.split(b"\r\n"))) <= 78, ours
        message = email.message_from_bytes(ours + b"\r\n", policy=policy.default)
        same(text, message["Subject"], ours)
        theirs = email.header.Header(text, "utf-8", header_name="Subject").encode()
        same(peer("decode_header", theirs)[0].decode(), text, theirs)
        made = EmailMessage(policy=policy.SMTP)
        made["Subject"] = text
        same(peer("header", made.as_bytes(), "subject")[0].decode(), text, made.as_bytes())


def addresses(peer: Peer) -> None:
    """Mailboxes and lists of them."""
    for name, address in ADDRESSES:
        ours = peer("formataddr", name, address)[0].decode()
        parsed = email.utils.parseaddr(ours)
        same((name, address), (readable(parsed[0]) if "=?" in parsed[0] else parsed[0], parsed[1]), ours)
        theirs = email.utils.formataddr((name, address))
        same([f.decode() for f in peer("addresses", theirs)], [name, address], theirs)
    for text in LISTS:
        expected = [field for pair in email.utils.getaddresses([text]) if pair[1] for field in pair]
        same([f.decode() for f in peer("addresses", text)], expected, text)


def dates(peer: Peer) -> None:
    """Dates, of the corpus and by chance."""
    for text in DATES:
        parsed = email.utils.parsedate_tz(text)
        expected = [str(email.utils.mktime_tz(parsed))] if parsed else []
        same([f.decode() for f in peer("date", text)][:1], expected, text)
    chance = random.Random(3)
    for _ in range(500):
        offset = chance.randrange(-14 * 60, 14 * 60)
        moment = datetime.fromtimestamp(chance.randrange(-(2**31), 2**33), UTC)
        local = moment.astimezone(timezone(timedelta(minutes=offset)))
        text = email.utils.format_datetime(local)
        stamp = str(int(moment.timestamp()))
        same([f.decode() for f in peer("date", text)], [stamp, str(offset)], text)
        same(peer("format_date", stamp, str(offset))[0].decode(), text, stamp)


def parameters(peer: Peer) -> None:
    """Content-Type and Content-Disposition."""
    for header in PARAMETERS:
        message = email.message_from_string(f"Content-Disposition: {header}\n\n")
        fields = [f.decode() for f in peer("parameters", header)]
        same(
            dict(zip(fields[1::2], fields[2::2], strict=True)).get("filename"), message.get_filename(), header
        )
    for text in TEXTS:
        ours = peer("format_parameters", "attachment", "filename", text)[0]
        message = email.message_from_bytes(b"Content-Disposition: " + ours + b"\n\n")
        same(text, message.get_filename(), ours)
        made = EmailMessage()
        made.set_content(b"", maintype="a", subtype="b", filename=text)
        value = email.message_from_bytes(made.as_bytes())["Content-Disposition"].replace("\n", "")
        same([f.decode() for f in peer("parameters", value)], ["attachment", "filename", text], value)


def encodings(peer: Peer) -> None:
    """Base64, quoted-printable and character sets."""
    chance = random.Random(5)
    samples = [chance.randbytes(size) for size in range(200)] + [text.encode() for text in TEXTS]
    for sample in samples:
        same(peer("encodebytes", sample)[0], base64.encodebytes(sample), sample)
        same(peer("decodebytes", base64.encodebytes(sample))[0], sample, sample)
        same(peer("decode_qp", quopri.encodestring(sample))[0], sample, sample)
        lines = sample.replace(b"\r", b"")
        same(lines, quopri.decodestring(peer("encode_qp", lines)[0]), sample)
    for charset, text in CHARSETS:
        same(peer("to_utf8", text.encode(charset), charset)[0].decode(), text, charset)


def parts(message: EmailMessage) -> list[bytes]:
    """The peer's fields as Python sees them."""
    fields: list[bytes] = []
    for part in message.walk():
        charset = part.get_content_charset() or ""
        payload = part.get_payload(decode=True) or b""
        is_text = part.get_content_maintype() == "text"
        content = payload.decode(charset or "utf-8", "replace") if is_text else ""
        fields += [part.get_content_type().encode(), charset.encode(), (part.get_filename() or "").encode()]
        fields += [b"attachment" if part.is_attachment() else b"", payload, content.encode()]
    return fields


def messages(peer: Peer) -> None:
    """Whole messages: the corpus, what Python builds, what we build, and what we change."""
    for data in MESSAGES:
        message = email.message_from_bytes(data, policy=policy.default)
        same(peer("parse", data), parts(message), data)
        for name in ("smtp", "file"):
            changed = email.message_from_bytes(peer("change", name, data, "改")[0], policy=policy.default)
            assert changed["Subject"] == "改", changed["Subject"]
            normal = [field.replace(b"\r\n", b"\n") for field in parts(changed)]
            if data.isascii():
                same(normal, [field.replace(b"\r\n", b"\n") for field in parts(message)], data)
    for index, text in enumerate(TEXTS):
        for kind in (policy.SMTP, policy.SMTPUTF8, policy.default):
            theirs = EmailMessage(policy=kind.clone(cte_type="8bit" if index % 2 else "7bit"))
            theirs["From"], theirs["Subject"] = "李雷 <lilei@mail.test>", text
            theirs.set_content(f"{text}\n你好\n" * (index + 1))
            theirs.add_alternative(f"<p>{text}</p>\n", subtype="html")
            theirs.add_attachment(
                bytes(range(256)) * 3, maintype="image", subtype="png", filename=f"{text}.png"
            )
            data = theirs.as_bytes()
            same(peer("parse", data), parts(email.message_from_bytes(data, policy=policy.default)), data)
            same(peer("header", data, "Subject")[0].decode(), text, data)
            same(peer("header", data, "From")[0].decode(), "李雷 <lilei@mail.test>", data)
        built(peer, text)


def built(peer: Peer, text: str) -> None:
    """A message that we build, read by Python."""
    to = ["韩梅梅, 老师", "hmm@mail.test", "Bob", "bob@mail.test"]
    body, page, blob = f"{text}\n\n.\nFrom {text}\n", f"<p>{text}</p>\n", bytes(range(256)) * 5
    for kind in ("smtp", "8bit", "smtputf8", "file"):
        data = peer(
            "build", kind, "李雷", "lilei@mail.test", *to, "", "", text, body, page, f"{text}.bin", blob
        )[0]
        message = email.message_from_bytes(data, policy=policy.default)
        assert not message.defects and not any(part.defects for part in message.walk()), data
        same(text, message["Subject"], data)
        # Python keeps the bytes of a quoted name in UTF-8 as surrogates.
        names = [a.display_name.encode("utf-8", "surrogateescape").decode() for a in message["To"].addresses]
        same([to[0], to[2]], names, data)
        same([to[1], to[3]], [a.addr_spec for a in message["To"].addresses], data)
        plain = message.get_body(("plain",))
        html = message.get_body(("html",))
        assert plain is not None and html is not None
        same(body, plain.get_content().replace("\r\n", "\n"), data)
        same(page, html.get_content().replace("\r\n", "\n"), data)
        (attachment,) = message.iter_attachments()
        same((f"{text}.bin", blob), (attachment.get_filename(), attachment.get_content()), data)
        if kind == "smtp":
            assert data.isascii() and max(map(len, data.split(b"\r\n"))) <= 78, data


def main() -> None:
    """All comparisons, each told with a line."""
    peer = Peer(sys.argv[1])
    work: list[Callable[[Peer], None]] = [headers, addresses, dates, parameters, encodings, messages]
    for each in work:
        each(peer)
        print("same:", each.__name__)


sys.path.insert(0, str(Path(__file__).parent))
if __name__ == "__main__":
    main()
