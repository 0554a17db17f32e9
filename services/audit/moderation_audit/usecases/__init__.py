"""What the audit service does: append to the record, read it, verify it."""
