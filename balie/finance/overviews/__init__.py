"""Overzichten: what Financieel can be asked for, as rows with totals: on screen, as CSV, and printed."""
