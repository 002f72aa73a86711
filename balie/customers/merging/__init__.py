"""Putting two records of one person together, and undoing it."""
