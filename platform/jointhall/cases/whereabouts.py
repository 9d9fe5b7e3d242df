"""All that is needed to say where a case stands, brought together for a page."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.deadlines.queries import calendar_here
from jointhall.kernel.clock.now import on_which_day
from jointhall.kernel.tools import Tools
from jointhall.offices.queries import offices_here
from jointhall.service_items.counter import Counter
from jointhall.service_items.flow import Side, is_taken, resolve
from jointhall.service_items.queries import edition_of
from jointhall.service_items.sheets import Answers, Sheet
from jointhall.tenancy.starter import starter
from jointhall.web.place import Place

from .after.deliveries import decision_delivery
from .after.passings import last_passing
from .answers import answers_of
from .counters import counter_at
from .course.standing import course_of
from .joint.threads import threads_of
from .models import Case
from .notice_queries import notices_of
from .progress import Seen
from .queries import steps_of, tasks_of


async def seen_case(
    session: AsyncSession, tools: Tools, place: Place, case: Case, *, is_open_to_all: bool = False
) -> Seen:
    """A case with its steps, tasks and calendar, as `progress.progress_of` wants it."""
    sheet = await edition_of(session, case.item_code, case.edition)
    offices = await office_names(session)
    counter = await counter_at(tools, place)
    answers = answers_of(tools.secrets, case)
    return Seen(
        case=case,
        sheet=sheet,
        today=on_which_day(tools.clock.now()),
        calendar=await calendar_here(session),
        here=place.name,
        steps=await steps_of(session, case),
        tasks=await tasks_of(session, case),
        offices=offices,
        expected=expected_parties(sheet, answers, counter, offices),
        passed_over=steps_passed_over(sheet, answers, counter),
        notices=await notices_of(session, case),
        course=await course_of(session, case),
        threads=await threads_of(session, case),
        county_id=place.county_id,
        is_open_to_all=is_open_to_all,
        delivery=await decision_delivery(session, case),
        passing=await last_passing(session, case),
    )


async def office_names(session: AsyncSession) -> dict[str, str]:
    """Offices by code: our own by their names here, the county's as every county begins with them.

    A county's own register of offices is behind its wall.
    """
    return known_offices({office.code: office.name for office in await offices_here(session)})


def known_offices(ours: Mapping[str, str]) -> dict[str, str]:
    """The same, when our own are at hand."""
    return {**{office.code: office.name for office in starter("county").offices}, **ours}


def expected_parties(
    sheet: Sheet, answers: Answers, counter: Counter, offices: dict[str, str]
) -> dict[str, tuple[str, ...]]:
    """Whom each step will ask, for these answers: step code → names."""
    named: dict[str, tuple[str, ...]] = {}
    for step in sheet.steps:
        if not is_taken(sheet, step, answers, counter):
            continue
        names = []
        for ask in resolve(sheet, step, answers, counter).asks:
            if ask.party.side is Side.OWN:
                names.append(offices.get(ask.party.office, counter.here.name))
            elif ask.party.side is Side.COUNTY:
                names.append(offices.get(ask.party.office, ask.party.office))
            else:
                there = counter.township(ask.party.division or "")
                names.append(there.name if there else offices.get(ask.party.office, ""))
        named[step.code] = tuple(names)
    return named


def steps_passed_over(sheet: Sheet, answers: Answers, counter: Counter) -> frozenset[str]:
    """The steps that are not taken for these answers (何时走)."""
    return frozenset(
        step.code for step in sheet.steps if not is_taken(sheet, step, answers, counter)
    )
