"""An intake on the table: whose item it is, its form, what is filled in so far."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.offices.queries import offices_here
from jointhall.service_items.asking import Question
from jointhall.service_items.form import Form
from jointhall.service_items.offers import Offer
from jointhall.service_items.queries import edition_of
from jointhall.web.place import Place
from jointhall.web.visit import Visit

from ...carrying import carried
from ...counters import counter_at, place_of
from ..queries import intake_of, taken_in_for
from ..records import Intake
from ..taking_in import answers_in

ROWS = ("table", "household")
"""Kinds whose buttons add and drop rows; no page holds two of them."""


@dataclass(frozen=True, slots=True)
class Table:
    """An intake with the form of the township it belongs to."""

    intake: Intake
    there: Place
    form: Form
    answers: dict[str, Any]
    villages: tuple[str, ...]
    is_open: bool

    def pages(self) -> list[list[Question]]:
        """The questions asked, page by page: as many at once as can be."""
        pages: list[list[Question]] = [[]]
        for question in self.form.asked(self.answers):
            pages[-1].append(question)
            if question.kind in ROWS:
                pages.append([])
        return [one for one in pages if one]


@asynccontextmanager
async def reading_there(
    visit: Visit, session: AsyncSession, there: Place
) -> AsyncIterator[AsyncSession]:
    """What a township shows everybody at its door, read behind its own wall.

    One connection at a time: what this visit has open is let go first.
    """
    if there.tenant_id == visit.place.tenant_id:
        yield session
        return
    await visit.commit()
    async with visit.tools.database.transaction(there.standing(), read_only=True) as theirs:
        yield theirs


async def on_the_table(
    visit: Visit, session: AsyncSession, id: UUID, *, hold: bool = False
) -> Table:
    """The intake with its form; what the item has become meanwhile is carried over."""
    intake = await intake_of(session, id)
    there = await place_of(visit.tools, intake.for_id)
    async with reading_there(visit, session, there) as theirs:
        offers = await taken_in_for(theirs, there, is_ours=not intake.is_elsewhere)
        villages = tuple(one.name for one in await offices_here(theirs) if one.kind == "village")
    session = await visit.session()
    intake = await intake_of(session, id, hold=hold)
    offer = next((one for one in offers if one.code == intake.item_code), None)
    counter = await counter_at(visit.tools, there)
    sheet = await edition_of(session, intake.item_code, intake.edition)
    answers = answers_in(visit.tools.secrets, intake)
    if intake.status == "draft" and offer is not None and offer.sheet.edition != intake.edition:
        answers = carried(sheet, offer.sheet, answers, counter).answers
        sheet = offer.sheet
    return Table(intake, there, Form(sheet, counter), answers, villages, _is_open(offer))


def _is_open(offer: Offer | None) -> bool:
    return offer is not None and offer.is_open
