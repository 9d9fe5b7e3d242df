"""Calling off (不用再办): a case that ends leaves nobody asked, here or elsewhere."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.jobs import Work, job, later
from jointhall.kernel.tools import Tools
from jointhall.kernel.words import _
from jointhall.messages.actions import tell

from ..clocks import stop_clocks
from ..models import Case
from ..notice_queries import hold_running, open_objections
from ..notices import Standing
from ..posting import KEY
from ..signers.calling_off import call_off_all
from .models import PROCEDURE
from .queries import open_extension, open_procedure


async def call_everything_off(session: AsyncSession, tools: Tools, case: Case) -> None:
    """Stops the clocks and takes back every question, notice, extension and procedure of a case.

    The caller holds the case, which has just come to its end.
    """
    now = tools.clock.now()
    await stop_clocks(session, "case", case.id, at=now)
    await call_off_all(session, tools, case, at=now)
    # Held without a word on objections: an applicant's own transaction sees nobody else's.
    for notice in await hold_running(session, case):
        notice.end(Standing.WITHDRAWN, at=now)
        await stop_clocks(session, KEY, notice.id, at=now)
        if notice.open_objections:
            await later(session, let_lapse, notice_id=str(notice.id))
    await drop_what_is_asked(session, tools, case)


async def drop_what_is_asked(session: AsyncSession, tools: Tools, case: Case) -> None:
    """An extension nobody has answered, a procedure nobody has ended: neither is needed now."""
    now = tools.clock.now()
    if (extension := await open_extension(session, case.id)) is not None:
        extension.lapse(at=now)
    if (procedure := await open_procedure(session, case.id)) is not None:
        procedure.call_off(at=now)
        await stop_clocks(session, PROCEDURE, procedure.id, at=now)


@job("cases.let_lapse")
async def let_lapse(work: Work, *, notice_id: str) -> None:
    """What was objected to is off the table: objections need no answer, and objectors are told."""
    now = work.tools.clock.now()
    for objection in await open_objections(work.session, UUID(notice_id)):
        objection.lapse()
        await stop_clocks(work.session, "objection", objection.id, at=now)
        number = objection.number.rpartition("-")[0]
        await tell(
            work.session, work.tools.secrets, objection.resident_id, "objection.lapsed",
            _("您提过异议的公示%(number)s，这件申请不再办了，不用再核实。", number=number),
            f"/objections/{objection.number}", now=now,
        )  # fmt: skip
