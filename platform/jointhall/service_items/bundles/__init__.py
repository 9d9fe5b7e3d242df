"""One thing (一件事一次办): several items, one form, one receipt, a case of each."""
