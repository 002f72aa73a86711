"""Kassa: counting a till, the Z-report that closes a period of it, and what must always be true of them."""
