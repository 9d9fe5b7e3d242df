"""Faults: approvals go on while everything is killed (`make faults`); none lost or doubled."""
