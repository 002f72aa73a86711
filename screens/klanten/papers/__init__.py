"""Documents about a customer, and access to what is kept."""
