"""Platforms in both directions: signed webhooks in, actions out."""
