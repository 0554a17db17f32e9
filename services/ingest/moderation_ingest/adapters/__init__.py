"""Where ingest touches the world: PostgreSQL, files, the platforms' APIs."""
