"""Memberships that are brought along."""
