"""What follows when a letter is opened by its resident (文书打开): registered by its subject."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial

from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.tools import Tools
from jointhall.web.visit import Visit

from .models import Letter

WhenShown = Callable[[AsyncSession, Tools, Letter], Awaitable[None]]

_when_shown: list[WhenShown] = []


def when_shown(act: WhenShown) -> WhenShown:
    """Registers what follows when its resident opens a letter; it runs after the page is made."""
    _when_shown.append(act)
    return act


def shown(visit: Visit, letter: Letter) -> None:
    """A letter leaves for the eyes of its resident."""
    for act in _when_shown:
        visit.afterwards(partial(_act, act, visit.tools, letter))


async def _act(act: WhenShown, tools: Tools, letter: Letter, session: AsyncSession) -> None:
    await act(session, tools, letter)
