"""Overviews on the screen, and as CSV."""
