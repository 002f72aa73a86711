"""Sending what is queued for customers: still true or not, by mail or as a letter, and what became of it."""
