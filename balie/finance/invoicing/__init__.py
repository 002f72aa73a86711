"""Contribution: the run that makes the periods, charges and invoices of a month, and what follows when nobody pays."""
