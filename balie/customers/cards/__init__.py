"""Numbers, passes, passwords."""
