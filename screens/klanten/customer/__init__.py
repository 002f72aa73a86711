"""The customer screen with its tabs."""
