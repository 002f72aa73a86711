"""The tab Exemplaren: one item looked at and changed, missing, written off; and many written off at once."""
