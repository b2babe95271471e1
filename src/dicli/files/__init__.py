"""Catalogue files: reading, checking, layering and caching them."""
