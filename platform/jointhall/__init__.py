"""Jointhall (联办大厅): a county runs one service, its townships join it."""
