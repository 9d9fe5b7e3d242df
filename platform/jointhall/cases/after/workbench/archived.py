"""A case that was passed on (已转送), at the desk it left: a record to read, where it is now."""

from __future__ import annotations

from litestar.response import Template
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.documents.queries import documents_by_id, letters_of_case
from jointhall.kernel.words import N_, _
from jointhall.web.filled import Filled
from jointhall.web.visit import Visit

from ...answers import answers_of
from ...counters import counter_at, directory_of
from ...dossier.beside import beside_of
from ...history import broken_at
from ...models import Case
from ...progress import progress_of
from ...queries import history_of
from ...sight import answers_shown, files_in, papers_shown, scope_of
from ...standing_in import desk_of
from ...whereabouts import seen_case
from ...workbench.act_page import act_page

KEPT = (
    (N_("转送的经过"), "passing", "case:pass_on"),
    (N_("打印卷宗"), "print", "case:read"),
    (N_("更正文书里的笔误"), "clerical", "case:mend"),
    (N_("导出凭证包"), "bundle", "exchange:export"),
)
"""What may still be done: its letters are ours, and so is the proof of what we did."""


async def archived_page(
    visit: Visit, session: AsyncSession, case: Case, filled: Filled, *, done: str
) -> Template:
    """The record: where it went, letters and history; what came until then, for who received it."""
    tools, viewer = visit.tools, visit.viewer
    seen = await seen_case(session, tools, visit.place, case)
    passing = seen.passing
    assert passing is not None, "what was passed on went to somebody"
    counter = await counter_at(tools, visit.place)
    answers = answers_of(tools.secrets, case)
    scope = scope_of(await desk_of(session, viewer), case, seen.sheet, answers, counter)
    files = [] if scope.is_shut else files_in(seen.sheet, answers, counter)
    found = await documents_by_id(session, files)
    history = await history_of(session, case)
    base = f"/workbench/cases/{case.number}"
    return act_page(
        visit, case, "archived", filled,
        passing=passing,
        there=await directory_of(tools).by_id(passing.peer_id),
        progress=progress_of(seen),
        done=done,
        applicant=tools.secrets.open_text(case.tenant_id, "applicant", case.applicant_sealed),
        keeps=not scope.is_shut,
        answers=answers_shown(scope, seen.sheet, answers, counter),
        papers=papers_shown(scope, seen.sheet, answers, counter, found),
        letters=await letters_of_case(session, case.id),
        history=list(reversed(history)),
        broken=broken_at(history),
        beside=await beside_of(visit, session, case),
        offers=[
            (_(words), visit.at(f"{base}/{noun}"))
            for words, noun, permission in KEPT
            if viewer.may(permission) and (noun != "bundle" or not scope.is_shut)
        ],
    )  # fmt: skip
