"""Whom do I ask? Finds the office, group, program or event for a need, in a catalogue of resources."""

__version__ = "0.1.0.dev0"  # a released number is never used again: see docs/releasing.md
