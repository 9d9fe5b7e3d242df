"""The first page of every place: where items, cases and standing pages meet."""
