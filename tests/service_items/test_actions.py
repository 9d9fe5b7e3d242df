"""Counties publish, townships take over; done twice, nothing changes; cases find their edition."""

from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from jointhall.kernel.db import Database
from jointhall.kernel.refusals import BadForm, NotHere, Refusal
from jointhall.kernel.who import SYSTEM
from jointhall.service_items.actions import adopt, adopt_missing, publish_library, publish_sheet
from jointhall.service_items.queries import edition_of, item_in, items_open_in, published_in
from jointhall.service_items.sheets import Module
from jointhall.web.place import Place
from tests.builders.items import a_library
from tests.builders.sheets import SHEET, a_sheet, changed
from tests.builders.tenancy import a_county, a_township


async def published(database: Database, county: Place, folder: Path, sheet: str = SHEET) -> str:
    """The sheet published in this county; its edition."""
    library = a_library(folder, sheet)
    async with database.transaction(county.standing()) as session:
        await publish_library(session, county, library, who=SYSTEM)
    (only,) = library.sheets()
    return only.edition


async def taken_over(database: Database, township: Place) -> tuple[str, ...]:
    async with database.transaction(township.standing()) as session:
        return await adopt_missing(session, township, who=SYSTEM)


async def test_publishing_twice_changes_nothing(database: Database, tmp_path: Path) -> None:
    county = await a_county(database)
    library = a_library(tmp_path)
    async with database.transaction(county.standing()) as session:
        first = await publish_library(session, county, library, who=SYSTEM)
    async with database.transaction(county.standing()) as session:
        again = await publish_library(session, county, library, who=SYSTEM)
        lines = await session.scalar(
            text("select count(*) from journal where subject = 'item:meeting_room'")
        )
    assert (first.changed, first.unchanged) == (("meeting_room",), ())
    assert (again.changed, again.unchanged) == ((), ("meeting_room",))
    assert lines == 1


async def test_a_library_published_last_is_not_read_again(
    database: Database, tmp_path: Path
) -> None:
    county = await a_county(database)
    for _start in range(2):
        library = a_library(tmp_path)
        async with database.transaction(county.standing()) as session:
            published_ = await publish_library(session, county, library, who=SYSTEM)
    assert published_.unchanged == ("meeting_room",)
    assert "readings" not in vars(library)
    library = a_library(tmp_path, changed(("承诺办结时限: 5", "承诺办结时限: 4")))
    async with database.transaction(county.standing()) as session:
        assert (await publish_library(session, county, library, who=SYSTEM)).changed


async def test_a_sheet_with_errors_is_not_published(database: Database, tmp_path: Path) -> None:
    county = await a_county(database)
    with pytest.raises(Refusal, match="超过了法定"):
        await published(
            database, county, tmp_path, changed(("承诺办结时限: 5", "承诺办结时限: 50"))
        )
    async with database.transaction(county.standing(), read_only=True) as session:
        assert "meeting_room" not in [item.code for item in await published_in(session)]


async def test_one_sheet_is_published_alone_and_once(database: Database, tmp_path: Path) -> None:
    county = await a_county(database)
    await published(database, county, tmp_path)
    better = a_sheet(("承诺办结时限: 5", "承诺办结时限: 4"))
    async with database.transaction(county.standing()) as session:
        first = await publish_sheet(session, county, better, who=SYSTEM)
        again = await publish_sheet(session, county, better, who=SYSTEM)
        (room,) = [i for i in await published_in(session) if i.code == "meeting_room"]
        editions = await session.scalars(
            text("select number from item_editions where code = 'meeting_room' order by number")
        )
    assert (first.changed, again.changed) == (("meeting_room",), ())
    assert (room.edition, room.module_name, list(editions)) == (better.edition, "场地", [1, 2])


async def test_one_sheet_with_an_error_is_not_published(database: Database) -> None:
    county = await a_county(database)
    wrong = a_sheet(("承诺办结时限: 5", "承诺办结时限: 50"))
    async with database.transaction(county.standing()) as session:
        with pytest.raises(Refusal, match="超过了法定"):
            await publish_sheet(session, county, wrong, who=SYSTEM)


async def test_a_new_item_goes_on_the_shelf_of_its_module(database: Database) -> None:
    county = await a_county(database)
    fresh = a_sheet()
    async with database.transaction(county.standing()) as session:
        with pytest.raises(Refusal, match="模块"):
            await publish_sheet(session, county, fresh, who=SYSTEM)
        shelf = Module("places", "场地", "公共场地")
        await publish_sheet(session, county, fresh, who=SYSTEM, module=shelf)
        *_rest, last = await published_in(session)
    assert (last.code, last.module_name, last.theme) == ("meeting_room", "场地", "公共场地")


async def test_a_township_offers_what_it_took_over(database: Database, tmp_path: Path) -> None:
    county = await a_county(database)
    township = await a_township(database, county)
    edition = await published(database, county, tmp_path)
    async with database.transaction(township.standing(), read_only=True) as session:
        before = [offer.code for offer in await items_open_in(session, township)]
    assert "meeting_room" not in before
    assert await taken_over(database, township) == ("meeting_room",)
    assert await taken_over(database, township) == ()
    async with database.transaction(township.standing(), read_only=True) as session:
        offer = await item_in(session, township, "meeting_room")
        people = await items_open_in(session, township, for_people=True, theme="公共场地")
        firms = await items_open_in(session, township, for_people=False, theme="公共场地")
    assert (offer.sheet.edition, offer.module_name, offer.is_open) == (edition, "场地", True)
    assert [each.code for each in people] == ["meeting_room"]
    assert firms == []


async def test_a_township_keeps_its_edition_until_it_takes_the_new_one(
    database: Database, tmp_path: Path
) -> None:
    county = await a_county(database)
    township = await a_township(database, county)
    old = await published(database, county, tmp_path)
    await taken_over(database, township)
    new = await published(
        database, county, tmp_path, changed(("承诺办结时限: 5", "承诺办结时限: 4"))
    )
    assert old != new
    async with database.transaction(township.standing()) as session:
        offer = await item_in(session, township, "meeting_room")
        assert offer.sheet.edition == old
        await adopt(session, township, "meeting_room", who=SYSTEM)
        offer = await item_in(session, township, "meeting_room")
        assert offer.sheet.edition == new
        # A case filed before still finds the sheet it was filed under.
        kept = await edition_of(session, "meeting_room", old)
        assert kept.promised_limit.count == 5


async def test_an_old_edition_may_come_back(database: Database, tmp_path: Path) -> None:
    county = await a_county(database)
    first = await published(database, county, tmp_path)
    await published(database, county, tmp_path, changed(("承诺办结时限: 5", "承诺办结时限: 4")))
    assert await published(database, county, tmp_path) == first
    async with database.transaction(county.standing(), read_only=True) as session:
        current = {item.code: item.edition for item in await published_in(session)}
    assert current["meeting_room"] == first


async def test_a_township_varies_only_what_the_sheet_allows(
    database: Database, tmp_path: Path
) -> None:
    county = await a_county(database)
    township = await a_township(database, county)
    await published(database, county, tmp_path)
    async with database.transaction(township.standing()) as session:
        given = {"promised_days": 3, "phone": " 0731-55550123 "}
        await adopt(session, township, "meeting_room", who=SYSTEM, variations=given)
        sheet = (await item_in(session, township, "meeting_room")).sheet
        assert (sheet.promised_limit.count, sheet.window.phone) == (3, "0731-55550123")
        for wrong, words in (
            ({"promised_days": 6}, "1到5之间"),
            ({"promised_days": True}, "1到5之间"),
            ({"hours": "全天"}, "不让乡镇改“办理时间”"),
            ({"title": "别的"}, "不让乡镇改"),
        ):
            with pytest.raises(BadForm, match=words):
                await adopt(session, township, "meeting_room", who=SYSTEM, variations=wrong)


async def test_variations_outlive_a_new_edition_as_far_as_it_allows(
    database: Database, tmp_path: Path
) -> None:
    county = await a_county(database)
    township = await a_township(database, county)
    await published(database, county, tmp_path)
    async with database.transaction(township.standing()) as session:
        given = {"promised_days": 3, "phone": "0731-55550123"}
        await adopt(session, township, "meeting_room", who=SYSTEM, variations=given)
    await published(
        database, county, tmp_path, changed(("乡镇可调整:\n  - 承诺办结时限\n", "乡镇可调整:\n"))
    )
    async with database.transaction(township.standing()) as session:
        await adopt(session, township, "meeting_room", who=SYSTEM)
        sheet = (await item_in(session, township, "meeting_room")).sheet
    assert (sheet.promised_limit.count, sheet.window.phone) == (5, "0731-55550123")


async def test_every_change_makes_old_pages_old(database: Database, tmp_path: Path) -> None:
    county = await a_county(database)
    township = await a_township(database, county)

    async def version(place: Place) -> int:
        async with database.transaction(place.standing(), read_only=True) as session:
            found = await session.scalar(
                text("select content_version from tenants where tenant_id = :id"),
                {"id": place.tenant_id},
            )
        return int(found)

    before = await version(county), await version(township)
    await published(database, county, tmp_path)
    await taken_over(database, township)
    after = await version(county), await version(township)
    assert after[0] > before[0]
    assert after[1] > before[1]


async def test_another_county_sees_none_of_it(database: Database, tmp_path: Path) -> None:
    county, stranger = await a_county(database), await a_county(database)
    township = await a_township(database, stranger)
    edition = await published(database, county, tmp_path)
    for place in (stranger, township):
        async with database.transaction(place.standing(), read_only=True) as session:
            with pytest.raises(NotHere):
                await edition_of(session, "meeting_room", edition)
            with pytest.raises(NotHere):
                await item_in(session, place, "meeting_room")


async def test_what_was_published_cannot_be_changed(database: Database, tmp_path: Path) -> None:
    county = await a_county(database)
    await published(database, county, tmp_path)
    for statement in ("update item_editions set title = 'x'", "delete from item_editions"):
        with pytest.raises(ProgrammingError, match="permission denied"):
            async with database.transaction(county.standing()) as session:
                await session.execute(text(statement))


async def test_a_township_cannot_publish_for_its_county(database: Database, tmp_path: Path) -> None:
    county = await a_county(database)
    township = await a_township(database, county)
    await published(database, county, tmp_path)
    async with database.transaction(township.standing()) as session:
        changed_rows = await session.execute(text("update items set status = 'withdrawn'"))
        assert changed_rows.rowcount == 0  # type: ignore[attr-defined]


async def test_new_tenants_begin_with_the_items_of_the_house(database: Database) -> None:
    from jointhall.service_items.joining import give_items

    county = await a_county(database)
    township = await a_township(database, county)
    async with database.transaction(county.standing()) as session:
        await give_items(session, county)
    async with database.transaction(township.standing()) as session:
        await give_items(session, township)
    async with database.transaction(township.standing(), read_only=True) as session:
        codes = {offer.code for offer in await items_open_in(session, township)}
    assert codes >= {"facility_farmland", "old_age_allowance"}
