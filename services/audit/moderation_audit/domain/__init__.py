"""The record's own rules: what an entry is, how it is hashed, hidden, compared and verified."""
