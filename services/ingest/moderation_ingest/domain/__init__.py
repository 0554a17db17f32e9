"""What ingest knows without asking anybody: payloads, signatures, outcomes, the order of work."""
