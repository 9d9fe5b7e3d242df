"""My cases (我的办件): what is begun, what is under way, what is done; here and elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from litestar import get
from litestar.response import Redirect, Template

from jointhall.kernel.tools import Tools
from jointhall.kernel.who import Standing
from jointhall.kernel.words import _
from jointhall.service_items.offers import Closed
from jointhall.service_items.queries import closed_in
from jointhall.web.access import public, resident
from jointhall.web.given import Viewer, Visit
from jointhall.web.pages import page
from jointhall.web.place import Place

from ..bundled import FiledBundle, bundles_of_resident
from ..counters import directory_of
from ..elsewhere.queries import intakes_of_resident
from ..elsewhere.records import Intake
from ..models import Case, Draft
from ..progress import Progress, progress_of
from ..queries import cases_of_resident, drafts_of_resident
from ..status import Status
from ..whereabouts import seen_case

MOST_LINES = 5
"""How many open cases are shown with their line; the others are told in a word."""


@dataclass(frozen=True, slots=True)
class Mine:
    """A case of mine with the place that handles it; `progress` where it is shown at length."""

    case: Case
    place: Place
    progress: Progress | None = None
    closed: Closed | None = None
    """Why its item takes no new applications now; this case goes on all the same."""
    bundle: FiledBundle | None = None
    """The bundle it was sent with, which stands here as one."""
    together: tuple[Case, ...] = ()
    """All the cases of that bundle, where it is under way."""

    @property
    def title(self) -> str:
        return self.bundle.title if self.bundle is not None else self.case.item_title

    @property
    def lines(self) -> list[str]:
        """How it stands in a word; of a bundle, each of its cases."""
        if not self.together:
            return [self.case.status_words]
        return [
            _("%(item)s：%(status)s", item=case.item_title, status=case.status_words)
            for case in self.together
        ]

    @property
    def path(self) -> str:
        if self.bundle is not None:
            return f"{self.place.prefix}/bundles/{self.bundle.number}"
        return self.case_path

    @property
    def case_path(self) -> str:
        return f"{self.place.prefix}/cases/{self.case.number}"


@dataclass(frozen=True, slots=True)
class Begun:
    """A draft of mine with the place it was begun at."""

    draft: Draft
    place: Place
    closed: Closed | None = None

    @property
    def lines(self) -> list[str]:
        """Why it cannot be sent now and what to do instead, word for word as the guide says it."""
        if self.closed is None:
            return []
        instead = self.closed.instead
        if not instead and self.closed.instead_title:
            instead = _("可以改办“%(item)s”。", item=self.closed.instead_title)
        return [words for words in (_("现在不收件。") + self.closed.why, instead) if words]

    @property
    def path(self) -> str:
        return f"{self.place.prefix}/apply/{self.draft.item_code}"


@dataclass(frozen=True, slots=True)
class Coming:
    """What a window took in for me and the township it belongs to does not have yet."""

    intake: Intake
    place: Place

    @property
    def lines(self) -> list[str]:
        told = {"place": self.place.name, "there": self.intake.for_name}
        if self.intake.status == "returned":
            return [_("%(there)s没有收：", **told) + self.intake.why]
        return [_("%(place)s替您收的，正在送往%(there)s。", **told)]

    @property
    def path(self) -> str:
        return f"{self.place.prefix}/progress?number={self.intake.number}"


@dataclass(frozen=True, slots=True)
class AllMine:
    """Everything of one resident, of every township."""

    drafts: tuple[Begun, ...]
    open: tuple[Mine, ...]
    done: tuple[Mine, ...]
    coming: tuple[Coming, ...] = ()

    @property
    def count(self) -> int:
        return len(self.open) + len(self.done) + len(self.coming)


@get("/cases", guards=[resident])
async def mine(visit: Visit, viewer: Viewer) -> Template:
    """Everything of mine: what waits for me first."""
    assert viewer.id is not None
    # One connection at a time: who is asking is known, every place is asked by itself.
    await visit.commit()
    found = await all_mine(visit.tools, viewer.id, here=visit.place)
    return page(visit, "cases/portal/mine.html", mine=found)


@get("/my", guards=[public])
async def old_address(visit: Visit) -> Redirect:
    """The short address that letters and links use."""
    return Redirect(visit.at("/cases"), status_code=303)


async def all_mine(
    tools: Tools, resident_id: UUID, *, here: Place, lines: int = MOST_LINES
) -> AllMine:
    """What a resident has in all townships, those here first; opens its own transactions."""
    standing = Standing(door="mine", resident_id=resident_id)
    async with tools.database.transaction(standing, read_only=True) as everywhere:
        cases = await cases_of_resident(everywhere, resident_id)
        drafts = await drafts_of_resident(everywhere, resident_id)
        bundles = await bundles_of_resident(everywhere, resident_id)
        intakes = await intakes_of_resident(everywhere, resident_id)
    directory = directory_of(tools)
    there = {case.tenant_id for case in cases} | {draft.tenant_id for draft in drafts}
    there |= {intake.tenant_id for intake in intakes}
    places = {id: place for id in there if (place := await directory.by_id(id)) is not None}
    theirs = [
        Mine(case, places[case.tenant_id], bundle=bundles.get((case.tenant_id, case.id)))
        for case in cases
        if case.tenant_id in places
    ]
    theirs = _where_they_are(theirs)
    theirs.sort(key=lambda mine: mine.place.tenant_id != here.tenant_id)
    under_way = _as_one([mine for mine in theirs if mine.case.closed_at is None], theirs)
    alone = [mine for mine in under_way if mine.bundle is None]
    told = await _told(tools, alone[:lines], resident_id)
    asked = [places[draft.tenant_id] for draft in drafts if draft.tenant_id in places]
    closed = await _closed(tools, [*asked, *(mine.place for mine in under_way)], resident_id)
    sent = {case.id for case in cases}
    return AllMine(
        drafts=tuple(
            Begun(draft, places[draft.tenant_id], closed.get((draft.tenant_id, draft.item_code)))
            for draft in drafts
            if draft.id not in sent and draft.tenant_id in places
        ),
        open=tuple(
            replace(
                mine,
                progress=told.get(mine.case.id),
                closed=closed.get((mine.case.tenant_id, mine.case.item_code)),
            )
            for mine in under_way
        ),
        done=tuple(mine for mine in theirs if mine.case.closed_at is not None),
        coming=tuple(
            Coming(one, places[one.tenant_id]) for one in intakes if one.tenant_id in places
        ),
    )


def _where_they_are(theirs: Sequence[Mine]) -> list[Mine]:
    """What was passed on stands once, where it is handled now; it keeps its id everywhere."""
    live = {mine.case.id for mine in theirs if mine.case.status != Status.PASSED_ON}
    return [
        mine for mine in theirs if mine.case.status != Status.PASSED_ON or mine.case.id not in live
    ]


def _as_one(under_way: Sequence[Mine], every: Sequence[Mine]) -> list[Mine]:
    """What was sent together stands as one, with all of its cases, also those that are done."""
    shown: dict[UUID, Mine] = {}
    for mine in under_way:
        if mine.bundle is None:
            shown[mine.case.id] = mine
        else:
            of_it = [one.case for one in every if one.bundle is mine.bundle]
            of_it.sort(key=lambda case: case.number)
            shown.setdefault(mine.bundle.id, replace(mine, together=tuple(of_it)))
    return list(shown.values())


async def _told(tools: Tools, mine: Sequence[Mine], resident_id: UUID) -> dict[UUID, Progress]:
    """How these cases stand; each township is asked behind its own wall, as this resident."""
    told: dict[UUID, Progress] = {}
    for place in dict.fromkeys(one.place.tenant_id for one in mine):
        of_place = [one for one in mine if one.place.tenant_id == place]
        standing = of_place[0].place.standing(resident_id=resident_id)
        async with tools.database.transaction(standing, read_only=True) as session:
            for one in of_place:
                told[one.case.id] = progress_of(
                    await seen_case(session, tools, one.place, one.case)
                )
    return told


async def _closed(
    tools: Tools, places: Sequence[Place], resident_id: UUID
) -> dict[tuple[UUID, str], Closed]:
    """What takes no applications at these places now, and why."""
    found: dict[tuple[UUID, str], Closed] = {}
    for place in {place.tenant_id: place for place in places}.values():
        standing = place.standing(resident_id=resident_id)
        async with tools.database.transaction(standing, read_only=True) as session:
            closed = await closed_in(session, place)
        found |= {(place.tenant_id, code): one for code, one in closed.items()}
    return found


ROUTES = [mine, old_address]
