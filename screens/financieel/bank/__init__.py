"""What the bank booked, and to whom it belongs."""
