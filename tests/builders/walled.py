"""A county whose townships hold every kind of record, each text carrying its owner's mark.

Made by the real verbs. A mark that shows up where another township asks is a hole in the wall.
"""

from __future__ import annotations

import secrets as randomness
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.cases import acceptance, answering, decision, filing, withdrawal
from jointhall.cases.counters import counter_at
from jointhall.cases.models import Case
from jointhall.cases.queries import hold_case, tasks_of
from jointhall.cases.steps import Task
from jointhall.deadlines.actions import set_day
from jointhall.deadlines.reading_in import read_in
from jointhall.kernel.clock.notices import DayNotice, Notice
from jointhall.kernel.draining import ALL, drain
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import Actor, Standing
from jointhall.records.void_numbers import Given, pass_over_in
from jointhall.search.entries import keep_entry
from jointhall.search.gaps import note_gap
from jointhall.service_items.demand import keep_demand
from jointhall.service_items.editing.confirming import confirm_published
from jointhall.service_items.queries import item_in
from jointhall.tenancy.directory import TenantDirectory
from jointhall.tenancy.imports import keep
from jointhall.tenancy.onboarding import Plan
from jointhall.web.permissions import PERMISSIONS
from jointhall.web.place import Place
from tests.builders.cases import FARMLAND, a_submitted_case, with_parties
from tests.builders.editing import a_draft_with_two_texts
from tests.builders.jobs import a_given_up_job
from tests.builders.people import SignedInOfficer, SignedInResident, a_resident, an_officer
from tests.builders.tenancy import a_county, a_newcomer, townships
from tests.builders.walled_adoption import granted_modules, said_of_items
from tests.builders.walled_after import after_a_decision
from tests.builders.walled_bundles import a_filed_bundle
from tests.builders.walled_course import a_course
from tests.builders.walled_desk import a_desk
from tests.builders.walled_dossier import a_kept_form, beside_the_case
from tests.builders.walled_intakes import windows_of
from tests.builders.walled_joint import a_question_back
from tests.builders.walled_notices import notices_and_visits
from tests.builders.walled_signers import signers_of
from tests.builders.walled_supervision import ordered_by_the_county, supervised


@dataclass
class Walled:
    """One tenant with its people, and the ids of what it holds by kind.

    `mark` stands in what is its own business, `shown` in what it shows everybody at its own door.
    """

    place: Place
    mark: str
    shown: str
    officer: SignedInOfficer | None = None
    admin: SignedInOfficer | None = None
    resident: SignedInResident | None = None
    ids: dict[str, str] = field(default_factory=dict)


@dataclass
class WalledCounty:
    """Two townships that must not see each other, a third both work with, and their county."""

    tools: Tools
    county: Walled
    a: Walled
    b: Walled
    between: Walled

    @property
    def everyone(self) -> tuple[Walled, ...]:
        return (self.county, self.a, self.b, self.between)


async def a_walled_county(tools: Tools) -> WalledCounty:
    """Makes all of it; nothing else in the database is touched."""
    tools = with_parties(replace(tools, outside={**tools.outside, "demo": True}))
    county = _marked(await a_county(tools.database), "county")
    newcomers, marks = [], []
    for name in ("a", "b", "c"):
        shown = _mark(f"{name}-shown")
        marks.append(shown)
        newcomers.append(
            a_newcomer(
                county.place,
                address=f"集镇老街 12 号{shown}",
                hours=f"8:30–17:30{shown}",
                villages=(f"石鼓村{shown}", "日华村"),
            )
        )
    made = await townships(tools.database, county.place, newcomers)
    a, b, c = (
        replace(_marked(place, name), shown=shown)
        for place, name, shown in zip(made, "abc", marks, strict=True)
    )
    directory = tools.outside["directory"]
    assert isinstance(directory, TenantDirectory)
    directory.forget()
    world = WalledCounty(tools, county, a, b, c)
    for one in world.everyone:
        await _people(tools, one)
    for one in (a, b, c):
        await _cases_of(tools, one, across=[c] if one is not c else [])
    for one in (a, b):
        await _asked_by(tools, c, one)
        assert one.resident is not None
        one.ids |= await windows_of(
            tools, one.place, c.place, by=_actor(one), theirs=_actor(c),
            phone=one.resident.phone, mark=one.mark,
        )  # fmt: skip
    await drain(tools, county.place.tenant_id, queues=ALL - {"messages"})
    for one in (a, b, c):
        await _decided(tools, one)
        await _posted(tools, one)
        one.ids |= await supervised(
            tools, one.place, UUID(one.ids["crossing id"]), by=_actor(one), mark=one.mark
        )
        assert one.officer is not None
        crossing = UUID(one.ids["crossing id"])
        await signers_of(tools, one.place, crossing, one.officer, away=one.admin, mark=one.mark)
        one.ids |= await beside_the_case(tools, one.place, crossing, one.officer, mark=one.mark)
        one.ids |= await a_question_back(
            tools, one.place, crossing, other=county.place, by=_actor(one), mark=one.mark
        )
        assert one.resident is not None
        one.ids |= await after_a_decision(
            tools, one.place, mended=one.ids["mended"], done_id=UUID(one.ids["done id"]),
            resident_id=one.resident.id, by=_actor(one), mark=one.mark,
        )  # fmt: skip
        await said_of_items(tools, one.place, mark=one.mark, by=_actor(one))
        await _asked_for(tools, one)
        await pass_over_in(tools, one.place, Given(), unseen=1, why=f"数据恢复过{one.mark}")
    county.ids |= await ordered_by_the_county(
        tools, county.place, b.ids["clock"], by=_actor(county)
    )
    await _of_the_county(tools, county)
    await granted_modules(tools, county.place, [a.place, b.place, c.place], _actor(county))
    await drain(tools, county.place.tenant_id, queues=ALL - {"messages"})
    for one in world.everyone:
        one.ids["job"] = str(await a_given_up_job(tools, one.place))
        await _collect(tools, one)
    return world


def _marked(place: Place, name: str) -> Walled:
    return Walled(place, _mark(name), _mark(f"{name}-shown"))


def _mark(name: str) -> str:
    return f"⟪{name}-{randomness.token_hex(4)}⟫"


async def _asked_for(tools: Tools, one: Walled) -> None:
    """What is counted of what people ask for: applied for, and looked for in vain."""
    async with tools.database.transaction(one.place.standing()) as session:
        now = tools.clock.now()
        await keep_demand(session, {FARMLAND: 1}, at=now)
        await note_gap(session, "讨寿钱", at=now)
        await keep_entry(session, "thing", one.mark, f"找得到的{one.shown}")


async def _people(tools: Tools, one: Walled) -> None:
    one.officer = await an_officer(
        tools, one.place, name=f"陈{one.mark}", permissions=sorted(PERMISSIONS),
        offices=await _offices(tools, one.place),
    )  # fmt: skip
    role = "county_admin" if one.place.is_county else "township_admin"
    one.admin = await an_officer(tools, one.place, name=f"管{one.mark}", roles=[role])
    one.resident = await a_resident(tools)
    async with tools.database.transaction(one.place.standing()) as session:
        page = text("update pages set body = body || :shown where tenant_id = :tenant_id")
        await session.execute(page, {"shown": one.shown, "tenant_id": one.place.tenant_id})


async def _offices(tools: Tools, place: Place) -> list[str]:
    async with tools.database.transaction(place.standing(), read_only=True) as session:
        codes = text("select code from offices where kind <> 'village' order by code")
        return list(await session.scalars(codes))


async def _cases_of(tools: Tools, one: Walled, *, across: Sequence[Walled]) -> None:
    """One case at every turn of its way, and a draft."""
    assert one.officer is not None
    officer = _actor(one)
    told = {"applicant_name": f"周{one.mark}", "village": f"三组{one.mark}"}
    assert one.resident is not None
    mine = {"resident_id": one.resident.id}
    crossing = await a_submitted_case(
        tools, one.place, item=FARMLAND, across=[other.place for other in across], **mine, **told
    )
    waiting = await a_submitted_case(tools, one.place, **mine, **told)
    mended = await a_submitted_case(tools, one.place, **mine, **told)
    gone = await a_submitted_case(tools, one.place, **mine, **told)
    refused = await a_submitted_case(tools, one.place, **mine, **told)
    done = await a_submitted_case(tools, one.place, **mine, **told)
    async with tools.database.transaction(one.place.standing()) as session:
        for case in (crossing, done):
            held = await hold_case(session, case.id)
            await acceptance.accept(session, tools, one.place, held, by=officer)
        held = await hold_case(session, mended.id)
        await acceptance.ask_correction(
            session, tools, one.place, held, what=f"补一张照片{one.mark}", by=officer
        )
        held = await hold_case(session, refused.id)
        await acceptance.refuse_acceptance(
            session, tools, one.place, held, why=f"不归我们办{one.mark}", by=officer
        )
        await withdrawal.withdraw(session, tools, await hold_case(session, gone.id), by=officer)
    async with tools.database.transaction(
        one.place.standing(resident_id=one.resident.id)
    ) as session:
        sheet = (await item_in(session, one.place, FARMLAND)).sheet
        draft = await filing.begin(session, tools, one.place, sheet, resident_id=one.resident.id)
        filing.keep_answers(tools, draft, {"who": "farmer", "applicant_name": f"罗{one.mark}"})
        await counter_at(tools, one.place)
        one.ids |= {"draft": str(draft.id), "submission": str(draft.submission_id)}
    one.ids |= {
        "crossing": crossing.number, "waiting": waiting.number, "mended": mended.number,
        "refused": refused.number, "done": done.number, "crossing id": str(crossing.id),
        "done id": str(done.id),
    }  # fmt: skip
    one.ids["bundle"] = await a_filed_bundle(
        tools, one.place, [crossing, waiting], resident_id=one.resident.id, mark=one.mark
    )


async def _asked_by(tools: Tools, asker: Walled, asked: Walled) -> None:
    """The third township's case asks this one: a referral that waits here."""
    case = await a_submitted_case(
        tools, asker.place, item=FARMLAND, across=[asked.place],
        village=f"邻村{asked.mark}", applicant_name=f"肖{asked.mark}",
    )  # fmt: skip
    async with tools.database.transaction(asker.place.standing()) as session:
        held = await hold_case(session, case.id)
        await acceptance.accept(session, tools, asker.place, held, by=_actor(asker))


async def _decided(tools: Tools, one: Walled) -> None:
    """The simple case goes to its end, the crossing one gets our own word and keeps waiting."""
    by = _actor(one)
    for _round in range(4):
        async with tools.database.transaction(one.place.standing()) as session:
            case = await hold_case(session, UUID(one.ids["done id"]))
            task = await _open_task(session, case)
            if task is None:
                break
            if task.kind == "decide":
                await decision.decide(
                    session, tools, one.place, task, outcome="granted",
                    why=f"符合规定{one.mark}", by=by,
                )  # fmt: skip
            else:
                await answering.answer_task(
                    session, tools, one.place, task, vote="agree",
                    opinion=f"情况属实{one.mark}", by=by,
                )  # fmt: skip
        await drain(tools, one.place.county_id, queues=ALL - {"messages"})


async def _posted(tools: Tools, one: Walled) -> None:
    """Somebody else's case hangs on a board, our resident objects, and somebody has been there."""
    assert one.resident is not None
    case = await a_submitted_case(tools, one.place, applicant_name=f"胡{one.mark}")
    async with tools.database.transaction(one.place.standing()) as session:
        held = await hold_case(session, case.id)
        await acceptance.accept(session, tools, one.place, held, by=_actor(one))
    one.ids |= {"shown": case.number} | await notices_and_visits(
        tools, one.place, case.id, by=_actor(one), objector=one.resident.id, mark=one.mark,
        shown=one.shown,
    )  # fmt: skip
    crossing = UUID(one.ids["crossing id"])
    assert one.officer is not None
    done, me = UUID(one.ids["done id"]), one.officer.id
    one.ids |= await a_desk(tools, one.place, done, officer_id=me, mark=one.mark)
    one.ids |= await a_course(tools, one.place, crossing, by=_actor(one), mark=one.mark)


async def _open_task(session: AsyncSession, case: Case) -> Task | None:
    tasks = [task for task in await tasks_of(session, case) if task.peer_id is None]
    return next((task for task in tasks if task.status == "open"), None)


_FOUND = {
    "task": "select id from case_tasks where status = 'open' and peer_id is null",
    "referral": "select id from referrals where status = 'open'",
    "envelope": "select id from envelopes",
    "envelope thread": "select thread from envelopes",
    "document": "select id from documents where owner_kind <> 'letter'",
    "letter": "select id from letters where status = 'made'",
    "verify code": "select verify_code from letters where status = 'made'",
    "message": "select id from messages",
    "office id": "select id from offices",
    "village": "select code from offices where kind = 'village'",
    "officer id": "select id from officers",
    "post": "select id from posts",
    "deadline": "select id from deadlines",
    "step": "select id from case_steps",
    "proof": "select id from documents where purpose = 'notice proof'",
    "objection paper": "select id from documents where purpose = 'objection'",
    "absence": "select id from absences",
    "matter": "select id from desk_matters",
    "calendar import": "select id from calendar_imports",
    "synonym": "select id from search_synonyms",
}


async def _collect(tools: Tools, one: Walled) -> None:
    """What ids the records made above were given."""
    assert one.officer is not None
    assert one.resident is not None
    async with tools.database.transaction(one.place.standing()) as session:
        await session.execute(text("update documents set name = :mark || name"), {"mark": one.mark})
    standing = one.place.standing(officer=str(one.officer.id))
    async with tools.database.transaction(standing, read_only=True) as session:
        for kind, question in _FOUND.items():
            found = await session.scalar(text(f"{question} order by 1 limit 1"))
            if found is not None:
                one.ids[kind] = str(found)
        paper = await session.execute(text("select store_key from documents order by id limit 1"))
        for row in paper:
            link = await tools.files.presigned_get(
                one.place.tenant_id, row.store_key, expires=timedelta(hours=6), filename="a.pdf"
            )
            one.ids["file token"] = link.url.rpartition("/")[2]
        one.ids["officer's session"] = str(await session.scalar(text("select id from sessions")))
    standing = Standing(resident_id=one.resident.id)
    async with tools.database.transaction(standing, read_only=True) as session:
        one.ids["resident's session"] = str(await session.scalar(text("select id from sessions")))
    one.ids |= {
        "tenant": str(one.place.tenant_id), "division code": one.place.division_code,
        "slug": one.place.slug, "login": one.officer.login, "phone": one.resident.phone,
        "resident": str(one.resident.id),
        "case subject": f"case:{one.ids.get('crossing id', '')}",
    }  # fmt: skip


async def _of_the_county(tools: Tools, county: Walled) -> None:
    async with tools.database.transaction(county.place.standing()) as session:
        await confirm_published(session, note=county.mark, by=_actor(county), now=tools.clock.now())
        day = date(2027, 3, 3)
        await set_day(session, day, is_off=True, name=f"{county.shown}"[:40], by=_actor(county),
                      at=tools.clock.now())  # fmt: skip
        await session.execute(
            text("insert into calendar_years (tenant_id, year, source, changed_by, changed_at)"
                 " values (:tenant_id, 2027, :source, 'x', now())"),
            {"tenant_id": county.place.tenant_id, "source": county.shown},
        )  # fmt: skip
        notice = Notice(2028, (), (DayNotice(date(2028, 1, 3), off=True, name="元旦"),))
        await read_in(session, notice, by=_actor(county), at=tools.clock.now())
        preview = keep(session, f"{county.mark}.csv", Plan(), by=county.mark, at=tools.clock.now())
        await session.flush()
        county.ids["import"] = str(preview.id)
        assert county.officer is not None
        kept = a_kept_form(tools, county.place, county.officer, mark=county.mark)
        session.add(kept)
        county.ids["kept"] = str(kept.id)
        county.ids |= await a_draft_with_two_texts(
            session, FARMLAND, mark=county.mark, by=_actor(county), now=tools.clock.now()
        )


def _actor(one: Walled) -> Actor:
    assert one.officer is not None
    return Actor("officer", one.officer.id, f"陈{one.mark}", "自然资源所")
