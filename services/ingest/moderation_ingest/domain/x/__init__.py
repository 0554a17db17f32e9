"""What X sends and how it answers; facts and their sources in `docs/platforms.md`."""
