"""What escalation does: one unit of work a call, no framework."""
