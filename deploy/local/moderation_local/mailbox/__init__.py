"""Where the one-machine deployment's alerts end: a mail server and a webhook address that keep
what they are sent, for people and tests to read.

They deliver nothing any further.
"""
