"""A letter brought by a person (人工送达): over the counter, by post, or left there.

In administrative licensing no law tells each way in full; the ways and their days follow the rules
of civil procedure on service (参照《民事诉讼法》关于送达的规定).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.documents.models import Document, Letter
from jointhall.documents.queries import documents_of
from jointhall.kernel.clock.days import day_words
from jointhall.kernel.clock.now import on_which_day
from jointhall.kernel.refusals import BadForm, Refusal
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import Actor
from jointhall.kernel.words import N_, _
from jointhall.service_items.queries import edition_of
from jointhall.web.place import Place

from ..clocks import stop_clocks
from ..correspondence import write_letter
from ..enclosed import Photo, keep_enclosed
from ..models import Case
from ..telling import tell_applicant
from .deliveries import Delivery, Standing, Way
from .serving import KEY, arrived

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
class Bringing:
    """What is said of one delivery: by whom, the words, the picture (回证、现场的照片), the day."""

    place: Place
    case: Case
    delivery: Delivery
    by: Actor
    told: Mapping[str, str] = field(default_factory=dict)
    slip: Photo | None = None
    on: date | None = None

    def must_wait(self) -> None:
        """Raises Refusal when it is on its way already, or there."""
        if self.delivery.status != Standing.WAITING:
            raise Refusal(_("这份文书的送达刚有人记过。"), what_next=_("刷新页面看看最新情况。"))

    def must_say(self, wanted: Mapping[str, str], wrong: Mapping[str, str] | None = None) -> None:
        """Raises BadForm for what is missing or too long, beside what is wrong already."""
        troubles = {key: words for key, words in wanted.items() if not self.told.get(key)}
        for key, said in self.told.items():
            if len(said) > LONGEST:
                troubles[key] = _("最多写%(n)s个字。", n=LONGEST)
        if troubles | dict(wrong or {}):
            raise BadForm(troubles | dict(wrong or {}))


async def hand_over(session: AsyncSession, tools: Tools, one: Bringing) -> None:
    """Given into the applicant's hands, or a relative's who signs for them (签收)."""
    one.must_wait()
    unknown = one.told.get("relation", "") not in RELATIONS
    one.must_say(
        {"signer": _("写签收人的姓名。")},
        {"relation": _("选签收人是谁。")} if unknown else None,
    )
    await keep_slip(session, tools, one)
    await arrive(session, tools, one, Way.WINDOW, on=on_which_day(tools.clock.now()))


async def leave(session: AsyncSession, tools: Tools, one: Bringing) -> None:
    """Left where they live because they would not sign (留置), with witnesses or a picture."""
    one.must_wait()
    unseen = one.slip is None and not one.told.get("witnesses", "").strip()
    one.must_say(
        {"where": _("写留在哪里。"), "why": _("写对方为什么不签、怎么说的。")},
        {"witnesses": _("要有见证人，或者拍照、录像的照片，两样至少有一样。")} if unseen else None,
    )
    await keep_slip(session, tools, one)
    await arrive(session, tools, one, Way.LEFT, on=on_which_day(tools.clock.now()))


async def post(session: AsyncSession, tools: Tools, one: Bringing) -> None:
    """Posted (邮寄), with the number it is followed by; delivered when it is signed for."""
    one.must_wait()
    one.must_say({"carrier": _("写哪家寄的。"), "tracking": _("写快递单号。")})
    now = tools.clock.now()
    one.delivery.begin(Way.POST, on=on_which_day(now))
    one.delivery.say(tools.secrets, one.told)
    one.case.note("delivery.posted", by=one.by, at=now, words=_("文书寄出了，等签收"))
    await tell_applicant(
        session, tools, one.case, "delivery.posted",
        _("您的“%(item)s”的文书寄出了，请留意签收。", item=one.case.item_title),
    )  # fmt: skip


async def signed_for(session: AsyncSession, tools: Tools, one: Bringing) -> None:
    """The post's receipt says that it was signed for, and on which day."""
    _must_be_posted(one.delivery)
    today, sent_on, troubles = on_which_day(tools.clock.now()), one.delivery.sent_on, {}
    if one.on is None:
        troubles["on"] = _("写哪一天签收的，回执上有。")
    elif one.on > today:
        troubles["on"] = _("日期还没有到，请写回执上的那一天。")
    elif sent_on is not None and one.on < sent_on:
        troubles["on"] = _("签收不会比寄出（%(day)s）还早。", day=day_words(sent_on))
    one.must_say({"signer": _("写签收人的姓名。")}, troubles)
    assert one.on is not None, "without a day it would have been refused"
    await keep_slip(session, tools, one)
    await arrive(session, tools, one, Way.POST, on=one.on)


async def come_back(_session: AsyncSession, tools: Tools, one: Bringing) -> None:
    """The post brought it back (退信): it waits for another way, and its ten days go on."""
    _must_be_posted(one.delivery)
    one.must_say({"why": _("写邮局为什么退回来。")})
    one.delivery.come_back()
    one.delivery.say(tools.secrets, {"returned": one.told["why"]})
    words = _("寄出的文书退回来了，要换个办法送")
    at = tools.clock.now()
    one.case.note("delivery.returned", by=one.by, at=at, words=words, note=one.told["why"])


async def arrive(session: AsyncSession, tools: Tools, one: Bringing, way: Way, *, on: date) -> None:
    """It has reached its applicant: from this day remedies run; a record of it is written."""
    case, delivery, now = one.case, one.delivery, tools.clock.now()
    delivery.say(tools.secrets, one.told)
    known = one.by.in_full if one.by.kind == "officer" else ""
    delivery.arrive(way, on=on, at=now, by=known)
    await stop_clocks(session, KEY, delivery.id, at=now)
    words = _("%(way)s，%(day)s", way=delivery.way_words, day=day_words(on))
    await arrived(session, tools, case, delivery, by=one.by, words=words)
    await write_record(session, tools, one)
    await tell_applicant(
        session, tools, case, "case.delivered",
        _("您的“%(item)s”的文书算%(day)s送达，有不服的办法在文书里。",
          item=case.item_title, day=day_words(on)),
    )  # fmt: skip


async def write_record(session: AsyncSession, tools: Tools, one: Bringing) -> None:
    """The service record (送达回证) as a letter, once for each delivery."""
    case, delivery = one.case, one.delivery
    if delivery.status != Standing.DONE or delivery.way is None or delivery.effective_on is None:
        raise Refusal(_("还没有送达，开不了送达回证。"))
    if delivery.record_id is not None:
        raise Refusal(_("送达回证已经开过了，在文书里。"))
    served = await session.get_one(Letter, (case.tenant_id, delivery.letter_id))
    sheet = await edition_of(session, case.item_code, case.edition)
    made = await write_letter(
        session, tools, one.place, sheet, case, "delivery", by=one.by,
        why=_remark(delivery, delivery.told(tools.secrets)),
        more={
            LETTER: f"{served.title}（{served.number_words}）",
            WAY: delivery.way_words,
            DAY: day_words(delivery.effective_on, with_year=True),
        },
    )  # fmt: skip
    delivery.record_id = made.id


def _remark(delivery: Delivery, told: Mapping[str, str]) -> str:
    """What the record says besides: who signed, the number, the witnesses, the place."""
    labels = (
        ("signer", _("签收人")), ("relation", _("与受送达人的关系")), ("carrier", _("寄送单位")),
        ("tracking", _("邮件号码")), ("where", _("地点")), ("witnesses", _("见证人")),
        ("why", _("情况说明")), ("notice", _("公告编号")), ("views", _("网上打开次数")),
        ("hash", _("公告校验码")),
    )  # fmt: skip
    said = {**told, "relation": _(RELATIONS[told["relation"]]) if "relation" in told else ""}
    lines = [f"{label}：{said[key]}" for key, label in labels if said.get(key)]
    if delivery.done_by:
        lines.append(f"{_('送达人')}：{delivery.done_by}")
    return "\n".join(lines)


async def slips_of(session: AsyncSession, delivery: Delivery) -> list[Document]:
    """The pictures kept with a delivery."""
    return list(await documents_of(session, "other", delivery.id))


async def keep_slip(session: AsyncSession, tools: Tools, one: Bringing) -> None:
    """Keeps the picture, if there is one, with the delivery."""
    if one.slip is not None:
        await keep_enclosed(
            session, tools, one.delivery.id, one.slip, purpose=PURPOSE, by=one.by, field="slip"
        )


def _must_be_posted(delivery: Delivery) -> None:
    if delivery.status != Standing.UNDER_WAY or delivery.way != Way.POST:
        raise Refusal(_("这份文书现在不在邮寄路上。"), what_next=_("刷新页面看看最新情况。"))
