"""Working on a case together (联办往来): everything besides a plain question and a plain answer."""
