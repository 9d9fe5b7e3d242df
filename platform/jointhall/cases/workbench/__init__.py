"""The officers' workbench: what waits, one case on one page, what others ask of us."""

from ..after import workbench as after
from ..course import workbench as course
from ..dossier import papers, printing
from ..dossier import workbench as dossier
from ..proof import workbench as proof
from ..versions import workbench as versions
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
    *course.ROUTES,
    *dossier.ROUTES,
    *papers.ROUTES,
    *printing.ROUTES,
    *proof.ROUTES,
    *after.ROUTES,
    *versions.ROUTES,
]
