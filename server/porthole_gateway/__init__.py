# SPDX-License-Identifier: MIT
"""Porthole's gateway: one port serves the page and the tunnel that carries its sockets."""

__version__ = "0.1.0"
