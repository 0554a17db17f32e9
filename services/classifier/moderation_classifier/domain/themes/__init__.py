"""Themes: what people talk about, how that changes, and what is new; pure, and never the text."""
