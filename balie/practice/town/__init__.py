"""The practice town: its people, its titles and a year of its life, made by the acts of the desk itself.

The same seed makes the same town, so that a lesson knows whom it meets.
"""
