"""Answers as pictures: which figures to draw, and how."""
