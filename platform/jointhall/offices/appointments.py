"""Appointments (任用): who comes, which posts and roles they hold, who leaves; all journalled."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.clock import today
from jointhall.kernel.db import tenant_of
from jointhall.kernel.refusals import BadForm, NotHere, Refusal
from jointhall.kernel.who import Actor
from jointhall.kernel.words import N_, _
from jointhall.people.models import Officer
from jointhall.people.officers import add_officer, hand_out_password, see_off
from jointhall.records.journal import record
from jointhall.tenancy.cells import phone_trouble
from jointhall.tenancy.policy import Rule, add_rules, drop_rule, policy_changed, rules_of
from jointhall.tenancy.policy_table import PARTED, Column, role_name, table_of
from jointhall.web.place import Directory, Place

from .actions import give_post
from .models import Office, Post
from .queries import office_by_id
from .staff import Colleague

_LOGIN = re.compile(r"[a-z][a-z0-9._-]{1,31}")
LONGEST_NAME = 30
TITLES = (N_("经办人"), N_("负责人"))
"""Posts that sheets ask for: what a person is called in an office is one of them."""

KEEPS_ACCOUNTS = "policy:change"
"""Who may change the policy looks after accounts as well: either opens everything else."""


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A new officer as the form tells them; `office_id` and `title` are their first post."""

    login: str
    name: str
    phone: str = ""
    office_id: UUID | None = None
    title: str = TITLES[0]
    roles: Sequence[str] = field(default_factory=tuple)


def offered_roles(rules: Sequence[Rule], kind: str) -> tuple[Column, ...]:
    """The roles of this tenant's policy."""
    return table_of(rules, kind).columns


async def take_on(
    session: AsyncSession, place: Place, newcomer: Newcomer, *, by: Actor, now: datetime,
    directory: Directory,
) -> tuple[Officer, str]:  # fmt: skip
    """A new officer with their first post and roles; the first password is told only here."""
    rules = await rules_of(session, place.tenant_id)
    troubles = _troubles(newcomer, {column.key for column in offered_roles(rules, place.kind)})
    if not troubles and _parted(rules, newcomer.roles):
        troubles["roles"] = _("同一个人不能又收件又作决定：自己收的不能自己批。")
    if troubles:
        raise BadForm(troubles)
    officer, password = await add_officer(
        session, login=newcomer.login, name=newcomer.name, phone=newcomer.phone, now=now
    )
    record(
        session,
        "officer.added",
        who=by,
        subject=_subject(officer),
        words=f"开了{officer.name}的账号",
    )
    if newcomer.office_id is not None:
        office = await office_by_id(session, newcomer.office_id)
        await appoint(session, officer, office, title=newcomer.title, by=by)
    for role in newcomer.roles:
        await give_role(session, place, officer, role, by=by, directory=directory)
    return officer, password


async def appoint(
    session: AsyncSession, officer: Officer, office: Office, *, title: str, by: Actor
) -> None:
    """An officer takes a post, from today on."""
    if title not in TITLES:
        raise BadForm({"title": _("请选是经办人还是负责人。")})
    before = await _same_post(session, officer, office, title)
    if before is not None and before.until_on is None:
        raise BadForm({"title": _("已经有这个岗位了。")})
    if before is not None:
        before.from_on, before.until_on = today(), None
    else:
        await give_post(session, office, officer.id, title=title)
    record(
        session, "officer.appointed", who=by, subject=_subject(officer),
        words=f"{officer.name}任{office.name}{title}",
    )  # fmt: skip


async def end_post(session: AsyncSession, who: Colleague, post_id: UUID, *, by: Actor) -> None:
    """A post is given up, from this commit on."""
    held = next((one for one in who.posts if one.id == post_id), None)
    post = await session.get(Post, (tenant_of(session), post_id))
    if held is None or post is None:
        raise NotHere(_("没有这个岗位。"))
    if post.from_on < today():
        post.give_up(today() - timedelta(days=1))
    else:
        await session.delete(post)
    record(
        session, "officer.post_ended", who=by, subject=_subject(who.officer),
        words=f"{who.officer.name}不再任{held.office}{held.title}",
    )  # fmt: skip


async def give_role(
    session: AsyncSession, place: Place, officer: Officer, role: str, *, by: Actor,
    directory: Directory,
) -> None:  # fmt: skip
    """A role for an officer; it holds from their next request."""
    rules = await rules_of(session, place.tenant_id)
    if role not in {column.key for column in offered_roles(rules, place.kind)}:
        raise Refusal(_("没有这个角色。"), status=404)
    if _parted(rules, [role, *_roles_of(rules, officer)]):
        raise Refusal(
            _("同一个人不能又收件又作决定：自己收的不能自己批。"),
            what_next=_("先把另一个角色收回，再给这个。"),
        )
    await add_rules(session, [("g", _subject(officer), role)])
    await policy_changed(session, directory)
    record(
        session, "officer.role_given", who=by, subject=_subject(officer),
        words=f"给了{officer.name}“{role_name(place.kind, role)}”这个角色", role=role,
    )  # fmt: skip


async def take_role(
    session: AsyncSession, place: Place, officer: Officer, role: str, *, by: Actor,
    directory: Directory,
) -> None:  # fmt: skip
    """A role is taken back; somebody must be left who looks after accounts."""
    rule = ("g", _subject(officer), role)
    rules = await rules_of(session, place.tenant_id)
    if rule not in rules:
        raise Refusal(_("没有这个角色。"), status=404)
    _check_someone_left([one for one in rules if one != rule])
    await drop_rule(session, rule)
    await policy_changed(session, directory)
    record(
        session, "officer.role_taken", who=by, subject=_subject(officer),
        words=f"收回了{officer.name}的“{role_name(place.kind, role)}”", role=role,
    )  # fmt: skip


async def let_go(session: AsyncSession, who: Colleague, *, by: Actor, directory: Directory) -> None:
    """An officer leaves (离岗): out at once, posts and roles with them; the login stays theirs."""
    officer = who.officer
    _check_another(officer, by, _("自己不能让自己离岗，请另一位管理员来办。"))
    rules = await rules_of(session, tenant_of(session))
    theirs = [rule for rule in rules if rule[1] == _subject(officer)]
    _check_someone_left([rule for rule in rules if rule not in theirs])
    for post in who.posts:
        await end_post(session, who, post.id, by=by)
    for rule in theirs:
        await drop_rule(session, rule)
    await policy_changed(session, directory)
    await see_off(session, officer, by=by)


async def new_password(session: AsyncSession, officer: Officer, *, by: Actor, now: datetime) -> str:
    """A first password again, for who forgot theirs or lost the phone."""
    _check_another(officer, by, _("自己的密码在“我的账号”里改。"))
    return await hand_out_password(session, officer, by=by, now=now)


def keepers_of(staff: Sequence[Colleague], rules: Sequence[Rule]) -> list[Colleague]:
    """Those who look after accounts and rules here."""
    able = _keeping(rules)
    return [one for one in staff if _subject(one.officer) in able]


def _keeping(rules: Sequence[Rule]) -> set[str]:
    roles = {one for kind, one, other in rules if kind == "p" and other == KEEPS_ACCOUNTS}
    held = {who for kind, who, role in rules if kind == "g" and role in roles}
    return held | {one for one in roles if one.startswith("officer:")}


def _check_someone_left(rules: Sequence[Rule]) -> None:
    if not _keeping(rules):
        raise Refusal(
            _("这样就没有人能管账号和规则了。"), what_next=_("先让另一位工作人员能管，再来办。")
        )


def _check_another(officer: Officer, by: Actor, words: str) -> None:
    if officer.id == by.id:
        raise Refusal(words)


def _parted(rules: Sequence[Rule], roles: Sequence[str]) -> bool:
    """Whether these roles together would let one person approve what they took in (岗位分离)."""
    may = {other for kind, one, other in rules if kind == "p" and one in roles}
    return any(parted <= may for parted in PARTED)


def _roles_of(rules: Sequence[Rule], officer: Officer) -> list[str]:
    return [role for kind, who, role in rules if kind == "g" and who == _subject(officer)]


async def _same_post(
    session: AsyncSession, officer: Officer, office: Office, title: str
) -> Post | None:
    found: Post | None = await session.scalar(
        select(Post).where(
            Post.tenant_id == tenant_of(session), Post.office_id == office.id,
            Post.officer_id == officer.id, Post.title == title,
        )
    )  # fmt: skip
    return found


def _troubles(newcomer: Newcomer, known: set[str]) -> dict[str, str]:
    troubles = {}
    if not newcomer.name.strip() or len(newcomer.name.strip()) > LONGEST_NAME:
        troubles["name"] = _("请写姓名，%(n)s 个字以内。", n=LONGEST_NAME)
    if not _LOGIN.fullmatch(newcomer.login.strip().lower()):
        troubles["login"] = _("账号用小写字母开头，可以有数字、点和横线，2 到 32 位。")
    if newcomer.office_id is not None and newcomer.title not in TITLES:
        troubles["title"] = _("请选是经办人还是负责人。")
    wrong = phone_trouble(newcomer.phone.strip())
    if wrong is not None:
        troubles["phone"] = wrong.words
    if any(role not in known for role in newcomer.roles):
        troubles["roles"] = _("没有这个角色，请重新选。")
    return troubles


def _subject(officer: Officer) -> str:
    return f"officer:{officer.id}"
