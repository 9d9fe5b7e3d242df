"""With whom a case lies now (在谁手里): every party that still has to speak, in a few words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.db import tenant_of
from jointhall.kernel.words import _

SHOWN = 2


async def holders_of_cases(
    session: AsyncSession, cases: Iterable[UUID], offices: Mapping[str, str]
) -> dict[UUID, str]:
    """The names of those these cases wait for; a case nobody is asked in waits for its counter."""
    rows = await session.execute(
        _OPEN,
        {"tenant_id": tenant_of(session), "cases": list(cases), "applicant": _("申请人")},
    )
    names: dict[UUID, dict[str, None]] = {}
    for row in rows:
        if row.peer_id is not None:
            name = row.party_name
        elif row.holder_name:
            name = row.holder_name
        else:
            name = offices.get(row.office, row.party_name)
        names.setdefault(row.case_id, {})[name] = None
    return {case: _together(list(found)) for case, found in names.items()}


def _together(names: list[str]) -> str:
    shown = "、".join(names[:SHOWN])
    return _("%(who)s等 %(n)s 家", who=shown, n=len(names)) if len(names) > SHOWN else shown


_OPEN = text(
    """
    select t.case_id, t.office, t.peer_id, t.party_name, t.holder_name
    from case_tasks t
    where t.tenant_id = :tenant_id and t.case_id = any(cast(:cases as uuid[]))
      and t.status = 'open'
    union all
    select c.id, c.office, null, '', ''
    from cases c
    where c.tenant_id = :tenant_id and c.id = any(cast(:cases as uuid[]))
      and c.status = 'submitted'
    union all
    select c.id, '', c.resident_id, cast(:applicant as text), ''
    from cases c
    where c.tenant_id = :tenant_id and c.id = any(cast(:cases as uuid[]))
      and c.status = 'correction_asked'
    """
)
