"""Forwarding what was taken in for another township (异地代收): by envelope, and what comes back.

The envelope names answers and papers by their checksums; they lie sealed in the store until the
other township has them, and are erased here then. What is left here is how the case stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall import exchange
from jointhall.documents.actions import issue_letter
from jointhall.documents.models import Document
from jointhall.documents.press import erase_file
from jointhall.documents.queries import documents_by_id, documents_of
from jointhall.exchange import Received
from jointhall.kernel.files import new_key
from jointhall.kernel.jobs import later
from jointhall.kernel.plain import put
from jointhall.kernel.refusals import NotHere
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import SYSTEM, Actor
from jointhall.kernel.words import _, speaking
from jointhall.messages.actions import tell
from jointhall.records.journal import record
from jointhall.service_items.form import Form
from jointhall.service_items.sheets import Answers
from jointhall.web.place import Place

from ..after.wishes import Served
from ..answers import applicant_of, phone_of
from ..sight import files_in
from .opening import open_filing
from .records import FILING, Handover, Intake
from .taking_in import answers_in, mandate_of, must_be_whole, number_for
from .words import handover_words, receipt_words


async def send_there(
    session: AsyncSession,
    tools: Tools,
    place: Place,
    there: Place,
    form: Form,
    intake: Intake,
    originals: list[dict[str, str]],
    *,
    served: Served,
    by: Actor,
) -> None:
    """Sends what was taken in to the township it belongs to, with receipt and list of papers."""
    intake.must_be_a_draft()
    answers = must_be_whole(form, answers_in(tools.secrets, intake))
    now = tools.clock.now()
    phone = phone_of(form.sheet, answers)
    intake.number, intake.track_index = await number_for(session, tools, place, phone)
    intake.status, intake.sent_at, intake.updated_at = "sent", now, now
    intake.originals = originals
    papers = await _papers(session, form, answers)
    filing = await _sealed_for(tools, place, there, intake, answers, served)
    exchange.send(
        session, tools, to=there.tenant_id, kind="filing.forwarded", thread=intake.id,
        body={
            "number": intake.number, "item_code": intake.item_code, "edition": intake.edition,
            "item_title": intake.item_title, "resident_id": str(intake.resident_id),
            "from_name": place.name, "from_phone": place.phone, "office": intake.office,
            "officer": by.name, "came": intake.came, "taken_at": now.isoformat(),
            "filing": filing, "papers": papers, "originals": originals,
        },
    )  # fmt: skip
    await _letters(session, tools, place, form, intake, answers, papers, by=by)
    record(
        session, "intake.sent", who=by, subject=f"intake:{intake.id}", for_whom=intake.resident_id,
        words=_("替%(there)s收了一件，送过去了", there=there.name), number=intake.number,
    )  # fmt: skip
    await tell(
        session, tools.secrets, intake.resident_id, "intake.sent",
        # The first words go by SMS: who acted for whom, and whom to ring up.
        _("%(place)s替您收了“%(item)s”，不是您办的请打%(phone)s。编号%(number)s，送往%(there)s。",
          place=place.name, item=intake.item_title, number=intake.number, there=there.name,
          phone=place.phone),
        "/cases", now=now,
    )  # fmt: skip


async def _sealed_for(
    tools: Tools, place: Place, there: Place, intake: Intake, answers: Answers, served: Served
) -> dict[str, str]:
    """Answers and mandate in a file only the other township opens, as the envelope names it."""
    said = {
        "answers": dict(answers),
        "mandate": mandate_of(tools.secrets, place.tenant_id, intake.mandate_sealed).as_data(),
        "serve_by": served.wish.value,
        "serve_to": served.to,
    }
    sealed = tools.secrets.seal(there.tenant_id, FILING, orjson.dumps(said))
    key = new_key(place.tenant_id, FILING)
    kept = await tools.files.put(
        place.tenant_id, key, sealed, media_type="application/octet-stream"
    )
    return {"key": key, "sha256": kept.sha256 or ""}


async def _papers(session: AsyncSession, form: Form, answers: Answers) -> list[dict[str, str]]:
    found = await documents_by_id(session, files_in(form.sheet, answers, form.counter))
    return [_paper(one) for one in found.values()]


def _paper(one: Document) -> dict[str, str]:
    return {
        "id": str(one.id), "purpose": one.purpose, "name": one.name, "media_type": one.media_type,
        "size": str(one.size), "pages": str(one.pages or ""), "sha256": one.sha256,
        "key": one.store_key,
    }  # fmt: skip


async def _letters(
    session: AsyncSession,
    tools: Tools,
    place: Place,
    form: Form,
    intake: Intake,
    answers: Answers,
    papers: Sequence[dict[str, str]],
    *,
    by: Actor,
) -> None:
    """The applicant's receipt, and the list that goes along with papers that were left."""
    applicant = applicant_of(form.sheet, answers)
    with speaking("zh"):
        receipt = receipt_words(place, intake, applicant, len(papers))
        listed = handover_words(place, intake, applicant)
        titles = _("收件回执"), _("收件移交单")
    await issue_letter(
        session, tools, place, kind="receipt", title=titles[0], text=receipt, by=by,
        case_id=intake.id, resident_id=intake.resident_id,
    )  # fmt: skip
    if intake.left:
        await issue_letter(
            session, tools, place, kind="handover", title=titles[1], text=listed, by=by,
            case_id=intake.id,
        )  # fmt: skip


@exchange.answers("filing.forwarded")
async def forwarded(session: AsyncSession, tools: Tools, received: Received) -> None:
    """Another township took something in for us; answers and papers are fetched by a job."""
    body: dict[str, Any] = received.body
    await put(session, Handover(
        tenant_id=session.info["standing"].tenant_id, id=received.thread,
        peer_id=received.from_id, peer_name=body["from_name"], peer_phone=body["from_phone"],
        office=body["office"], officer_name=body["officer"], envelope_id=received.id,
        number=body["number"], resident_id=UUID(body["resident_id"]), item_code=body["item_code"],
        edition=body["edition"], item_title=body["item_title"], came=body["came"],
        filing=body["filing"], papers=body["papers"], originals=body["originals"],
        taken_at=datetime.fromisoformat(body["taken_at"]), arrived_at=tools.clock.now(),
        status="coming", why="", originals_by="", originals_missing=[],
    ))  # fmt: skip
    await later(session, open_filing, handover_id=str(received.thread))


@exchange.answers("filing.opened")
async def opened(session: AsyncSession, tools: Tools, received: Received) -> None:
    """It is a case there now: what we filled in and copied is erased here."""
    intake = await _held(session, received)
    now = tools.clock.now()
    intake.status, intake.opened_at, intake.told_at = "opened", now, now
    intake.case_words = received.body["words"]
    intake.answers_sealed = None
    for document in await documents_of(session, "draft", intake.id):
        await session.delete(document)
        await later(session, erase_file, store_key=document.store_key)
    await later(session, erase_file, store_key=received.body["filing"])
    record(
        session, "intake.opened", who=SYSTEM, subject=f"intake:{intake.id}",
        for_whom=intake.resident_id, number=intake.number,
        words=_("%(there)s收到了，本单位不再留材料", there=intake.for_name),
    )  # fmt: skip


@exchange.answers("filing.returned")
async def returned(session: AsyncSession, tools: Tools, received: Received) -> None:
    """They do not take it: the reason is ours to tell, the papers come back."""
    intake = await _held(session, received)
    intake.status, intake.why = "returned", received.body["why"]
    intake.case_words, intake.told_at = received.body["words"], tools.clock.now()
    if filing := received.body.get("filing"):
        await later(session, erase_file, store_key=filing)
    record(
        session, "intake.returned", who=SYSTEM, subject=f"intake:{intake.id}",
        for_whom=intake.resident_id, number=intake.number,
        words=_("%(there)s不收，退回来了", there=intake.for_name),
    )  # fmt: skip
    if intake.answers_sealed is not None:
        # It never became a case there, so nobody else tells the applicant.
        await tell(
            session, tools.secrets, intake.resident_id, "intake.returned",
            _("%(there)s现在不收您的“%(item)s”，请到原来的窗口，或者打%(phone)s问怎么办。",
              there=intake.for_name, item=intake.item_title, phone=intake.for_phone),
            "/cases", now=tools.clock.now(),
        )  # fmt: skip


@exchange.answers("filing.status")
async def stands(session: AsyncSession, tools: Tools, received: Received) -> None:
    """How the case stands there: a word and a day, nothing of what is in it."""
    intake = await _held(session, received)
    due_on = received.body["due_on"]
    intake.case_words, intake.told_at = received.body["words"], tools.clock.now()
    intake.due_on = date.fromisoformat(due_on) if due_on else None


@exchange.answers("filing.originals")
async def signed_for(session: AsyncSession, _tools: Tools, received: Received) -> None:
    """The papers we sent on were signed for there, all or all but some."""
    intake = await _held(session, received)
    body = received.body
    intake.signed_for(
        body["missing"],
        body.get("damaged", []),
        by=body["by"],
        at=datetime.fromisoformat(body["at"]),
    )
    record(
        session, "intake.signed_for", who=SYSTEM, subject=f"intake:{intake.id}",
        number=intake.number, missing=len(intake.originals_missing),
        words=_("%(there)s签收了纸质材料", there=intake.for_name),
    )  # fmt: skip


async def _held(session: AsyncSession, received: Received) -> Intake:
    found = await session.scalar(
        select(Intake)
        .where(Intake.id == received.thread, Intake.for_id == received.from_id)
        .with_for_update()
    )
    if found is None:
        raise NotHere(_("没有这份代收件。"))
    return found
