"""Bundles (凭证包): what one side holds of a matter, to be checked by anybody without us."""
