"""Signers (会签人): who gives the word of a task, and how it passes from hand to hand."""
