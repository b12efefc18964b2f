"""gettext catalogues, glossaries, and what translators and reviewers do with them."""
