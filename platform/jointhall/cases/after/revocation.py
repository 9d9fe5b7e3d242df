"""Revoking a decision (撤销决定): proposed by one, approved by another, on a ground of the law."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from jointhall.documents.actions import revoke_letter
from jointhall.documents.queries import letters_of_case
from jointhall.kernel.db import Base, OfTenant
from jointhall.kernel.ids import new_id
from jointhall.kernel.plain import put
from jointhall.kernel.refusals import BadForm, NotAllowed, NotHere, Refusal
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import Actor
from jointhall.kernel.words import N_, _
from jointhall.service_items.queries import edition_of
from jointhall.service_items.sheets import Sheet
from jointhall.web.place import Place

from ..correspondence import write_letter
from ..models import Case
from ..status import MAY_BECOME, Status
from ..telling import tell_applicant
from .deliveries import DECISIONS
from .serving import call_off

LONGEST = 1000
LETTER, LAW = "文书", "依据"
"""Places in the words of the letter; see `tenants/starter/letters.yaml`."""


@dataclass(frozen=True, slots=True)
class Ground:
    """Why a decision may be revoked, the law that says so, and for which outcomes."""

    words: str
    law: str
    of_grants_only: bool = True


GROUNDS: dict[str, Ground] = {
    "abuse": Ground(
        N_("工作人员滥用职权、玩忽职守作出的"),
        N_("《中华人民共和国行政许可法》第六十九条第一款第一项"),
    ),
    "beyond": Ground(
        N_("超越法定职权作出的"), N_("《中华人民共和国行政许可法》第六十九条第一款第二项")
    ),
    "procedure": Ground(
        N_("违反法定程序作出的"), N_("《中华人民共和国行政许可法》第六十九条第一款第三项")
    ),
    "unfit": Ground(
        N_("申请人不具备资格，或者不符合法定条件"),
        N_("《中华人民共和国行政许可法》第六十九条第一款第四项"),
    ),
    "deceit": Ground(
        N_("申请人用欺骗、贿赂等不正当手段取得的"),
        N_("《中华人民共和国行政许可法》第六十九条第二款"),
    ),
    "review": Ground(
        N_("复议决定或者法院判决要求撤销的"),
        N_("生效的行政复议决定或者判决"),
        of_grants_only=False,
    ),
    "own_error": Ground(
        N_("本机关发现没有同意的决定有错，自己改正"), N_("本机关依职权自行纠正"),
        of_grants_only=False,
    ),
}  # fmt: skip


class Revocation(OfTenant, Base):
    """A proposal to revoke the decision of a case, and what became of it."""

    __tablename__ = "case_revocations"

    case_id: Mapped[UUID]
    ground: Mapped[str]
    why: Mapped[str]
    heard: Mapped[str]
    status: Mapped[str]
    proposed_at: Mapped[datetime]
    proposed_by: Mapped[str]
    proposed_by_id: Mapped[str]
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[str] = mapped_column(default="")
    settled_by_id: Mapped[str] = mapped_column(default="")
    settled_why: Mapped[str] = mapped_column(default="")

    @property
    def is_open(self) -> bool:
        return self.status == "proposed"

    @property
    def ground_words(self) -> str:
        return _(GROUNDS[self.ground].words)

    def settle(self, status: str, *, by: Actor, at: datetime, why: str) -> None:
        """Approved, declined or taken back, once; approving and declining is another's."""
        if not self.is_open:
            raise Refusal(_("这份提议已经有人处理了。"), what_next=_("刷新页面看看最新情况。"))
        is_own = str(by.id or "") == self.proposed_by_id
        if status == "taken_back" and not is_own:
            raise NotAllowed(_("只有提出的人能收回。"))
        if status != "taken_back" and is_own:
            raise NotAllowed(
                _("自己提的，要由另一位负责人批准。"), what_next=_("请别的负责人登录来看。")
            )
        self.status, self.settled_at, self.settled_why = status, at, why
        self.settled_by, self.settled_by_id = by.in_full, str(by.id or "")


async def revocations_of(session: AsyncSession, case: Case) -> Sequence[Revocation]:
    """Every proposal for this case, the latest first."""
    found = await session.scalars(
        select(Revocation)
        .where(Revocation.tenant_id == case.tenant_id, Revocation.case_id == case.id)
        .order_by(Revocation.proposed_at.desc())
    )
    return found.all()


def grounds_for(case: Case) -> dict[str, Ground]:
    """The grounds that fit what was decided."""
    is_grant = case.outcome == "granted"
    return {
        key: one
        for key, one in GROUNDS.items()
        if (is_grant and key != "own_error") or (not is_grant and not one.of_grants_only)
    }


LICENCE = "01"
"""The kind of item that 行政许可法 is the law of; see `service_items.vocabulary`."""


def law_of(sheet: Sheet, ground: str) -> str:
    """The law of a ground; for what is no licence the licensing law is followed, not applied."""
    one = GROUNDS[ground]
    if ground == "own_error":
        return _(one.law)
    if one.of_grants_only and sheet.type.code != LICENCE:
        return _("参照%(law)s的规定", law=_(one.law))
    return _("依照%(law)s", law=_(one.law))


def may_be_revoked(case: Case) -> bool:
    """Whether there is a decision that still holds."""
    return Status.REVOKED in MAY_BECOME[Status(case.status)] and case.decided_at is not None


async def propose(
    session: AsyncSession, tools: Tools, case: Case, *, ground: str, why: str, heard: str, by: Actor
) -> Revocation:
    """Puts it before another: ground, facts, and what the applicant said when they were heard."""
    if not may_be_revoked(case):
        raise Refusal(_("这件现在是“%(now)s”，没有可以撤销的决定。", now=case.status_words))
    if any(one.is_open for one in await revocations_of(session, case)):
        raise Refusal(_("已经有人提出撤销，正在等批准。"), what_next=_("刷新页面看看最新情况。"))
    troubles = {}
    if ground not in grounds_for(case):
        troubles["ground"] = _("请选撤销的依据。")
    if not why.strip() or len(why) > LONGEST:
        troubles["why"] = _("写清楚事实和理由，会写进撤销决定书，最多%(n)s个字。", n=LONGEST)
    if not heard.strip() or len(heard) > LONGEST:
        troubles["heard"] = _("写什么时候听了当事人陈述申辩、怎么说的；通知了没有来，也写上。")
    if troubles:
        raise BadForm(troubles)
    now = tools.clock.now()
    made = Revocation(
        tenant_id=case.tenant_id, id=new_id(), case_id=case.id, ground=ground, why=why,
        heard=heard, status="proposed", proposed_at=now, settled_at=None,
        proposed_by=by.in_full, proposed_by_id=str(by.id or ""),
    )  # fmt: skip
    await put(session, made)
    words = _("提出撤销决定，等另一位负责人批准")
    case.note("revocation.proposed", by=by, at=now, words=words, note=made.ground_words)
    return made


async def approve(
    session: AsyncSession,
    tools: Tools,
    place: Place,
    case: Case,
    proposal: Revocation,
    *,
    by: Actor,
) -> None:
    """Another agrees: the decision is undone, its letters no longer hold, the applicant is told."""
    now = tools.clock.now()
    proposal.settle("approved", by=by, at=now, why="")
    case.revoke(by=by, at=now, why=proposal.ground_words)
    named = ""
    for letter in await letters_of_case(session, case.id):
        if letter.kind in DECISIONS and letter.is_in_force:
            named = f"{letter.title}（{letter.number_words}）"
            await call_off(session, tools, letter)
            await revoke_letter(session, tools, letter, why=proposal.ground_words, by=by)
    sheet = await edition_of(session, case.item_code, case.edition)
    await write_letter(
        session, tools, place, sheet, case, "revocation", by=by, why=proposal.why,
        more={LETTER: named, LAW: law_of(sheet, proposal.ground)},
    )  # fmt: skip
    await tell_applicant(
        session, tools, case, "case.revoked",
        _("您的“%(item)s”的决定撤销了，原因和不服的办法在撤销决定书里。", item=case.item_title),
    )  # fmt: skip


def decline(tools: Tools, case: Case, proposal: Revocation, *, why: str, by: Actor) -> None:
    """Another does not agree: the decision stands."""
    if not why.strip() or len(why) > LONGEST:
        raise BadForm({"declined": _("写为什么不同意撤销。")})
    now = tools.clock.now()
    proposal.settle("declined", by=by, at=now, why=why)
    case.note("revocation.declined", by=by, at=now, words=_("没有批准撤销，决定照旧"), note=why)


def take_back(tools: Tools, case: Case, proposal: Revocation, *, by: Actor) -> None:
    """Whoever proposed it thinks better of it."""
    now = tools.clock.now()
    proposal.settle("taken_back", by=by, at=now, why="")
    case.note("revocation.taken_back", by=by, at=now, words=_("收回了撤销的提议，决定照旧"))


async def hold_proposal(session: AsyncSession, case: Case) -> Revocation:
    """The proposal that waits, held until the commit."""
    found = await session.scalar(
        select(Revocation)
        .where(
            Revocation.tenant_id == case.tenant_id,
            Revocation.case_id == case.id,
            Revocation.status == "proposed",
        )
        .with_for_update()
    )
    if found is None:
        raise NotHere(_("没有等批准的撤销提议。"), what_next=_("刷新页面看看最新情况。"))
    return found
