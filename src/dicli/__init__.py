"""Whom do I ask? Finds the office, group, program or event for a need, in a catalogue of resources."""

__version__ = "0.1.0"
