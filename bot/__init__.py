"""问数 (Wenshu): answers with the figure a document prints, and the sentence it stands in."""

__version__ = "0.1.0"
