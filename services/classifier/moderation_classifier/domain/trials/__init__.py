"""What another policy would have decided on the past."""
