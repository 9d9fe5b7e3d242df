"""A letter brought by a person (人工送达): over the counter, by post, left there, by notice.

In administrative licensing no law tells each way in full; the ways and their days follow the rules
of civil procedure on service (参照《民事诉讼法》关于送达的规定).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.deadlines.actions import open_deadline
from jointhall.deadlines.queries import open_deadline_of
from jointhall.documents.actions import keep_upload
from jointhall.documents.models import Document, Letter
from jointhall.documents.queries import documents_of
from jointhall.documents.unfit import Unfit
from jointhall.kernel.clock.days import day_words
from jointhall.kernel.clock.now import on_which_day
from jointhall.kernel.clock.reckoning import Unit
from jointhall.kernel.jobs import Work, job, later
from jointhall.kernel.refusals import BadForm, Refusal
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import SYSTEM, Actor
from jointhall.kernel.words import N_, _
from jointhall.service_items.queries import edition_of
from jointhall.web.place import Place

from ..clocks import stop_clocks
from ..correspondence import write_letter
from ..counters import place_of
from ..dates import calendar_of
from ..models import Case
from ..queries import hold_case
from ..telling import tell_applicant
from .deliveries import Delivery, Standing, Way, hold_delivery
from .serving import KEY, arrived

NOTICE = "notice"
NOTICE_DAYS = 30
"""Days a notice stands before its letter counts as delivered."""

PURPOSE = "delivery"
LETTER, WAY, DAY = "文书", "送达方式", "送达日期"
"""Places in the words of the record; see `tenants/starter/letters.yaml`."""

RELATIONS: dict[str, str] = {
    "self": N_("申请人本人"),
    "family": N_("同住的成年家属"),
    "agent": N_("代理人、代收人"),
    "unit": N_("单位的收发人员"),
}
LONGEST = 300


@dataclass(frozen=True, slots=True)
class Slip:
    """A photo of the signed slip, of the door it was left at, of the notice on the board."""

    data: bytes
    name: str


async def hand_over(
    session: AsyncSession,
    tools: Tools,
    place: Place,
    case: Case,
    delivery: Delivery,
    told: Mapping[str, str],
    slip: Slip | None,
    *,
    by: Actor,
) -> None:
    """Given into the applicant's hands, or a relative's who signs for them (签收)."""
    _must_wait(delivery)
    troubles = _missing(told, {"signer": _("写签收人的姓名。"), "relation": _("选签收人是谁。")})
    if told.get("relation", "") not in RELATIONS:
        troubles["relation"] = _("选签收人是谁。")
    _fail(troubles)
    await _keep(session, tools, delivery, slip, by=by)
    today = on_which_day(tools.clock.now())
    await _arrive(session, tools, place, case, delivery, Way.WINDOW, told, on=today, by=by)


async def leave(
    session: AsyncSession,
    tools: Tools,
    place: Place,
    case: Case,
    delivery: Delivery,
    told: Mapping[str, str],
    slip: Slip | None,
    *,
    by: Actor,
) -> None:
    """Left where they live because they would not sign (留置), with witnesses or a picture."""
    _must_wait(delivery)
    troubles = _missing(told, {
        "where": _("写留在哪里。"), "why": _("写对方为什么不签、怎么说的。"),
    })  # fmt: skip
    if slip is None and not told.get("witnesses", "").strip():
        troubles["witnesses"] = _("要有见证人，或者拍照、录像的照片，两样至少有一样。")
    _fail(troubles)
    await _keep(session, tools, delivery, slip, by=by)
    today = on_which_day(tools.clock.now())
    await _arrive(session, tools, place, case, delivery, Way.LEFT, told, on=today, by=by)


async def post(
    session: AsyncSession,
    tools: Tools,
    case: Case,
    delivery: Delivery,
    told: Mapping[str, str],
    *,
    by: Actor,
) -> None:
    """Posted (邮寄), with the number it is followed by; delivered when it is signed for."""
    _must_wait(delivery)
    _fail(_missing(told, {"carrier": _("写哪家寄的。"), "tracking": _("写快递单号。")}))
    now = tools.clock.now()
    delivery.begin(Way.POST, on=on_which_day(now))
    delivery.say(tools.secrets, told)
    case.note(
        "delivery.posted", by=by, at=now, words=_("文书寄出了，等签收"),
    )  # fmt: skip
    await tell_applicant(
        session, tools, case, "delivery.posted",
        _("您的“%(item)s”的文书寄出了，请留意签收。", item=case.item_title),
    )  # fmt: skip


async def signed_for(
    session: AsyncSession,
    tools: Tools,
    place: Place,
    case: Case,
    delivery: Delivery,
    told: Mapping[str, str],
    on: date | None,
    slip: Slip | None,
    *,
    by: Actor,
) -> None:
    """The post's receipt says that it was signed for, and on which day."""
    _must_be_posted(delivery)
    today, troubles = on_which_day(tools.clock.now()), {}
    if on is None:
        troubles["on"] = _("写哪一天签收的，回执上有。")
    elif on > today:
        troubles["on"] = _("日期还没有到，请写回执上的那一天。")
    elif delivery.sent_on is not None and on < delivery.sent_on:
        troubles["on"] = _("签收不会比寄出（%(day)s）还早。", day=day_words(delivery.sent_on))
    _fail({**troubles, **_missing(told, {"signer": _("写签收人的姓名。")})})
    assert on is not None
    await _keep(session, tools, delivery, slip, by=by)
    await _arrive(session, tools, place, case, delivery, Way.POST, told, on=on, by=by)


async def come_back(tools: Tools, case: Case, delivery: Delivery, *, why: str, by: Actor) -> None:
    """The post brought it back (退信): it waits for another way, and its ten days go on."""
    _must_be_posted(delivery)
    if not why.strip():
        raise BadForm({"why": _("写邮局为什么退回来。")})
    delivery.come_back()
    delivery.say(tools.secrets, {"returned": why})
    words = _("寄出的文书退回来了，要换个办法送")
    case.note("delivery.returned", by=by, at=tools.clock.now(), words=words, note=why)


async def put_up(
    session: AsyncSession,
    tools: Tools,
    case: Case,
    delivery: Delivery,
    told: Mapping[str, str],
    slip: Slip | None,
    *,
    by: Actor,
) -> None:
    """Told by notice (公告), when nobody can be found and no other way is left."""
    _must_wait(delivery)
    _fail(_missing(told, {
        "why": _("写为什么别的办法都送不到。"), "where": _("写公告贴在哪里、登在哪里。"),
    }))  # fmt: skip
    now = tools.clock.now()
    await _keep(session, tools, delivery, slip, by=by)
    await stop_clocks(session, KEY, delivery.id, at=now)
    place = await place_of(tools, case.tenant_id)
    deadline = await open_deadline(
        session, subject_kind=KEY, subject_id=delivery.id, key=NOTICE, start=now,
        length=NOTICE_DAYS, unit=Unit.DAY, basis=N_("公告送达的期间，参照民事诉讼的送达规定"),
        owner=place.name, calendar=await calendar_of(session),
    )  # fmt: skip
    delivery.begin(Way.NOTICE, on=on_which_day(now), ends_on=deadline.due_on)
    delivery.say(tools.secrets, told)
    await later(
        session, notice_over, after=deadline.due_at - now + timedelta(seconds=1),
        delivery_id=str(delivery.id), case_id=str(case.id),
    )  # fmt: skip
    words = _("文书公告送达，到%(day)s满三十日", day=day_words(deadline.due_on))
    case.note("delivery.put_up", by=by, at=now, words=words, note=told["why"])


@job("cases.delivery_notice_over")
async def notice_over(work: Work, *, delivery_id: str, case_id: str) -> None:
    """The thirty days of a notice are over: its letter counts as delivered."""
    session, tools = work.session, work.tools
    case = await hold_case(session, UUID(case_id))
    delivery = await hold_delivery(session, UUID(delivery_id), case_id=case.id)
    if delivery.status != Standing.UNDER_WAY or delivery.way != Way.NOTICE:
        return
    deadline = await open_deadline_of(session, KEY, delivery.id, NOTICE)
    now = tools.clock.now()
    if deadline is not None and now <= deadline.due_at:
        wait = deadline.due_at - now + timedelta(seconds=1)
        await later(session, notice_over, after=wait, delivery_id=delivery_id, case_id=case_id)
        return
    place = await place_of(tools, case.tenant_id)
    on = delivery.ends_on or on_which_day(now)
    await _arrive(session, tools, place, case, delivery, Way.NOTICE, {}, on=on, by=SYSTEM)


async def write_record(
    session: AsyncSession, tools: Tools, place: Place, case: Case, delivery: Delivery, *, by: Actor
) -> Letter:
    """The service record (送达回证) as a letter, once for each delivery."""
    if delivery.status != Standing.DONE or delivery.way is None or delivery.effective_on is None:
        raise Refusal(_("还没有送达，开不了送达回证。"))
    if delivery.record_id is not None:
        raise Refusal(_("送达回证已经开过了，在文书里。"))
    served = await session.get_one(Letter, (case.tenant_id, delivery.letter_id))
    sheet = await edition_of(session, case.item_code, case.edition)
    made = await write_letter(
        session, tools, place, sheet, case, "delivery", by=by,
        why=_remark(delivery, delivery.told(tools.secrets)),
        more={
            LETTER: f"{served.title}（{served.number_words}）",
            WAY: delivery.way_words,
            DAY: day_words(delivery.effective_on, with_year=True),
        },
    )  # fmt: skip
    delivery.record_id = made.id
    return made


async def slips_of(session: AsyncSession, delivery: Delivery) -> list[Document]:
    """The pictures kept with a delivery."""
    return list(await documents_of(session, "other", delivery.id))


async def _arrive(
    session: AsyncSession, tools: Tools, place: Place, case: Case, delivery: Delivery, way: Way,
    told: Mapping[str, str], *, on: date, by: Actor,
) -> None:  # fmt: skip
    now = tools.clock.now()
    delivery.say(tools.secrets, told)
    known = by.in_full if by.kind == "officer" else ""
    delivery.arrive(way, on=on, at=now, by=known)
    await stop_clocks(session, KEY, delivery.id, at=now)
    words = _("%(way)s，%(day)s", way=delivery.way_words, day=day_words(on))
    await arrived(session, tools, case, delivery, by=by, words=words)
    await write_record(session, tools, place, case, delivery, by=by)
    await tell_applicant(
        session, tools, case, "case.delivered",
        _("您的“%(item)s”的文书算%(day)s送达，有不服的办法在文书里。",
          item=case.item_title, day=day_words(on)),
    )  # fmt: skip


def _remark(delivery: Delivery, told: Mapping[str, str]) -> str:
    """What the record says besides: who signed, the number, the witnesses, the place."""
    labels = (
        ("signer", _("签收人")), ("relation", _("与受送达人的关系")), ("carrier", _("寄送单位")),
        ("tracking", _("邮件号码")), ("where", _("地点")), ("witnesses", _("见证人")),
        ("why", _("情况说明")),
    )  # fmt: skip
    said = {**told, "relation": _(RELATIONS[told["relation"]]) if "relation" in told else ""}
    lines = [f"{label}：{said[key]}" for key, label in labels if said.get(key)]
    if delivery.done_by:
        lines.append(f"{_('送达人')}：{delivery.done_by}")
    return "\n".join(lines)


async def _keep(
    session: AsyncSession, tools: Tools, delivery: Delivery, slip: Slip | None, *, by: Actor
) -> None:
    if slip is None:
        return
    try:
        await keep_upload(
            session, tools, slip.data, owner_kind="other", owner_id=delivery.id, purpose=PURPOSE,
            filename=slip.name, by=by,
        )  # fmt: skip
    except Unfit as unfit:
        words = f"{unfit.words}。{unfit.what_next or ''}".rstrip("。") + "。"
        raise BadForm({"slip": words}) from unfit


def _missing(told: Mapping[str, str], wanted: Mapping[str, str]) -> dict[str, str]:
    troubles = {key: words for key, words in wanted.items() if not told.get(key, "").strip()}
    for key, said in told.items():
        if len(said) > LONGEST:
            troubles[key] = _("最多写%(n)s个字。", n=LONGEST)
    return troubles


def _fail(troubles: Mapping[str, str]) -> None:
    if troubles:
        raise BadForm(troubles)


def _must_wait(delivery: Delivery) -> None:
    if delivery.status != Standing.WAITING:
        raise Refusal(_("这份文书的送达刚有人记过。"), what_next=_("刷新页面看看最新情况。"))


def _must_be_posted(delivery: Delivery) -> None:
    if delivery.status != Standing.UNDER_WAY or delivery.way != Way.POST:
        raise Refusal(_("这份文书现在不在邮寄路上。"), what_next=_("刷新页面看看最新情况。"))
