"""What the county still has to check before a township goes live with its items (上线清单)."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.plain import run
from jointhall.kernel.words import _
from jointhall.tenancy.checklist import Done, Missing, item
from jointhall.web.place import Place


async def checked(session: AsyncSession, place: Place) -> Done | Missing:
    """Whether every local fact of the items taken over here was checked by the county."""
    (row,) = await run(session, _UNCHECKED, place.tenant_id, place.county_id)
    if not row["facts"]:
        return Done(_("都核对了"))
    return Missing(_("县里还有 %(n)s 个事项、%(m)s 条没核对", n=row["items"], m=row["facts"]))


_UNCHECKED = """
    select count(distinct a.code)::int as items, count(*)::int as facts
    from item_adoptions a
    join item_editions e on e.tenant_id = $2 and e.code = a.code and e.edition = a.edition
    cross join jsonb_array_elements(coalesce(e.to_confirm, '[]')) as fact
    where a.tenant_id = $1 and a.status = 'in_use' and not exists (
        select from item_confirmations c
        where c.tenant_id = $2 and c.code = a.code and c.taken_back_at is null
          and c.what = fact ->> '事' and c.why = fact ->> '原因')
    """

item(_("事项里要县里定的都核对了"), checked)
