"""What a township says of a new edition besides taking it (晚点换、留着自己这一版)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.clock.days import day_words
from jointhall.kernel.refusals import BadForm, NotHere, Refusal
from jointhall.kernel.who import Actor
from jointhall.kernel.words import _
from jointhall.records.journal import record
from jointhall.service_items.models import Adoption
from jointhall.web.place import Place

from .standing import ItemThere, items_there

LONGEST = 300


async def behind_here(session: AsyncSession, township: Place, code: str, today: date) -> ItemThere:
    """The item, when the county has another edition of it than this township."""
    found = await items_there(session, [township.tenant_id], today, code=code)
    if not found:
        raise NotHere(_("县里没有发布这个事项。"))
    if not found[0].is_behind:
        raise Refusal(_("“%(title)s”已经和县里一样了。", title=found[0].title))
    return found[0]


def latest_day(one: ItemThere, today: date) -> date:
    """The last day a township may put the edition off to."""
    most = today + timedelta(days=one.postpone_days)
    return min(most, one.must_take_on) if one.must_take_on else most


async def postpone(
    session: AsyncSession,
    township: Place,
    code: str,
    *,
    until: date | None,
    reason: str,
    who: Actor,
    at: datetime,
    today: date,
) -> None:
    """Puts a new edition off until a day, at most as long as the county lets it."""
    one = await behind_here(session, township, code, today)
    latest = latest_day(one, today)
    if one.postpone_days == 0 or latest <= today:
        raise Refusal(_("这一版县里不让晚换。"), what_next=_("请现在就换，或者打电话和县里说。"))
    if until is None or not today < until <= latest:
        raise BadForm({"until": _("请选明天以后的一天，最晚到%(day)s。", day=day_words(latest))})
    await _answer(session, township, one, "postponed", until=until, reason=reason.strip(),
                  who=who, at=at)  # fmt: skip
    record(
        session, "item.postponed", who=who, subject=f"item:{code}",
        words=_("“%(title)s”第%(n)s版晚点换，%(day)s再定", title=one.title,
                n=one.county_number, day=day_words(until)),
        edition=one.county_edition, until=until,
    )  # fmt: skip


async def keep_own(
    session: AsyncSession,
    township: Place,
    code: str,
    *,
    reason: str,
    who: Actor,
    at: datetime,
    today: date,
) -> None:
    """Stays with its own edition, with a reason that the county reads."""
    one = await behind_here(session, township, code, today)
    if one.must_take_on:
        raise Refusal(
            _("这一版%(day)s起全县都要用，不能留旧版。", day=day_words(one.must_take_on)),
            what_next=one.must_why or None,
        )
    if not reason.strip():
        raise BadForm({"reason": _("为什么留着自己这一版？县里要看到原因。")})
    await _answer(session, township, one, "kept", until=None, reason=reason.strip(), who=who, at=at)
    record(
        session, "item.kept", who=who, subject=f"item:{code}",
        words=_("“%(title)s”不换第%(n)s版，留着自己这一版", title=one.title, n=one.county_number),
        edition=one.county_edition, reason=reason.strip(),
    )  # fmt: skip


async def _answer(
    session: AsyncSession,
    township: Place,
    one: ItemThere,
    answer: str,
    *,
    until: date | None,
    reason: str,
    who: Actor,
    at: datetime,
) -> None:
    if len(reason) > LONGEST:
        raise BadForm({"reason": _("最多写%(most)s个字。", most=LONGEST)})
    adoption = await session.get(Adoption, (township.tenant_id, one.code), with_for_update=True)
    assert adoption is not None, "what is behind has been taken over before"
    adoption.answer, adoption.answer_edition = answer, one.county_edition
    adoption.answer_until, adoption.answer_reason = until, reason
    adoption.answered_at, adoption.answered_by = at, who.name
