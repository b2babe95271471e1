"""Asks whether the links of a catalogue still work."""
