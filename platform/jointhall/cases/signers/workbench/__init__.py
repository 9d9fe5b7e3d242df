"""Signers at the desk: what may be done with a task, copies, and who is away."""

from . import copies, referrals, ways

ROUTES = [*ways.ROUTES, *copies.ROUTES, *referrals.ROUTES]
