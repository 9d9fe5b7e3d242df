"""Taking over (接收转送): a case another tenant passed on becomes ours as it is, or goes back."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall import exchange
from jointhall.documents.models import Document
from jointhall.documents.queries import documents_by_id
from jointhall.exchange import Received
from jointhall.kernel.clock.days import day_words
from jointhall.kernel.clock.now import on_which_day
from jointhall.kernel.db import at_commit, tenant_of
from jointhall.kernel.files import new_key
from jointhall.kernel.ids import new_id
from jointhall.kernel.jobs import Work, job, later
from jointhall.kernel.plain import put_and_watch
from jointhall.kernel.refusals import NotHere
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import SYSTEM
from jointhall.kernel.words import _
from jointhall.service_items.flow import receiving_office
from jointhall.service_items.queries import edition_of, item_in
from jointhall.tenancy.models import Status as TenantStatus
from jointhall.web.place import Place

from ..answers import seal_answers
from ..counters import counter_at, place_of
from ..models import Case, write_lines
from ..silence import wait_for_word
from ..status import Status
from ..versions.models import Version
from .passing import lie_here_again
from .passings import Passing, passings_of
from .wishes import ADDRESS


@exchange.answers("case.passed_on")
async def passed_on(session: AsyncSession, tools: Tools, received: Received) -> None:
    """A case comes in from another tenant: taken as it is, or sent back with the reason."""
    body: dict[str, Any] = received.body
    told = body["case"]
    place = await place_of(tools, tenant_of(session))
    before = await session.get(Case, (place.tenant_id, UUID(told["id"])), with_for_update=True)
    why_not = await _why_not(session, place, told, before)
    if why_not:
        exchange.send(
            session, tools, to=received.from_id, kind="case.sent_back", thread=received.thread,
            body={"why": why_not, "since": told["since"]},
        )  # fmt: skip
        return
    since = datetime.fromisoformat(told["since"])
    if before is None:
        case = await _new(session, tools, place, body)
        await _lines(session, case, body, after=None)
        case.note(
            "case.taken_over", by=SYSTEM, at=tools.clock.now(), note=body["why"],
            words=_("%(who)s转来的，收件日期仍是%(day)s", who=body["from_name"],
                    day=day_words(on_which_day(case.filed_at))),
        )  # fmt: skip
        await wait_for_word(session, tools, case, place.name, since=since)
    else:
        case = before
        case.edition = told["edition"]
        went = [one for one in await passings_of(session, case) if one.direction == "out"]
        case.answers_sealed = seal_answers(tools.secrets, place.tenant_id, body["answers"])
        await _lines(session, case, body, after=went[-1].passed_at if went else None)
        await lie_here_again(
            session, tools, case, why=body["why"], since=since,
            words=_("%(who)s又转回来了", who=body["from_name"]),
        )  # fmt: skip
    await _versions(session, tools, case, body)
    await _papers(session, case, body, received.from_id)
    session.add(
        Passing(
            tenant_id=place.tenant_id, id=received.thread, case_id=case.id,
            resident_id=case.resident_id, direction="in", peer_id=received.from_id,
            peer_name=body["from_name"], why=body["why"], passed_at=received.sent_at,
            status="taken", hops=body["hops"], envelope_id=received.id,
        )
    )  # fmt: skip
    exchange.send(
        session, tools, to=received.from_id, kind="case.taken_over", thread=received.thread,
        body={"number": case.number},
    )  # fmt: skip


async def _why_not(
    session: AsyncSession, place: Place, told: dict[str, Any], before: Case | None
) -> str:
    """Why this tenant cannot take it; empty when it can."""
    if place.status not in (TenantStatus.LIVE, TenantStatus.TRIAL):
        return _("%(name)s现在不收新的办件。", name=place.name)
    if before is not None:
        is_away = before.status == Status.PASSED_ON
        return "" if is_away else _("这件在%(name)s已经有了。", name=place.name)
    same = await session.scalar(
        select(Case.id).where(Case.tenant_id == place.tenant_id, Case.number == str(told["number"]))
    )
    if same is not None:
        return _("编号和%(name)s的另一件重了。", name=place.name)
    try:
        offer = await item_in(session, place, told["item_code"])
    except NotHere:
        return _("%(name)s没有承接这一项。", name=place.name)
    if offer.status != "in_use":
        return _("%(name)s这一项现在不收件。", name=place.name) + offer.closed.why
    return ""


async def _new(session: AsyncSession, tools: Tools, place: Place, body: dict[str, Any]) -> Case:
    told, secrets, now = body["case"], tools.secrets, tools.clock.now()
    sheet = await edition_of(session, told["item_code"], told["edition"])
    answers = body["answers"]
    case = Case(
        tenant_id=place.tenant_id,
        id=UUID(told["id"]),
        number=told["number"],
        item_code=told["item_code"],
        edition=told["edition"],
        item_title=told["item_title"],
        title=told["title"],
        resident_id=UUID(told["resident_id"]),
        applicant_sealed=secrets.seal_text(place.tenant_id, "applicant", told["applicant"]),
        answers_sealed=seal_answers(secrets, place.tenant_id, answers),
        submission_id=UUID(told["submission_id"]),
        track_index=bytes.fromhex(told["track_index"]),
        channel=told["channel"],
        status=Status.SUBMITTED.value,
        office=receiving_office(sheet, answers, await counter_at(tools, place)),
        step_code="",
        outcome="",
        filed_at=datetime.fromisoformat(told["filed_at"]),
        # The five days are reckoned from here; see `progress.answer_by`.
        updated_at=datetime.fromisoformat(told["since"]),
        serve_by=told["serve_by"],
        serve_to_sealed=secrets.seal_text(place.tenant_id, ADDRESS, told["serve_to"])
        if told["serve_to"]
        else None,
    )
    assert now >= case.filed_at, "what comes in was filed before"
    await put_and_watch(session, case)
    return case


async def _lines(
    session: AsyncSession, case: Case, body: dict[str, Any], *, after: datetime | None
) -> None:
    """The lines of its past, as the other side wrote them, chained here anew."""
    for line in body["history"]:
        at = datetime.fromisoformat(line["at"])
        if after is not None and at <= after:
            continue
        office = line["who_office"]
        if line["who_kind"] == "officer":
            office = f"{body['from_name']} {office}".strip()
        session.info.setdefault("history", []).append(
            (
                case.tenant_id, case.id, at, line["act"], line["words"], line["note"],
                line["who_kind"], line["who_id"], line["who_name"], office,
            )
        )  # fmt: skip
    at_commit(session, "history", write_lines)


async def _versions(session: AsyncSession, tools: Tools, case: Case, body: dict[str, Any]) -> None:
    there = set(
        await session.scalars(
            select(Version.seq).where(
                Version.tenant_id == case.tenant_id, Version.case_id == case.id
            )
        )
    )
    for one in body["versions"]:
        if one["seq"] in there:
            continue
        session.add(
            Version(
                tenant_id=case.tenant_id, id=new_id(), case_id=case.id,
                resident_id=case.resident_id, seq=one["seq"], edition=one["edition"],
                answers_sealed=seal_answers(tools.secrets, case.tenant_id, one["answers"]),
                sha256=one["sha256"], sent_at=datetime.fromisoformat(one["sent_at"]),
                replaced_at=datetime.fromisoformat(one["replaced_at"]), asked=one["asked"],
            )
        )  # fmt: skip


async def _papers(session: AsyncSession, case: Case, body: dict[str, Any], from_id: UUID) -> None:
    """Its papers under the ids the answers name; the files are brought right afterwards."""
    there = await documents_by_id(session, [UUID(one["id"]) for one in body["papers"]])
    coming = []
    for one in body["papers"]:
        if UUID(one["id"]) in there:
            continue
        own_key = new_key(case.tenant_id, "paper")
        session.add(
            Document(
                tenant_id=case.tenant_id, id=UUID(one["id"]), owner_kind="draft",
                owner_id=case.id, resident_id=case.resident_id, purpose=one["purpose"],
                name=one["name"], media_type=one["media_type"], size=one["size"],
                sha256=one["sha256"], pages=one["pages"], store_key=own_key,
                uploaded_by=one["uploaded_by"],
                created_at=datetime.fromisoformat(one["created_at"]),
            )
        )  # fmt: skip
        coming.append({"key": one["key"], "own_key": own_key, "sha256": one["sha256"]})
    for paper in coming:
        await later(session, fetch_paper, peer_id=str(from_id), **paper)


@job("cases.fetch_passed_paper", queue="files")
async def fetch_paper(work: Work, *, peer_id: str, key: str, own_key: str, sha256: str) -> None:
    """Brings one paper of a case that was passed on into our store, against its checksum."""
    kept = await work.tools.files.copy(
        UUID(peer_id), key, to_tenant=tenant_of(work.session), to_key=own_key
    )
    if kept.sha256 is not None and kept.sha256 != sha256:
        raise ValueError("a paper is not the one the envelope names")
