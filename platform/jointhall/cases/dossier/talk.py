"""Talk with the applicant (来往留言): a question and an answer that are no correction (补正)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from jointhall.kernel.db import Base, OfTenant
from jointhall.kernel.plain import put
from jointhall.kernel.refusals import BadForm
from jointhall.kernel.secrets import Secrets
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import Actor
from jointhall.kernel.words import _
from jointhall.messages.actions import tell
from jointhall.records.journal import record

from ..models import Case

LONGEST = 500
PURPOSE = "case talk"


class CaseTalk(OfTenant, Base):
    """One message about a case; without an officer it is the applicant's."""

    __tablename__ = "case_talk"

    case_id: Mapped[UUID]
    resident_id: Mapped[UUID]
    officer_id: Mapped[UUID | None]
    officer_name: Mapped[str] = mapped_column(default="")
    office: Mapped[str] = mapped_column(default="")
    words_sealed: Mapped[bytes]
    said_at: Mapped[datetime]
    read_at: Mapped[datetime | None]

    @property
    def is_applicants(self) -> bool:
        return self.officer_id is None

    def words(self, secrets: Secrets) -> str:
        return secrets.open_text(self.tenant_id, PURPOSE, self.words_sealed)


async def say_to_applicant(
    session: AsyncSession, tools: Tools, case: Case, *, words: str, by: Actor
) -> None:
    """An officer writes to the applicant, who is told at once. Raises BadForm for no words."""
    await _say(session, tools, case, words, by)
    await tell(
        session, tools.secrets, case.resident_id, "case.talk",
        _("“%(item)s”的工作人员给您留言了，点开看看。", item=case.item_title),
        f"/cases/{case.number}/talk", now=tools.clock.now(),
    )  # fmt: skip


async def say_to_office(
    session: AsyncSession, tools: Tools, case: Case, *, words: str, by: Actor
) -> None:
    """The applicant writes to whoever handles the case. Raises BadForm for no words."""
    await _say(session, tools, case, words, by)


async def _say(session: AsyncSession, tools: Tools, case: Case, words: str, by: Actor) -> None:
    case.must_be_here()
    said = words.strip()
    if not said:
        raise BadForm({"talk": _("还没写，写了再发。")})
    if len(said) > LONGEST:
        raise BadForm({"talk": _("一次最多写 %(most)s 个字，可以分几次发。", most=LONGEST)})
    is_officer = by.kind == "officer"
    message = CaseTalk(
        tenant_id=case.tenant_id, case_id=case.id, resident_id=case.resident_id,
        officer_id=by.id if is_officer else None, officer_name=by.name if is_officer else "",
        office=by.office if is_officer else "",
        words_sealed=tools.secrets.seal_text(case.tenant_id, PURPOSE, said),
        said_at=tools.clock.now(),
    )  # fmt: skip
    await put(session, message)
    record(
        session, "case.talked", who=by, subject=f"case:{case.id}",
        words=_("给申请人留言") if is_officer else _("申请人留言"), for_whom=case.resident_id,
    )  # fmt: skip


async def talk_about(session: AsyncSession, case: Case) -> Sequence[CaseTalk]:
    """All that was said about a case, oldest first."""
    found = await session.scalars(
        select(CaseTalk)
        .where(CaseTalk.tenant_id == case.tenant_id, CaseTalk.case_id == case.id)
        .order_by(CaseTalk.said_at, CaseTalk.id)
        .limit(500)
    )
    return found.all()


async def mark_read(
    session: AsyncSession, tenant_id: UUID, case_id: UUID, *, by_officer: bool, at: datetime
) -> None:
    """The other side's messages have been seen: the officers' by the applicant, or his by them."""
    whose = {"tenant": tenant_id, "case": case_id, "officer": by_officer, "at": at}
    await session.execute(_READ, whose)


_READ = text(
    """
    update case_talk set read_at = :at
    where tenant_id = :tenant and case_id = :case and read_at is null
      and (officer_id is null) = cast(:officer as boolean)
    """
)
