"""What the bank says back: bank files (camt.053, camt.054) read, matched with what is owed, and booked once."""
