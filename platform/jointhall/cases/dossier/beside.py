"""All that stands beside a case on its page, brought together in one place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.web.visit import Visit

from ..models import Case
from .looking import look, others_looking
from .notes import notes_on
from .talk import mark_read, talk_about


@dataclass(frozen=True, slots=True)
class Said:
    """One thing written: its words opened, by whom and when."""

    words: str
    who: str
    office: str
    at: object
    is_applicants: bool = False
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class Beside:
    """Notes among officers, talk with the applicant, and who else has the page open."""

    notes: Sequence[Said]
    talk: Sequence[Said]
    looking: Sequence[str]

    @property
    def unread(self) -> int:
        return sum(one.is_new for one in self.talk)


async def beside_of(visit: Visit, session: AsyncSession, case: Case) -> Beside:
    """What an officer sees beside the case; that they look, and have read it, is noted after."""
    secrets = visit.tools.secrets
    notes = [
        Said(one.words(secrets), one.officer_name, one.office, one.written_at)
        for one in await notes_on(session, case)
    ]
    talk = [
        Said(
            one.words(secrets), one.officer_name, one.office, one.said_at, one.is_applicants,
            one.is_applicants and one.read_at is None,
        )
        for one in await talk_about(session, case)
    ]  # fmt: skip
    made = Beside(notes, talk, await others_looking(session, case, visit.viewer, now=visit.now()))
    case_id, tenant_id, viewer, at = case.id, case.tenant_id, visit.viewer, visit.now()

    async def note(writing: AsyncSession) -> None:
        await look(writing, tenant_id, case_id, viewer, at=at)
        if made.unread:
            await mark_read(writing, tenant_id, case_id, by_officer=True, at=at)

    visit.afterwards(note)
    return made
