"""What a walled window took in: begun, sent to a neighbour, come from a neighbour."""

from __future__ import annotations

from uuid import UUID

from jointhall.cases.after.wishes import ONLINE
from jointhall.cases.counters import counter_at
from jointhall.cases.elsewhere.forwarding import send_there
from jointhall.cases.elsewhere.records import Intake
from jointhall.cases.elsewhere.taking_in import Mandate, begin_intake, keep_filled
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import Actor
from jointhall.service_items.form import Form
from jointhall.service_items.queries import item_in
from jointhall.web.place import Place
from tests.builders.cases import ALLOWANCE, all_filled_in


async def windows_of(
    tools: Tools, place: Place, other: Place, *, by: Actor, theirs: Actor, phone: str, mark: str
) -> dict[str, str]:
    """One begun here, one sent from here, one that came from the other; their ids by kind."""
    begun = await _taken_in(tools, place, place, by=by, phone=phone, mark=mark)
    sent = await _taken_in(tools, place, other, by=by, phone=phone, mark=mark, is_sent=True)
    came = await _taken_in(tools, other, place, by=theirs, phone=phone, mark=mark, is_sent=True)
    async with tools.database.transaction(place.standing()) as session:
        draft = await session.get_one(Intake, (place.tenant_id, begun))
        sheet = (await item_in(session, place, ALLOWANCE)).sheet
        answers = await all_filled_in(session, tools, place, sheet, draft.id, by)
        keep_filled(tools, draft, answers)
        paper = next(value[0]["id"] for value in answers.values() if _is_file(value))
    async with tools.database.transaction(other.standing(), read_only=True) as session:
        number = (await session.get_one(Intake, (other.tenant_id, came))).number
    return {
        "intake draft": str(begun), "intake paper": str(paper), "intake": str(sent),
        "handed over": number,
    }  # fmt: skip


async def _taken_in(
    tools: Tools,
    place: Place,
    there: Place,
    *,
    by: Actor,
    phone: str,
    mark: str,
    is_sent: bool = False,
) -> UUID:
    mandate = Mandate(
        "kin", f"吴{mark}"[:60], "430321194303080025", phone, f"吴妹{mark}"[:60],
        "430321196505120012", "13900001111", f"女儿{mark}",
    )  # fmt: skip
    async with tools.database.transaction(there.standing(), read_only=True) as session:
        sheet = (await item_in(session, there, ALLOWANCE)).sheet
    async with tools.database.transaction(place.standing()) as session:
        intake = await begin_intake(session, tools, place, there, sheet, mandate, by=by)
        await session.flush()
        if is_sent:
            answers = await all_filled_in(
                session, tools, there, sheet, intake.id, by, applicant_name=f"吴{mark}"
            )
            keep_filled(tools, intake, answers)
            form = Form(sheet, await counter_at(tools, there))
            originals = [{"material": f"户口本{mark}", "how": "left"}]
            await send_there(
                session, tools, place, there, form, intake, originals, served=ONLINE, by=by
            )
        return intake.id


def _is_file(value: object) -> bool:
    if not isinstance(value, list) or not value:
        return False
    return isinstance(value[0], dict) and set(value[0]) == {"id", "name"}
