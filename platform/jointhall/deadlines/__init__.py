"""Deadlines (时限) as records, and the county's own working calendar they are reckoned with."""
