"""What changed in the words of documents, between packs or revisions."""
