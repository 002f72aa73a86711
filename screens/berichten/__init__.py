"""The tab Berichten: what is written to customers, what waits, what went out and what did not."""
