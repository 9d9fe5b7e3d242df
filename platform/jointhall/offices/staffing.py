"""Taking people on (设账号): an account, a post and a role in one act; and seeing them off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.clock import today
from jointhall.kernel.db import tenant_of
from jointhall.kernel.refusals import BadForm, NotHere, Refusal
from jointhall.kernel.who import Actor
from jointhall.kernel.words import _
from jointhall.people.models import Officer
from jointhall.people.officers import add_officer, see_off
from jointhall.people.queries import officer_by_id, officers_here
from jointhall.records.journal import record
from jointhall.tenancy.policy import Rule, add_rules, drop_rule, policy_changed, rules_of
from jointhall.tenancy.policy_table import role_name
from jointhall.tenancy.starter import starter
from jointhall.web.place import Directory, Place

from .actions import give_post
from .models import Office, Post
from .queries import office_coded

TITLES = ("经办人", "负责人")
"""Posts that sheets may name; what a person is called in an office is one of them."""


@dataclass(frozen=True, slots=True)
class Member:
    """One officer as their administrator sees them."""

    id: UUID
    name: str
    login: str
    posts: tuple[str, ...]
    roles: tuple[str, ...]
    has_come: bool


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Who is taken on: the account, the office and post, the role."""

    login: str
    name: str
    phone: str
    office: str
    title: str
    role: str


async def staff_of(session: AsyncSession, place: Place) -> list[Member]:
    """Everyone at work here, with posts and roles."""
    rules = await rules_of(session, place.tenant_id)
    roles: dict[str, list[str]] = {}
    for rule, who, role in rules:
        if rule == "g":
            roles.setdefault(who, []).append(role)
    posts: dict[UUID, list[str]] = {}
    rows = await session.execute(
        select(Post.officer_id, Office.name, Post.title)
        .join(Office, (Office.tenant_id == Post.tenant_id) & (Office.id == Post.office_id))
        .where(Post.tenant_id == place.tenant_id)
        .where(Post.until_on.is_(None) | (Post.until_on >= today()))
        .order_by(Office.code)
    )
    for officer_id, office, title in rows:
        posts.setdefault(officer_id, []).append(f"{office} {title}")
    return [
        Member(
            one.id, one.name, one.login, tuple(posts.get(one.id, ())),
            tuple(roles.get(f"officer:{one.id}", ())), not one.is_first_time,
        )
        for one in await officers_here(session)
    ]  # fmt: skip


async def take_on(
    session: AsyncSession, place: Place, new: Newcomer, *, by: Actor, now: datetime,
    directory: Directory,
) -> tuple[Officer, str]:  # fmt: skip
    """An account with its first password, a post, a role; raises BadForm for what will not do."""
    office = await office_coded(session, new.office)
    troubles = _troubles(place, new)
    if office is None:
        troubles["office"] = _("请选在哪个机构。")
    if troubles or office is None:
        raise BadForm(troubles)
    officer, password = await add_officer(
        session, login=new.login, name=new.name, phone=new.phone, now=now
    )
    await give_post(session, office, officer.id, title=new.title)
    await add_rules(session, [("g", f"officer:{officer.id}", new.role)])
    await policy_changed(session, directory)
    record(
        session, "officer.taken_on", who=by, subject=f"officer:{officer.id}",
        words=_("给%(name)s设了账号：%(office)s%(title)s，%(role)s",
                name=officer.name, office=office.name, title=new.title,
                role=role_name(place.kind, new.role)),
    )  # fmt: skip
    return officer, password


async def give_role(
    session: AsyncSession, place: Place, id: UUID, role: str, *, give: bool, by: Actor,
    directory: Directory,
) -> None:  # fmt: skip
    """Gives an officer a role or takes it away; somebody stays who may change the rules."""
    officer = await one_here(session, id)
    if starter(place.kind).role(role) is None:
        raise NotHere(_("没有这个岗位。"))
    rule: Rule = ("g", f"officer:{officer.id}", role)
    if give:
        await add_rules(session, [rule])
    else:
        await _still_governed(session, place, without=[rule])
        await drop_rule(session, rule)
    await policy_changed(session, directory)
    words = _("让%(name)s做“%(role)s”") if give else _("不再让%(name)s做“%(role)s”")
    record(
        session, "officer.role_given" if give else "officer.role_taken", who=by,
        subject=f"officer:{officer.id}",
        words=words % {"name": officer.name, "role": role_name(place.kind, role)},
    )  # fmt: skip


async def let_go(
    session: AsyncSession, place: Place, id: UUID, *, by: Actor, directory: Directory
) -> None:
    """An officer leaves: account closed, posts ended, roles taken."""
    officer = await one_here(session, id)
    who = f"officer:{officer.id}"
    if by.id == officer.id:
        raise Refusal(_("不能停用自己的账号。"), what_next=_("请另一位管理员来停用。"))
    held = [rule for rule in await rules_of(session, place.tenant_id) if rule[1] == who]
    await _still_governed(session, place, without=held)
    for rule in held:
        await drop_rule(session, rule)
    posts = await session.scalars(
        select(Post).where(
            Post.tenant_id == place.tenant_id,
            Post.officer_id == officer.id,
            Post.until_on.is_(None),
        )
    )
    for post in posts:
        post.give_up(today())
    await see_off(session, officer, by=by)
    await policy_changed(session, directory)


async def one_here(session: AsyncSession, id: UUID) -> Officer:
    """An officer of this tenant who is at work; raises NotHere."""
    officer = await officer_by_id(session, id)
    if officer is None or officer.tenant_id != tenant_of(session) or officer.status != "active":
        raise NotHere(_("没有这个账号。"))
    return officer


async def how_many_govern(session: AsyncSession, place: Place) -> int:
    """How many at work here may change the rules."""
    rules = await rules_of(session, place.tenant_id)
    able = _governing(rules)
    ids = [UUID(who.removeprefix("officer:")) for who in able]
    found = await session.scalar(
        select(func.count()).where(
            Officer.tenant_id == place.tenant_id,
            Officer.id.in_(ids),
            Officer.status == "active",
        )
    )
    return found or 0


def _governing(rules: Sequence[Rule]) -> set[str]:
    roles = {one for rule, one, act in rules if rule == "p" and act == "policy:change"}
    return {one for rule, one, role in rules if rule == "g" and role in roles}


async def _still_governed(session: AsyncSession, place: Place, *, without: list[Rule]) -> None:
    rules = await rules_of(session, place.tenant_id)
    before = _governing(rules)
    after = _governing([rule for rule in rules if rule not in without])
    if before and not after:
        raise Refusal(
            _("这样就没有人能管账号和规则了。"), what_next=_("先让另一个人做管理员，再来改。")
        )


def _troubles(place: Place, new: Newcomer) -> dict[str, str]:
    troubles: dict[str, str] = {}
    if not new.name or len(new.name) > 20:
        troubles["name"] = _("请写姓名。")
    if not new.login.isascii() or not new.login.isalnum() or not 2 <= len(new.login) <= 30:
        troubles["login"] = _("账号用小写字母和数字，2 到 30 个，比如姓名拼音。")
    if new.title not in TITLES:
        troubles["title"] = _("请选是经办人还是负责人。")
    if starter(place.kind).role(new.role) is None:
        troubles["role"] = _("请选做什么角色。")
    return troubles
