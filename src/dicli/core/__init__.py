"""What a catalogue, a query and an answer are. Knows no files, terminal or environment."""
