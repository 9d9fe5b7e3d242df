"""Mending a slip of the pen (更正笔误): the letter is issued anew, the old one says so.

Only words are mended, never what was decided: that is undone by revocation, or by an appeal.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.documents.actions import issue_letter
from jointhall.documents.letters import LetterText, from_told
from jointhall.documents.models import Letter
from jointhall.kernel.refusals import BadForm, NotHere, Refusal
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import Actor
from jointhall.kernel.words import _, speaking
from jointhall.service_items.queries import edition_of
from jointhall.web.place import Place

from ..correspondence import write_letter
from ..models import Case
from ..telling import tell_applicant
from .serving import call_off

LONGEST = 100
LETTER, MENDED = "文书", "更正内容"
"""Places in the words of the notice; see `tenants/starter/letters.yaml`."""

NOT_MENDED = ("receipt", "clerical", "delivery", "revocation", "supervision", "handover")
"""Letters that tell of an act and are not mended by this one."""

_DECIDES = re.compile(r"准予|不予|同意|批准|驳回|撤销|受理|终止|延长")
"""Words in which a letter decides: to change them is to decide otherwise."""


async def mendable(session: AsyncSession, case: Case) -> Sequence[Letter]:
    """The letters of a case that hold and may have a slip in them."""
    found = await session.scalars(
        select(Letter)
        .where(Letter.tenant_id == case.tenant_id, Letter.case_id == case.id)
        .order_by(Letter.issued_at.desc(), Letter.id)
    )
    return [one for one in found if one.is_in_force and one.kind not in NOT_MENDED]


async def mend(
    session: AsyncSession,
    tools: Tools,
    place: Place,
    case: Case,
    letter: Letter,
    *,
    wrong: str,
    right: str,
    why: str,
    by: Actor,
) -> Letter:
    """Issues the letter anew with the words put right, and a notice that tells what was wrong."""
    await session.refresh(letter, with_for_update=True)
    if letter.case_id != case.id:
        raise NotHere(_("没有这份文书。"))
    if not letter.is_in_force:
        raise Refusal(_("这份文书已经失效，不能再改。"), what_next=_("要改就改现在有效的那一份。"))
    told = from_told(letter.told)
    _check(told, wrong=wrong, right=right, why=why)
    now = tools.clock.now()
    await call_off(session, tools, letter)
    to, text = told.addressee.replace(wrong, right), told.text.replace(wrong, right)
    made = await issue_letter(
        session, tools, place, kind=letter.kind, title=letter.title,
        text=f"{to}：\n\n{text}" if to else text, by=by, case_id=case.id,
        resident_id=case.resident_id, remedies=told.remedies, replaces=letter,
    )  # fmt: skip
    sheet = await edition_of(session, case.item_code, case.edition)
    with speaking("zh"):
        mended = _("“%(wrong)s”更正为“%(right)s”。", wrong=wrong, right=right)
    await write_letter(
        session, tools, place, sheet, case, "clerical", by=by, why=why,
        more={LETTER: f"{letter.title}（{letter.number_words}）", MENDED: mended},
    )  # fmt: skip
    # What stood wrong may be a name or a number of a card: the history says that, not what.
    words = _("更正了%(title)s里的笔误，换发了新的", title=letter.title)
    case.note("letter.mended", by=by, at=now, words=words, note=why, letter=str(letter.id))
    await tell_applicant(
        session, tools, case, "letter.mended",
        _("您的“%(item)s”的%(title)s有笔误，换了新的，决定不变。",
          item=case.item_title, title=letter.title),
    )  # fmt: skip
    return made


def _check(told: LetterText, *, wrong: str, right: str, why: str) -> None:
    troubles = {}
    places = told.text.count(wrong) + told.addressee.count(wrong) if wrong else 0
    if not wrong.strip():
        troubles["wrong"] = _("照抄文书里写错的那几个字。")
    elif len(wrong) > LONGEST:
        troubles["wrong"] = _("只写错的那几个字，最多%(n)s个字。", n=LONGEST)
    elif not places:
        troubles["wrong"] = _("文书里没有这几个字，请照着文书一字不差地写。")
    elif places > 1:
        troubles["wrong"] = _(
            "这几个字在文书里有%(n)s处，请连前后的字一起写，写到只有一处。", n=places
        )
    if not right.strip():
        troubles["right"] = _("写应该是什么。")
    elif len(right) > LONGEST:
        troubles["right"] = _("最多写%(n)s个字。", n=LONGEST)
    elif right == wrong:
        troubles["right"] = _("和原来一样，没有改。")
    elif _DECIDES.findall(wrong) != _DECIDES.findall(right):
        troubles["right"] = _("这是改决定，不是改笔误。决定错了要走撤销，申请人也可以申请复议。")
    if not why.strip() or len(why) > LONGEST:
        troubles["why"] = _("写怎么错的，最多%(n)s个字；不要写个人信息。", n=LONGEST)
    if troubles:
        raise BadForm(troubles)
