"""Finding the case of somebody who came without its number (按人找办件).

Names, identity numbers and phones are sealed; beside the case lies a keyed hash of each, so only
the whole of one finds anything and no list of people can be leafed through. Every search is put on
record without what was searched for (个人信息保护法).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.plain import run_each
from jointhall.kernel.refusals import BadForm
from jointhall.kernel.ticking import each
from jointhall.kernel.tools import Tools
from jointhall.kernel.words import _
from jointhall.service_items.queries import edition_of
from jointhall.service_items.sheets import Answers, Sheet
from jointhall.web.place import Place

from ..answers import answers_of, applicant_of, phone_of
from ..counters import directory_of
from ..models import Case
from .models import CaseMark

NAME, ID_NUMBER, PHONE, NOTHING = "name", "id number", "phone", "nothing"
_ID_NUMBER = re.compile(r"\d{17}[\dX]|[0-9A-Z]{18}")
_PHONE = re.compile(r"\d{10,12}")
MOST = 50
SHORTEST_NAME = 2


async def mark_case(
    session: AsyncSession, tools: Tools, case: Case, sheet: Sheet, answers: Answers
) -> None:
    """Lays the marks of a case beside it; what an earlier answer was found by stays."""
    told = {
        NAME: applicant_of(sheet, answers),
        ID_NUMBER: str(answers.get(sheet.applicant.id_number or "")
                       or answers.get(sheet.applicant.credit_code or "") or ""),
        PHONE: phone_of(sheet, answers),
    }  # fmt: skip
    marks = [_mark(tools, case.tenant_id, kind, said) for kind, said in told.items() if said]
    marks = marks or [_mark(tools, case.tenant_id, NOTHING, "-")]
    rows = [(case.tenant_id, mark, case.id, case.resident_id) for mark in marks]
    await run_each(session, _KEEP, rows)


async def cases_of_somebody(session: AsyncSession, tools: Tools, place: Place, said: str) -> (
    Sequence[Case]
):  # fmt: skip
    """The cases of whoever this name, identity number or phone belongs to, newest first."""
    kind, value = _read(said)
    marks = select(CaseMark.case_id).where(
        CaseMark.tenant_id == place.tenant_id,
        CaseMark.mark == _mark(tools, place.tenant_id, kind, value),
    )
    found = await session.scalars(
        select(Case)
        .where(Case.tenant_id == place.tenant_id, Case.id.in_(marks))
        .order_by(Case.filed_at.desc())
        .limit(MOST)
    )
    return found.all()


def _read(said: str) -> tuple[str, str]:
    plain = _plain(said)
    if _ID_NUMBER.fullmatch(plain.upper()):
        return ID_NUMBER, plain
    if _PHONE.fullmatch(plain):
        return PHONE, plain
    if len(plain) < SHORTEST_NAME or any(letter.isdigit() for letter in plain):
        raise BadForm(
            {"who": _("写全名，或者全部证件号、全部电话。只写姓、只写一段号码，找不了。")}
        )
    return NAME, plain


def _mark(tools: Tools, tenant_id: UUID, kind: str, said: str) -> bytes:
    return tools.secrets.blind_index(f"case {kind}", f"{tenant_id}|{_plain(said).upper()}")


def _plain(said: str) -> str:
    """As it is compared: without blanks, dashes and the dot in names of minorities."""
    return re.sub(r"[\s\-·•．.()（）]", "", said)


_KEEP = """
    insert into case_marks (tenant_id, mark, case_id, resident_id) values ($1, $2, $3, $4)
    on conflict do nothing
    """
_UNMARKED = text(
    """
    select c.id from cases c
    where c.tenant_id = :tenant_id
      and not exists (select from case_marks m
                      where m.tenant_id = c.tenant_id and m.case_id = c.id)
    order by c.id limit 200
    """
)


@each("cases.marks", seconds=86_400)
async def mark_older_cases(tools: Tools) -> None:
    """Cases that were filed before there were marks get theirs, some of each place at a time."""
    for place in await directory_of(tools).everyone():
        while await mark_some(tools, place):
            continue


async def mark_some(tools: Tools, place: Place) -> int:
    """Marks some cases of a place that have none; how many."""
    async with tools.database.transaction(place.standing()) as session:
        ids = (await session.scalars(_UNMARKED, {"tenant_id": place.tenant_id})).all()
        for id in ids:
            case = await session.get_one(Case, (place.tenant_id, id))
            sheet = await edition_of(session, case.item_code, case.edition)
            await mark_case(session, tools, case, sheet, answers_of(tools.secrets, case))
        return len(ids)
