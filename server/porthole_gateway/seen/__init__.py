# SPDX-License-Identifier: MIT
"""What can be seen of the gateway from outside: counts, metrics and the audit."""
