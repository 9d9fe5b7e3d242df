"""Sending a bundle (一次交几件): a case of each item, one receipt, all or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID, uuid5

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.documents.actions import issue_letter
from jointhall.documents.models import Letter
from jointhall.kernel.clock.days import day_words
from jointhall.kernel.clock.now import on_which_day
from jointhall.kernel.plain import put
from jointhall.kernel.refusals import BadForm, Refusal
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import Actor
from jointhall.kernel.words import _, speaking
from jointhall.records.journal import record
from jointhall.service_items.bundles.form import BundleForm, forms_of
from jointhall.web.place import Place

from .after.wishes import ONLINE, Served
from .answers import answers_of, applicant_of, phone_of
from .bundled import BundledCase, FiledBundle
from .filing import file_case, track_index
from .materials import missing_materials
from .models import Case, Draft
from .numbers import next_number


async def submit_bundle(
    session: AsyncSession,
    tools: Tools,
    place: Place,
    form: BundleForm,
    draft: Draft,
    *,
    submission_id: UUID,
    by: Actor,
    served: Served = ONLINE,
) -> FiledBundle:
    """Sends the draft of a bundle, once: the second tap and the reload find the same receipt.

    Raises BadForm with every question still to mend, Refusal when an item cannot be granted.
    """
    sent = await session.scalar(
        select(FiledBundle).where(
            FiledBundle.tenant_id == place.tenant_id, FiledBundle.id == draft.id
        )
    )
    if sent is not None:
        return sent
    if draft.submission_id != submission_id:
        raise Refusal(
            _("这一页放久了，草稿后来又改过。"), what_next=_("请回去再核对一遍，然后提交。")
        )
    answers = form.applying(answers_of(tools.secrets, draft))
    if ineligible := form.ineligible(answers):
        raise Refusal(ineligible, status=422, what_next=_("回到草稿，可以先不办这一件。"))
    if troubles := form.troubles(answers) | missing_papers(form, answers):
        raise BadForm(troubles, _("还有几题要补一补，补好再提交。"))
    now = tools.clock.now()
    items = forms_of(form, answers)
    number = await next_number(session, place.name, on_which_day(now))
    cases = [
        await file_case(
            session, tools, place, own, said, id=uuid5(draft.id, own.sheet.code),
            resident_id=draft.resident_id, by=by, served=served,
            submission_id=uuid5(submission_id, own.sheet.code),
        )
        for own, said in items
    ]  # fmt: skip
    first, said = items[0]
    receipt = await _write_receipt(
        session, tools, place, form, number, cases, draft,
        name=applicant_of(first.sheet, said), by=by,
    )  # fmt: skip
    bundle = FiledBundle(
        tenant_id=place.tenant_id,
        id=draft.id,
        number=number,
        bundle_code=form.bundled.code,
        edition=form.bundled.edition,
        title=form.bundled.title,
        resident_id=draft.resident_id,
        track_index=track_index(tools, number, phone_of(first.sheet, said)),
        receipt_id=receipt.id,
        filed_at=now,
    )
    await put(session, bundle)
    for position, case in enumerate(cases):
        await put(session, BundledCase(
            tenant_id=place.tenant_id, case_id=case.id, bundle_id=bundle.id,
            resident_id=draft.resident_id, position=position,
        ))  # fmt: skip
    draft.sent_at = now
    record(
        session, "bundle.submitted", who=by, subject=f"bundle:{bundle.id}",
        words=_("一次交了%(n)s件申请", n=len(cases)), for_whom=draft.resident_id,
        number=number, cases=[case.number for case in cases],
    )  # fmt: skip
    return bundle


def missing_papers(form: BundleForm, answers: dict[str, object]) -> dict[str, str]:
    """What the circumstances of the chosen items need and was not handed in."""
    missing: dict[str, str] = {}
    for part in form.chosen(answers):
        own = missing_materials(form.item(part), form.of_item(part, answers))
        for code, words in own.items():
            missing.setdefault(part.asked_as(code) or code, words)
    return missing


async def _write_receipt(
    session: AsyncSession,
    tools: Tools,
    place: Place,
    form: BundleForm,
    number: str,
    cases: Sequence[Case],
    draft: Draft,
    *,
    name: str,
    by: Actor,
) -> Letter:
    """One receipt (收件回执) for all: under which number, and which cases it made."""
    with speaking("zh"):
        lines = [
            f"{name}：",
            "",
            _("您办理%(title)s的申请收到了，一共%(n)s件，各办各的。",
              title=form.bundled.title, n=len(cases)),
            "",
            _("总编号：%(number)s", number=number),
            *(
                _("%(item)s：办件编号 %(number)s", item=case.item_title, number=case.number)
                for case in cases
            ),
            "",
            _("收件时间：%(when)s",
              when=day_words(on_which_day(tools.clock.now()), with_year=True)),
            _("收件地方：%(place)s", place=place.name),
            "",
            _("每一件五个工作日内告诉您是否受理。凭编号可以随时查进度，有事打%(phone)s。",
              phone=place.phone),
        ]  # fmt: skip
        title = _("收件回执")
    return await issue_letter(
        session, tools, place, kind="receipt", title=title, text="\n".join(lines), by=by,
        resident_id=draft.resident_id,
    )  # fmt: skip
