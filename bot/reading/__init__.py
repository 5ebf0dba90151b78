"""From a source document to the knowledge base: the whole build half."""
