"""The county's desk (协调台): it says who answers what nobody thinks is theirs."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall import exchange
from jointhall.deadlines.actions import open_deadline
from jointhall.exchange import Received
from jointhall.kernel.db import tenant_of
from jointhall.kernel.refusals import BadForm, Refusal
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import SYSTEM, Actor
from jointhall.kernel.words import N_, _
from jointhall.records.journal import record
from jointhall.web.place import Place

from ..clocks import stop_clocks
from ..counters import place_of
from ..dates import calendar_of
from ..models import Case
from ..steps import Task
from ..supervision.reminding import officers_who_may, remind
from .coming_back import lies_with_us_again
from .desk_matters import RULINGS, DeskMatter
from .finding import asked_on
from .renewing import ask_anew
from .successors import is_open, office_there, standing_for
from .threads import ALARM_ABOVE, Thread, thread_of

RULED_WITHIN = 1
"""Working days in which the county says who answers."""
RULED_BASIS = N_("退回来的联办请求，县里一个工作日内定由谁答")
LONGEST = 500


async def to_the_desk(
    session: AsyncSession,
    tools: Tools,
    place: Place,
    case: Case,
    task: Task,
    thread: Thread,
    *,
    proposed: tuple[str, str],
) -> None:
    """Sends a question that came back on to the county: what was asked, of whom, why it came."""
    thread.desk_since = tools.clock.now()
    proposed_id, thread.proposed_name = proposed
    thread.proposed_id = UUID(proposed_id) if proposed_id else None
    asked_id = task.peer_id or case.tenant_id
    body = {
        "from_name": place.name,
        "from_phone": place.phone,
        "case_number": case.number,
        "item_title": case.item_title,
        "title": case.title,
        "words": task.words,
        "asked_id": str(asked_id),
        "asked_name": task.party_name,
        "asked_office": task.office,
        "reason": thread.reason,
        "reason_words": thread.reason_words,
        "reason_by": thread.reason_by,
        "proposed_id": proposed_id,
        "proposed_name": thread.proposed_name,
        "bounces": thread.bounces,
    }
    if place.is_county:
        await _lay_down(session, tools, task.id, case.tenant_id, body)
    else:
        exchange.send(
            session, tools, to=place.county_id, kind="desk.asked", thread=task.id, body=body
        )
        # The county's day is kept here too: what it is late with is not counted against us.
        await open_deadline(
            session, subject_kind="thread", subject_id=task.id, key="ruling",
            start=thread.desk_since, length=RULED_WITHIN, basis=RULED_BASIS,
            owner=place.county_name, calendar=await calendar_of(session),
        )  # fmt: skip
    words = _("“%(task)s”由谁答，请县里定", task=task.words.rstrip("。"))
    case.note("thread.to_county", by=SYSTEM, at=thread.desk_since, words=words, task=task.key)


@exchange.answers("desk.asked")
async def came(session: AsyncSession, tools: Tools, received: Received) -> None:
    """A township sends us what came back to it."""
    await _lay_down(session, tools, received.thread, received.from_id, received.body)


async def _lay_down(
    session: AsyncSession, tools: Tools, id: UUID, from_id: UUID, body: dict[str, Any]
) -> None:
    now, tenant_id = tools.clock.now(), tenant_of(session)
    place = await place_of(tools, tenant_id)
    await stop_clocks(session, "desk", id, at=now)
    deadline = await open_deadline(
        session, subject_kind="desk", subject_id=id, key="ruling", start=now,
        length=RULED_WITHIN, basis=RULED_BASIS,
        owner=place.name, calendar=await calendar_of(session),
    )  # fmt: skip
    row = {
        **{key: value for key, value in body.items() if key not in ("asked_id", "proposed_id")},
        "from_id": from_id,
        "asked_id": UUID(body["asked_id"]),
        "proposed_id": UUID(body["proposed_id"]) if body["proposed_id"] else None,
        "came_at": now,
        "due_on": deadline.due_on,
        "status": "open",
        "ruling": "", "ruled_to_name": "", "ruled_words": "", "ruled_at": None, "ruled_by": "",
    }  # fmt: skip
    insertion = insert(DeskMatter).values(tenant_id=tenant_id, id=id, **row)
    await session.execute(
        insertion.on_conflict_do_update(
            index_elements=["tenant_id", "id"],
            set_={name: insertion.excluded[name] for name in row},
        )
    )
    record(
        session, "desk.came", who=SYSTEM, subject=f"desk:{id}", case_number=body["case_number"],
        words=_("%(who)s退回来的一问到了协调台", who=body["asked_name"]), bounces=body["bounces"],
    )  # fmt: skip
    is_alarm = body["bounces"] > ALARM_ABOVE
    words = _("协调台来了一件：%(item)s %(number)s，%(who)s退回",
              item=body["item_title"], number=body["case_number"],
              who=body["asked_name"])  # fmt: skip
    if is_alarm:
        words = _("报警：%(item)s %(number)s来回退了 %(n)s 次，请马上定由谁答",
                  item=body["item_title"], number=body["case_number"],
                  n=body["bounces"])  # fmt: skip
    people = await officers_who_may(session, "desk:rule")
    await remind(session, (one.id for one in people), "desk", words, f"/console/desk/{id}", at=now)
    if is_alarm:
        record(
            session, "desk.alarm", who=SYSTEM, subject=f"desk:{id}",
            words=_("同一问来回退了 %(n)s 次，报警", n=body["bounces"]),
            case_number=body["case_number"],
        )  # fmt: skip


async def rule(
    session: AsyncSession,
    tools: Tools,
    county: Place,
    matter: DeskMatter,
    *,
    ruling: str,
    to: Place | None,
    office: str,
    words: str,
    by: Actor,
) -> None:
    """Says who answers, with the reason; it goes to the one who asked, and from there on by itself.

    The desk's word is the county's: whoever it names cannot say again that it is not theirs.
    """
    if matter.status != "open":
        raise Refusal(_("这一件已经定过了，或者不用定了。"), what_next=_("回协调台看看最新情况。"))
    words = words.strip()
    troubles = {}
    if ruling not in RULINGS:
        troubles["ruling"] = _("请选怎么定。")
    if ruling == "readdress" and (to is None or not office):
        troubles["to"] = _("请选改由哪一家的哪个站所答。")
    if not words or len(words) > LONGEST:
        troubles["words"] = _("写明为什么这样定，最多 %(n)s 个字，几家都看得到。", n=LONGEST)
    if troubles:
        raise BadForm(troubles)
    now = tools.clock.now()
    matter.status, matter.ruling, matter.ruled_words = "ruled", ruling, words
    matter.ruled_at, matter.ruled_by = now, by.name
    matter.ruled_to_name = {
        "readdress": to.name if to is not None else "",
        "insist": matter.asked_name,
        "return": matter.from_name,
    }[ruling]
    await stop_clocks(session, "desk", matter.id, at=now)
    body = {
        "ruling": ruling,
        "to_id": str(to.tenant_id) if to is not None and ruling == "readdress" else "",
        "office": office,
        "words": words,
        "officer": by.name,
        "office_name": by.office,
        "at": now.isoformat(),
    }
    record(
        session, "desk.ruled", who=by, subject=f"desk:{matter.id}",
        words=_("定了：%(ruling)s（%(who)s）", ruling=_(RULINGS[ruling]), who=matter.ruled_to_name),
        case_number=matter.case_number, ruling=ruling,
    )  # fmt: skip
    if matter.from_id == county.tenant_id:
        received = Received(matter.id, county.tenant_id, "desk.ruled", matter.id, body, now)
        await ruled(session, tools, received)
    else:
        exchange.send(
            session, tools, to=matter.from_id, kind="desk.ruled", thread=matter.id, body=body
        )


@exchange.answers("desk.ruled")
async def ruled(session: AsyncSession, tools: Tools, received: Received) -> None:
    """The county's word: we ask whom it names, or choose ourselves when it gives it back to us."""
    case, task = await asked_on(session, received)
    if case is None or task is None or task.status != "bounced":
        return
    body = received.body
    place = await place_of(tools, case.tenant_id)
    thread = await thread_of(session, task)
    by = Actor("officer", None, body["officer"], body["office_name"] or place.county_name)
    thread.ruled_words = body["words"]
    if body["ruling"] == "return" and is_open(place):
        await _give_back(session, tools, case, task, thread, by=by, words=body["words"])
        return
    to_id = UUID(body["to_id"]) if body["ruling"] == "readdress" else task.peer_id
    if to_id is None or body["ruling"] == "return":
        # Nobody is left in a closed township to choose: whoever comes after it answers.
        to_id = case.tenant_id
    to = await standing_for(tools, to_id, place.county_id)
    office = body["office"] if body["ruling"] == "readdress" else office_there(to, task.office)
    thread.desk_since = None
    await ask_anew(
        session, tools, place, case, task, to=to, office=office, words=body["words"], by=by,
        ruled=body["words"],
    )  # fmt: skip


async def _give_back(
    session: AsyncSession, tools: Tools, case: Case, task: Task, thread: Thread, *, by: Actor,
    words: str,
) -> None:  # fmt: skip
    now = tools.clock.now()
    await stop_clocks(session, "thread", task.id, at=now)
    await lies_with_us_again(session, tools, case, thread)
    said = _("县里请我们自己定“%(task)s”由谁答", task=task.words.rstrip("。"))
    case.note(
        "thread.given_back", by=by, at=now, words=said,
        note=words, task=task.key,
    )  # fmt: skip


@exchange.answers("desk.withdrawn")
async def withdrawn(session: AsyncSession, tools: Tools, received: Received) -> None:
    """Nobody need say any more who answers it."""
    matter = await session.scalar(
        select(DeskMatter)
        .where(
            DeskMatter.tenant_id == tenant_of(session),
            DeskMatter.id == received.thread,
            DeskMatter.from_id == received.from_id,
        )
        .with_for_update()
    )
    if matter is not None and matter.status == "open":
        matter.status = "withdrawn"
        await stop_clocks(session, "desk", matter.id, at=tools.clock.now())
        record(
            session, "desk.withdrawn", who=SYSTEM, subject=f"desk:{matter.id}",
            words=_("%(who)s那边已经不需要了", who=matter.from_name),
            case_number=matter.case_number,
        )  # fmt: skip
