"""Counting the till, and its Z-reports."""
