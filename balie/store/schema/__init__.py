"""The steps that make a store, in order: one module per step, which is never changed once it has been released.

The version of a store (`PRAGMA user_version`) is the number of steps it has had. A module has one function
`apply(db: sqlite_utils.Database) -> None`, which works inside the transaction that also writes the new version; foreign
keys are checked as a whole before that transaction is committed. Imported only when a step is pending.
"""

from __future__ import annotations

STEPS: tuple[str, ...] = (
    "m001_desk",
    "m002_customers",
    "m003_ledger",
    "m004_messages",
    "m005_loans",
    "m006_editing",
    "m007_cancellation",
    "m008_cards",
    "m009_merging",
    "m010_settling",
    "m011_payouts",
    "m012_invoicing",
    "m013_cash_up",
    "m014_bank",
    "m015_correspondence",
    "m016_collection",
    "m017_searching",
    "m018_catalogue",
    "m019_lending",
    "m020_desk_acts",
    "m021_written_off",
    "m022_unprinted",
    "m023_brought",
    "m024_identity",
    "m025_renewals",
    "m026_other_cards",
    "m027_later",
    "m028_library_file",
    "m029_bank_names",
    "m030_own_files",
    "m031_bank_batches",
    "m032_costs",
    "m033_cash_rounding",
    "m034_till_sales",
    "m035_mailed_bons",
    "m036_automatic_renewal",
    "m037_guardians",
    "m038_journal_chain",
    "m039_own_due_date",
    "m040_hold_contact",
    "m041_family_collects",
    "m042_loans_of_item",
    "m043_in_house_use",
    "m044_claimed_loans",
    "m045_customer_kinds",
)

VERSION = len(STEPS)
"""The version of a store that this program reads and writes."""
