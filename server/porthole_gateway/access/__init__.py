# SPDX-License-Identifier: MIT
"""Who uses the gateway: what a front end says of a visitor, tokens, and the share of each user and address."""
