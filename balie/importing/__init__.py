"""Bringing customers and titles in from a file: read line by line, checked as a whole, then put in the store."""
