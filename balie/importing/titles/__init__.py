"""Titles and items from other systems."""
