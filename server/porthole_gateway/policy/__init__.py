# SPDX-License-Identifier: MIT
"""What may be reached: addresses, the policy and its file, and the routes to practice hosts and aliases."""
