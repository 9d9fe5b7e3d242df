"""A county with townships that have taken its items over, and newer editions of one item."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from jointhall.kernel.clock.now import on_which_day
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import SYSTEM, Actor
from jointhall.service_items.actions import publish_library
from jointhall.service_items.adoption.plan import plan_of
from jointhall.service_items.adoption.standing import ItemThere, items_there
from jointhall.service_items.adoption.taking import take
from jointhall.service_items.queries import published_in
from jointhall.web.place import Place
from tests.builders.items import a_library
from tests.builders.sheets import changed
from tests.builders.tenancy import a_county, a_township

ROOM = "meeting_room"
LEADER = Actor("officer", None, "何卫东", "镇领导")
FASTER = ("承诺办结时限: 5", "承诺办结时限: 4")


@dataclass
class Valley:
    """One county, three townships, and the folder its library lies in."""

    tools: Tools
    folder: Path
    county: Place
    townships: list[Place]

    @property
    def today(self) -> date:
        return on_which_day(self.tools.clock.now())

    async def publish(self, *swaps: tuple[str, str]) -> str:
        """Publishes the room's sheet with these pieces of text replaced; its edition."""
        return await self.publish_text(changed(*swaps))

    async def publish_text(self, text: str) -> str:
        """Publishes the room's sheet as this text says it; its edition."""
        library = a_library(self.folder, text)
        async with self.tools.database.transaction(self.county.standing()) as session:
            await publish_library(session, self.county, library, who=SYSTEM)
            (item,) = [one for one in await published_in(session) if one.code == ROOM]
            return item.edition

    async def take(self, township: Place, *codes: str, who: Actor = LEADER) -> None:
        async with self.tools.database.transaction(township.standing()) as session:
            plan = await plan_of(session, township, self.today, codes=codes or (ROOM,))
            await take(session, township, plan, who=who, at=self.tools.clock.now())

    async def there(self, township: Place, code: str = ROOM) -> ItemThere:
        async with self.tools.database.transaction(township.standing(), read_only=True) as session:
            (one,) = await items_there(session, [township.tenant_id], self.today, code=code)
            return one

    async def states(self, code: str = ROOM) -> list[str]:
        """How each township stands with an item, as the county reads it."""
        everyone = [place.tenant_id for place in self.townships]
        async with self.tools.database.transaction(
            self.county.standing(), read_only=True
        ) as session:
            found = await items_there(session, everyone, self.today, code=code)
        by_id = {one.township_id: one.state for one in found}
        return [by_id[tenant_id] for tenant_id in everyone]


async def a_valley(tools: Tools, folder: Path, *, adopted: bool = True) -> Valley:
    """Three townships that have all taken the room over, unless told otherwise."""
    county = await a_county(tools.database)
    townships = [await a_township(tools.database, county) for _ in range(3)]
    valley = Valley(tools, folder, county, townships)
    await valley.publish()
    if adopted:
        for township in townships:
            await valley.take(township)
    return valley
