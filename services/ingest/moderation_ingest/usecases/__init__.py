"""What ingest does, one unit of work per call; no framework, no platform, no database here."""
