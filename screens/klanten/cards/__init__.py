"""Passes and one-time passwords of a customer."""
