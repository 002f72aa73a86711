"""What one library decided: branches, subscriptions, prices, rules. Read from `data/libraries/*.toml`."""
