"""The policy as a person reads it (谁能做什么): roles across, acts down, and what may change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jointhall.kernel.refusals import Refusal
from jointhall.kernel.words import _
from jointhall.web.permissions import PERMISSIONS

from .policy import Rule
from .starter import starter

COUNTY_ONLY = {
    "calendar:change", "item:approve", "item:edit", "item:publish", "tenant:onboard", "tenant:read",
}  # fmt: skip
"""What a township cannot give away, because it is not its to do."""

PARTED = ({"case:accept", "case:decide"},)
"""Kept apart (岗位分离): one role that receives and decides would approve what it filed."""


@dataclass(frozen=True, slots=True)
class Column:
    """A role and how many people hold it."""

    key: str
    name: str
    about: str
    people: int


@dataclass(frozen=True, slots=True)
class Line:
    """One act, and for each role whether it may."""

    permission: str
    words: str
    may: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The whole policy of one tenant; `personal` counts rules given to single people."""

    columns: tuple[Column, ...]
    groups: tuple[tuple[str, tuple[Line, ...]], ...]
    personal: int


def table_of(rules: Sequence[Rule], kind: str) -> Table:
    """The policy of a county or township as a table."""
    granted = {(one, other) for rule, one, other in rules if rule == "p"}
    holders = [(one, other) for rule, one, other in rules if rule == "g"]
    known = [role.key for role in starter(kind).roles]
    named = {one for one, _other in granted if not one.startswith("officer:")}
    keys = known + sorted((named | {role for _who, role in holders}) - set(known))
    columns = tuple(
        Column(key, role_name(kind, key), _about(kind, key),
               len({who for who, role in holders if role == key}))
        for key in keys
    )  # fmt: skip
    lines: dict[str, list[Line]] = {}
    for permission, words in PERMISSIONS.items():
        if kind == "county" or permission not in COUNTY_ONLY:
            may = tuple((key, permission) in granted for key in keys)
            lines.setdefault(_group(permission), []).append(Line(permission, _(words), may))
    return Table(
        columns,
        tuple((name, tuple(found)) for name, found in lines.items()),
        sum(one.startswith("officer:") for one, _other in granted),
    )


def role_name(kind: str, key: str) -> str:
    """What a role is called; its key where the pack does not know it."""
    role = starter(kind).role(key)
    return _(role.name) if role is not None else key


def check_grant(rules: Sequence[Rule], kind: str, role: str, permission: str) -> None:
    """Raises Refusal when this role must not be given this permission."""
    check_named(rules, kind, role, permission)
    has = {other for rule, one, other in rules if rule == "p" and one == role}
    for parted in PARTED:
        if permission in parted and has & (parted - {permission}):
            raise Refusal(
                _("同一个岗位不能又收件又作决定：自己收的不能自己批。"),
                what_next=_("换一个岗位来加。"),
            )


def check_revoke(rules: Sequence[Rule], kind: str, role: str, permission: str) -> None:
    """Raises Refusal when nobody could change the policy any more."""
    check_named(rules, kind, role, permission)
    if permission != "policy:change":
        return
    able = {one for rule, one, other in rules if rule == "p" and other == permission} - {role}
    if not any(rule == "g" and other in able for rule, _one, other in rules):
        raise Refusal(
            _("去掉以后，就没有人能改规则了。"), what_next=_("先让另一个有人的岗位能改，再来去掉。")
        )


def check_named(rules: Sequence[Rule], kind: str, role: str, permission: str) -> None:
    """Raises Refusal for a role or an act this tenant does not have."""
    roles = {one for rule, one, _other in rules if rule == "p"} | {
        one.key for one in starter(kind).roles
    }
    if role not in roles or role.startswith("officer:"):
        raise Refusal(_("没有这个岗位。"), status=404)
    if permission not in PERMISSIONS or (kind != "county" and permission in COUNTY_ONLY):
        raise Refusal(_("没有这一项。"), status=404)


def _about(kind: str, key: str) -> str:
    role = starter(kind).role(key)
    return _(role.about) if role is not None else ""


def _group(permission: str) -> str:
    subject = permission.partition(":")[0]
    return {
        "case": _("办件"),
        "exchange": _("和别处往来"),
        "referral": _("和别处往来"),
        "item": _("事项"),
        "calendar": _("日历"),
        "tenant": _("单位"),
    }.get(subject, _("管理"))
