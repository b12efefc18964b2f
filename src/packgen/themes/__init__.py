"""Themes: how documents look, read from templates/*.yaml and checked."""
