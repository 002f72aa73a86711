"""Settling who left, and paying back."""
