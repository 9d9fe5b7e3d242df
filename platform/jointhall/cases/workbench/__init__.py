"""The officers' workbench: what waits, one case on one page, what others ask of us."""

from . import acceptance, case, decision, opinion, waiting

ROUTES = [
    *waiting.ROUTES,
    *case.ROUTES,
    *acceptance.ROUTES,
    *opinion.ROUTES,
    *decision.ROUTES,
]
