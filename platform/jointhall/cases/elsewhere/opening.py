"""Opening what another window took in for us (接收): it becomes a case of ours, with our clock."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall import exchange
from jointhall.documents.models import Document
from jointhall.kernel.db import at_commit
from jointhall.kernel.files import new_key
from jointhall.kernel.ids import new_id
from jointhall.kernel.jobs import Work, job, later
from jointhall.kernel.plain import put
from jointhall.kernel.refusals import NotHere
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import SYSTEM, Actor
from jointhall.kernel.words import _
from jointhall.records.journal import record
from jointhall.service_items.form import Form
from jointhall.service_items.offers import Closed
from jointhall.service_items.queries import edition_of, item_in
from jointhall.web.place import Place

from ..acceptance import refuse_acceptance
from ..after.deliveries import Wish
from ..after.wishes import Served
from ..correspondence import write_receipt
from ..counters import counter_at, place_of
from ..filing import file_case
from ..models import Case, when_moved
from ..queries import hold_case
from ..telling import tell_applicant
from .records import CAME, FILING, Handover
from .taking_in import ELSEWHERE, MANDATE, originals_told

OPEN_DOORS = ("live", "trial")
"""How a township stands that takes anything in."""


@job("cases.open_filing", queue="files")
async def open_filing(work: Work, *, handover_id: str) -> None:
    """Brings answers and papers here, checked, and files the case; done twice, it finds it done."""
    session, tools = work.session, work.tools
    handover = await session.scalar(
        select(Handover).where(Handover.id == UUID(handover_id)).with_for_update()
    )
    if handover is None or handover.status != "coming":
        return
    place = await place_of(tools, handover.tenant_id)
    closed = await _closed(session, place, handover.item_code)
    if closed is not None:
        _turn_away(session, tools, handover, closed)
        return
    said = await _fetched(tools, handover)
    renamed = {UUID(one["id"]): new_id() for one in handover.papers}
    answers = {code: _renamed(value, renamed) for code, value in said["answers"].items()}
    sheet = await edition_of(session, handover.item_code, handover.edition)
    form = Form(sheet, await counter_at(tools, place))
    await _keep_papers(session, tools, handover, renamed)
    by = Actor("officer", None, handover.officer_name, f"{handover.peer_name}{handover.office}")
    case = await file_case(
        session, tools, place, form, answers, id=handover.id, resident_id=handover.resident_id,
        submission_id=handover.envelope_id, by=by, number=handover.number, channel=ELSEWHERE,
        served=Served(Wish(said["serve_by"]), said["serve_to"]),
    )  # fmt: skip
    case.note(
        "case.taken_in", by=by, at=case.filed_at, note=originals_told(handover.originals),
        words=_("%(there)s窗口代收，%(who)s", there=handover.peer_name,
                who=_(CAME[handover.came])),
        peer=str(handover.peer_id),
    )  # fmt: skip
    handover.status = "opened"
    handover.mandate_sealed = tools.secrets.seal(
        place.tenant_id, MANDATE, orjson.dumps(said["mandate"])
    )
    await write_receipt(session, tools, place, form, case, answers, by=SYSTEM)
    await tell_applicant(
        session, tools, case, "case.arrived",
        _("%(place)s收到您的“%(item)s”了，编号还是%(number)s。",
          place=place.name, item=case.item_title, number=case.number),
    )  # fmt: skip
    exchange.send(
        session, tools, to=handover.peer_id, kind="filing.opened", thread=handover.id,
        body={"number": case.number, "words": case.status_words,
              "filing": handover.filing["key"]},
    )  # fmt: skip


async def send_back(
    session: AsyncSession,
    tools: Tools,
    place: Place,
    case: Case,
    handover: Handover,
    *,
    why: str,
    by: Actor,
) -> None:
    """Does not take it on, in writing, and tells the window that took it in: the papers go back."""
    await refuse_acceptance(session, tools, place, case, why=why, by=by)
    handover.status, handover.why = "returned", why
    exchange.send(
        session, tools, to=handover.peer_id, kind="filing.returned", thread=handover.id,
        body={"why": why, "words": case.status_words},
    )  # fmt: skip


async def sign_for_originals(
    session: AsyncSession,
    tools: Tools,
    place: Place,
    case: Case,
    handover: Handover,
    *,
    missing: list[str],
    damaged: list[str],
    by: Actor,
) -> None:
    """Signs for the papers that came (签收); what is missing or damaged is told by name."""
    now = tools.clock.now()
    handover.sign_off(missing, damaged, by=by.name, at=now)
    words = _("纸质材料收到了")
    if missing:
        words = _("纸质材料收到了，差 %(n)s 样", n=len(missing))
    told = [_("没有收到：%(names)s", names=_("、").join(missing))] if missing else []
    told += [_("有破损：%(names)s", names=_("、").join(damaged))] if damaged else []
    case.note("case.originals", by=by, at=now, words=words, note=_("；").join(told))
    exchange.send(
        session, tools, to=handover.peer_id, kind="filing.originals", thread=handover.id,
        body={"at": now.isoformat(), "by": f"{place.name}{by.office} {by.name}",
              "missing": missing, "damaged": damaged},
    )  # fmt: skip


async def handover_of(session: AsyncSession, case: Case, *, hold: bool = False) -> Handover:
    """How a case came to us from another window; NotHere for one that did not."""
    asked = select(Handover).where(
        Handover.tenant_id == case.tenant_id, Handover.id == case.id
    )  # fmt: skip
    found = await session.scalar(asked.with_for_update() if hold else asked)
    if found is None:
        raise NotHere(_("这件不是别处代收的。"))
    return found


@when_moved
def _tell_the_window(case: Case, session: Any) -> None:
    """Whoever took it in for us hears how it stands, and nothing else."""
    if case.channel != ELSEWHERE:
        return
    session.info.setdefault("told elsewhere", set()).add(case.id)
    at_commit(session, "elsewhere", _leave_word)


async def _leave_word(session: AsyncSession) -> None:
    for case_id in sorted(session.info.pop("told elsewhere", ())):
        await later(session, tell_how_it_stands, case_id=str(case_id))


@job("cases.tell_how_it_stands", queue="exchange")
async def tell_how_it_stands(work: Work, *, case_id: str) -> None:
    """A word and a day to the window that took the case in."""
    case = await hold_case(work.session, UUID(case_id))
    try:
        handover = await handover_of(work.session, case)
    except NotHere:
        # Passed on to us by the township it was taken in for: the window knows that one only.
        return
    exchange.send(
        work.session, work.tools, to=handover.peer_id, kind="filing.status", thread=case.id,
        body={"words": case.status_words, "due_on": case.due_on.isoformat() if case.due_on else ""},
    )  # fmt: skip


async def _closed(session: AsyncSession, place: Place, code: str) -> Closed | None:
    """Why the item takes nothing here now, if it does not."""
    if place.status not in OPEN_DOORS:
        return Closed(_("%(place)s已经不收件了。", place=place.name))
    try:
        offer = await item_in(session, place, code)
    except NotHere:
        return Closed(_("本单位不办这个事项。"))
    return None if offer.is_open else offer.closed


def _turn_away(session: AsyncSession, tools: Tools, handover: Handover, closed: Closed) -> None:
    why = f"{closed.why}{closed.instead}" or _("这个事项现在不收件。")
    handover.status, handover.why = "returned", why
    record(
        session, "handover.returned", who=SYSTEM, subject=f"handover:{handover.id}",
        words=_("%(there)s代收的一件退回去了：这个事项现在不收", there=handover.peer_name),
        number=handover.number,
    )  # fmt: skip
    exchange.send(
        session, tools, to=handover.peer_id, kind="filing.returned", thread=handover.id,
        body={"why": why, "words": _("没有收"), "filing": handover.filing["key"]},
    )  # fmt: skip


async def _fetched(tools: Tools, handover: Handover) -> dict[str, Any]:
    """Answers and mandate as they were sealed for us, checked against the envelope."""
    key = new_key(handover.tenant_id, FILING)
    kept = await tools.files.copy(
        handover.peer_id, handover.filing["key"], to_tenant=handover.tenant_id, to_key=key
    )
    if kept.sha256 is not None and kept.sha256 != handover.filing["sha256"]:
        raise ValueError("the answers are not those the envelope names")
    sealed = await tools.files.get(handover.tenant_id, key)
    # They stand in the case from now on; a second copy would only be one more to look after.
    await tools.files.erase(handover.tenant_id, key)
    said: dict[str, Any] = orjson.loads(tools.secrets.open(handover.tenant_id, FILING, sealed))
    return said


async def _keep_papers(
    session: AsyncSession, tools: Tools, handover: Handover, renamed: Mapping[UUID, UUID]
) -> None:
    for paper in handover.papers:
        key = new_key(handover.tenant_id, "paper")
        kept = await tools.files.copy(
            handover.peer_id, paper["key"], to_tenant=handover.tenant_id, to_key=key
        )
        if kept.sha256 is not None and kept.sha256 != paper["sha256"]:
            raise ValueError("a paper is not the one the envelope names")
        await put(session, Document(
            tenant_id=handover.tenant_id, id=renamed[UUID(paper["id"])], owner_kind="draft",
            owner_id=handover.id, resident_id=handover.resident_id, purpose=paper["purpose"],
            name=paper["name"], media_type=paper["media_type"], size=int(paper["size"]),
            sha256=paper["sha256"], pages=int(paper["pages"]) if paper["pages"] else None,
            store_key=key, uploaded_by=f"window:{handover.peer_id}",
            created_at=tools.clock.now(),
        ))  # fmt: skip


def _renamed(value: Any, renamed: Mapping[UUID, UUID]) -> Any:
    """An answer whose files have the ids they have here."""
    if not isinstance(value, list):
        return value
    return [
        {**one, "id": str(renamed[UUID(one["id"])])}
        if isinstance(one, dict) and set(one) == {"id", "name"} and UUID(one["id"]) in renamed
        else one
        for one in value
    ]
