"""What a township still needs before it goes live (上线清单): answered by the data, never ticked.

Upper slices add their own questions with `item`; each is asked standing in the township and says
whether and how many, never who.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.db import acting_in, standing_of
from jointhall.kernel.words import _
from jointhall.web.faces import PAPER, contrast, is_readable
from jointhall.web.place import Place

from .cells import phone_trouble
from .policy import PolicyRule
from .standing_pages import StandingPage
from .starter import starter


@dataclass(frozen=True, slots=True)
class Done:
    """It is there; `words` say how much of it."""

    words: str = ""


@dataclass(frozen=True, slots=True)
class Missing:
    """It is not there yet; `link` is the township's own page where it is mended."""

    words: str
    link: str = ""


Question = Callable[[AsyncSession, Place], Awaitable[Done | Missing]]

_items: dict[str, Question] = {}


@dataclass(frozen=True, slots=True)
class Checked:
    """One line of the list, as pages show it."""

    name: str
    done: bool
    have: str
    href: str


def item(name: str, question: Question) -> None:
    """Registers a line of the list; `name` is its Chinese words and registers once."""
    _items[name] = question


async def checklist(session: AsyncSession, place: Place) -> list[Checked]:
    """Every line answered; asked by the county it stands in the township for as long as it asks."""
    if standing_of(session).tenant_id == place.tenant_id:
        return [await _checked(session, place, name) for name in _items]
    async with acting_in(session, place.standing()):
        return [await _checked(session, place, name) for name in _items]


async def _checked(session: AsyncSession, place: Place, name: str) -> Checked:
    answer = await _items[name](session, place)
    if isinstance(answer, Done):
        return Checked(_(name), True, answer.words, "")
    href = f"{place.prefix}{answer.link}" if answer.link else ""
    return Checked(_(name), False, answer.words, href)


async def _phone(_session: AsyncSession, place: Place) -> Done | Missing:
    if place.phone and phone_trouble(place.phone) is None:
        return Done(place.phone)
    return Missing(_("没填"), "/workbench/settings")


async def _hours(_session: AsyncSession, place: Place) -> Done | Missing:
    if place.hours and place.address:
        return Done(_("齐"))
    return Missing(_("没填全"), "/workbench/settings")


async def _face(_session: AsyncSession, place: Place) -> Done | Missing:
    colour, accent = str(place.face.get("colour", "")), str(place.face.get("accent", ""))
    if all(one.startswith("#") and is_readable(one) for one in (colour, accent)):
        return Done(_("%(ratio).1f 比 1", ratio=contrast(colour, PAPER)))
    return Missing(_("看不清"), "/workbench/settings")


async def _pages(session: AsyncSession, place: Place) -> Done | Missing:
    wanted = len(starter(place.kind).pages)
    have = await session.scalar(
        select(func.count())
        .select_from(StandingPage)
        .where(StandingPage.tenant_id == place.tenant_id, func.length(StandingPage.body) > 0)
    )
    words = f"{have}/{wanted}"
    return Done(words) if (have or 0) >= wanted else Missing(words, "/workbench/settings/pages")


def _held(*permissions: str) -> Question:
    """Whether anybody holds a role that may do this."""

    async def question(session: AsyncSession, place: Place) -> Done | Missing:
        able = select(PolicyRule.subject).where(
            PolicyRule.tenant_id == place.tenant_id,
            PolicyRule.kind == "p",
            PolicyRule.object.in_(permissions),
        )
        people = await session.scalar(
            select(func.count(PolicyRule.subject.distinct())).where(
                PolicyRule.tenant_id == place.tenant_id,
                PolicyRule.kind == "g",
                PolicyRule.object.in_(able),
            )
        )
        if people:
            return Done(_("%(n)s 人", n=people))
        return Missing(_("还没有人"), "/workbench/officers")

    return question


item(_("居民打得通的电话"), _phone)
item(_("办公时间和地址"), _hours)
item(_("颜色看得清"), _face)
item(_("关于、隐私、无障碍、求助四页"), _pages)
item(_("有人管账号和规则"), _held("policy:change"))
item(_("窗口有人收件"), _held("case:accept"))
item(_("有人能作决定"), _held("case:decide"))
