"""The money of the library: paying, invoicing, collection, the bank, settling, tills, overviews."""
