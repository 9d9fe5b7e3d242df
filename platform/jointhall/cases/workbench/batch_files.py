"""What a batch makes to take along (批量的文件): a book of letters, a spreadsheet of the chosen."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from litestar import get
from litestar.response import Response
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.files.disposition import attachment, inline
from jointhall.kernel.refusals import NotHere
from jointhall.kernel.words import _
from jointhall.records.journal import record
from jointhall.web.access import may
from jointhall.web.given import InPath, Session, Viewer, Visit
from jointhall.web.viewer import Viewer as Who
from jointhall.web.visit import Visit as TheVisit

from ..desk.asked import COLUMNS, Asked
from ..desk.batches import Progress, progress_of_batch
from ..desk.found import cases_by_id
from ..desk.letter_book import bound, letters_in_force
from ..desk.sheet_out import written
from ..desk.targets import Ticked, case_ids
from .paper import SHEET, rows_of_cases

NOT_KEPT = {"Cache-Control": "private, no-store"}


@get("/workbench/batches/{id:uuid}/letters", guards=[may("case:read")])
async def letters(
    visit: Visit, session: Session, viewer: Viewer, id: InPath[UUID]
) -> Response[bytes]:
    """The latest letter of each case of the batch, in one PDF."""
    cases = await _cases(session, await progress_of_batch(session, viewer, id), "letters")
    found = await letters_in_force(session, cases)
    if not found:
        raise NotHere(_("这一批没有能打印的文书。"))
    book = await bound(session, visit.tools, found)
    _note(visit, viewer, id, "batch.letters_printed", _("打印了一批文书"), len(found))
    headers = NOT_KEPT | {
        "Content-Disposition": inline(f"{_('文书')}{len(found)}.pdf"),
        "Content-Security-Policy": "default-src 'none'; object-src 'self'; "
        "style-src 'unsafe-inline'; frame-ancestors 'self'",
    }
    return Response(book, media_type="application/pdf", headers=headers)


@get("/workbench/batches/{id:uuid}/list", guards=[may("case:read")])
async def chosen(
    visit: Visit, session: Session, viewer: Viewer, id: InPath[UUID]
) -> Response[bytes]:
    """The cases of the batch as a spreadsheet, with every column there is."""
    ids = await _cases(session, await progress_of_batch(session, viewer, id), "export")
    found = await cases_by_id(session, ids)
    columns = list(COLUMNS["cases"])
    asked = replace(Asked(), cols=tuple(columns))
    rows = await rows_of_cases(visit, session, found, asked)
    _note(visit, viewer, id, "list.exported", _("导出了选中的办件"), len(rows))
    heading = _("选中的办件")
    made = await asyncio.to_thread(
        written, heading, [_(COLUMNS["cases"][column]) for column in columns], rows
    )
    headers = NOT_KEPT | {"Content-Disposition": attachment(f"{heading}{visit.now():%Y%m%d}.xlsx")}
    return Response(made, media_type=SHEET, headers=headers)


async def _cases(session: AsyncSession, progress: Progress, act: str) -> Sequence[UUID]:
    if progress.batch.act != act:
        raise NotHere(_("这一批没有这样的文件。"))
    return await case_ids(session, [Ticked(row.kind, row.row_id) for row in progress.done])


def _note(visit: TheVisit, viewer: Who, id: UUID, act: str, words: str, count: int) -> None:
    async def note(session: Any) -> None:
        record(session, act, who=viewer.actor(), subject=f"batch:{id}", words=words, rows=count)

    visit.afterwards(note)


ROUTES = [letters, chosen]
