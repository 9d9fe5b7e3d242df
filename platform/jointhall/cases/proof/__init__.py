"""Proof of a case (凭证): what this side holds of it, packed so that anybody can check it."""
