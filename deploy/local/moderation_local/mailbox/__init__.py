"""Where the alerts of a one-machine deployment end: a mail server and a webhook address.

They keep what they are sent, for people and tests to read, and deliver nothing any further.
"""
