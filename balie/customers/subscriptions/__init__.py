"""Who may have which subscription, at which price, for how long."""
