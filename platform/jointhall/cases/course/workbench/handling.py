"""Whose case it is to handle (承办): who took it in, who decides it, who is asked about it now."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.refusals import NotAllowed
from jointhall.kernel.who import Actor
from jointhall.kernel.words import _
from jointhall.service_items.queries import edition_of
from jointhall.service_items.sheets import Sheet

from ...models import Case
from ...queries import tasks_of
from ...standing_in import Desk


async def handler(
    session: AsyncSession, desk: Desk, case: Case, sheet: Sheet | None = None
) -> tuple[str, Actor]:
    """The office this officer handles the case for, and the officer; raises NotAllowed."""
    sheet = sheet or await edition_of(session, case.item_code, case.edition)
    tasks = [task for task in await tasks_of(session, case) if task.peer_id is None]
    asked = [task.office for task in tasks if task.status in ("open", "waiting")]
    offices = [*asked, case.office, sheet.decision.addressee.office]
    mine = [office for office in offices if office in desk.held]
    if not mine:
        mine = [office for office in offices if desk.answers_for(office)]
    if not mine:
        raise NotAllowed(
            _("这件现在不在您的站所手里，不能替他们办这一步。"),
            what_next=_("需要您办的话，请本单位管理员给您加一个岗位。"),
        )
    return mine[0], desk.actor(mine[0])
