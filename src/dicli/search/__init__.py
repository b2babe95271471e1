"""Finds what answers a query: query terms, the index, ranking, guesses and look-up."""
