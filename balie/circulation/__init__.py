"""Loans and reservations: how many there are, what the library allows, what a day too late costs."""
