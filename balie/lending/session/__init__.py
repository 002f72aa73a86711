"""What was done for a customer at the desk, until Afsluiten."""
