"""Where a clock lies (落在谁手里): on which matter, with which office, or with whom we wait for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.db import tenant_of


class OfSubject(Protocol):
    """Something that runs on a subject with a page of its own."""

    @property
    def subject_kind(self) -> str: ...
    @property
    def subject_id(self) -> UUID: ...
    @property
    def case_number(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Lying:
    """One limit with what it is about; `peer_id` is the tenant whose days they are, if not ours."""

    id: UUID
    subject_kind: str
    subject_id: UUID
    key: str
    case_id: UUID | None
    case_number: str
    office: str
    peer_id: UUID | None


PAGES = {
    "referral": "/workbench/referrals/{id}",
    "own_ask": "/workbench/referrals",
    "order": "/workbench/supervision/orders/{id}",
    "desk": "/workbench/desk/{id}",
    "thread": "/workbench/cases/{number}/threads/{id}",
    "delivery": "/workbench/cases/{number}/delivery",
    "procedure": "/workbench/cases/{number}/procedure",
}
"""Where what is due can be done, when that is not the page of the case itself."""

LIST = "/workbench/supervision"


def path_of(one: OfSubject) -> str:
    """The page where what is due can be done."""
    page = "/workbench/cases/{number}" if one.case_number else LIST
    page = PAGES.get(one.subject_kind, page)
    return page.format(id=one.subject_id, number=one.case_number)


async def lying_here(session: AsyncSession, ids: Iterable[UUID]) -> dict[UUID, Lying]:
    """Where each of these limits lies."""
    rows = await session.execute(_LYING, {"tenant_id": tenant_of(session), "ids": list(ids)})
    return {row.id: Lying(*row) for row in rows}


# Every kind of subject has its own row; what has none is still on its day, with no office.
FROM = """
    from deadlines d
    left join case_tasks t on d.subject_kind = 'task'
        and (t.tenant_id, t.id) = (d.tenant_id, d.subject_id)
    left join case_tasks b on d.subject_kind = 'thread'
        and (b.tenant_id, b.id) = (d.tenant_id, d.subject_id)
    left join own_asks a on d.subject_kind = 'own_ask'
        and (a.tenant_id, a.id) = (d.tenant_id, d.subject_id)
    left join referrals r on r.tenant_id = d.tenant_id
        and r.id = case d.subject_kind when 'referral' then d.subject_id else a.referral_id end
    left join supervision_orders s on d.subject_kind = 'order'
        and (s.tenant_id, s.id) = (d.tenant_id, d.subject_id)
    left join case_deliveries v on d.subject_kind = 'delivery'
        and (v.tenant_id, v.id) = (d.tenant_id, d.subject_id)
    left join case_notices n on d.subject_kind = 'notice'
        and (n.tenant_id, n.id) = (d.tenant_id, d.subject_id)
    left join case_objections j on d.subject_kind = 'objection'
        and (j.tenant_id, j.id) = (d.tenant_id, d.subject_id)
    left join case_procedures p on d.subject_kind = 'procedure'
        and (p.tenant_id, p.id) = (d.tenant_id, d.subject_id)
    left join desk_matters m on d.subject_kind = 'desk'
        and (m.tenant_id, m.id) = (d.tenant_id, d.subject_id)
    left join cases c on c.tenant_id = d.tenant_id and c.id = case d.subject_kind
        when 'case' then d.subject_id
        else coalesce(t.case_id, b.case_id, v.case_id, n.case_id, j.case_id, p.case_id) end
    cross join lateral (select
        coalesce(t.office, r.office, s.office, n.office, j.office, p.office,
            case when d.subject_kind = 'case' then (
                select o.office from case_tasks o
                where o.tenant_id = c.tenant_id and o.case_id = c.id and o.status = 'open'
                  and o.peer_id is null
                order by o.due_on, o.id limit 1) end,
            c.office, '') as office,
        coalesce(c.number, r.case_number, s.case_number, m.case_number, '') as case_number,
        coalesce(c.item_title, r.item_title, s.item_title, m.item_title, '') as item_title,
        coalesce(t.peer_id, a.to_id, case when d.subject_kind = 'thread' and d.key = 'ruling'
            then nullif(current_setting('hall.county', true), '')::uuid end) as peer_id
    ) w
"""
"""A whole case lies with the office that has to act on it now."""

_LYING = text(
    f"""
    select d.id, d.subject_kind, d.subject_id, d.key, c.id as case_id, w.case_number, w.office,
           w.peer_id
    {FROM} where d.tenant_id = :tenant_id and d.id = any(cast(:ids as uuid[]))
    """
)
