# SPDX-License-Identifier: MIT
"""HTTP: the page, its files, and who may open a link."""
