# SPDX-License-Identifier: MIT
"""Names to addresses and back."""
