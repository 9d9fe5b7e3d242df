"""Faults: approvals cross townships while everything is killed (`make faults`); none lost or doubled."""
