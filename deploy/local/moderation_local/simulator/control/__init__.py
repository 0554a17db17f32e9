"""The control side: what the public does, what goes wrong, and what came of it all.

Loopback callers only. Bodies are JSON; times are ISO 8601 in UTC; an impossible order answers 422
with one sentence under `detail`.
"""
