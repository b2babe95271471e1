"""Catalogue files: reading, checking, layering, caching, and asking whether their links work."""
