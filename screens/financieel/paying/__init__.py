"""Paying, waiving, paying out."""
