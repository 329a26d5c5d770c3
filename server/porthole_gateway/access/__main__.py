# SPDX-License-Identifier: MIT
"""`python3 -m porthole_gateway.access --key FILE --user NAME` prints a token."""

import argparse
import sys
from pathlib import Path

from . import tokens

parser = argparse.ArgumentParser(
    prog="python3 -m porthole_gateway.access", description="Prints a token for a user."
)
parser.add_argument("--key", required=True, metavar="FILE", help="the key that the policy's [access] names")
parser.add_argument("--user", required=True, metavar="NAME")
parser.add_argument("--seconds", type=int, default=3600, help="how long it is good for (%(default)s)")
options = parser.parse_args()
try:
    key = Path(options.key).read_bytes().strip()
    made = tokens.make(key, options.user, options.seconds)
    tokens.read(key, made, options.seconds)
except (OSError, tokens.TokenError) as error:
    sys.exit(f"porthole-gateway: {error}")
print(made)
