"""The residents' door to cases: begin, answer, check, send, follow."""

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
