"""Results beside one another."""
