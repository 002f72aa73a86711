"""Runs that are looked at first and done then."""
