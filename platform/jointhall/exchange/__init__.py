"""Envelopes (信封): the only thing that crosses from one tenant to another, signed and chained."""

from .receiving import Received, answers
from .sending import send

__all__ = ["Received", "answers", "send"]
