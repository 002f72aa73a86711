"""Inschrijven: the process in which customers, their numbers, the ledger and the bon meet."""
