"""Hooks (规则): what headings cannot say, in a pure, walled-in `rules.py` beside the sheet."""
