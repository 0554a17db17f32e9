"""What a comment is and what its body's policy asks for, decided without I/O, clock or framework."""
