"""What a comment is and what its body's policy asks for: no I/O, no clock, no framework."""
