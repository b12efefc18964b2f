"""Writers: the document tree to bytes of one format."""
