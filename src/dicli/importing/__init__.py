"""Makes catalogues from other people's spreadsheets."""
