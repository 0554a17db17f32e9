"""Inbound HTTP of escalation: the API under `/v1`, and the page that alerts lead to."""
