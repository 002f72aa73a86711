"""Lending, returning, renewing and reserving: where customers, items and the ledger meet."""
