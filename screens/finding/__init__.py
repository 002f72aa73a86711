"""Looking up customers and titles, for every tab."""
