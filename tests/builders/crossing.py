"""Two townships and their county, and a case whose ground lies in both: the main job in small."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from uuid import UUID

from jointhall.cases import filing
from jointhall.cases.counters import counter_at
from jointhall.kernel.ids import new_id
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import Actor
from jointhall.service_items.queries import item_in
from jointhall.tenancy.directory import TenantDirectory
from jointhall.web.place import Place

from .people import a_resident
from .tenancy import a_county, a_township

OFFICER = Actor("officer", new_id(), "陈建", "自然资源所")
RESIDENT = Actor("resident", None, "申请人")


class Scene:
    """A county with two townships, as the service holds them."""

    tools: Tools
    county: Place
    here: Place
    there: Place
    resident_id: UUID


async def a_scene(tools: Tools, keys: Path) -> Scene:
    made = Scene()
    directory = TenantDirectory(tools.database)
    made.tools = replace(tools, outside={"directory": directory, "keys": keys, "demo": True})
    made.county = await a_county(tools.database)
    made.here = await a_township(tools.database, made.county)
    made.there = await a_township(tools.database, made.county)
    made.resident_id = (await a_resident(made.tools)).id
    directory.forget()
    return made


async def submitted(scene: Scene, *, also: Sequence[Place] = ()) -> str:
    """A farmland filing on ground in both townships and in these, sent; its number."""
    tools, here = scene.tools, scene.here
    async with tools.database.transaction(here.standing()) as session:
        sheet = (await item_in(session, here, "facility_farmland")).sheet
        draft = await filing.begin(session, tools, here, sheet, resident_id=scene.resident_id)
        file = [{"id": str(new_id()), "name": "样张.pdf"}]
        filing.keep_answers(
            tools,
            draft,
            {
                "who": "farmer", "applicant_name": "周秋生", "id_number": "430321196505120012",
                "phone": "13812345678", "purpose": "crop",
                "townships": [
                    place.division_code for place in (here, scene.there, *also)
                ],
                "village": "黄荆坪村三组", "area": 3.5, "basic_farmland": "none",
                "use_period": {"from": "2026-12-01", "until": "2036-11-30"},
                "agreement_file": file, "plan_file": file, "notice_photo": file, "promise": True,
            },
        )  # fmt: skip
        case = await filing.submit(
            session, tools, here, sheet, await counter_at(tools, here), draft,
            submission_id=draft.submission_id, by=RESIDENT,
        )  # fmt: skip
        return case.number
