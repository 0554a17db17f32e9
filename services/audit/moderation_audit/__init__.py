"""The append-only record of every event, its proofs and its query API."""
