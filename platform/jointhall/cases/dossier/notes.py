"""Notes among officers (内部备注): never shown to the applicant, never changed once written."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from jointhall.kernel.db import Base, OfTenant
from jointhall.kernel.plain import put
from jointhall.kernel.refusals import BadForm
from jointhall.kernel.secrets import Secrets
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import Actor
from jointhall.kernel.words import _
from jointhall.records.journal import record

from ..models import Case

LONGEST = 1000
PURPOSE = "case note"


class CaseNote(OfTenant, Base):
    """One note, its words sealed; the wall shuts it to every resident."""

    __tablename__ = "case_notes"

    case_id: Mapped[UUID]
    officer_id: Mapped[UUID]
    officer_name: Mapped[str]
    office: Mapped[str]
    words_sealed: Mapped[bytes]
    written_at: Mapped[datetime] = mapped_column()

    def words(self, secrets: Secrets) -> str:
        return secrets.open_text(self.tenant_id, PURPOSE, self.words_sealed)


async def write_note(
    session: AsyncSession, tools: Tools, case: Case, *, words: str, by: Actor
) -> None:
    """Adds a note to a case that is here. Raises BadForm for an empty or too long one."""
    case.must_be_here()
    said = words.strip()
    if not said:
        raise BadForm({"note": _("备注是空的，写了再存。")})
    if len(said) > LONGEST:
        raise BadForm({"note": _("备注最多写 %(most)s 个字。", most=LONGEST)})
    assert by.id is not None, "an officer writes it"
    note = CaseNote(
        tenant_id=case.tenant_id, case_id=case.id, officer_id=by.id, officer_name=by.name,
        office=by.office, words_sealed=tools.secrets.seal_text(case.tenant_id, PURPOSE, said),
        written_at=tools.clock.now(),
    )  # fmt: skip
    await put(session, note)
    record(session, "case.noted", who=by, subject=f"case:{case.id}", words=_("写了一条内部备注"))


async def notes_on(session: AsyncSession, case: Case) -> Sequence[CaseNote]:
    """All notes on a case, the latest first."""
    found = await session.scalars(
        select(CaseNote)
        .where(CaseNote.tenant_id == case.tenant_id, CaseNote.case_id == case.id)
        .order_by(CaseNote.written_at.desc(), CaseNote.id.desc())
        .limit(200)
    )
    return found.all()
