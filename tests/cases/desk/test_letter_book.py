"""Letters as one book: the seals are seen, and nothing claims to be signed."""

from __future__ import annotations

import io

import pikepdf

from jointhall.cases.desk.letter_book import bound, letters_in_force
from jointhall.kernel.tools import Tools
from tests.builders.cases import ALLOWANCE, an_accepted_case
from tests.builders.halls import Hall, a_hall
from tests.builders.jobs import work_off


async def test_each_letter_lies_in_the_book_with_its_seal_and_without_its_form(
    tools: Tools,
) -> None:
    hall: Hall = await a_hall(tools)
    cases = [await an_accepted_case(hall.tools, hall.here, item=ALLOWANCE) for _n in range(2)]
    await work_off(hall.tools, hall.here)
    async with hall.tools.database.transaction(hall.here.standing()) as session:
        letters = await letters_in_force(session, [case.id for case in cases])
        book = await bound(session, hall.tools, letters)
    assert [letter.kind for letter in letters] == ["acceptance", "acceptance"]
    with pikepdf.open(io.BytesIO(book)) as made:
        assert len(made.pages) >= 2
        assert "/AcroForm" not in made.Root
        assert not any("/Annots" in page and len(page.Annots) for page in made.pages)
