"""What another tenant asks of us (联办请求): one page, our word, and the proof of both."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from litestar import get, post
from litestar.response import Redirect, Stream, Template
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.deadlines.queries import calendar_here, deadlines_of
from jointhall.documents.serving import sent
from jointhall.exchange.queries import envelopes_about
from jointhall.exchange.verifying import edits
from jointhall.kernel.clock.days import day_words
from jointhall.kernel.clock.light import light
from jointhall.kernel.clock.now import on_which_day
from jointhall.kernel.refusals import BadForm, NotAllowed, NotHere, Refusal
from jointhall.kernel.words import _
from jointhall.records.journal import record
from jointhall.web.access import may
from jointhall.web.given import Form, InPath, InQuery, Session, Viewer, Visit
from jointhall.web.pages import page
from jointhall.web.stations import Line, Station
from jointhall.web.viewer import Viewer as Who
from jointhall.web.visit import Visit as TheVisit

from ..answering import answer_referral, referral_of
from ..joint.beside import joint_of
from ..joint.seeing import opened as opened_first
from ..joint.threads import REASONS
from ..signers.second_person import is_waiting_for_another, proposal_shown_there
from ..standing_in import desk_of
from ..steps import Referral
from ..supervision.queries import urgings_of
from ..visits import visit_of_referral
from .opinions import opinions_for
from .visit_rows import asking_where, today_of, visit_shown
from .waiting import next_up


@get("/workbench/referrals/{id:uuid}", guards=[may("referral:read")])
async def show(
    visit: Visit,
    session: Session,
    viewer: Viewer,
    id: InPath[UUID],
    paper: InQuery[int | None] = None,
    done: InQuery[str | None] = None,
) -> Template:
    """Who asks, what, by when, with what its sheet lets us see; who looked is put on record."""
    referral = await referral_of(session, id)
    return await referral_page(visit, session, viewer, referral, paper=paper, done=done or "")


@get("/workbench/referrals/{id:uuid}/papers", guards=[may("referral:read")])
async def papers(visit: Visit, session: Session, id: InPath[UUID]) -> Template:
    """Only the part with the papers, asked again while they are still coming."""
    referral = await referral_of(session, id)
    return page(
        visit, "cases/workbench/referral_papers.html",
        referral=referral, **_papers(visit, referral, None),
    )  # fmt: skip


@get("/workbench/referrals/{id:uuid}/papers/{nth:int}", guards=[may("referral:read")])
async def paper(
    visit: Visit,
    session: Session,
    id: InPath[UUID],
    nth: InPath[int],
    look: InQuery[str | None] = None,
) -> Stream:
    """One of the papers that came along; `?look=1` shows it in place."""
    referral = await referral_of(session, id)
    if not 0 <= nth < len(referral.papers) or "own_key" not in referral.papers[nth]:
        raise NotHere(_("没有这份材料。"), what_next=_("刚送来的要等几秒钟，刷新再看。"))
    found = referral.papers[nth]
    return await sent(
        visit.tools, referral.tenant_id, found["own_key"], name=found["name"],
        media_type=found["media_type"], in_place=look == "1",
    )  # fmt: skip


@post("/workbench/referrals/{id:uuid}/answer", guards=[may("referral:answer")], status_code=200)
async def answer(
    visit: Visit, session: Session, viewer: Viewer, form: Form, id: InPath[UUID]
) -> Redirect | Template:
    """Our word: kept here and sent back by envelope, once."""
    vote, opinion = str(form.get("vote", "")), str(form.get("opinion", ""))
    try:
        referral = await referral_of(session, id)
        await session.refresh(referral, with_for_update=True)
        desk = await desk_of(session, viewer)
        desk.must_answer_for(referral.office)
        await answer_referral(
            session, visit.tools, visit.place, referral,
            vote=vote, opinion=opinion.strip(), by=desk.actor(referral.office),
        )  # fmt: skip
    except Refusal as refusal:
        if isinstance(refusal, NotAllowed | NotHere):
            raise
        session = await visit.start_over()
        errors = refusal.troubles if isinstance(refusal, BadForm) else {}
        return await referral_page(
            visit, session, viewer, await referral_of(session, id),
            errors=errors, refused=None if errors else refusal, status=refusal.status,
            typed={"vote": vote, "opinion": opinion},
        )  # fmt: skip
    return Redirect(visit.at(f"/workbench/referrals/{id}?done=answer"), status_code=303)


async def referral_page(
    visit: TheVisit,
    session: AsyncSession,
    viewer: Who,
    referral: Referral,
    *,
    paper: int | None = None,
    done: str = "",
    status: int = 200,
    errors: Mapping[str, str] | None = None,
    refused: Refusal | None = None,
    typed: Mapping[str, str] | None = None,
) -> Template:
    """All that the page of a referral shows."""
    secrets, now = visit.tools.secrets, visit.now()
    desk = await desk_of(session, viewer)
    calendar = await calendar_here(session)
    limit = next(iter(await deadlines_of(session, "referral", referral.id)), None)
    lamp = light(referral.due_on, now, calendar=calendar)
    envelopes = await envelopes_about(session, [referral.id])
    is_open = referral.status in ("open", "waiting")
    base = visit.at(f"/workbench/referrals/{referral.id}/photos")
    asked = await visit_of_referral(session, referral.id)
    going = await visit_shown(session, visit, asked, visit.place.name, base)
    visit.afterwards(_note(visit, viewer, referral))
    proposal = proposal_shown_there(referral)
    made = page(
        visit,
        "cases/workbench/referral.html",
        status=status,
        referral=referral,
        answers=_answers(visit, referral),
        may_answer=(
            is_open
            and viewer.may("referral:answer")
            and desk.answers_for(referral.office)
            and not is_waiting_for_another(referral, viewer.id)
        ),
        waits_for_another=is_open and is_waiting_for_another(referral, viewer.id),
        after=proposal.after,
        office=desk.names.get(referral.office, ""),
        may_export=viewer.may("exchange:export"),
        state=lamp.state if is_open else "none",
        lamp=lamp.words,
        told=limit.reckoning(calendar, as_of=on_which_day(now)) if limit else None,
        on_day=on_which_day(now),
        line=_line(referral, referral.first_opened_at or referral.answered_at or now),
        envelopes=[(e, tuple(edits(e.tenant_id, e, secrets))) for e in envelopes],
        canned=await opinions_for(session, desk, "referral"),
        urgings=[
            one
            for one in await urgings_of(session, "referral", [referral.id])
            if not one.is_by_clock
        ],
        going=going,
        went=going.typed(typed or {}, today_of(visit)) if going else {},
        done=done,
        upcoming=await next_up(visit, session, viewer) if done else None,
        errors=errors or {},
        refused=refused,
        typed=typed or proposal.typed,
        **_papers(visit, referral, paper),
        **await joint_of(visit, session, viewer, desk, referral, envelopes),
    )
    return asking_where(made, going)


def _answers(visit: TheVisit, referral: Referral) -> list[dict[str, str]]:
    sealed = visit.tools.secrets.open(referral.tenant_id, "referral answers", referral.shown_sealed)
    shown: list[dict[str, str]] = orjson.loads(sealed)
    return [{"label": one["label"], "value": one["text"]} for one in shown]


def _papers(visit: TheVisit, referral: Referral, chosen: int | None) -> dict[str, Any]:
    base = visit.at(f"/workbench/referrals/{referral.id}")
    here = [place for place, paper in enumerate(referral.papers) if "own_key" in paper]
    pictures = [p for p in here if referral.papers[p]["media_type"].startswith("image/")]
    current = chosen if chosen in here else next(iter(pictures or here), None)
    shown = None
    if current is not None:
        paper = referral.papers[current]
        shown = {
            "name": paper["name"],
            "href": f"{base}/papers/{current}?look=1",
            "image": paper["media_type"].startswith("image/"),
            "note": _("校验码 %(begin)s…%(end)s",
                      begin=paper["sha256"][:4], end=paper["sha256"][-4:]),
        }  # fmt: skip
    tabs = [
        {
            "name": referral.papers[place]["material"],
            "href": f"{base}?paper={place}#papers",
            "is_current": place == current,
        }
        for place in here
    ]
    return {"papers": tabs, "paper": shown, "coming": len(referral.papers) - len(here)}


def _line(referral: Referral, opened: datetime) -> Line:
    """How the question came, and what is still to come."""
    answered = referral.answered_at
    stops = [
        Station(_("送到"), "done", (day_words(on_which_day(referral.asked_at)),)),
        Station(_("打开"), "done", (day_words(on_which_day(opened)),)),
    ]
    by = _("最迟%(day)s", day=day_words(referral.due_on))
    if referral.status == "withdrawn":
        return Line((*stops, Station(_("不用答了"), "stopped", (_("对方已经不需要"),))))
    if referral.status == "declined" and answered is not None:
        back = day_words(on_which_day(answered))
        return Line((*stops, Station(_("退回"), "stopped", (back, _(REASONS[referral.reason])))))
    if referral.status == "handed_over":
        return Line((*stops, Station(_("转给别处"), "stopped", (referral.ended_words,))))
    if referral.status == "waiting" and referral.asked_back_at is not None:
        since = day_words(on_which_day(referral.asked_back_at))
        stops.append(Station(_("等对方说明"), "stopped", (since, _("不算我们的日子"))))
        return Line((*stops, Station(_("答复"), "coming")))
    if answered is not None:
        stops.append(Station(_("答复"), "done", (day_words(on_which_day(answered)),)))
        return Line((*stops, Station(_("%(who)s决定", who=referral.peer_name), "coming")))
    stops.append(Station(_("答复"), "now", (by,)))
    return Line((*stops, Station(_("%(who)s决定", who=referral.peer_name), "coming")))


def _note(visit: TheVisit, viewer: Who, referral: Referral) -> Any:
    now = visit.now()

    async def note(session: AsyncSession) -> None:
        await opened_first(session, visit.tools, referral.id, at=now)
        record(
            session, "referral.viewed", who=viewer.actor(), subject=f"referral:{referral.id}",
            words=_("看了联办请求"), case_number=referral.case_number,
        )  # fmt: skip

    return note


ROUTES = [show, papers, paper, answer]
