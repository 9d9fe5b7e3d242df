"""Passing on (转送): what belongs to another tenant goes there, with number, day, papers and past.

It leaves by envelope in the transaction of the act; whether it is taken the other side says by
envelope, and only then the applicant is told, so that nobody is sent where nothing is done.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall import exchange
from jointhall.deadlines.queries import open_deadline_of
from jointhall.documents.models import Document
from jointhall.documents.queries import documents_by_id
from jointhall.exchange import Received
from jointhall.kernel.ids import new_id
from jointhall.kernel.plain import put
from jointhall.kernel.refusals import BadForm, Refusal
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import SYSTEM, Actor
from jointhall.kernel.words import _
from jointhall.service_items.queries import edition_of
from jointhall.web.place import Place

from ..answers import answers_of
from ..correspondence import write_letter
from ..counters import directory_of, place_of
from ..models import Case
from ..queries import history_of, hold_case
from ..silence import KEY, wait_for_word
from ..status import Status
from ..telling import tell_applicant
from ..versions.keeping import answers_then, papers_sent
from ..versions.models import versions_of
from .passings import Passing, gone_to, passings_of
from .wishes import ADDRESS

LONGEST = 300
TO = "转给"
"""A place in the words of the letter; see `tenants/starter/letters.yaml`."""

MOST_HOPS = 3
"""After so many times a case goes to the county's desk, not round in a ring."""


async def where_it_went(session: AsyncSession, tools: Tools, case: Case) -> Place | None:
    """The place where a case that was passed on is handled now; None while it is not taken."""
    if case.status != Status.PASSED_ON:
        return None
    went = await gone_to(session, case)
    return None if went is None else await directory_of(tools).by_id(went.peer_id)


async def came_from(tools: Tools, passings: Sequence[Passing]) -> Place | None:
    """The place that received a case first, when that was not here; its letters lie there."""
    first = passings[0] if passings else None
    if first is None or first.direction != "in":
        return None
    return await directory_of(tools).by_id(first.peer_id)


async def places_to_go(tools: Tools, place: Place) -> list[Place]:
    """Where a case may be passed on to: every other township of the county, and the county."""
    directory = directory_of(tools)
    townships = await directory.townships_of(place.county_id)
    county = await directory.by_id(place.county_id)
    every = [*townships, *([county] if county is not None else [])]
    return [one for one in every if one.tenant_id != place.tenant_id]


async def pass_on(
    session: AsyncSession, tools: Tools, place: Place, case: Case, *, to: str, why: str, by: Actor
) -> Passing:
    """Sends the whole case to the tenant it belongs to; its days go on from the day of receipt."""
    troubles = {}
    places = {one.division_code: one for one in await places_to_go(tools, place)}
    if to not in places:
        troubles["to"] = _("请选转给哪里。")
    if not why.strip() or len(why) > LONGEST:
        troubles["why"] = _("写为什么归那里办，最多%(n)s个字，申请人会看到。", n=LONGEST)
    if troubles:
        raise BadForm(troubles)
    peer, now = places[to], tools.clock.now()
    hops = max([one.hops for one in await passings_of(session, case)], default=0) + 1
    if hops > MOST_HOPS and not peer.is_county:
        raise Refusal(
            _("这件已经转过%(n)s次了，不能再在乡镇之间转。", n=MOST_HOPS),
            what_next=_("转给县里，由县里定归谁办。"),
        )
    since, id = case.answer_since, new_id()
    # What is said of its past is read before the line that it went.
    body = await _as_body(session, tools, place, case, why=why, hops=hops, since=since)
    case.pass_on(by=by, at=now, to=peer.name, why=why)
    deadline = await open_deadline_of(session, "case", case.id, KEY)
    if deadline is not None:
        deadline.cancel(now)
    envelope_id = exchange.send(
        session, tools, to=peer.tenant_id, kind="case.passed_on", thread=id, body=body
    )
    made = Passing(
        tenant_id=case.tenant_id, id=id, case_id=case.id, resident_id=case.resident_id,
        direction="out", peer_id=peer.tenant_id, peer_name=peer.name, why=why, passed_at=now,
        status="sent", hops=hops, envelope_id=envelope_id,
    )  # fmt: skip
    await put(session, made)
    return made


async def _as_body(
    session: AsyncSession,
    tools: Tools,
    place: Place,
    case: Case,
    *,
    why: str,
    hops: int,
    since: datetime,
) -> dict[str, Any]:
    """The whole case as it leaves the house: what was sent, every version, every line."""
    secrets = tools.secrets
    found = await documents_by_id(session, await papers_sent(session, tools, case))
    address = case.serve_to_sealed
    return {
        "case": {
            "id": str(case.id), "number": case.number, "item_code": case.item_code,
            "edition": case.edition, "item_title": case.item_title, "title": case.title,
            "resident_id": str(case.resident_id), "submission_id": str(case.submission_id),
            "track_index": case.track_index.hex(), "channel": case.channel,
            "filed_at": case.filed_at.isoformat(), "since": since.isoformat(),
            "serve_by": case.serve_by,
            "serve_to": secrets.open_text(case.tenant_id, ADDRESS, address)
            if address else "",
            "applicant": secrets.open_text(case.tenant_id, "applicant", case.applicant_sealed),
        },
        "answers": answers_of(secrets, case),
        "versions": [
            {
                "seq": one.seq, "edition": one.edition, "answers": answers_then(tools, one),
                "sent_at": one.sent_at.isoformat(), "replaced_at": one.replaced_at.isoformat(),
                "asked": one.asked, "sha256": one.sha256,
            }
            for one in await versions_of(session, case)
        ],
        "papers": [_paper(one) for one in found.values()],
        "history": [
            {
                "at": line.at.isoformat(), "act": line.act, "words": line.words, "note": line.note,
                "who_kind": line.who_kind, "who_id": line.who_id, "who_name": line.who_name,
                "who_office": line.who_office, "hash": line.hash.hex(),
            }
            for line in await history_of(session, case)
        ],
        "why": why,
        "hops": hops,
        "from_name": place.name,
    }  # fmt: skip


def _paper(document: Document) -> dict[str, Any]:
    return {
        "id": str(document.id), "purpose": document.purpose, "name": document.name,
        "media_type": document.media_type, "size": document.size, "sha256": document.sha256,
        "pages": document.pages, "key": document.store_key, "uploaded_by": document.uploaded_by,
        "created_at": document.created_at.isoformat(),
    }  # fmt: skip


@exchange.answers("case.taken_over")
async def taken_over(session: AsyncSession, tools: Tools, received: Received) -> None:
    """The other side has it: now the applicant is told, in writing, where it is."""
    passing = await _passing(session, received)
    if passing is None or passing.status != "sent":
        return
    passing.status = "taken"
    case = await hold_case(session, passing.case_id)
    place = await place_of(tools, case.tenant_id)
    now = tools.clock.now()
    words = _("%(who)s收下了，接着办", who=passing.peer_name)
    case.note("case.taken_there", by=SYSTEM, at=now, words=words)
    sheet = await edition_of(session, case.item_code, case.edition)
    await write_letter(
        session, tools, place, sheet, case, "passed_on", by=SYSTEM, why=passing.why,
        more={TO: passing.peer_name},
    )  # fmt: skip
    await tell_applicant(
        session, tools, case, "case.passed_on",
        _("您的“%(item)s”归%(who)s办，已经转过去了，不用重新申请。",
          item=case.item_title, who=passing.peer_name),
    )  # fmt: skip


@exchange.answers("case.sent_back")
async def sent_back(session: AsyncSession, tools: Tools, received: Received) -> None:
    """The other side cannot take it: it lies with us again, and its days were not stopped."""
    passing = await _passing(session, received)
    if passing is None or passing.status != "sent":
        return
    passing.status, passing.returned_why = "returned", received.body["why"]
    case = await hold_case(session, passing.case_id)
    words = _("%(who)s没有收，退回来了", who=passing.peer_name)
    await lie_here_again(
        session, tools, case, words=words, why=passing.returned_why,
        since=datetime.fromisoformat(received.body["since"]),
    )  # fmt: skip


async def lie_here_again(
    session: AsyncSession, tools: Tools, case: Case, *, words: str, why: str, since: datetime
) -> None:
    """A case that was passed on waits here again, its five days reckoned from where they began."""
    place = await place_of(tools, case.tenant_id)
    case.come_back(by=SYSTEM, at=tools.clock.now(), words=words, why=why)
    case.updated_at = since
    await wait_for_word(session, tools, case, place.name, since=since)


async def _passing(session: AsyncSession, received: Received) -> Passing | None:
    found: Passing | None = await session.scalar(
        select(Passing)
        .where(Passing.id == received.thread, Passing.peer_id == received.from_id)
        .with_for_update()
    )
    return found
