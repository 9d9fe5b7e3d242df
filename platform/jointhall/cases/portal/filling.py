"""A draft on the table: its sheet, its form, its answers, for every page of filling in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.refusals import NotHere
from jointhall.kernel.words import _
from jointhall.service_items.asking import Question
from jointhall.service_items.bundles.form import BundleForm, form_for
from jointhall.service_items.bundles.offers import composed_before, offer_in
from jointhall.service_items.counter import Counter
from jointhall.service_items.form import Form
from jointhall.service_items.offers import Offer
from jointhall.service_items.sheets import Sheet
from jointhall.web.visit import Visit

from ..answers import answers_of
from ..bringing import Brought, Facts, brought, came_from, facts_of
from ..carrying import Aside, aside_of, carried, carry, carry_held
from ..counters import counter_at
from ..filing import draft_of, look_at_draft
from ..models import Draft
from ..queries import find_case


@dataclass(frozen=True, slots=True)
class Filling:
    """One draft with the form it belongs to and what is answered so far."""

    draft: Draft
    sheet: Sheet
    form: Form
    answers: dict[str, Any]
    aside: Aside = field(default_factory=dict)
    """Answers to earlier versions that have no place in this one."""
    was_carried: bool = False
    """The version changed just now, between two pages."""
    offer: Offer | None = None
    """The item as it is offered here today; None for what mends a case of its own version."""
    facts: Facts = field(default_factory=dict)
    """What was known of the resident when the draft was begun."""

    @property
    def counter(self) -> Counter:
        return self.form.counter

    @property
    def told(self) -> str:
        """What changed since the resident was here, in one sentence; empty when nothing did."""
        return self.draft.carried_words

    def offered(self, question: Question) -> Brought | None:
        """What may be put into a question not answered yet, and where it came from."""
        if question.code in self.answers:
            return None
        if isinstance(self.form, BundleForm):
            proposed = self.form.proposed(question, self.answers)
            if proposed:
                return Brought(proposed, _("照您说的，能一起办的都先打上了勾"))
        return brought(self.form, question, self.answers, self.facts)

    def came_from(self, question: Question) -> str:
        """Where the answer to a question came from, when it is as it was brought along."""
        return came_from(self.form, question, self.answers, self.facts)

    def about(self, question: Question) -> tuple[str, ...]:
        """For which items of a bundle this is asked; nothing where there is only one."""
        if not isinstance(self.form, BundleForm):
            return ()
        return self.form.about(question, self.answers)

    def said_before(self, code: str) -> str:
        """What was answered to this question before it changed."""
        return str(self.aside.get(code, {}).get("said", ""))

    @property
    def laid_by(self) -> list[tuple[str, str]]:
        """What is not asked any more: label and what was said."""
        codes = {question.code for question in self.sheet.form}
        return [(one["label"], one["said"]) for code, one in self.aside.items()
                if code not in codes]  # fmt: skip

    def path(self, what: str) -> str:
        return f"/drafts/{self.draft.id}/{what}"

    @property
    def onward(self) -> str:
        """Where to go on: the first question still open, or the check of all."""
        question = self.form.first(self.answers)
        return self.path(question.code if question else "check")


async def filling_of(
    visit: Visit, session: AsyncSession, draft_id: UUID, *, hold: bool = False
) -> Filling:
    """The viewer's own draft of this id; to anybody else it is not there."""
    resident_id = visit.viewer.id
    assert resident_id is not None, "the guard lets only residents in"
    ask = draft_of if hold else look_at_draft
    return await laid_out(visit, session, await ask(session, draft_id, resident_id=resident_id))


async def laid_out(visit: Visit, session: AsyncSession, draft: Draft) -> Filling:
    """A draft with its sheet: the version offered today, unless it mends a case of an older one.

    A draft of another version is carried over: at once where something is sent, and after the page
    where somebody only looks.
    """
    counter = await counter_at(visit.tools, visit.place)
    offer = await _offer_for(visit, session, draft)
    if offer is None or offer.sheet.edition == draft.edition:
        sheet = (
            offer.sheet if offer else await composed_before(session, draft.item_code, draft.edition)
        )
        answers = answers_of(visit.tools.secrets, draft)
        aside = aside_of(visit.tools, draft)
        facts = facts_of(visit.tools.secrets, draft)
        form = form_for(sheet, counter)
        return Filling(draft, sheet, form, answers, aside, offer=offer, facts=facts)
    before = await composed_before(session, draft.item_code, draft.edition)
    if visit.method in ("GET", "HEAD"):
        shown = _copied(draft)
        found = carried(before, offer.sheet, answers_of(visit.tools.secrets, draft), counter)
        carry(visit.tools, shown, offer.sheet, found)
        _carry_afterwards(visit, draft, before, offer.sheet, counter)
    else:
        shown = draft
        found = await carry_held(session, visit.tools, draft, before, offer.sheet, counter)
    form = form_for(offer.sheet, counter)
    aside = aside_of(visit.tools, shown)
    return Filling(
        shown, offer.sheet, form, found.answers, aside, was_carried=True, offer=offer,
        facts=facts_of(visit.tools.secrets, shown),
    )  # fmt: skip


async def _offer_for(visit: Visit, session: AsyncSession, draft: Draft) -> Offer | None:
    try:
        offer = await offer_in(session, visit.place, draft.item_code)
    except NotHere:
        return None
    if offer.sheet.edition == draft.edition:
        return offer
    # What was sent, or mends a case, keeps the version the case was filed under.
    is_a_cases = draft.sent_at is not None or await find_case(session, draft.id) is not None
    return None if is_a_cases else offer


def _carry_afterwards(
    visit: Visit, draft: Draft, before: Sheet, after: Sheet, counter: Counter
) -> None:
    id, resident_id, edition = draft.id, draft.resident_id, draft.edition

    async def act(session: AsyncSession) -> None:
        held = await draft_of(session, id, resident_id=resident_id)
        if held.edition == edition and held.sent_at is None:
            await carry_held(session, visit.tools, held, before, after, counter)

    visit.afterwards(act)


def _copied(draft: Draft) -> Draft:
    """The draft for a page that may write nothing: nobody watches over the copy."""
    names = [attribute.key for attribute in Draft.__mapper__.column_attrs]
    return Draft(**{name: getattr(draft, name) for name in names})
