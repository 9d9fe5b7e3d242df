"""What a township of a walled county says of the county's items: a module, a list, a reason."""

from __future__ import annotations

from jointhall.kernel.ids import new_id
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import Actor
from jointhall.service_items.adoption.modules import choose, grant
from jointhall.service_items.models import AdoptionRun
from jointhall.web.place import Place

MODULE = "elderly"


async def said_of_items(tools: Tools, township: Place, *, mark: str, by: Actor) -> None:
    """It takes new items of a module unasked, and confirmed a list once."""
    async with tools.database.transaction(township.standing()) as session:
        await choose(session, township, MODULE, is_on=True, takes_new=True, who=by)
        session.add(
            AdoptionRun(
                tenant_id=township.tenant_id, id=new_id(), made_at=tools.clock.now(),
                made_by=f"陈{mark}", entries=[],
            )
        )  # fmt: skip


async def granted_modules(tools: Tools, county: Place, townships: list[Place], by: Actor) -> None:
    """The county settles a module for each of these."""
    async with tools.database.transaction(county.standing()) as session:
        for township in townships:
            await grant(session, county, township, MODULE, "on", who=by)
