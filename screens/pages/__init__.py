"""Kinds of pages that tabs build on."""
