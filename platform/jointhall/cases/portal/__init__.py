"""The residents' door to cases: begin, answer, check, send, follow."""

from ..after import portal as after
from ..dossier import portal as talk
from ..proof import portal as keys
from ..versions import portal as versions
from . import (
    begin,
    bundled,
    check,
    correction,
    drafts,
    mine,
    notices,
    objections,
    papers,
    progress,
    questions,
    receipt,
    show,
    withdrawal,
)

ROUTES = [
    *after.ROUTES,
    *versions.ROUTES,
    *talk.ROUTES,
    *keys.ROUTES,
    *begin.ROUTES,
    *bundled.ROUTES,
    *check.ROUTES,
    *correction.ROUTES,
    *drafts.ROUTES,
    *mine.ROUTES,
    *notices.ROUTES,
    *objections.ROUTES,
    *papers.ROUTES,
    *progress.ROUTES,
    *questions.ROUTES,
    *receipt.ROUTES,
    *show.ROUTES,
    *withdrawal.ROUTES,
]
