"""What a cancellation is, and what it comes down to."""
