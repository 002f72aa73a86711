"""What is kept of a customer: access, removal, retention."""
