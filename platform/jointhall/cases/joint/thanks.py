"""Thanks (不用答了，谢谢): what those hear who need not answer any more, and who decided it."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from jointhall import exchange
from jointhall.kernel.db import standing_of
from jointhall.kernel.tools import Tools
from jointhall.kernel.words import _, speaking
from jointhall.tenancy.starter import starter

from ..models import Case
from ..status import Status
from ..steps import Task

MOST_NAMED = 4


def thanks_of(case: Case, said: Iterable[Task], *, county_id: UUID | None) -> str:
    """Why this party's word is needed no more; `said` are the words the step was ended by."""
    with speaking("zh"):
        status = Status(case.status)
        if status is Status.WITHDRAWN:
            return _("申请人撤回了申请，不用答了。谢谢。")
        if status is Status.ENDED:
            return _("这件已经终止，不用答了。谢谢。")
        words = list(said)
        refused = [known_as(task, county_id) for task in words if task.vote == "refuse"]
        agreed = [known_as(task, county_id) for task in words if task.vote == "agree"]
        if refused:
            return _("%(who)s不同意，这一步到此为止，不用答了。谢谢。", who=_named(refused))
        if agreed:
            return _("%(who)s已经同意，够数了，不用答了。谢谢。", who=_named(agreed))
        return _("这一步已经不用走了，不用答了。谢谢。")


def tell_the_desk(session: AsyncSession, tools: Tools, case: Case, task: Task) -> None:
    """The county need not say any more who answers: it is settled, or nobody need answer."""
    county_id = standing_of(session).county_id
    if county_id is not None and county_id != case.tenant_id:
        exchange.send(
            session, tools, to=county_id, kind="desk.withdrawn", thread=task.id,
            body={"case_number": case.number},
        )  # fmt: skip


def known_as(task: Task, county_id: UUID | None) -> str:
    """People know the county by its bureaus, a township by its own name."""
    if task.peer_id is None or task.peer_id != county_id:
        return task.party_name
    offices = starter("county").offices
    return next((one.name for one in offices if one.code == task.office), task.party_name)


def _named(names: list[str]) -> str:
    once = list(dict.fromkeys(names))
    named = "、".join(once[:MOST_NAMED])
    return named if len(once) <= MOST_NAMED else _("%(names)s等 %(n)s 家", names=named, n=len(once))
