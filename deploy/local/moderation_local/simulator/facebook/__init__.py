"""Facebook's side: the part of the Graph API, version 25.0, that moderation uses."""
