"""Everything that can wait for somebody at a desk (等人办的): one line of SQL each, one table.

Each tells who may do it, what it asks in a word, and its page. A fragment yields the columns of
`COLUMNS_OF_A_WAIT`. What lies with an office this tenant does not have lies with everyone who may
do such a thing; see `standing_in.Desk`, which says the same of one task.
"""

# ruff: noqa: S608 — put together from our own words, values are bound

from __future__ import annotations

from dataclasses import dataclass

from jointhall.kernel.words import N_

CASE_PATH = "/workbench/cases/{number}"
COLUMNS_OF_A_WAIT = "kind, id, case_id, item, since, due_on, office"


@dataclass(frozen=True, slots=True)
class Wait:
    """One kind of thing that waits; `path` takes the number or the id of what waits."""

    kind: str
    permission: str
    asks: str
    rows: str
    path: str = CASE_PATH


_OF_CASE = """(select c.item_title from cases c
                where c.tenant_id = x.tenant_id and c.id = x.case_id)"""
_HERE = "(x.office = any(cast(:held as text[])) or x.office <> all(cast(:names as text[])))"
# The same where much lies: by an index on the office, see `OFFICES_HERE`.
_BY_OFFICE = "x.office = any(cast((select offices from here) as text[]))"
_MINE = f"""({_BY_OFFICE}
             and case when x.holder_id = any(cast(:manned as uuid[]))
             then x.holder_id = any(cast(:stood_for as uuid[]))
             else x.office = any(cast(:whole as text[]))
                  or (x.office || '|' || x.post || '|' || x.stands_in) = any(cast(:posts as text[]))
                  or x.office <> all(cast(:names as text[])) end)"""
_WITH_ME = """(x.holder_id = any(cast(:stood_for as uuid[]))
             and x.holder_id = any(cast(:manned as uuid[]))
             and x.office <> all(cast((select offices from here) as text[])))"""
_AT_THE_COUNTER = "x.status in ('submitted', 'correction_asked')"
_IN_OFFICES = "x.status = 'open' and x.peer_id is null"


def _each_office(name: str, table: str, where: str) -> str:
    """The offices a table names, each found by one look into its index."""
    one = f"select x.office from {table} x where x.tenant_id = :tenant_id and {where}"
    return f"""{name} (office) as (
        ({one} order by x.office limit 1)
        union all
        select ({one} and x.office > o.office order by x.office limit 1)
        from {name} o where o.office is not null)"""


OFFICES_HERE = f"""{_each_office("of_cases", "cases", _AT_THE_COUNTER)},
    {_each_office("of_tasks", "case_tasks", _IN_OFFICES)},
    here (offices) as materialized (select cast(:held as text[]) || array(
        select office from of_cases where office <> all(cast(:names as text[]))
        union select office from of_tasks where office <> all(cast(:names as text[]))))"""
"""Where what is asked for here may lie (recursive): with an office held, or with none of ours."""

# Whoever proposed a decision that needs two persons waits for the other one.
_NOT_PROPOSED = """(x.proposed_by_id is null
                   or x.proposed_by_id <> (cast(:stood_for as uuid[]))[1])"""
_DUE_UNLESS_PAUSED = """(case when x.case_id in (
        select p.case_id from case_procedures p
        where p.tenant_id = :tenant_id and p.status = 'open') then null else x.due_on end)"""

# By which day an application is to be accepted, told from the day it was received.
_ACCEPT_BY = """(cast(:accept_by as date[]))[1 + least(greatest(
                    (coalesce(x.answer_from, x.updated_at) at time zone 'Asia/Shanghai')::date,
                    cast(:first_day as date)), cast(:last_day as date))
                    - cast(:first_day as date)]"""

WAITS: tuple[Wait, ...] = (
    Wait("accept", "case:accept", N_("受理"), f"""
        select 'accept' as kind, x.id, x.id as case_id, x.item_title as item,
               coalesce(x.answer_from, x.updated_at) as since,
               {_ACCEPT_BY} as due_on, x.office
        from cases x
        where x.tenant_id = :tenant_id and x.status = 'submitted' and {_BY_OFFICE}"""),
    Wait("correction", "case:accept", N_("等补正"), f"""
        select 'correction', x.id, x.id, x.item_title, x.updated_at, null::date, x.office
        from cases x
        where x.tenant_id = :tenant_id and x.status = 'correction_asked' and {_BY_OFFICE}"""),
    *(
        Wait(kind, permission, asks, " union all ".join(f"""
        select x.kind, x.id, x.case_id, x.item_title, x.opened_at, {_DUE_UNLESS_PAUSED}, x.office
        from case_tasks x
        where x.tenant_id = :tenant_id and x.kind = '{kind}' and {_IN_OFFICES}
          and {mine} and {_NOT_PROPOSED}""" for mine in (_MINE, _WITH_ME)))
        for kind, permission, asks in (
            ("review", "case:review", N_("提意见")),
            ("decide", "case:decide", N_("作决定")),
        )
    ),
    Wait("referral", "referral:answer", N_("答复"), f"""
        select 'referral', x.id, null::uuid, x.item_title, x.asked_at, x.due_on, x.office
        from referrals x
        where x.tenant_id = :tenant_id and x.status = 'open' and {_HERE} and {_NOT_PROPOSED}""",
        path="/workbench/referrals/{id}"),
    Wait("objection", "case:review", N_("核实异议"), f"""
        select 'objection', x.id, x.case_id, {_OF_CASE}, x.filed_at, x.due_on, x.office
        from case_objections x
        where x.tenant_id = :tenant_id and x.status = 'open' and {_HERE}""",
        path="/workbench/objections/{number}"),
    Wait("extension", "case:decide", N_("批延期"), f"""
        select 'extension', x.id, x.case_id, {_OF_CASE}, x.asked_at, x.due_before, x.office
        from case_extensions x
        where x.tenant_id = :tenant_id and x.status = 'open' and {_HERE}""",
        path="/workbench/cases/{number}/extension"),
    Wait("procedure", "case:suspend", N_("等结论"), f"""
        select 'procedure', x.id, x.case_id, {_OF_CASE}, x.started_at, x.expected_on, x.office
        from case_procedures x
        where x.tenant_id = :tenant_id and x.status = 'open' and {_HERE}""",
        path="/workbench/cases/{number}/procedure"),
    *(
        Wait(kind, "case:join", asks, f"""
        select '{kind}', x.id, x.case_id, c.item_title, x.{since}, x.{due_on}, c.office
        from case_threads x
        join cases c on c.tenant_id = x.tenant_id and c.id = x.case_id
        where x.tenant_id = :tenant_id and x.{since} is not null
          and {_HERE.replace("x.office", "c.office")}""",
             path="/workbench/cases/{number}/threads/{id}")
        for kind, asks, since, due_on in (
            ("asked_back", N_("补充说明"), "asked_back_at", "asked_back_due_on"),
            ("came_back", N_("定退回来的怎么办"), "back_since", "back_due_on"),
        )
    ),
    Wait("outdated", "case:join", N_("重新送一份"), f"""
        select 'outdated', x.id, x.case_id, c.item_title, x.outdated_at, t.due_on, c.office
        from case_threads x
        join cases c on c.tenant_id = x.tenant_id and c.id = x.case_id
        join case_tasks t on t.tenant_id = x.tenant_id and t.id = x.id
        where x.tenant_id = :tenant_id and x.outdated_at is not null
          and {_HERE.replace("x.office", "c.office")}""",
        path="/workbench/cases/{number}/threads/{id}"),
    Wait("deliver", "case:deliver", N_("送达文书"), f"""
        select 'deliver', x.id, x.case_id, c.item_title, x.opened_at, x.due_on, c.office
        from case_deliveries x
        join cases c on c.tenant_id = x.tenant_id and c.id = x.case_id
        where x.tenant_id = :tenant_id and x.status in ('waiting', 'under_way')
          and x.way is distinct from 'notice' and {_HERE.replace("x.office", "c.office")}""",
        path="/workbench/cases/{number}/delivery"),
    # By its envelope's id: the case itself may wait to be accepted at the same time.
    Wait("originals", "case:accept", N_("等原件，签收"), f"""
        select 'originals', x.envelope_id, x.id, c.item_title, x.arrived_at,
               coalesce(c.due_on, {_ACCEPT_BY.replace("x.", "c.")}), c.office
        from handovers x
        join cases c on c.tenant_id = x.tenant_id and c.id = x.id
        where x.tenant_id = :tenant_id and x.status = 'opened' and c.closed_at is null
          and (x.originals_missing <> '[]'
               or x.originals_at is null and x.originals @> '[{{"how": "left"}}]')
          and {_HERE.replace("x.office", "c.office")}""",
        path="/workbench/cases/{number}/handover"),
    Wait("revoke", "case:decide", N_("批撤销"), f"""
        select 'revoke', x.id, x.case_id, {_OF_CASE}, x.proposed_at, null::date, ''
        from case_revocations x
        where x.tenant_id = :tenant_id and x.status = 'proposed'
          and x.proposed_by_id <> all(cast(cast(:stood_for as uuid[]) as text[]))""",
        path="/workbench/cases/{number}/revocation"),
    Wait("order", "supervision:reply", N_("答复督办"), f"""
        select 'order', x.id, null::uuid, x.item_title, x.issued_at, x.reply_by, x.office
        from supervision_orders x
        where x.tenant_id = :tenant_id and x.status = 'open' and x.direction <> 'issued'
          and {_HERE}""",
        path="/workbench/supervision/orders/{id}"),
    Wait("desk", "desk:rule", N_("定由谁答"), """
        select 'desk', x.id, null::uuid, x.item_title, x.came_at, x.due_on, ''
        from desk_matters x
        where x.tenant_id = :tenant_id and x.status = 'open'""",
        path="/workbench/desk/{id}"),
)  # fmt: skip

BY_KIND = {wait.kind: wait for wait in WAITS}
