"""The commands of `moderation`, a file for each group."""
