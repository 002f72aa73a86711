"""Reservations at the desk."""
