"""Asking anew (重新问): the same question to the same party or another, with what holds today."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from jointhall import exchange
from jointhall.documents.models import Document
from jointhall.kernel.plain import put
from jointhall.kernel.refusals import Refusal
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import Actor
from jointhall.kernel.words import _
from jointhall.service_items.counter import Counter
from jointhall.service_items.flow import Ask, Party, Side, resolve
from jointhall.service_items.form import Form
from jointhall.service_items.queries import edition_of
from jointhall.service_items.sheets import Sheet
from jointhall.web.place import Place

from ..answers import answers_of
from ..asking import question_of
from ..clocks import start_answer_clock, stop_clocks
from ..counters import counter_at
from ..models import Case
from ..shown import papers_for
from ..signers.second_person import asked_of_two
from ..steps import Step, Task
from ..visits import visit_asked, visit_of_task
from .thanks import known_as, tell_the_desk
from .threads import Thread, thread_of

WITHIN_WHEN_UNKNOWN = 3
"""Working days for a question the sheet does not know: one an officer thought of."""

ANEW = ("open", "bounced")


@dataclass(frozen=True, slots=True)
class Question:
    """What a task asks, with the answers and papers its party may see today."""

    sheet: Sheet
    step: str
    ask: Ask
    counter: Counter
    papers: Mapping[UUID, Document]


async def question_now(
    session: AsyncSession, tools: Tools, place: Place, case: Case, task: Task
) -> Question:
    """What this task would ask if it were asked today: by the sheet, as everything asked."""
    sheet = await edition_of(session, case.item_code, case.edition)
    counter = await counter_at(tools, place)
    if task.step_id is None:
        return await _whole(session, tools, sheet, counter, case, task)
    step = await session.get_one(Step, (case.tenant_id, task.step_id))
    sheet_step = sheet.step(step.code)
    asks = (
        resolve(sheet, sheet_step, answers_of(tools.secrets, case), counter).asks
        if sheet_step is not None
        else ()
    )
    found = next((one for one in asks if one.key == task.key), None)
    if found is None:
        # Nobody but the sheet says what leaves the house: what it does not know shows nothing.
        party = Party(Side.TOWNSHIP, task.office)
        found = Ask(task.key, task.key, party, task.words, WITHIN_WHEN_UNKNOWN, {}, {})
    return Question(sheet, step.code, found, counter, await papers_for(session, [found]))


async def _whole(
    session: AsyncSession, tools: Tools, sheet: Sheet, counter: Counter, case: Case, task: Task
) -> Question:
    """What whoever decides in our place has to see: all of it."""
    form = Form(sheet, counter)
    answers = form.applying(answers_of(tools.secrets, case))
    ask = Ask(
        task.key, task.key, Party(Side.TOWNSHIP, task.office), task.words,
        sheet.decision.within_days, answers, form.documents(answers),
    )  # fmt: skip
    return Question(sheet, "", ask, counter, await papers_for(session, [ask]))


async def ask_anew(
    session: AsyncSession,
    tools: Tools,
    place: Place,
    case: Case,
    task: Task,
    *,
    to: Place,
    office: str,
    words: str,
    by: Actor,
    ruled: str = "",
) -> None:
    """Asks again from today on: the days begin anew for the one who is asked, not for the case.

    The newer envelope takes the place of the older; whoever had that one is told. `words` say why,
    `ruled` is the county's word that this is the one to answer. The case and its task are held.
    """
    if task.status not in ANEW:
        raise Refusal(_("这一项现在不能重新问。"), what_next=_("刷新页面看看，可能刚刚有了答复。"))
    now = tools.clock.now()
    thread = await thread_of(session, task)
    asked = await question_now(session, tools, place, case, task)
    _leave(session, tools, case, task, thread, to=to)
    await stop_clocks(session, "task", task.id, at=now)
    await stop_clocks(session, "thread", task.id, at=now)
    is_own = to.tenant_id == place.tenant_id
    if task.status != "open":
        task.become("open")
    task.office = office
    task.peer_id, task.party_name, task.party_phone = (
        (None, place.name, place.phone) if is_own else (to.tenant_id, to.name, to.phone)
    )
    task.opened_at = now
    task.due_on = await start_answer_clock(
        session, tools, "task", task.id, asked.ask.within_days, to.name
    )
    thread.begin_again()
    if is_own:
        task.envelope_id = None
        await _visit_here(session, task, asked)
    else:
        body = question_of(
            place, asked.sheet, case, asked.step,
            replace(asked.ask, party=replace(asked.ask.party, office=office)),
            task.due_on, asked.counter, asked.papers,
        )  # fmt: skip
        task.envelope_id = exchange.send(
            session, tools, to=to.tenant_id, kind="approval.asked", thread=task.id,
            body={
                **body, **asked_of_two(asked.sheet, task), "round": thread.round,
                "note": words, "ruled": ruled,
            },
        )  # fmt: skip
    who = known_as(task, place.county_id)
    said = _("重新请%(who)s答“%(task)s”", who=who, task=task.words.rstrip("。"))
    case.note("task.asked_anew", by=by, at=now, words=said, note=words, task=task.key)


def _leave(
    session: AsyncSession, tools: Tools, case: Case, task: Task, thread: Thread, *, to: Place
) -> None:
    """Tells whoever had the question before that somebody else has it now."""
    if thread.is_at_the_desk:
        tell_the_desk(session, tools, case, task)
    gave_it_back = task.status == "bounced" and thread.reason not in ("undelivered", "")
    if task.peer_id is None or task.peer_id == to.tenant_id or gave_it_back:
        return
    told = _("这一项改由%(who)s答，不用您答了。谢谢。", who=to.name)
    exchange.send(
        session, tools, to=task.peer_id, kind="approval.withdrawn", thread=task.id,
        body={"case_number": case.number, "words": told},
    )  # fmt: skip


async def _visit_here(session: AsyncSession, task: Task, asked: Question) -> None:
    """A visit another tenant would have made is ours now."""
    sheet_step = asked.sheet.step(asked.step)
    sheet_task = sheet_step.task(asked.ask.task) if sheet_step is not None else None
    if sheet_task is None or sheet_task.visit is None:
        return
    if await visit_of_task(session, task.id) is None:
        await put(session, visit_asked(task.tenant_id, sheet_task.visit, task_id=task.id))
