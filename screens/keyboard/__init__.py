"""From bytes of the terminal to keys in order, and what they do."""
