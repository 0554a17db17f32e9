"""X's side: the part of API version 2 that moderation uses, and its activity webhooks."""
