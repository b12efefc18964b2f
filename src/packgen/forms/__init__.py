"""Filled forms -> one table and one summary, without names."""
