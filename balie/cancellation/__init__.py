"""Cancelling (opzeggen): until when somebody stays a member, what is settled, and taking the wish back.

Source: rules.md#cancellation.
"""
