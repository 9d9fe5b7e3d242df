"""The desk's pages for working together: our questions that are out, others' that lie with us."""

from .. import clocks_moved as _clocks_moved  # noqa: F401  what moves with the calendar
from .. import county_desk as _county_desk  # noqa: F401  what comes to the county
from .. import undelivered as _undelivered  # noqa: F401  what never arrives
from . import desk, referral_acts, thread

ROUTES = [*thread.ROUTES, *referral_acts.ROUTES, *desk.ROUTES]
