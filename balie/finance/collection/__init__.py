"""Direct debit (incasso): which contribution is collected, the files for the bank, and what became of them."""
