"""Settling cancellations, and paying back: by a file for the bank once a week, or from the till.

Source: rules.md#settlement.
"""
