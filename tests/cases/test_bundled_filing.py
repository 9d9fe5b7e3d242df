"""Sending several items at once: a case of each, one number, one receipt, all or nothing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall import routes as _routes  # noqa: F401  (every slice gives a new tenant its own)
from jointhall.cases.answers import answers_of
from jointhall.cases.bundled import FiledBundle, cases_of_bundle, siblings_of
from jointhall.cases.bundled_filing import submit_bundle
from jointhall.cases.counters import counter_at
from jointhall.cases.filing import begin, draft_of, keep_answers
from jointhall.cases.models import Case
from jointhall.cases.withdrawal import withdraw
from jointhall.documents.models import Letter
from jointhall.kernel.db import Database
from jointhall.kernel.refusals import BadForm, Refusal
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import Actor
from jointhall.service_items.bundles.composing import Bundled
from jointhall.service_items.bundles.form import BundleForm
from jointhall.service_items.bundles.offers import offer_in
from jointhall.web.place import Place
from tests.builders.bundled import BUNDLE, CARE, HARDSHIP, a_caring_township
from tests.builders.cases import with_parties
from tests.builders.people import SignedInResident, a_resident

PHOTO = [{"id": "01a20486-1a11-79a9-b336-871fb311e232", "name": "卡.jpg"}]
ANSWERS = {
    "has_card": True,
    "grade": "one",
    "together": [HARDSHIP, CARE],
    "for_whom": "self",
    "applicant_name": "陈志明",
    "id_number": "430321196505120012",
    f"{HARDSHIP}__hardship": "low",
    "registered_here": True,
    f"{HARDSHIP}__other": ["none"],
    "bank_card": "6217995510000123454",
    "card_photo": PHOTO,
    "kind": ["limb"],
    f"{CARE}__carer": "family",
    f"{CARE}__injury": False,
    "village": "日华村五组",
    "phone": "13812345678",
    "promise": True,
}


@dataclass
class Desk:
    """A resident with a draft of the bundle, at a township that offers it."""

    tools: Tools
    place: Place
    someone: SignedInResident

    @property
    def by(self) -> Actor:
        return Actor("resident", self.someone.id, "申请人")

    @asynccontextmanager
    async def session(self) -> AsyncIterator[AsyncSession]:
        standing = self.place.standing(resident_id=self.someone.id)
        async with self.tools.database.transaction(standing) as session:
            yield session

    async def form(self, session: AsyncSession) -> BundleForm:
        sheet = (await offer_in(session, self.place, BUNDLE)).sheet
        assert isinstance(sheet, Bundled)
        return BundleForm(sheet, await counter_at(self.tools, self.place), sheet)

    async def draft(self, **changed: object) -> UUID:
        async with self.session() as session:
            form = await self.form(session)
            draft = await begin(
                session, self.tools, self.place, form.sheet, resident_id=self.someone.id
            )
            said = {code: value for code, value in {**ANSWERS, **changed}.items()
                    if value is not None}  # fmt: skip
            keep_answers(self.tools, draft, said)
            return draft.id

    async def send(self, draft_id: UUID, *, submission_id: UUID | None = None) -> UUID:
        async with self.session() as session:
            draft = await draft_of(session, draft_id, resident_id=self.someone.id)
            bundle = await submit_bundle(
                session, self.tools, self.place, await self.form(session), draft,
                submission_id=submission_id or draft.submission_id, by=self.by,
            )  # fmt: skip
            return bundle.id

    async def cases(self, bundle_id: UUID) -> list[Case]:
        async with self.session() as session:
            bundle = await session.get_one(FiledBundle, (self.place.tenant_id, bundle_id))
            return list(await cases_of_bundle(session, bundle))


@pytest.fixture(scope="module")
async def place(database: Database) -> Place:
    return await a_caring_township(database)


@pytest.fixture
async def desk(tools: Tools, place: Place) -> Desk:
    return Desk(with_parties(tools), place, await a_resident(tools))


async def test_each_item_becomes_a_case_of_its_own_with_its_own_answers(desk: Desk) -> None:
    bundle = await desk.send(await desk.draft())
    hardship, care = await desk.cases(bundle)
    assert [hardship.item_code, care.item_code] == [HARDSHIP, CARE]
    assert len({hardship.number, care.number}) == 2
    assert {hardship.status, care.status} == {"submitted"}
    said = answers_of(desk.tools.secrets, hardship)
    assert said["applicant_name"] == "陈志明"
    assert said["hardship"] == "low"
    assert said["has_card"] is True, "what was asked first answers the item as well"
    assert "carer" not in said
    assert "together" not in said
    assert answers_of(desk.tools.secrets, care)["grade"] == "one"


async def test_a_paper_is_handed_in_once_and_stands_in_each_case(desk: Desk) -> None:
    hardship, care = await desk.cases(await desk.send(await desk.draft()))
    held = [answers_of(desk.tools.secrets, case)["card_photo"] for case in (hardship, care)]
    assert held == [PHOTO, PHOTO]


async def test_there_is_one_receipt_that_names_them_all(desk: Desk) -> None:
    bundle_id = await desk.send(await desk.draft())
    cases = await desk.cases(bundle_id)
    async with desk.session() as session:
        letters = (await session.scalars(
            select(Letter).where(Letter.resident_id == desk.someone.id)
        )).all()  # fmt: skip
        bundle = await session.get_one(FiledBundle, (desk.place.tenant_id, bundle_id))
    assert [letter.id for letter in letters] == [bundle.receipt_id]
    told = str(letters[0].told)
    for number in (bundle.number, *(case.number for case in cases)):
        assert number in told


async def test_two_taps_at_once_make_it_once(desk: Desk) -> None:
    draft = await desk.draft()
    first, second = await asyncio.gather(desk.send(draft), desk.send(draft))
    assert first == second
    assert len(await desk.cases(first)) == 2
    async with desk.session() as session:
        made = await session.scalar(select(func.count()).where(Case.resident_id == desk.someone.id))
    assert made == 2


async def test_a_page_left_lying_does_not_send_what_was_changed_since(desk: Desk) -> None:
    draft = await desk.draft()
    with pytest.raises(Refusal, match="放久了"):
        await desk.send(draft, submission_id=UUID(int=0))
    assert not await _made(desk)


async def test_one_that_cannot_be_granted_keeps_all_from_being_sent(desk: Desk) -> None:
    with pytest.raises(Refusal, match="重度残疾人护理补贴"):
        await desk.send(await desk.draft(**{f"{CARE}__injury": True}))
    assert not await _made(desk), "nothing of it was made"


async def test_what_is_missing_is_told_under_the_bundles_own_codes(desk: Desk) -> None:
    with pytest.raises(BadForm) as bad:
        await desk.send(await desk.draft(bank_card=None, **{f"{CARE}__carer": None}))
    assert set(bad.value.troubles) == {"bank_card", f"{CARE}__carer"}
    assert not await _made(desk)


async def test_taking_one_back_leaves_the_other(desk: Desk) -> None:
    bundle = await desk.send(await desk.draft())
    first, _second = await desk.cases(bundle)
    async with desk.session() as session:
        held = await session.get_one(Case, (desk.place.tenant_id, first.id))
        await withdraw(session, desk.tools, held, by=desk.by)
    assert [case.status for case in await desk.cases(bundle)] == ["withdrawn", "submitted"]


async def test_an_officer_of_the_house_sees_what_belongs_together(desk: Desk) -> None:
    bundle = await desk.send(await desk.draft())
    first, second = await desk.cases(bundle)
    async with desk.tools.database.transaction(desk.place.standing()) as session:
        together = await siblings_of(session, first)
    assert together is not None
    assert together.bundle.id == bundle
    assert [case.id for case in together.cases] == [first.id, second.id]


async def test_behind_another_townships_wall_there_is_nothing(
    desk: Desk, database: Database
) -> None:
    await desk.send(await desk.draft())
    elsewhere = await a_caring_township(database)
    async with desk.tools.database.transaction(elsewhere.standing()) as session:
        assert (await session.scalars(select(FiledBundle))).all() == []
    stranger = desk.place.standing(resident_id=(await a_resident(desk.tools)).id)
    async with desk.tools.database.transaction(stranger) as session:
        assert (await session.scalars(select(FiledBundle))).all() == []


async def _made(desk: Desk) -> list[Case]:
    async with desk.session() as session:
        found = await session.scalars(select(Case).where(Case.resident_id == desk.someone.id))
        return list(found)
