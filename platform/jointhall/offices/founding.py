"""Offices founded and renamed (设机构、改名) by the tenant itself, journalled."""

from __future__ import annotations

from typing import cast, get_args

from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.refusals import BadForm
from jointhall.kernel.who import Actor
from jointhall.kernel.words import _
from jointhall.records.journal import record
from jointhall.tenancy.cells import phone_trouble
from jointhall.tenancy.slugs import slug_of

from .actions import make_office
from .models import Kind, Office
from .queries import offices_here

KINDS: tuple[str, ...] = get_args(Kind)
LONGEST_NAME = 40
VILLAGE_RANKS = ("社区", "村")


async def found_office(
    session: AsyncSession, *, name: str, kind: str, phone: str, by: Actor
) -> Office:
    """A new office under a code of its own, spelled from its name; the code never changes."""
    name = name.strip()
    here = await offices_here(session)
    troubles = _troubles(name, phone)
    if kind not in KINDS:
        troubles["kind"] = _("请选是哪一类。")
    if any(office.name == name for office in here):
        troubles["name"] = _("已经有叫“%(name)s”的机构。", name=name)
    if troubles:
        raise BadForm(troubles)
    code = _free_code(name, kind, {office.code for office in here})
    office = await make_office(
        session, code=code, name=name, kind=cast(Kind, kind), phone=phone.strip()
    )
    record(session, "office.founded", who=by, subject=f"office:{office.id}", words=f"设了{name}")
    return office


async def rename_office(
    session: AsyncSession, office: Office, *, name: str, phone: str, by: Actor
) -> None:
    """Another name or phone; what refers to the office stays with it."""
    name, phone = name.strip(), phone.strip()
    troubles = _troubles(name, phone)
    others = [one for one in await offices_here(session) if one.id != office.id]
    if any(one.name == name for one in others):
        troubles["name"] = _("已经有叫“%(name)s”的机构。", name=name)
    if troubles:
        raise BadForm(troubles)
    before = office.name
    if (before, office.phone) == (name, phone):
        return
    office.rename(name)
    office.phone = phone
    record(
        session, "office.changed", who=by, subject=f"office:{office.id}",
        words=f"改了{name}的电话" if before == name else f"{before}改名为{name}",
    )  # fmt: skip


def kind_name(kind: str) -> str:
    """What a kind of office is called."""
    return {
        "bureau": _("县局"),
        "station": _("站所办"),
        "counter": _("窗口"),
        "leader": _("领导"),
        "village": _("村、社区"),
    }.get(kind, kind)


def _troubles(name: str, phone: str) -> dict[str, str]:
    troubles = {}
    if not name or len(name) > LONGEST_NAME:
        troubles["name"] = _("请写机构名称，%(n)s 个字以内。", n=LONGEST_NAME)
    wrong = phone_trouble(phone.strip())
    if wrong is not None:
        troubles["phone"] = wrong.words
    return troubles


def _free_code(name: str, kind: str, taken: set[str]) -> str:
    rank = next((one for one in VILLAGE_RANKS if name.endswith(one)), "")
    stem = slug_of(name.removesuffix(rank) if kind == "village" else name)
    stem = f"cun_{stem or 'xin'}" if kind == "village" else stem or "jigou"
    number = 1
    code = stem
    while code in taken:
        number += 1
        code = f"{stem}_{number}"
    return code
