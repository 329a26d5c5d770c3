# SPDX-License-Identifier: MIT
"""A link: its control messages, and the sockets it carries."""
