"""Is it right? The knowledge against its sources, the answers against judged questions."""
