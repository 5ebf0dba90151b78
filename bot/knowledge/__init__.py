"""What documents say, on disk and in memory, and what things are called."""
