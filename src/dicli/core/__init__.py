"""What a catalogue, a query and an answer are, and how search finds one. Knows no files, terminal or environment."""
