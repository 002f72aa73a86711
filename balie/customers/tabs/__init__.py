"""The tabs of the customer screen: what they show and what may be changed."""
