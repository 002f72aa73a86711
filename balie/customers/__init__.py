"""Klanten: who the customers are, their numbers, memberships and passwords, and how they are found."""
