"""Cases as residents and officers make them: filed, accepted, answered by the real verbs."""

from __future__ import annotations

import atexit
import itertools
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.cases.acceptance import accept
from jointhall.cases.after.wishes import ONLINE, Served
from jointhall.cases.answering import answer_task
from jointhall.cases.counters import counter_at
from jointhall.cases.filing import begin, keep_answers, submit
from jointhall.cases.models import Case
from jointhall.cases.queries import hold_case, task_of, tasks_of
from jointhall.cases.steps import Task
from jointhall.documents.actions import keep_upload
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import Actor
from jointhall.service_items.counter import Counter
from jointhall.service_items.form import Form
from jointhall.service_items.queries import item_in
from jointhall.service_items.questions import Raw, kind_of
from jointhall.service_items.sheets import Sheet
from jointhall.tenancy.directory import TenantDirectory
from jointhall.web.place import Place
from tests.builders import hostile
from tests.builders.people import a_resident
from tests.builders.sms import with_sms

FARMLAND = "facility_farmland"
ALLOWANCE = "old_age_allowance"
COUNTER_CLERK = Actor("officer", None, "谭建辉", "便民服务中心")

_names = itertools.cycle(["周秋生", "罗菊英", "谭国柱", "胡桂生", "陈玉莲", "彭建军", "谢正强"])


def with_parties(tools: Tools) -> Tools:
    """These tools with what cases need from outside: directory, seal keys, the SMS twin."""
    missing: dict[str, Any] = {}
    if "directory" not in tools.outside:
        missing["directory"] = TenantDirectory(tools.database)
    if "keys" not in tools.outside:
        missing["keys"] = _folder() / "keys"
    whole = replace(tools, outside={**tools.outside, **missing}) if missing else tools
    return whole if "sms" in whole.outside else with_sms(whole, _folder() / "sms.jsonl")[0]


@cache
def _folder() -> Path:
    folder = tempfile.TemporaryDirectory(prefix="hall-cases-")
    atexit.register(folder.cleanup)
    return Path(folder.name)


async def a_submitted_case(
    tools: Tools,
    place: Place,
    *,
    item: str = ALLOWANCE,
    resident_id: UUID | None = None,
    across: Sequence[Place] = (),
    served: Served = ONLINE,
    **answers: Any,
) -> Case:
    """A case of this item waiting to be accepted; `across` are other townships its land lies in."""
    tools = with_parties(tools)
    resident_id = resident_id or (await a_resident(tools)).id
    async with tools.database.transaction(place.standing(resident_id=resident_id)) as session:
        sheet = (await item_in(session, place, item)).sheet
        counter = await counter_at(tools, place)
        draft = await begin(session, tools, place, sheet, resident_id=resident_id)
        given = {**_given(item, place, across), **answers}
        by = Actor("resident", resident_id, "申请人")
        papers = await _papers(session, tools, sheet, draft.id, by)
        keep_answers(tools, draft, _filled(sheet, counter, given, papers))
        return await submit(
            session, tools, place, sheet, counter, draft, submission_id=draft.submission_id, by=by,
            served=served,
        )  # fmt: skip


async def all_filled_in(
    session: AsyncSession, tools: Tools, place: Place, sheet: Sheet, owner_id: UUID, by: Actor,
    **answers: Any,
) -> dict[str, Any]:  # fmt: skip
    """Answers to the whole form of this item, with real papers kept for their owner."""
    papers = await _papers(session, tools, sheet, owner_id, by)
    given = {**_given(sheet.code, place, ()), **answers}
    return _filled(sheet, await counter_at(tools, place), given, papers)


async def an_accepted_case(
    tools: Tools, place: Place, *, by: Actor = COUNTER_CLERK, **also: Any
) -> Case:
    """The same, taken on: its clocks run and its first step has asked everybody."""
    tools = with_parties(tools)
    case = await a_submitted_case(tools, place, **also)
    async with tools.database.transaction(place.standing()) as session:
        held = await hold_case(session, case.id)
        await accept(session, tools, place, held, by=by)
    return held


async def tasks_here(tools: Tools, place: Place, case: Case) -> list[Task]:
    """Every task of a case, ours and those asked by envelope."""
    async with tools.database.transaction(place.standing(), read_only=True) as session:
        return list(await tasks_of(session, case))


async def answered(
    tools: Tools,
    place: Place,
    task: Task,
    *,
    vote: str = "agree",
    opinion: str = "",
    by: Actor = Actor("officer", None, "欧阳静", "自然资源所"),
) -> Case:
    """An office of ours gives its word."""
    tools = with_parties(tools)
    async with tools.database.transaction(place.standing()) as session:
        held = await task_of(session, task.id)
        return await answer_task(session, tools, place, held, vote=vote, opinion=opinion, by=by)


def _given(item: str, place: Place, across: Sequence[Place]) -> dict[str, Any]:
    name = next(_names)
    if item == FARMLAND:
        return {
            "who": "farmer",
            "applicant_name": name,
            "id_number": "430321196505120012",
            "phone": "13812345678",
            "purpose": "crop",
            "townships": [place.division_code, *(other.division_code for other in across)],
            "village": "黄荆坪村三组，水库东边",
            "area": "3.5亩",
            "basic_farmland": "none",
            "use_period": {"from": "2027-01-01", "until": "2036-12-31"},
            "promise": "yes",
        }
    return {
        "for_whom": "self",
        "applicant_name": name,
        "id_number": "430321194303080025",
        "registered_here": "yes",
        "village": "日华村五组",
        "other_allowance": "no",
        "bank_card": "6217995510000123454",
        "phone": "13812345678",
        "promise": "yes",
    }


def _filled(
    sheet: Sheet, counter: Counter, given: Mapping[str, Any], papers: Mapping[str, str]
) -> dict[str, Any]:
    form = Form(sheet, counter)
    answers: dict[str, Any] = {}
    for question in sheet.form:
        if question not in form.asked(answers):
            continue
        said = papers.get(question.code, given.get(question.code))
        if said is None:
            continue
        value = kind_of(question).answer(question, _raw(said), counter)
        answers = dict(form.with_answer(answers, question, value))
    return answers


def _raw(said: Any) -> Raw:
    if isinstance(said, Mapping):
        return Raw({part: [text] for part, text in said.items()})
    return Raw({"": list(said) if isinstance(said, list) else [str(said)]})


async def _papers(
    session: AsyncSession, tools: Tools, sheet: Sheet, draft_id: UUID, by: Actor
) -> dict[str, str]:
    """One real file for each question that wants one, as its field would carry it."""
    carried = {}
    for question in sheet.form:
        if not kind_of(question).is_file:
            continue
        is_pdf = question.kind == "file"
        name = f"{question.code}.{'pdf' if is_pdf else 'jpg'}"
        document, _changed = await keep_upload(
            session, tools, _pdf() if is_pdf else _photo(), owner_kind="draft", owner_id=draft_id,
            purpose=question.code, filename=name, by=by, resident_id=by.id,
        )  # fmt: skip
        carried[question.code] = f"{document.id} {document.name}"
    return carried


@cache
def _photo() -> bytes:
    return hostile.encoded("JPEG", hostile.photo((320, 240)))


@cache
def _pdf() -> bytes:
    return hostile.pdf()
