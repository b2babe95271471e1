"""Whom do I ask? Finds the office, group, program or event for a need, in a catalogue
of resources.
"""

# a released number is never used again: see docs/releasing.md
__version__ = "0.1.0.dev0"
