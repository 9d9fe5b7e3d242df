"""Correction (补正): what was asked for once and whole, mended by the applicant and sent again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.ids import new_id
from jointhall.kernel.refusals import BadForm, Refusal
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import Actor
from jointhall.kernel.words import _
from jointhall.service_items.flow import receiving_office
from jointhall.service_items.form import Form

from .answers import answers_of, seal_answers
from .desk.finding import mark_case
from .materials import missing_materials
from .models import Case, Draft
from .queries import last_became
from .silence import wait_for_word
from .status import Status
from .versions.keeping import keep_version


async def asked_for(session: AsyncSession, case: Case) -> str:
    """What the officer asks to be mended, in their words; empty when nothing is asked."""
    line = await last_became(session, case, Status.CORRECTION_ASKED)
    return line.note if line is not None else ""


async def last_sent(session: AsyncSession, case: Case) -> datetime:
    """When what the case says now was sent: at first, or with the last correction."""
    line = await last_became(session, case, Status.SUBMITTED)
    return line.at if line is not None else case.filed_at


async def reopen(session: AsyncSession, tools: Tools, case: Case) -> Draft:
    """The case's answers as a draft once more; done twice, it keeps what is mended so far."""
    if case.status != Status.CORRECTION_ASKED:
        raise Refusal(_("这件现在不用补。"), what_next=_("回办件页看看办到哪一步了。"))
    draft = await session.get(Draft, (case.tenant_id, case.id), with_for_update=True)
    if draft is not None and draft.sent_at is None:
        return draft
    now = tools.clock.now()
    answers = seal_answers(tools.secrets, case.tenant_id, answers_of(tools.secrets, case))
    if draft is None:
        draft = Draft(
            tenant_id=case.tenant_id, id=case.id, resident_id=case.resident_id,
            item_code=case.item_code, edition=case.edition, title=case.item_title, created_at=now,
        )  # fmt: skip
        session.add(draft)
    draft.answers_sealed, draft.submission_id = answers, new_id()
    draft.updated_at, draft.sent_at = now, None
    return draft


async def send_again(
    session: AsyncSession, tools: Tools, form: Form, case: Case, draft: Draft, *, by: Actor
) -> None:
    """Puts the mended answers into the case, which waits to be accepted again.

    Raises BadForm with every question still to mend, Refusal when the conditions are not met.
    """
    answers = form.applying(answers_of(tools.secrets, draft))
    if ineligible := form.ineligible(answers):
        raise Refusal(ineligible, status=422, what_next=_("有疑问就打电话问问工作人员。"))
    if troubles := form.troubles(answers) | missing_materials(form, answers):
        raise BadForm(troubles, _("还有几题要补一补，补好再提交。"))
    now = tools.clock.now()
    await keep_version(
        session, tools, case, asked=await asked_for(session, case),
        sent_at=await last_sent(session, case), at=now,
    )  # fmt: skip
    case.answers_sealed = seal_answers(tools.secrets, case.tenant_id, answers)
    await mark_case(session, tools, case, form.sheet, answers)
    # What was mended may bring it to another office (分流).
    case.office = receiving_office(form.sheet, answers, form.counter)
    draft.sent_at = now
    case.correct(by=by, at=now)
    # What came late is a new receipt: the office has its five days again (行政许可法 32).
    await wait_for_word(session, tools, case, form.counter.here.name)
