"""A small world in which a case can meet everything signers, applicants and clocks do to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from uuid import UUID

from jointhall.cases.course.models import Procedure
from jointhall.cases.joint.threads import Thread
from jointhall.cases.models import Case
from jointhall.cases.notices import Objection, PublicNotice
from jointhall.cases.steps import Step, Task
from jointhall.deadlines.models import Deadline
from jointhall.kernel.clock import BEIJING, FixedClock
from jointhall.kernel.clock.calendar import Calendar
from jointhall.kernel.clock.now import clock_at
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import SYSTEM
from jointhall.service_items.actions import publish_library
from jointhall.service_items.queries import item_in
from jointhall.service_items.sheets import Sheet
from jointhall.tenancy.directory import TenantDirectory
from jointhall.web.place import Place
from jointhall.web.viewer import Viewer
from tests.builders.cases import with_parties
from tests.builders.items import a_library
from tests.builders.people import a_resident, an_officer
from tests.builders.sheets_signed import DESKS
from tests.builders.sheets_signed import text as sheet_text
from tests.builders.tenancy import a_county, a_township

MORNING = datetime(2026, 9, 21, 9, 0, tzinfo=BEIJING)
"""A Monday with a make-up Sunday, mid-autumn and the week of the national day before it."""
_LONGER = "延期:\n  期限: 5个工作日\n  依据: 本办法第五条\n"
REVIEW = "专家评审"
_PROCEDURES = f"特别程序:\n  - 名称: {REVIEW}\n    依据: 本办法第六条\n    期限: 12个工作日\n"
_NOTICE_STOPS = "  - 名称: 公示\n    依据: 本办法第七条\n"
STOPS = frozenset({"veto"})
"""The rules whose sheet says that the days of its notice do not count."""
RULES: dict[str, tuple[str, dict[str, bool]]] = {
    "every_one": ("全部同意", {}),
    "any_one": ("一家同意即可", {"passes_on": True, "posted": True}),
    "two_of_four": ("至少 2 家同意", {"two": True}),
    "majority": ("过半同意", {}),
    "veto": ("过半同意", {"veto": True, "passes_on": True, "posted": True}),
}


@dataclass
class World:
    """One township that handles cases, one that is asked, the officers of the first.

    `objector` is a resident who has something against whatever is posted.
    """

    tools: Tools
    county: Place
    here: Place
    there: Place
    people: dict[str, UUID]
    names: dict[str, str]
    sheets: dict[str, Sheet]
    objector: UUID
    viewers: dict[str, Viewer] = field(default_factory=dict)

    @property
    def clock(self) -> FixedClock:
        assert isinstance(self.tools.clock, FixedClock)
        return self.tools.clock


@dataclass
class Look:
    """A case as the database has it: everything an act may change."""

    case: Case
    steps: list[Step]
    tasks: list[Task]
    limits: list[Deadline]
    calendar: Calendar
    notices: list[PublicNotice]
    objections: list[Objection]
    procedures: list[Procedure]
    threads: dict[UUID, Thread]
    county_id: UUID

    @property
    def notice(self) -> PublicNotice | None:
        """The notice that is up, or held by an objection."""
        return next((one for one in self.notices if not one.is_settled), None)

    @property
    def procedure(self) -> Procedure | None:
        """The special procedure under way."""
        return next((one for one in self.procedures if one.is_open), None)

    @property
    def print(self) -> tuple[object, ...]:
        """The same for the same state, whatever was read when."""
        return (
            *(_of(self.case, ("status", "step_code", "outcome", "due_on")),),
            *(_of(one, ("id", "code", "status", "returns_to")) for one in self.steps),
            *(
                _of(one, ("id", "status", "vote", "office", "holder_id", "principal_id",
                          "added_to", "proposed_by_id", "due_on"))
                for one in self.tasks
            ),
            *(_of(one, ("id", "due_on", "met_at", "cancelled_at")) for one in self.limits),
            *(_of(one, ("id", "status", "ends_on", "open_objections")) for one in self.notices),
            *(_of(one, ("id", "status")) for one in (*self.objections, *self.procedures)),
            *(
                _of(one, ("id", "round", "bounces", "desk_since", "back_since"))
                for one in self.threads.values()
            ),
        )  # fmt: skip

    def own(self, *statuses: str, kind: str = "") -> list[Task]:
        return [
            one for one in self.tasks
            if one.peer_id is None and one.status in statuses and kind in ("", one.kind)
        ]  # fmt: skip


def _of(row: object, names: Sequence[str]) -> tuple[object, ...]:
    return tuple(getattr(row, name) for name in names)


async def a_signing_world(tools: Tools, folder: Path) -> World:
    """The county publishes a sheet for each rule; both townships offer them."""
    tools = with_parties(
        replace(tools, clock=FixedClock(MORNING),
                outside={**tools.outside, "directory": TenantDirectory(tools.database)})
    )  # fmt: skip
    with clock_at(MORNING):
        return await _made(tools, folder)


async def _made(tools: Tools, folder: Path) -> World:
    county = await a_county(tools.database)
    async with tools.database.transaction(county.standing()) as session:
        for code, (rule, also) in RULES.items():
            said = sheet_text(rule, crossing=True, **also)
            said = said.replace("名称: 联合核准", f"名称: 联合核准（{rule}{len(also)}）", 1)
            beside = _LONGER + _PROCEDURES + (_NOTICE_STOPS if code in STOPS else "")
            said = said.replace("公开摘要:", f"{beside}公开摘要:", 1)
            library = a_library(folder / "modules", said, item=code)
        await publish_library(session, county, library, who=SYSTEM)
    here = await a_township(tools.database, county)
    there = await a_township(tools.database, county)
    people, names = {}, {}
    for desk, office, name, role in DESKS:
        made = await an_officer(tools, here, name=name, roles=[role], offices=[office])
        people[desk], names[desk] = made.id, name
    tools.outside["directory"].forget()
    async with tools.database.transaction(here.standing(), read_only=True) as session:
        sheets = {code: (await item_in(session, here, code)).sheet for code in RULES}
    objector = (await a_resident(tools)).id
    return World(tools, county, here, there, people, names, sheets, objector)
