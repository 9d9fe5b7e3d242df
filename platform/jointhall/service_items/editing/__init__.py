"""Sheets edited in forms (编辑事项): drafts, every step kept, check, a second person's approval."""
