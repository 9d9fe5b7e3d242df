"""3,000 townships as rows and nothing more, put in by the owner of the server in one go."""

from __future__ import annotations

import asyncpg

TENANTS = 3000
OFFICERS, ROLES, PERMISSIONS = 10, 6, 50
"""Of each tenant: rules that give an officer a role, and rules that give a role a permission."""


async def put_in(url: str, county_id: str) -> None:
    """Townships under this county, each with 60 rules; `url` is the superuser's."""
    connection = await asyncpg.connect(url)
    await connection.execute("set session_replication_role = replica")
    await connection.execute(
        """
        insert into tenants (tenant_id, county_id, kind, division_code, slug, name, phone, status,
                             face, valid_from_on)
        select gen_random_uuid(), $1, 'township', '43' || lpad(n::text, 7, '0') || '000',
               'many-' || n, '样' || n || '镇', '0731-55550000', 'live',
               (select face from tenants where kind = 'township' limit 1), current_date
        from generate_series(1, $2::int) as n
        """.replace("$1", f"'{county_id}'").replace("$2", str(TENANTS))
    )
    await connection.execute(
        f"""
        insert into policy_rules (tenant_id, kind, subject, object)
        select t.tenant_id, 'g',
               'officer:' || md5(t.slug || n)::uuid, 'role:r' || n % {ROLES}
        from tenants t, generate_series(1, {OFFICERS}) as n where t.slug like 'many-%'
        union all
        select t.tenant_id, 'p', 'role:r' || n % {ROLES}, 'subject' || n || ':act'
        from tenants t, generate_series(1, {PERMISSIONS}) as n where t.slug like 'many-%'
        """
    )
    await connection.execute("analyze")
    await connection.close()
