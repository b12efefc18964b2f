"""Finished PDFs made ready for a printer: booklets, several pages a side, covers."""
