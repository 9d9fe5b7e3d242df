"""Filing (申请): a draft that is kept from the first answer, and sent once."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.clock.now import on_which_day
from jointhall.kernel.ids import new_id
from jointhall.kernel.plain import put_and_watch, run
from jointhall.kernel.refusals import BadForm, NotHere, Refusal
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import Actor
from jointhall.kernel.words import _
from jointhall.records.journal import record
from jointhall.service_items.counter import Counter
from jointhall.service_items.flow import receiving_office
from jointhall.service_items.form import Form
from jointhall.service_items.letters import public_title
from jointhall.service_items.sheets import Answers, Sheet
from jointhall.web.place import Place

from .after.wishes import ONLINE, Served
from .answers import answers_of, applicant_of, phone_of, seal_answers
from .correspondence import write_receipt
from .desk.finding import mark_case
from .figures import note_failed
from .joint.successors import must_take_in
from .materials import missing_materials
from .models import Case, Draft
from .numbers import next_number
from .silence import wait_for_word
from .status import Status


async def begin(
    session: AsyncSession,
    tools: Tools,
    place: Place,
    sheet: Sheet,
    *,
    resident_id: UUID,
    id: UUID | None = None,
) -> Draft:
    """This resident's draft of this item, or a new one: leaving and coming back loses nothing."""
    draft = await session.scalar(
        select(Draft)
        .where(
            Draft.tenant_id == place.tenant_id,
            Draft.resident_id == resident_id,
            Draft.item_code == sheet.code,
            Draft.sent_at.is_(None),
            # A draft that mends a case belongs to that case and begins nothing new.
            ~select(Case.id)
            .where(Case.tenant_id == Draft.tenant_id, Case.id == Draft.id)
            .correlate(Draft)
            .exists(),
        )
        .order_by(Draft.updated_at.desc())
        .limit(1)
    )
    if draft is not None:
        return draft
    await must_take_in(tools, place)
    now = tools.clock.now()
    draft = Draft(
        tenant_id=place.tenant_id,
        id=id or new_id(),
        resident_id=resident_id,
        item_code=sheet.code,
        edition=sheet.edition,
        title=sheet.title,
        answers_sealed=seal_answers(tools.secrets, place.tenant_id, {}),
        submission_id=new_id(),
        created_at=now,
        updated_at=now,
    )
    session.add(draft)
    return draft


_DRAFT = select(Draft).where(
    Draft.id == bindparam("id"), Draft.resident_id == bindparam("resident_id")
)
_HOLD_DRAFT = _DRAFT.with_for_update()


async def draft_of(session: AsyncSession, id: UUID, *, resident_id: UUID) -> Draft:
    """The draft, if it is this resident's; to anybody else it is not there."""
    draft = await session.scalar(_HOLD_DRAFT, {"id": id, "resident_id": resident_id})
    if draft is None:
        raise NotHere(_("没有这份草稿。"), what_next=_("到“我的办件”里看看。"))
    return draft


async def look_at_draft(session: AsyncSession, id: UUID, *, resident_id: UUID) -> Draft:
    """The same for reading, without holding it."""
    draft = await session.scalar(_DRAFT, {"id": id, "resident_id": resident_id})
    if draft is None:
        raise NotHere(_("没有这份草稿。"), what_next=_("到“我的办件”里看看。"))
    return draft


def keep_answers(tools: Tools, draft: Draft, answers: Answers) -> None:
    """Keeps what is answered so far."""
    draft.answers_sealed = seal_answers(tools.secrets, draft.tenant_id, answers)
    draft.updated_at = tools.clock.now()


async def throw_away(session: AsyncSession, draft: Draft, *, by: Actor) -> None:
    """Drops a draft that its owner no longer wants."""
    record(
        session, "draft.dropped", who=by, subject=f"draft:{draft.id}",
        words=_("删掉了一份草稿"), for_whom=draft.resident_id,
    )  # fmt: skip
    await session.delete(draft)


async def submit(
    session: AsyncSession,
    tools: Tools,
    place: Place,
    sheet: Sheet,
    counter: Counter,
    draft: Draft,
    *,
    submission_id: UUID,
    by: Actor,
    served: Served = ONLINE,
) -> Case:
    """Sends the draft, once: the second tap, the retry and the reload find the same case.

    Raises BadForm with every question still to mend, Refusal when the conditions are not met.
    """
    if await run(session, _IS_SENT, place.tenant_id, draft.id):
        return await session.get_one(Case, (place.tenant_id, draft.id))
    await must_take_in(tools, place)
    if draft.submission_id != submission_id:
        raise Refusal(
            _("这一页放久了，草稿后来又改过。"), what_next=_("请回去再核对一遍，然后提交。")
        )
    form = Form(sheet, counter)
    answers = form.applying(answers_of(tools.secrets, draft))
    if ineligible := form.stopped_by(answers):
        raise Refusal(ineligible, status=422, what_next=_("有疑问就打电话问问工作人员。"))
    if troubles := form.troubles(answers) | missing_materials(form, answers):
        raise BadForm(troubles, _("还有几题要补一补，补好再提交。"))
    case = await file_case(
        session, tools, place, form, answers, id=draft.id, resident_id=draft.resident_id,
        submission_id=submission_id, by=by, served=served,
    )  # fmt: skip
    draft.sent_at = case.filed_at
    await write_receipt(session, tools, place, form, case, answers, by=by)
    return case


async def file_case(
    session: AsyncSession,
    tools: Tools,
    place: Place,
    form: Form,
    answers: Answers,
    *,
    id: UUID,
    resident_id: UUID,
    submission_id: UUID,
    by: Actor,
    served: Served = ONLINE,
    channel: str = "online",
    number: str = "",
) -> Case:
    """Makes the case of answers that are known to be right, and starts the days of acceptance.

    `channel` is online, window, agent or elsewhere; a `number` given at another township stays.
    """
    sheet, now = form.sheet, tools.clock.now()
    number = number or await next_number(session, place.name, on_which_day(now))
    case = Case(
        tenant_id=place.tenant_id,
        id=id,
        number=number,
        item_code=sheet.code,
        edition=sheet.edition,
        item_title=sheet.title,
        title=public_title(form, answers),
        resident_id=resident_id,
        applicant_sealed=tools.secrets.seal_text(
            place.tenant_id, "applicant", applicant_of(sheet, answers)
        ),
        answers_sealed=seal_answers(tools.secrets, place.tenant_id, answers),
        submission_id=submission_id,
        track_index=track_index(tools, number, phone_of(sheet, answers)),
        channel=channel,
        status=Status.SUBMITTED.value,
        office=receiving_office(sheet, answers, form.counter),
        step_code="",
        outcome="",
        filed_at=now,
        updated_at=now,
    )
    served.put_on(case, tools)
    await put_and_watch(session, case)
    case.note(
        "case.submitted", by=by, at=now, words=_("提交了申请"), number=number,
        note=_("文书怎么收：%(way)s", way=served.words),
    )  # fmt: skip
    note_failed(case, form.ruled(answers).failed, at=now)
    await mark_case(session, tools, case, sheet, answers)
    await wait_for_word(session, tools, case, place.name)
    return case


_IS_SENT = "select 1 from cases where tenant_id = $1 and id = $2"


def track_index(tools: Tools, number: str, phone: str) -> bytes:
    """What number and last four digits together open, and neither alone."""
    return tools.secrets.blind_index("track", f"{number}|{phone[-4:]}")


async def case_tracked(session: AsyncSession, tools: Tools, number: str, last4: str) -> Case | None:
    """The case of this number, if the last four digits of its telephone are right too."""
    index = tools.secrets.blind_index("track", f"{number}|{last4}")
    found: Case | None = await session.scalar(
        select(Case).where(Case.number == number, Case.track_index == index)
    )
    return found
