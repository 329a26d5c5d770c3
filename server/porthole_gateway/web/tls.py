# SPDX-License-Identifier: MIT
"""TLS at the gateway itself; the certificate can be read again while it runs."""

from __future__ import annotations

import socket
import ssl


class TlsError(Exception):
    """A certificate or key that can't be used; the message is one line that says what to do."""


class Tls:
    """TLS 1.2 or later, with the certificate chain and key of two PEM files."""

    def __init__(self, cert: str, key: str | None) -> None:
        self._cert, self._key = cert, key
        self._context = self._load()

    def _load(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.set_alpn_protocols(["http/1.1"])
        try:
            context.load_cert_chain(self._cert, self._key, password=lambda: "")
        except (OSError, ValueError) as error:  # an SSLError is an OSError
            files = self._cert if self._key is None else f"{self._cert} and {self._key}"
            raise TlsError(
                f"--cert {files}: {error.strerror or error}; give PEM files of a certificate chain and its key"
            ) from None
        return context

    def reload(self) -> None:
        """Use the files as they are now for new connections; raises TlsError, and keeps the old ones then."""
        self._context = self._load()

    def wrap(self, sock: socket.socket) -> ssl.SSLSocket:
        """The socket inside TLS; the handshake is still to be made."""
        return self._context.wrap_socket(sock, server_side=True, do_handshake_on_connect=False)
