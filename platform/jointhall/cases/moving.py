"""A running case moved to another version (办到一半换版): only when nothing is hurt by it.

What was promised stays: the clock is never longer, nothing more is asked of the applicant, and what
offices have already been asked or have said is the same in both versions.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.jobs import later
from jointhall.kernel.refusals import BadForm, NotHere, Refusal
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import Actor
from jointhall.kernel.words import _
from jointhall.records.journal import record
from jointhall.service_items.asking import Answers
from jointhall.service_items.counter import Counter
from jointhall.service_items.flow import receiving_office
from jointhall.service_items.form import Form
from jointhall.service_items.letters import public_title
from jointhall.service_items.limits import Limit
from jointhall.service_items.prose import Difference, differences
from jointhall.service_items.queries import edition_of, item_in
from jointhall.service_items.sheets import Sheet
from jointhall.web.place import Place

from .answers import answers_of
from .carrying import carried
from .counters import counter_at
from .joint.outdated import look_for_outdated
from .materials import missing_materials
from .models import Case
from .queries import tasks_of
from .status import Status
from .telling import tell_applicant

MOVABLE = {Status.SUBMITTED, Status.ACCEPTED, Status.UNDER_REVIEW}
LONGEST = 300


@dataclass(frozen=True, slots=True)
class Move:
    """What moving a case would change, and what stands against it."""

    before: Sheet
    after: Sheet
    told: tuple[Difference, ...]
    obstacles: tuple[str, ...]

    @property
    def is_possible(self) -> bool:
        return not self.obstacles


async def newer_version(session: AsyncSession, place: Place, case: Case) -> Sheet | None:
    """The version offered here now, when the case is under way in another."""
    if Status(case.status) not in MOVABLE:
        return None
    try:
        offer = await item_in(session, place, case.item_code)
    except NotHere:
        return None
    if offer.sheet.edition == case.edition:
        return None
    return await edition_of(session, case.item_code, offer.sheet.edition)


async def move_of(session: AsyncSession, tools: Tools, place: Place, case: Case) -> Move:
    """What moving this case to the version offered now would mean; Refusal when there is none."""
    after = await newer_version(session, place, case)
    if after is None:
        raise Refusal(_("这件已经是现在这一版，或者已经办到不能换版了。"))
    before = await edition_of(session, case.item_code, case.edition)
    answers, counter = answers_of(tools.secrets, case), await counter_at(tools, place)
    tasks = await tasks_of(session, case)
    is_decided_on = any(task.kind == "decide" for task in tasks)
    obstacles = (
        *_of_form(before, after, answers, counter),
        *_of_steps(before, after, case.step_code, is_decided_on=is_decided_on),
        *(_of_limits(before, after) if case.accepted_at is None else ()),
    )
    return Move(before, after, differences(before, after), obstacles)


async def move(
    session: AsyncSession,
    tools: Tools,
    place: Place,
    case: Case,
    *,
    edition: str,
    why: str,
    by: Actor,
) -> None:
    """Moves the case to the version that was looked at; the applicant is told why.

    The answers stay as they were filed, and the clocks that run are not touched.
    """
    found = await move_of(session, tools, place, case)
    if found.after.edition != edition:
        raise Refusal(_("刚刚又换了一版。"), what_next=_("请再看一遍改了什么。"))
    if found.obstacles:
        raise Refusal(found.obstacles[0], what_next=_("这件照申请时的那一版办完。"))
    why = why.strip()
    if not why or len(why) > LONGEST:
        raise BadForm({"why": _("写明为什么要换，申请人会看到，最多%(n)s个字。", n=LONGEST)})
    now = tools.clock.now()
    answers, counter = answers_of(tools.secrets, case), await counter_at(tools, place)
    was, case.edition = case.edition, found.after.edition
    case.item_title = found.after.title
    case.title = public_title(Form(found.after, counter), answers)
    if case.accepted_at is None:
        case.office = receiving_office(found.after, answers, counter)
    case.updated_at = now
    case.note(
        "case.moved", by=by, at=now, words=_("换到了事项的新版办理"), note=why,
        was=was, edition=case.edition, changes=len(found.told),
    )  # fmt: skip
    await later(session, look_for_outdated, case_id=str(case.id))
    await tell_applicant(
        session, tools, case, "case.moved",
        _("您的“%(item)s”改按新版办理：%(why)s您不用再做什么，期限不会变长。",
          item=case.item_title, why=why if why.endswith("。") else f"{why}。"),
    )  # fmt: skip
    record(
        session, "item.case_moved", who=by, subject=f"item:{case.item_code}",
        words=_("一件办到一半的换到了新版"), edition=case.edition,
    )  # fmt: skip


def _of_form(before: Sheet, after: Sheet, answers: Answers, counter: Counter) -> Iterator[str]:
    """Nothing more may be asked of somebody who has sent everything."""
    found, form = carried(before, after, answers, counter), Form(after, counter)
    for question in found.again:
        yield _("“%(question)s”在新版里变了，申请人要重新答", question=question.label)
    for question in found.added:
        yield _("新版多问了“%(question)s”，申请人没有答过", question=question.label)
    if found.again or found.added:
        return
    for trouble in form.troubles(found.answers).values():
        yield _("照新版，申请人填的有一处不合要求：%(trouble)s", trouble=trouble)
    for trouble in missing_materials(form, found.answers).values():
        yield _("照新版还差材料：%(trouble)s", trouble=trouble)
    if ineligible := form.ineligible(found.answers):
        yield _("照新版不符合条件：%(words)s", words=ineligible)


def _of_steps(before: Sheet, after: Sheet, reached: str, *, is_decided_on: bool) -> Iterator[str]:
    """What has been reached is the same; what lies ahead may be another."""
    codes = [step.code for step in before.steps]
    count = codes.index(reached) + 1 if reached in codes else 0
    for number, step in enumerate(before.steps[:count]):
        if number >= len(after.steps) or after.steps[number] != step:
            yield _("“%(step)s”已经走到了，新版改了它", step=step.name)
    if is_decided_on:
        if len(after.steps) > count:
            yield _("已经请负责人决定了，新版在前面还有步骤")
        if before.decision != after.decision:
            yield _("已经请负责人决定了，新版改了怎么决定")


def _of_limits(before: Sheet, after: Sheet) -> Iterator[str]:
    """Before acceptance the new version's clock would run: it may not be the longer one."""
    if _is_longer(before.promised_limit, after.promised_limit):
        yield _("新版的承诺时限更长，办件的期限不能变长")
    if before.statutory_limit and (
        after.statutory_limit is None or _is_longer(before.statutory_limit, after.statutory_limit)
    ):
        yield _("新版的法定时限更长，办件的期限不能变长")


def _is_longer(before: Limit, after: Limit) -> bool:
    """Whether it may last longer; lengths in other units cannot be held against each other."""
    return before.unit != after.unit or after.count > before.count
