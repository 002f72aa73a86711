"""Looking customers up."""
