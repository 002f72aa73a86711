"""Uitlenen: loans, renewals, returns. So far only what the customer screen counts."""
