"""packgen turns one written training session into each country's print packs."""

__version__ = "0.1.0"
