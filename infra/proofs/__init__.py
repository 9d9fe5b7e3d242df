"""Proofs: what has to hold of cases whatever is done to them, tried thousands of times."""
