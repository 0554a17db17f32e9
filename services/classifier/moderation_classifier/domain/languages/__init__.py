"""Which language a comment is in, and what danger sounds like in other languages than English."""
