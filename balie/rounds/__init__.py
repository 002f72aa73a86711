"""What the command line and the screens do every day."""
