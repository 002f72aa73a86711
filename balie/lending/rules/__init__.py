"""Who may borrow what, and who may set that aside."""
