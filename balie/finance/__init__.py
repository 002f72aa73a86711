"""The money of the library: invoicing, collection, the bank, tills, overviews."""
