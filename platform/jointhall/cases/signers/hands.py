"""In whose hands a task lies (在谁手里), and into whose it may be given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.refusals import BadForm
from jointhall.kernel.words import _
from jointhall.offices.queries import offices_here
from jointhall.offices.roster import Roster, roster_on
from jointhall.tenancy.permitted import permitted_here

from ..models import Case
from ..standing_in import Desk, filed_by
from ..steps import Task
from .table import PERMISSION


@dataclass(frozen=True, slots=True)
class Hand:
    """An office, or one officer of it, to whom something may be given."""

    office: str
    office_name: str
    officer_id: UUID | None = None
    officer_name: str = ""

    @property
    def key(self) -> str:
        return f"officer:{self.officer_id}" if self.officer_id else f"office:{self.office}"

    @property
    def words(self) -> str:
        """As the history and a list name them."""
        return f"{self.office_name}{self.officer_name}"


async def officers_for(session: AsyncSession, task: Task) -> frozenset[UUID]:
    """Everybody of this tenant who could give the word of a task today."""
    return hands_of(await roster_on(session), task)


def hands_of(roster: Roster, task: Task) -> frozenset[UUID]:
    """The same, for one who knows the roster already."""
    if task.holder_id is not None:
        doing = roster.does_the_work_of(task.holder_id)
        if doing is not None:
            return frozenset({doing})
    return roster.answering(task.office, task.post, task.stands_in)


async def hands_open(
    session: AsyncSession, desk: Desk, case: Case, kind: str, *, offices: bool = True
) -> Sequence[Hand]:
    """Offices that have somebody there for a task of this kind, and those people one by one.

    Who is away, who is not allowed to, who filed the case and the viewer are left out.
    """
    able, filer = await permitted_here(session), await filed_by(session, case)
    roster, found, people = desk.roster, [], []
    for code, name in desk.names.items():
        there = [
            officer
            for officer, posts in roster.held.items()
            if any(office == code for office, _post in posts)
            and roster.is_there(officer)
            and PERMISSION[kind] in able.get(officer, frozenset())
            and str(officer) != filer
        ]
        if there and offices:
            found.append(Hand(code, name))
        people += [
            Hand(code, name, officer, roster.names[officer])
            for officer in there
            if officer != desk.viewer.id
        ]
    return [*found, *people]


async def hand_of(
    session: AsyncSession, desk: Desk, case: Case, kind: str, said: str, *, offices: bool = True
) -> Hand:
    """The one that was picked from the list; raises BadForm when it is not on it."""
    open_to = await hands_open(session, desk, case, kind, offices=offices)
    hand = next((one for one in open_to if one.key == said), None)
    if hand is None:
        raise BadForm({"to": _("请从列出来的人里选一个。")})
    return hand


def why_of(said: str, *, needed: bool = True, most: int = 500) -> str:
    """The reason as it was written; raises BadForm when it is missing or too long."""
    words = said.strip()
    if needed and not words:
        raise BadForm({"why": _("请写一句为什么，同事和申请人都看得到。")})
    if len(words) > most:
        raise BadForm({"why": _("最多写 %(n)s 个字。", n=most)})
    return words


async def readers(session: AsyncSession, viewer_id: UUID | None) -> Sequence[Hand]:
    """Everybody of this tenant who may read cases, the viewer left out, by their offices."""
    able, roster = await permitted_here(session), await roster_on(session)
    found: dict[UUID, Hand] = {}
    for office in await offices_here(session):
        for officer, posts in roster.held.items():
            holds = any(code == office.code for code, _post in posts)
            if holds and officer != viewer_id and "case:read" in able.get(officer, frozenset()):
                hand = Hand(office.code, office.name, officer, roster.names[officer])
                found.setdefault(officer, hand)
    return list(found.values())
