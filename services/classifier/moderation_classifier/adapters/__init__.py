"""What the classifier needs from outside: packaged files, PostgreSQL, the event log, an adviser."""
