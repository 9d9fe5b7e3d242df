"""The wall between townships, probed from outside: every route, with every id of another."""
