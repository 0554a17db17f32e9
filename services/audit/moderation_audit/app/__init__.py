"""Composition roots: the running service, and verification by itself."""
