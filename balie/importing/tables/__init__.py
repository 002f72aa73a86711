"""Files of lines that each tell one fact: a loan, a reservation, a cost, a note, a block, an address."""
