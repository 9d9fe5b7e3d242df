"""The residents' door to cases: begin, answer, check, send, follow."""

from . import (
    begin,
    check,
    correction,
    drafts,
    mine,
    papers,
    progress,
    questions,
    receipt,
    show,
    withdrawal,
)

ROUTES = [
    *begin.ROUTES,
    *check.ROUTES,
    *correction.ROUTES,
    *drafts.ROUTES,
    *mine.ROUTES,
    *papers.ROUTES,
    *progress.ROUTES,
    *questions.ROUTES,
    *receipt.ROUTES,
    *show.ROUTES,
    *withdrawal.ROUTES,
]
