"""The page on which a person looks over what was read: the document itself, with every number accounted for."""
