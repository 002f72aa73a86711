"""Cancelling, changing and renewing a membership."""
