"""What is typed of a customer, and read from it."""
