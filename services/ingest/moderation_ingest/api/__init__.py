"""Inbound HTTP: the platforms' webhooks, and what people and the console may ask."""
