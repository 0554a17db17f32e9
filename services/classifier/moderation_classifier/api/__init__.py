"""Inbound HTTP of the classifier."""
