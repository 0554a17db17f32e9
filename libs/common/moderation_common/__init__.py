"""What two or more of the moderation services need, and nothing that only one of them needs."""
