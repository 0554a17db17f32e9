"""What escalation is about, without input, output, clock or framework."""
