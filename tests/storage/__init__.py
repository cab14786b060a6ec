"""The records, over real SQLite files."""
