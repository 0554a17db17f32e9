"""A service that owns nothing but an inbox and an outbox, for tests of the shared plumbing."""
