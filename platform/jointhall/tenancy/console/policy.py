"""Who may do what (谁能做什么): the tenant's policy as a table, changed one cell at a time."""

from __future__ import annotations

from litestar import get, post
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.db import acting_in
from jointhall.kernel.refusals import NotHere
from jointhall.kernel.words import _
from jointhall.records.journal import record
from jointhall.tenancy.policy import Rule, add_rules, drop_rule, policy_changed, rules_of
from jointhall.tenancy.policy_table import (
    check_grant,
    check_named,
    check_revoke,
    role_name,
    table_of,
)
from jointhall.tenancy.queries import place_of, township_coded
from jointhall.web import given
from jointhall.web.access import may
from jointhall.web.given import Form, InPath, InQuery, Session
from jointhall.web.pages import page
from jointhall.web.permissions import PERMISSIONS
from jointhall.web.visit import Visit

PATHS = ("/console/policy", "/workbench/settings/policy")


@get(list(PATHS), guards=[may("policy:read")])
async def show(visit: given.Visit, session: Session, told: InQuery[str | None] = None) -> Template:
    """Roles across, acts down."""
    rules = await rules_of(session, visit.place.tenant_id)
    return page(
        visit, "tenancy/console/policy.html", tab=_tab(visit), whose=visit.place,
        table=table_of(rules, visit.place.kind), base=_base(visit), told=told == "1",
        may_change=visit.viewer.may("policy:change"),
    )  # fmt: skip


@get("/console/townships/{code:str}/policy", guards=[may("tenant:read")])
async def show_townships(visit: given.Visit, session: Session, code: InPath[str]) -> Template:
    """A township's policy as its county sees it: to read, not to change."""
    found = await township_coded(session, visit.place.tenant_id, code)
    if found is None:
        raise NotHere(_("没有这个乡镇。"))
    place = place_of(found, visit.place.name)
    async with acting_in(session, place.standing()):
        rules = await rules_of(session, place.tenant_id)
    return page(
        visit, "tenancy/console/policy.html", tab="county", whose=place, base="", told=False,
        table=table_of(rules, place.kind), may_change=False,
    )  # fmt: skip


@get([f"{path}/{{role:str}}/{{permission:str}}" for path in PATHS], guards=[may("policy:change")])
async def ask(
    visit: given.Visit, session: Session, role: InPath[str], permission: InPath[str]
) -> Template:
    """Asks before a cell is turned: what it is now, whom it touches."""
    rules = await _named(visit, session, role, permission)
    return page(
        visit, "tenancy/console/policy_cell.html", tab=_tab(visit), base=_base(visit), role=role,
        role_name=role_name(visit.place.kind, role), permission=permission,
        act=_(PERMISSIONS[permission]), has=("p", role, permission) in rules,
        people=len({one for kind, one, other in rules if kind == "g" and other == role}),
    )  # fmt: skip


@post([f"{path}/{{role:str}}/{{permission:str}}" for path in PATHS], guards=[may("policy:change")])
async def turn(
    visit: given.Visit, session: Session, role: InPath[str], permission: InPath[str], form: Form
) -> Redirect:
    """Gives a role this act or takes it away; it holds from the next request."""
    rules = await _named(visit, session, role, permission)
    kind = visit.place.kind
    named = {"role": role_name(kind, role), "act": _(PERMISSIONS[permission])}
    if form.get("give") == "yes":
        check_grant(rules, kind, role, permission)
        await add_rules(session, [("p", role, permission)])
        act, words = "policy.granted", _("让“%(role)s”可以%(act)s", **named)
    else:
        check_revoke(rules, kind, role, permission)
        await drop_rule(session, ("p", role, permission))
        act, words = "policy.revoked", _("不再让“%(role)s”%(act)s", **named)
    record(
        session, act, who=visit.viewer.actor(), subject=f"role:{role}", words=words,
        permission=permission,
    )  # fmt: skip
    await policy_changed(session, visit.house.directory)
    return Redirect(visit.at(f"{_base(visit)}?told=1"), status_code=303)


async def _named(visit: Visit, session: AsyncSession, role: str, permission: str) -> list[Rule]:
    rules = await rules_of(session, visit.place.tenant_id)
    check_named(rules, visit.place.kind, role, permission)
    return rules


def _base(visit: Visit) -> str:
    return PATHS[1] if visit.door == "workbench" else PATHS[0]


def _tab(visit: Visit) -> str:
    return "settings" if visit.door == "workbench" else "policy"


ROUTES = [show, show_townships, ask, turn]
