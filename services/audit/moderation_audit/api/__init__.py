"""The query API for auditors."""
