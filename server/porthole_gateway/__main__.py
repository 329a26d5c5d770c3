# SPDX-License-Identifier: MIT
"""`python3 -m porthole_gateway` starts the gateway."""

import sys

try:
    from .cli import main

    status = main()
except KeyboardInterrupt:
    status = 130
sys.exit(status)
