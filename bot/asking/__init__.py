"""A question becomes interpretations: what it names, what it asks, what speaks for and against each reading."""
