"""The database described by its own catalogue, as plain rows that can be laid side by side."""

from __future__ import annotations

from typing import Any

import asyncpg

Rows = list[dict[str, Any]]

OURS = "n.nspname = 'public' and c.relname <> 'alembic_version'"

TABLES = f"""
    select c.oid, c.relname as name, c.relrowsecurity as walled, c.relforcerowsecurity as forced,
           pg_get_userbyid(c.relowner) as owner,
           exists (select from pg_attribute a where a.attrelid = c.oid
                   and a.attname = 'tenant_id' and not a.attisdropped) as has_tenant
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and {OURS} order by 2
"""
INDEXES = f"""
    select i.relname as name, c.relname as table, x.indisprimary as is_primary,
           x.indisunique as is_unique, pg_get_indexdef(x.indexrelid) as said,
           coalesce(a.attname, '(expression)') as first
    from pg_index x
    join pg_class i on i.oid = x.indexrelid
    join pg_class c on c.oid = x.indrelid
    join pg_namespace n on n.oid = c.relnamespace
    left join pg_attribute a on a.attrelid = c.oid and a.attnum = x.indkey[0]
    where {OURS} order by 1
"""
REFERENCES = f"""
    select k.conname as name, c.relname as table, f.relname as target,
           pg_get_constraintdef(k.oid) as said,
           (select attname from pg_attribute
            where attrelid = c.oid and attnum = k.conkey[1]) as first,
           (select attname from pg_attribute
            where attrelid = f.oid and attnum = k.confkey[1]) as target_first
    from pg_constraint k
    join pg_class c on c.oid = k.conrelid
    join pg_class f on f.oid = k.confrelid
    join pg_namespace n on n.oid = c.relnamespace
    where k.contype = 'f' and {OURS} order by 1
"""
POLICIES = """
    select tablename as table, policyname as name, permissive, roles::text as roles, cmd,
           coalesce(qual, '') as using, coalesce(with_check, '') as check
    from pg_policies where schemaname = 'public' order by 1, 2
"""
GRANTS = """
    select table_name as table, grantee, string_agg(privilege_type, ',' order by 1) as rights
    from (select distinct table_name, grantee, privilege_type
          from information_schema.role_table_grants where table_schema = 'public') g
    group by 1, 2 order by 1, 2
"""
FUNCTIONS = """
    select p.proname as name, p.prosecdef as as_owner, pg_get_userbyid(p.proowner) as owner,
           pg_get_functiondef(p.oid) as said
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname = 'public' and p.prokind in ('f', 'p') order by 1
"""
VIEWS = """
    select c.relname as name, c.relkind as kind, coalesce(c.reloptions::text, '') as options
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind in ('v', 'm') order by 1
"""
COLUMNS = """
    select table_name, column_name, data_type, is_nullable, column_default
    from information_schema.columns where table_schema = 'public' order by 1, 2
"""
CONSTRAINTS = """
    select c.relname as table, k.conname as name, pg_get_constraintdef(k.oid) as said
    from pg_constraint k join pg_class c on c.oid = k.conrelid
    join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and k.contype <> 'n' order by 1, 2
"""
TRIGGERS = """
    select c.relname as table, t.tgname as name, pg_get_triggerdef(t.oid) as said
    from pg_trigger t join pg_class c on c.oid = t.tgrelid
    join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and not t.tgisinternal order by 1, 2
"""


async def asked(connection: asyncpg.Connection, question: str, *values: object) -> Rows:
    return [dict(row) for row in await connection.fetch(question, *values)]


async def whole_schema(connection: asyncpg.Connection) -> dict[str, Rows]:
    """Everything that makes two schemas the same or not."""
    parts = {
        "columns": COLUMNS, "constraints": CONSTRAINTS, "indexes": INDEXES, "policies": POLICIES,
        "grants": GRANTS, "functions": FUNCTIONS, "views": VIEWS, "triggers": TRIGGERS,
    }  # fmt: skip
    found = {part: await asked(connection, question) for part, question in parts.items()}
    found["walls"] = [
        {key: row[key] for key in ("name", "walled", "forced", "owner")}
        for row in await asked(connection, TABLES)
    ]
    return found
