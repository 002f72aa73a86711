"""What can be done with the customer that is open: one module per subject, each act a function of the page."""
