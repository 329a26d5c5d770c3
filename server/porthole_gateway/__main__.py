# SPDX-License-Identifier: MIT
"""`python3 -m porthole_gateway` starts the gateway."""

import sys

from .cli import main

sys.exit(main())
