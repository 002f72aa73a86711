"""Putting records together, removing them, and who lives at the same address."""
