"""Tables: found in a text or a file, and read as rows that share columns."""
