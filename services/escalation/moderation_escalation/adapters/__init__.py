"""What escalation needs from outside, done with PostgreSQL, SMTP, HTTP and signed tokens."""
