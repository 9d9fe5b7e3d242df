"""The officers' workbench: what waits, one case on one page, what others ask of us."""

from ..after import workbench as after
from ..course import workbench as course
from ..dossier import papers, printing
from ..dossier import workbench as dossier
from ..elsewhere import workbench as window
from ..joint import workbench as joint
from ..proof import workbench as proof
from ..signers import workbench as signers
from ..versions import workbench as versions
from . import (
    acceptance,
    batch,
    batch_files,
    case,
    decision,
    documents,
    figures,
    finding,
    lists,
    notices,
    objections,
    opinion,
    paper,
    receipt,
    referral,
    version,
    views,
    visits,
    waiting,
    watching,
)

ROUTES = [
    *waiting.ROUTES,
    *lists.ROUTES,
    *finding.ROUTES,
    *paper.ROUTES,
    *views.ROUTES,
    *watching.ROUTES,
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
    *receipt.ROUTES,
    *referral.ROUTES,
    *batch.ROUTES,
    *batch_files.ROUTES,
    *course.ROUTES,
    *dossier.ROUTES,
    *papers.ROUTES,
    *printing.ROUTES,
    *joint.ROUTES,
    *proof.ROUTES,
    *window.ROUTES,
    *after.ROUTES,
    *versions.ROUTES,
    *signers.ROUTES,
]
