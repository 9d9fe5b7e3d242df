"""The dossier that goes into a bundle (卷宗): of a case of ours, or of what another asked of us."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any
from uuid import UUID

import orjson
from cryptography.hazmat.primitives.serialization import Encoding
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.deadlines.queries import deadlines_of
from jointhall.documents.models import Document, Letter
from jointhall.documents.press import seal_keys
from jointhall.documents.queries import documents_by_id, documents_of, letters_of_case
from jointhall.exchange.bundle.pack import Packed, Packing
from jointhall.exchange.models import Envelope
from jointhall.exchange.queries import envelopes_about
from jointhall.kernel.files import NoSuchFile
from jointhall.kernel.refusals import NotAllowed, Refusal
from jointhall.kernel.tools import Tools
from jointhall.kernel.words import _
from jointhall.records.journal import record
from jointhall.tenancy.successors import names_ever
from jointhall.web.place import Place

from ..after.passings import passings_of
from ..answers import answers_of
from ..counters import counter_at
from ..elsewhere.records import Intake
from ..joint.asking_in_turn import own_asks_of
from ..models import Case, HistoryLine
from ..queries import history_of
from ..sight import answers_shown, files_in, scope_of
from ..standing_in import Desk
from ..steps import Referral, Task
from ..visiting import photos_of
from ..visits import visits_of
from ..whereabouts import seen_case


async def bundle_of_case(
    session: AsyncSession, tools: Tools, place: Place, desk: Desk, case: Case
) -> Packed:
    """All that we hold of a case of ours, for one who may see all of it; put on record."""
    seen = await seen_case(session, tools, place, case)
    counter = await counter_at(tools, place)
    answers = answers_of(tools.secrets, case)
    scope = scope_of(desk, case, seen.sheet, answers, counter)
    if scope.answers is not None:
        raise NotAllowed(
            _("凭证包里有整件办件的材料，只有受理或决定这件的站所能导出。"),
            what_next=_("需要的话，请他们导出给您。"),
        )
    about = {"kind": "case", "id": str(case.id), "number": case.number, "item": case.item_title}
    packing = Packing(place.tenant_id, about)
    found = await documents_by_id(session, files_in(seen.sheet, answers, counter))
    # What was replaced in a correction belongs to the proof as well.
    every = {one.id: one for one in await documents_of(session, "draft", case.id)} | found
    for visit, _task in await visits_of(session, case):
        every |= {one.id: one for one in await photos_of(session, visit)}
    papers = await _papers(tools, packing, every.values())
    letters = await letters_of_case(session, case.id)
    envelopes = await envelopes_about(session, await _threads_of(session, case, seen.tasks))
    told = {
        "number": case.number,
        "item": case.item_title,
        "edition": case.edition,
        "status": case.status,
        "outcome": case.outcome,
        "channel": case.channel,
        "filed_at": case.filed_at,
        "accepted_at": case.accepted_at,
        "decided_at": case.decided_at,
        "closed_at": case.closed_at,
        "due_on": case.due_on,
        "statutory_due_on": case.statutory_due_on,
        "applicant": tools.secrets.open_text(case.tenant_id, "applicant", case.applicant_sealed),
        "answers": [
            {"label": one["label"], "value": one["value"]}
            for one in answers_shown(scope, seen.sheet, answers, counter)
        ],
        "steps": [_plain(one, "seq code name status opened_at finished_at") for one in seen.steps],
        "tasks": [
            _plain(one, "id step_id key kind words office party_name opened_at due_on status vote "
                   "opinion answered_at answered_by")
            for one in seen.tasks
        ],
        "deadlines": [
            {"key": one.key, "due_on": one.due_on}
            for one in await deadlines_of(session, "case", case.id)
        ],
        "papers": papers,
        "letters": await _letters(session, tools, packing, letters),
    }  # fmt: skip
    await packing.add_told("history.json", _history(case, await history_of(session, case)))
    packed = await _packed(tools, place, packing, told, envelopes)
    case.note(
        "case.exported", by=desk.viewer.actor(), at=tools.clock.now(),
        words=_("导出了凭证包"), sha256=packed.sha256,
    )  # fmt: skip
    return packed


async def bundle_of_referral(
    session: AsyncSession, tools: Tools, place: Place, desk: Desk, referral: Referral
) -> Packed:
    """What we hold of another tenant's case: its question, what came with it, our word."""
    about = {"kind": "referral", "id": str(referral.id), "number": referral.case_number,
             "item": referral.item_title}  # fmt: skip
    packing = Packing(place.tenant_id, about)
    sealed = tools.secrets.open(referral.tenant_id, "referral answers", referral.shown_sealed)
    shown: list[dict[str, str]] = orjson.loads(sealed)
    papers = []
    for number, paper in enumerate(referral.papers, start=1):
        if "own_key" not in paper:
            raise Refusal(
                _("对方的材料还在送来的路上，等几秒钟再导出。"), what_next=_("刷新再试。")
            )
        content = await tools.files.get(referral.tenant_id, paper["own_key"])
        papers.append(await _paper(packing, number, paper["material"], paper["name"], content))
    own = [one.id for one in await own_asks_of(session, referral)]
    envelopes = await envelopes_about(session, [referral.id, *own])
    told = _plain(
        referral,
        "case_number item_title title words peer_name asked_at due_on first_opened_at status vote "
        "opinion answered_at answered_by",
    )
    told |= {
        "answers": [{"label": one["label"], "value": one["text"]} for one in shown],
        "papers": papers,
        "letters": [],
    }
    packed = await _packed(tools, place, packing, told, envelopes)
    record(
        session, "referral.exported", who=desk.viewer.actor(), subject=f"referral:{referral.id}",
        words=_("导出了凭证包"), case_number=referral.case_number, sha256=packed.sha256,
    )  # fmt: skip
    return packed


async def bundle_of_intake(
    session: AsyncSession, tools: Tools, place: Place, desk: Desk, intake: Intake
) -> Packed:
    """What we hold of what we took in for another township: who, when, what came back."""
    about = {"kind": "intake", "id": str(intake.id), "number": intake.number,
             "item": intake.item_title}  # fmt: skip
    packing = Packing(place.tenant_id, about)
    envelopes = await envelopes_about(session, [intake.id])
    letters = await letters_of_case(session, intake.id)
    told = _plain(
        intake,
        "number item_title for_name came office officer_name status why case_words due_on "
        "originals sent_at opened_at originals_at originals_by originals_missing",
    )
    # The papers went to the other township, which alone has them now.
    told |= {"papers": [], "letters": await _letters(session, tools, packing, letters)}
    packed = await _packed(tools, place, packing, told, envelopes)
    record(
        session, "intake.exported", who=desk.viewer.actor(), subject=f"intake:{intake.id}",
        words=_("导出了凭证包"), for_whom=intake.resident_id, number=intake.number,
        sha256=packed.sha256,
    )  # fmt: skip
    return packed


async def _threads_of(session: AsyncSession, case: Case, tasks: Sequence[Task]) -> list[UUID]:
    """What envelopes about a case hang on: itself, its tasks, its ways, what is asked of us."""
    asked = await session.scalars(
        select(Referral.id).where(
            Referral.tenant_id == case.tenant_id, Referral.case_number == case.number
        )
    )
    ways = await passings_of(session, case)
    return [case.id, *(one.id for one in tasks), *(one.id for one in ways), *asked]


async def _packed(
    tools: Tools,
    place: Place,
    packing: Packing,
    told: Mapping[str, Any],
    envelopes: Sequence[Envelope],
) -> Packed:
    """The bundle with its dossier, which says what is not here, and the envelopes that say more."""
    named = set()
    for one in envelopes:
        body = orjson.loads(tools.secrets.open(one.tenant_id, "envelope", one.body_sealed))
        named |= {str(paper["sha256"]) for paper in body.get("papers", ())}
    erased = sorted(named - {str(paper["sha256"]) for paper in told["papers"]})
    await packing.add_told("dossier.json", {**told, "erased": erased})
    await packing.add_envelopes(envelopes, tools.secrets)
    authorities = seal_keys(tools).authorities(place.county_id)
    return await packing.close(
        tools.secrets,
        names=await names_ever(tools.database, place.county_id),
        authorities=[one.public_bytes(Encoding.PEM).decode() for one in authorities],
        at=tools.clock.now(),
    )


async def _papers(
    tools: Tools, packing: Packing, documents: Iterable[Document]
) -> list[dict[str, Any]]:
    papers = []
    ordered = sorted(documents, key=lambda one: (one.created_at, one.id))
    for number, one in enumerate(ordered, start=1):
        try:
            content = await tools.files.get(one.tenant_id, one.store_key)
        except NoSuchFile:
            continue
        papers.append(await _paper(packing, number, one.purpose, one.name, content))
        _must_fit(packing)
    return papers


async def _paper(
    packing: Packing, number: int, material: str, name: str, content: bytes
) -> dict[str, Any]:
    """One paper; its own name is told in the dossier and never becomes a path."""
    path = f"papers/{number:03d}{PurePosixPath(name).suffix.lower()[:6]}"
    sha256 = await packing.add(path, content)
    return {"material": material, "name": name, "path": path, "sha256": sha256}


async def _letters(
    session: AsyncSession, tools: Tools, packing: Packing, letters: Sequence[Letter]
) -> list[dict[str, Any]]:
    found = await documents_by_id(
        session, [one.document_id for one in letters if one.document_id is not None]
    )
    told = []
    for number, one in enumerate(letters, start=1):
        path, document = "", found.get(one.document_id) if one.document_id else None
        if document is not None:
            path = f"letters/{number:03d}.pdf"
            await packing.add(path, await tools.files.get(one.tenant_id, document.store_key))
        told.append({**_plain(one, "kind title number_words status issued_at sha256 verify_code"),
                     "path": path})  # fmt: skip
    _must_fit(packing)
    return told


def _must_fit(packing: Packing) -> None:
    if packing.is_full:
        raise Refusal(
            _("这件的材料太大，装不进一个凭证包。"), what_next=_("请联系本单位管理员导出。")
        )


def _history(case: Case, lines: Sequence[HistoryLine]) -> Mapping[str, Any]:
    fields = "seq at act words note who_kind who_id who_name who_office"
    return {
        "tenant_id": str(case.tenant_id),
        "case_id": str(case.id),
        "lines": [
            {**_plain(one, fields), "prev_hash": one.prev_hash.hex(), "hash": one.hash.hex()}
            for one in lines
        ],
    }


def _plain(one: object, fields: str) -> dict[str, Any]:
    """These fields as plain data; ids as text."""
    said = {name: getattr(one, name) for name in fields.split()}
    return {name: str(value) if isinstance(value, UUID) else value for name, value in said.items()}
