"""Balie: what the desk of a Dutch public library does. Knows no screen."""

__version__ = "0.1.0"
