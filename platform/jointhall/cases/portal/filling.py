"""A draft on the table: its sheet, its form, its answers, for every page of filling in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.service_items.counter import Counter
from jointhall.service_items.form import Form
from jointhall.service_items.queries import edition_of
from jointhall.service_items.sheets import Sheet
from jointhall.web.visit import Visit

from ..answers import answers_of
from ..counters import counter_at
from ..filing import draft_of, look_at_draft
from ..models import Draft


@dataclass(frozen=True, slots=True)
class Filling:
    """One draft with the form it belongs to and what is answered so far."""

    draft: Draft
    sheet: Sheet
    form: Form
    answers: dict[str, Any]

    @property
    def counter(self) -> Counter:
        return self.form.counter

    def path(self, what: str) -> str:
        return f"/drafts/{self.draft.id}/{what}"


async def filling_of(
    visit: Visit, session: AsyncSession, draft_id: UUID, *, hold: bool = False
) -> Filling:
    """The viewer's own draft of this id; to anybody else it is not there."""
    resident_id = visit.viewer.id
    assert resident_id is not None, "the guard lets only residents in"
    ask = draft_of if hold else look_at_draft
    return await laid_out(visit, session, await ask(session, draft_id, resident_id=resident_id))


async def laid_out(visit: Visit, session: AsyncSession, draft: Draft) -> Filling:
    """A draft with its sheet in the edition it was begun with."""
    sheet = await edition_of(session, draft.item_code, draft.edition)
    form = Form(sheet, await counter_at(visit.tools, visit.place))
    return Filling(draft, sheet, form, answers_of(visit.tools.secrets, draft))
