"""What comes after a decision, of a walled township: a letter to bring, a proposal, a version."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from uuid import UUID

from jointhall.cases import acceptance, answering, decision
from jointhall.cases.after.bringing import PURPOSE
from jointhall.cases.after.deliveries import Delivery, Wish, deliveries_of
from jointhall.cases.after.delivery_notices import DeliveryNotice
from jointhall.cases.after.passings import Passing
from jointhall.cases.after.revocation import propose
from jointhall.cases.after.wishes import Served
from jointhall.cases.models import Case
from jointhall.cases.notices import SHOWN, Shown
from jointhall.cases.queries import case_numbered, hold_case, tasks_of
from jointhall.cases.versions.keeping import keep_version, papers_sent
from jointhall.documents.actions import keep_upload
from jointhall.kernel.clock.now import on_which_day
from jointhall.kernel.draining import ALL, drain
from jointhall.kernel.ids import new_id
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import Actor
from jointhall.web.place import Place
from tests.builders import hostile
from tests.builders.cases import a_submitted_case


async def after_a_decision(
    tools: Tools,
    place: Place,
    *,
    mended: str,
    done_id: UUID,
    resident_id: UUID,
    by: Actor,
    mark: str,
) -> dict[str, str]:
    """The ids by kind; `mended` is the number of a case that waits for its correction."""
    case = await _decided(tools, place, resident_id=resident_id, by=by, mark=mark)
    async with tools.database.transaction(place.standing()) as session:
        (delivery,) = await deliveries_of(session, case.id, case.tenant_id)
        delivery.say(tools.secrets, {"signer": f"周{mark}"})
        photo = hostile.encoded("JPEG", hostile.photo((320, 240)))
        slip, _changed = await keep_upload(
            session, tools, photo, owner_kind="other", owner_id=delivery.id, purpose=PURPOSE,
            filename=f"回证{mark}.jpg", by=by,
        )  # fmt: skip
        await propose(
            session, tools, await hold_case(session, done_id), ground="unfit",
            why=f"查明不符合{mark}", heard=f"听过了{mark}", by=by,
        )  # fmt: skip
        held = await case_numbered(session, mended)
        now = tools.clock.now()
        await keep_version(
            session, tools, held, asked=f"补一张{mark}", sent_at=held.filed_at, at=now
        )
        papers = await papers_sent(session, tools, held)
        session.add(
            Passing(
                tenant_id=place.tenant_id, id=new_id(), case_id=held.id,
                resident_id=held.resident_id, direction="out", peer_id=place.county_id,
                peer_name="县里", why=f"归县里{mark}", passed_at=now, status="returned",
                returned_why=f"不收{mark}", hops=1, envelope_id=new_id(),
            )
        )  # fmt: skip
        notice = _told_by_notice(tools, delivery, number=f"GG2026-{place.slug}")
        session.add(notice)
    return {
        "delivery notice": notice.number,
        "to receive": case.number, "delivery": str(delivery.id), "delivery slip": str(slip.id),
        "mended paper": str(min(papers)),
    }  # fmt: skip


def _told_by_notice(tools: Tools, delivery: Delivery, *, number: str) -> DeliveryNotice:
    """A letter hanging at the portal, masked as everybody reads it."""
    now = tools.clock.now()
    rows = (("收件人", "周*"), ("文书", "同意决定书"))
    content = Shown(
        "送达公告", "请来取文书。", rows, ("村务公开栏",), "便民服务中心", ""
    ).as_bytes()
    return DeliveryNotice(
        tenant_id=delivery.tenant_id, id=new_id(), delivery_id=delivery.id,
        case_id=delivery.case_id, number=number,
        shown_sealed=tools.secrets.seal(delivery.tenant_id, SHOWN, content),
        content_hash=hashlib.sha256(content).hexdigest(), posted_at=now,
        ends_on=on_which_day(now) + timedelta(days=30), ends_at=now + timedelta(days=30),
    )  # fmt: skip


async def _decided(tools: Tools, place: Place, *, resident_id: UUID, by: Actor, mark: str) -> Case:
    """A granted case of somebody who wants paper; its letter lies ready."""
    case = await a_submitted_case(
        tools, place, resident_id=resident_id, applicant_name=f"周{mark}",
        served=Served(Wish.POST, f"三组{mark}"),
    )  # fmt: skip
    async with tools.database.transaction(place.standing()) as session:
        held = await hold_case(session, case.id)
        await acceptance.accept(session, tools, place, held, by=by)
    for _round in range(4):
        await drain(tools, place.county_id, queues=ALL - {"messages"})
        async with tools.database.transaction(place.standing()) as session:
            held = await hold_case(session, case.id)
            open_ones = [one for one in await tasks_of(session, held) if one.status == "open"]
            if not open_ones:
                break
            (task,) = open_ones
            if task.kind == "decide":
                await decision.decide(
                    session, tools, place, task, outcome="granted", why=f"符合{mark}", by=by
                )
            else:
                await answering.answer_task(
                    session, tools, place, task, vote="agree", opinion=f"属实{mark}", by=by
                )
    return held
