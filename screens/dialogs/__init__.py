"""Boxes that ask or tell."""
