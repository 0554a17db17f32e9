"""What a comment is, and what the organisation's policy says to do."""
