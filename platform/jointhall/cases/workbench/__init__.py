"""The officers' workbench: what waits, one case on one page, what others ask of us."""

from ..proof import workbench as proof
from . import (
    acceptance,
    batch,
    case,
    decision,
    documents,
    figures,
    lists,
    notices,
    objections,
    opinion,
    referral,
    version,
    visits,
    waiting,
)

ROUTES = [
    *waiting.ROUTES,
    *lists.ROUTES,
    *figures.ROUTES,
    *case.ROUTES,
    *documents.ROUTES,
    *acceptance.ROUTES,
    *opinion.ROUTES,
    *visits.ROUTES,
    *notices.ROUTES,
    *objections.ROUTES,
    *decision.ROUTES,
    *version.ROUTES,
    *referral.ROUTES,
    *batch.ROUTES,
    *proof.ROUTES,
]
