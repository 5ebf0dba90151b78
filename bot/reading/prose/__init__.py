"""Prose: sentences, and the figures they tell with their names and times."""
