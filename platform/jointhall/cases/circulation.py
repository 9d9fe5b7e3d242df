"""Circulation (流转): opening a step, counting what is said, ending it, going on to the next."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.clock.days import day_words
from jointhall.kernel.clock.now import on_which_day
from jointhall.kernel.ids import new_id
from jointhall.kernel.jobs import Work, job, later
from jointhall.kernel.plain import put, run
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import SYSTEM, Actor
from jointhall.kernel.words import _
from jointhall.service_items.asking import Answers
from jointhall.service_items.counter import Counter
from jointhall.service_items.flow import Result, is_taken, outcome, resolve
from jointhall.service_items.queries import edition_of
from jointhall.service_items.sheets import Sheet
from jointhall.service_items.stations import Notice
from jointhall.service_items.stations import Step as SheetStep
from jointhall.web.place import Place

from .answers import answers_of
from .asking import addressed, ask_for_decision, put_to
from .clocks import stop_clocks
from .counters import counter_at, place_of
from .joint.voices import voices
from .models import Case
from .notice_queries import case_of_notice, hold_notice
from .notice_record import record_posting
from .notices import PublicNotice, Standing
from .posting import KEY, post_notice
from .queries import hold_case
from .shown import papers_for
from .signers.calling_off import UNSAID, call_off, call_off_all
from .signers.passing_on import pass_words_on
from .signers.returning import take_up_again
from .signers.seats import Signer, seats
from .standing_clock import stand_for_notice
from .status import Status
from .steps import Step, Task
from .telling import tell_applicant
from .whereabouts import office_names


async def open_next_step(
    session: AsyncSession, tools: Tools, place: Place, sheet: Sheet, case: Case, *, by: Actor
) -> None:
    """Opens the step after the one just finished; after the last, the decision is asked for.

    A step that is not taken this time, or asks nobody, is passed over, and the history says so.
    """
    codes = [step.code for step in sheet.steps]
    at = codes.index(case.step_code) + 1 if case.step_code in codes else 0
    answers, counter = answers_of(tools.secrets, case), await counter_at(tools, place)
    for step in sheet.steps[at:]:
        if not is_taken(sheet, step, answers, counter):
            words = _("“%(step)s”这次的情形不用走，跳过", step=step.name)
        elif await open_step(session, tools, place, sheet, case, step, by=by):
            return
        else:
            words = _("“%(step)s”这次不涉及别家，跳过", step=step.name)
        case.step_code = step.code
        case.note("step.skipped", by=SYSTEM, at=tools.clock.now(), words=words, step=step.code)
    await ask_for_decision(session, tools, place, sheet, case, words=_("意见齐了，等负责人决定"))


async def open_step(
    session: AsyncSession,
    tools: Tools,
    place: Place,
    sheet: Sheet,
    case: Case,
    sheet_step: SheetStep,
    *,
    by: Actor,
    returns_to: UUID | None = None,
) -> bool:
    """Opens a step, for the first time or again; false when there is nobody to ask.

    `returns_to` is the task that sent the case back here and goes on when the step is done.
    """
    answers, counter = answers_of(tools.secrets, case), await counter_at(tools, place)
    before, case.step_code = case.step_code, sheet_step.code
    if sheet_step.notice is not None:
        await _put_up(
            session, tools, place, sheet, case, sheet_step, sheet_step.notice, answers, counter,
            by=by, returns_to=returns_to,
        )  # fmt: skip
        return True
    step = await _ask(
        session, tools, place, sheet, case, sheet_step, answers, counter,
        by=by, returns_to=returns_to,
    )  # fmt: skip
    if step is None:
        case.step_code = before
        return False
    if await pass_words_on(session, tools, sheet, case, step):
        await count_votes(session, tools, place, sheet, case, step.id)
    return True


async def _ask(
    session: AsyncSession,
    tools: Tools,
    place: Place,
    sheet: Sheet,
    case: Case,
    sheet_step: SheetStep,
    answers: Answers,
    counter: Counter,
    *,
    by: Actor,
    returns_to: UUID | None,
) -> Step | None:
    """Asks everybody of a step at once; None when there is nobody to ask."""
    resolved = resolve(sheet, sheet_step, answers, counter)
    parties = [(ask, await addressed(tools, place, ask)) for ask in resolved.asks]
    asked = [(ask, party) for ask, party in parties if party is not None]
    if not asked:
        return None
    step = await _opened(session, tools, case, sheet_step, returns_to)
    papers = await papers_for(session, resolved.asks)
    await put_to(session, tools, place, sheet, case, step, asked, counter, papers)
    own = [ask for ask, party in asked if party.tenant_id == place.tenant_id]
    # Several offices of one house are told apart by their own names.
    called = await office_names(session) if len(own) > 1 else {}
    names = "、".join(
        called.get(ask.party.office, party.name) if ask in own else party.name
        for ask, party in asked
    )
    if len(asked) > 1:
        told = _("“%(step)s”同时请%(who)s看", step=step.name, who=names)
    else:
        told = _("“%(step)s”请%(who)s看", step=step.name, who=names)
    case.note("step.opened", by=by, at=step.opened_at, words=told, step=step.code)
    return step


async def _put_up(
    session: AsyncSession,
    tools: Tools,
    place: Place,
    sheet: Sheet,
    case: Case,
    sheet_step: SheetStep,
    notice: Notice,
    answers: Answers,
    counter: Counter,
    *,
    by: Actor,
    returns_to: UUID | None,
) -> None:
    """Puts the step's notice up and winds the timer that takes it down."""
    step = await _opened(session, tools, case, sheet_step, returns_to)
    posted = await post_notice(
        session, tools, place, sheet, case, step, notice, answers, counter, by=by
    )
    today = on_which_day(step.opened_at)
    await stand_for_notice(session, tools, sheet, case, posted=today, until=posted.ends_on)
    wait = posted.ends_at - step.opened_at
    await later(session, take_down, after=wait, notice_id=str(posted.id))
    until = day_words(posted.ends_on)
    told = _("“%(step)s”开始公示，到%(day)s为止", step=step.name, day=until)
    case.note(
        "notice.posted", by=by, at=step.opened_at, words=told, step=step.code,
        notice=posted.number, sha256=posted.content_hash,
    )  # fmt: skip
    news = _("您的“%(item)s”开始公示，到%(day)s为止。", item=case.item_title, day=until)
    await tell_applicant(session, tools, case, "notice.posted", news)


async def _opened(
    session: AsyncSession,
    tools: Tools,
    case: Case,
    sheet_step: SheetStep,
    returns_to: UUID | None,
) -> Step:
    # A step that is opened again comes after everything that was opened before.
    (last,) = await run(session, _LAST, case.tenant_id, case.id)
    step = Step(
        tenant_id=case.tenant_id, id=new_id(), case_id=case.id, seq=last["seq"] + 1,
        code=sheet_step.code, name=sheet_step.name, status="open", opened_at=tools.clock.now(),
        returns_to=returns_to,
    )  # fmt: skip
    await put(session, step)
    return step


async def count_votes(
    session: AsyncSession, tools: Tools, place: Place, sheet: Sheet, case: Case, step_id: UUID
) -> None:
    """Looks whether the step's rule is met; if it is, ends the step and goes on (会签规则).

    The case is held by the caller, so two answers arriving at once are counted one by one.
    """
    await session.flush()
    said = await run(session, _SAID, case.tenant_id, step_id)
    if not said:
        return
    sheet_step = sheet.step(said[0]["code"])
    assert sheet_step is not None, "the case keeps the edition it was filed under"
    signers = [
        Signer(row["id"], row["key"], row["status"], row["vote"], row["added_to"], row["added_how"])
        for row in said
    ]
    holders = {row["key"]: row["peer_id"] for row in said if row["added_to"] is None}
    words_of = voices(seats(signers), holders, county_id=place.county_id)
    result = outcome(sheet_step.rule, words_of)
    if result is Result.OPEN:
        return
    for one in signers:
        if one.status in UNSAID:
            task = await session.get_one(Task, (case.tenant_id, one.id))
            await call_off(session, tools, case, task, at=tools.clock.now())
    words = _("有一家不同意，等负责人决定")
    await _end(session, tools, place, sheet, case, step_id, result, if_refused=words)


async def _end(
    session: AsyncSession,
    tools: Tools,
    place: Place,
    sheet: Sheet,
    case: Case,
    step_id: UUID,
    result: Result,
    *,
    if_refused: str,
) -> None:
    """Ends a step and goes on; after one that did not pass, whoever decides is asked at once."""
    now = tools.clock.now()
    step = await session.get_one(Step, (case.tenant_id, step_id))
    step.end(result.value, at=now)
    agreed = result is Result.AGREED
    words = (
        _("“%(step)s”通过", step=step.name) if agreed else _("“%(step)s”没有通过", step=step.name)
    )
    case.note("step.finished", by=SYSTEM, at=now, words=words, step=step.code, result=result.value)
    if agreed and step.returns_to is not None:
        going_on = await take_up_again(session, tools, sheet, case, step.returns_to)
        if going_on is not None:
            # Others may have spoken meanwhile.
            await count_votes(session, tools, place, sheet, case, going_on)
    elif agreed:
        await open_next_step(session, tools, place, sheet, case, by=SYSTEM)
    else:
        # The reasons are on the table; whoever decides says what becomes of the case.
        await session.flush()
        await call_off_all(session, tools, case, at=now)
        case.step_code = sheet.steps[-1].code
        await ask_for_decision(session, tools, place, sheet, case, words=if_refused)


@job("cases.take_down")
async def take_down(work: Work, *, notice_id: str) -> None:
    """A notice's days are over: it comes down, and its step ends unless an objection holds it."""
    session, tools = work.session, work.tools
    # The case is held before its notice, as by everybody who holds both.
    case = await hold_case(session, await case_of_notice(session, UUID(notice_id)))
    notice = await hold_notice(session, UUID(notice_id))
    if notice.status != Standing.RUNNING:
        return
    now = tools.clock.now()
    if now < notice.ends_at:
        # The calendar was changed meanwhile, and the last day with it.
        wait = notice.ends_at - now + timedelta(seconds=1)
        await later(session, take_down, after=wait, notice_id=notice_id)
        return
    notice.hold(at=now)
    await stop_clocks(session, KEY, notice.id, at=now)
    words = _("公示期满，撤下来了")
    if notice.open_objections:
        words = _("公示期满，撤下来了；还有 %(n)s 份异议在核实", n=notice.open_objections)
    case.note("notice.taken_down", by=SYSTEM, at=now, words=words, notice=notice.number)
    place = await place_of(tools, case.tenant_id)
    if notice.open_objections:
        await record_posting(session, tools, place, case, notice, by=SYSTEM)
    await settle(session, tools, place, case, notice, until=notice.ends_on)


async def settle(
    session: AsyncSession, tools: Tools, place: Place, case: Case, notice: PublicNotice, *,
    until: date,
) -> None:  # fmt: skip
    """Ends the step of a notice that is down, once no objection is open: for good or against.

    `until` is the last day that belongs to it: its own, or that of the last answer after it.
    """
    if notice.status != Standing.HELD or notice.open_objections:
        return
    if case.status != Status.UNDER_REVIEW:
        return
    now = tools.clock.now()
    upheld = notice.upheld_objections
    notice.end(Standing.REFUSED if upheld else Standing.AGREED, at=now)
    await record_posting(session, tools, place, case, notice, by=SYSTEM)
    if upheld:
        news = _("公示期间有异议成立，等负责人决定。")
    elif notice.objections:
        news = _("公示期满，异议核实过了，都不成立，接着办。")
    else:
        news = _("公示期满，没有异议，接着办。")
    told = _("您的“%(item)s”：%(news)s", item=case.item_title, news=news)
    await tell_applicant(session, tools, case, "notice.ended", told)
    sheet = await edition_of(session, case.item_code, case.edition)
    posted = on_which_day(notice.posted_at)
    await stand_for_notice(session, tools, sheet, case, posted=posted, until=until)
    result = Result.REFUSED if upheld else Result.AGREED
    words = _("公示期间有异议成立，等负责人决定")
    await _end(session, tools, place, sheet, case, notice.step_id, result, if_refused=words)


_SAID = """
    select s.code, t.id, t.key, t.vote, t.status, t.added_to, t.added_how, t.peer_id
    from case_steps s join case_tasks t on (t.tenant_id, t.step_id) = (s.tenant_id, s.id)
    where s.tenant_id = $1 and s.id = $2 and s.status = 'open'
    for update
    """
_LAST = """
    select coalesce(max(seq), 0) as seq from case_steps where tenant_id = $1 and case_id = $2
    """
