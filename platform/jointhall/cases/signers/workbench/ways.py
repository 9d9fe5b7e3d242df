"""What an officer may do with a task besides answering it (别的办法), a form for each."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from uuid import UUID

from litestar import get, post
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.refusals import BadForm, NotAllowed, NotHere, Refusal
from jointhall.kernel.words import _
from jointhall.service_items.queries import edition_of
from jointhall.web.access import may
from jointhall.web.given import Form, InPath, InQuery, Session, Viewer, Visit
from jointhall.web.pages import page
from jointhall.web.viewer import Viewer as Who
from jointhall.web.visit import Visit as TheVisit

from ...models import Case
from ...queries import case_numbered, steps_of, tasks_of
from ...standing_in import Desk, desk_of, must_be_a_stranger
from ...steps import Task
from ..adding import How, add_signer, remove_signer
from ..delegating import delegate, hand_back, reclaim
from ..hands import Hand, hand_of, hands_open, why_of
from ..recalling import recall
from ..sending_back import may_come_straight_back, send_back, steps_before
from ..table import PERMISSION, Way, ways_open
from ..transferring import transfer

PATH = "/workbench/cases/{number:str}/tasks/{id:uuid}/ways"
FIELDS = ("to", "why", "which", "how")


@dataclass(frozen=True, slots=True)
class Doing:
    """One act under way: the case held, the task, the desk it is done at, what was typed."""

    visit: TheVisit
    session: AsyncSession
    desk: Desk
    case: Case
    task: Task
    said: Mapping[str, str]

    async def hand(self, *, offices: bool = True) -> Hand:
        """Who was picked; raises BadForm when it is nobody on the list."""
        kind = "review" if self.said["do"].startswith("signer") else self.task.kind
        return await hand_of(
            self.session, self.desk, self.case, kind, self.said["to"], offices=offices
        )


@get(PATH, guards=[may("case:read")])
async def look(
    visit: Visit,
    session: Session,
    viewer: Viewer,
    number: InPath[str],
    id: InPath[UUID],
    do: InQuery[str | None] = None,
) -> Template | Redirect:
    """The task, in whose hands it is, who speaks on it, and every way that is open."""
    return await _page(visit, session, viewer, number, id, do=do or "")


@post(PATH, guards=[may("case:read")], status_code=200)
async def act(
    visit: Visit,
    session: Session,
    viewer: Viewer,
    form: Form,
    number: InPath[str],
    id: InPath[UUID],
) -> Redirect | Template:
    """Does what the form asks; back to the case when it is done."""
    said = {name: str(form.get(name, "")) for name in ("do", *FIELDS)}
    try:
        case, task = await _found(session, number, id, hold=True)
        if said["do"] not in ACTS:
            raise NotHere(_("没有这种办法。"))
        await must_be_a_stranger(session, visit.tools, case, viewer)
        desk = await desk_of(session, viewer)
        await ACTS[said["do"]](Doing(visit, session, desk, case, task, said))
    except Refusal as refusal:
        if isinstance(refusal, NotAllowed | NotHere):
            raise
        session = await visit.start_over()
        return await _page(
            visit, session, viewer, number, id, do=said["do"], said=said, refusal=refusal
        )
    return Redirect(
        visit.at(f"/workbench/cases/{number}?done={said['do'].replace('-', '_')}"), status_code=303
    )


async def _transfer(doing: Doing) -> None:
    to, why = await doing.hand(), why_of(doing.said["why"])
    transfer(doing.visit.tools, doing.case, doing.task, to, desk=doing.desk, why=why)


async def _delegate(doing: Doing) -> None:
    to, why = await doing.hand(offices=False), why_of(doing.said["why"], needed=False)
    delegate(doing.visit.tools, doing.case, doing.task, to, desk=doing.desk, why=why)


async def _reclaim(doing: Doing) -> None:
    reclaim(doing.visit.tools, doing.case, doing.task, desk=doing.desk)


async def _hand_back(doing: Doing) -> None:
    why = why_of(doing.said["why"])
    hand_back(doing.visit.tools, doing.case, doing.task, desk=doing.desk, why=why)


async def _add(doing: Doing, how: How) -> None:
    to = await doing.hand()
    await add_signer(
        doing.session, doing.visit.tools, doing.case, doing.task, to, how,
        desk=doing.desk, words=doing.said["why"],
    )  # fmt: skip


async def _remove(doing: Doing) -> None:
    there = await _added(doing.session, doing.case, doing.task)
    added = next((one for one in there if str(one.id) == doing.said["which"]), None)
    if added is None:
        raise BadForm({"which": _("请选不用再看的人。")})
    await remove_signer(
        doing.session, doing.visit.tools, doing.visit.place, doing.case, doing.task, added,
        desk=doing.desk,
    )  # fmt: skip


async def _recall(doing: Doing) -> None:
    await recall(doing.session, doing.visit.tools, doing.case, doing.task, desk=doing.desk)


async def _send_back(doing: Doing) -> None:
    sheet = await edition_of(doing.session, doing.case.item_code, doing.case.edition)
    await send_back(
        doing.session, doing.visit.tools, doing.visit.place, sheet, doing.case, doing.task,
        to=doing.said["to"], how=doing.said["how"], desk=doing.desk,
        why=why_of(doing.said["why"]),
    )  # fmt: skip


ACTS: dict[str, Callable[[Doing], Awaitable[None]]] = {
    "transfer": _transfer,
    "delegation": _delegate,
    "reclaim": _reclaim,
    "handing-back": _hand_back,
    "signer-before": partial(_add, how="before"),
    "signer-after": partial(_add, how="after"),
    "signer-removal": _remove,
    "recall": _recall,
    "sending-back": _send_back,
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A way as the page shows it: whom or where to, as value and words."""

    way: Way
    options: tuple[tuple[str, str], ...] = ()
    groups: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()
    is_open: bool = False
    errors: Mapping[str, str] = field(default_factory=dict)
    said: Mapping[str, str] = field(default_factory=dict)


async def _page(
    visit: TheVisit,
    session: AsyncSession,
    viewer: Who,
    number: str,
    id: UUID,
    *,
    do: str,
    said: Mapping[str, str] | None = None,
    refusal: Refusal | None = None,
) -> Template:
    case, task = await _found(session, number, id)
    desk = await desk_of(session, viewer)
    errors = refusal.troubles if isinstance(refusal, BadForm) else {}
    shown = []
    for way in ways_open(desk, case, task):
        options = await _options(session, desk, case, task, way)
        groups = await _hands(session, desk, case, task, way)
        if options is None or groups is None:
            continue
        mine = way.noun == do
        shown.append(
            Shown(way, options, groups, mine, errors if mine else {}, (said or {}) if mine else {})
        )
    return page(
        visit, "cases/workbench/ways.html", tab="cases", case=case, task=task, ways=shown,
        errors=errors, refused=None if errors else refusal,
        status=refusal.status if refusal is not None else 200,
        who=task.holder_name or desk.names.get(task.office, task.party_name),
        straight=may_come_straight_back(await steps_of(session, case)),
        office=desk.names.get(task.office, ""), seat=await _seat(session, desk, case, task),
        path=visit.at(f"/workbench/cases/{number}/tasks/{id}/ways"),
        back_to=visit.at(f"/workbench/cases/{number}"),
    )  # fmt: skip


async def _options(
    session: AsyncSession, desk: Desk, case: Case, task: Task, way: Way
) -> tuple[tuple[str, str], ...] | None:
    """What is to be chosen; empty when nothing is, None when there is nothing to choose from."""
    if way.noun == "sending-back":
        sheet = await edition_of(session, case.item_code, case.edition)
        steps = steps_before(sheet, await steps_of(session, case), task)
        return tuple((step.code, step.name) for step in steps) or None
    if way.noun == "signer-removal":
        there = await _added(session, case, task)
        return tuple((str(one.id), _name(desk, one)) for one in there) or None
    return ()


async def _hands(
    session: AsyncSession, desk: Desk, case: Case, task: Task, way: Way
) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...] | None:
    """Whom it may be given to, colleagues next door first; None when there is nobody."""
    if way.noun not in ("transfer", "delegation", "signer-before", "signer-after"):
        return ()
    kind = task.kind if way.noun in ("transfer", "delegation") else "review"
    found = await hands_open(session, desk, case, kind, offices=way.noun != "delegation")
    people = [hand for hand in found if hand.officer_id is not None]
    parts = (
        (_("同一站所的同事"), [hand for hand in people if hand.office in desk.held]),
        (_("别的站所的同事"), [hand for hand in people if hand.office not in desk.held]),
        (_("交给整个站所，谁有空谁办"), [hand for hand in found if hand.officer_id is None]),
    )
    groups = tuple(
        (words, tuple((hand.key, _words(hand)) for hand in hands))
        for words, hands in parts
        if hands
    )
    return groups or None


def _words(hand: Hand) -> str:
    return "　".join(filter(None, (hand.office_name, hand.officer_name)))


def _name(desk: Desk, task: Task) -> str:
    return f"{desk.names.get(task.office, task.office)}{task.holder_name}"


async def _added(session: AsyncSession, case: Case, task: Task) -> list[Task]:
    """Those added to this task who have not spoken."""
    return [
        one
        for one in await tasks_of(session, case)
        if one.added_to == task.id and one.status in ("open", "waiting")
    ]


async def _seat(
    session: AsyncSession, desk: Desk, case: Case, task: Task
) -> list[tuple[str, Task]]:
    """Everybody who speaks on the seat of this task, with their names."""
    root = task.key.partition("+")[0]
    return [
        (_name(desk, one), one)
        for one in await tasks_of(session, case)
        if one.step_id == task.step_id
        and one.kind == "review"
        and one.key.partition("+")[0] == root
    ]


async def _found(
    session: AsyncSession, number: str, id: UUID, *, hold: bool = False
) -> tuple[Case, Task]:
    case = await case_numbered(session, number, hold=hold)
    task = await session.get(Task, (case.tenant_id, id), with_for_update=hold)
    if task is None or task.case_id != case.id or task.kind not in PERMISSION:
        raise NotHere(_("没有这项任务。"))
    return case, task


ROUTES = [look, act]
