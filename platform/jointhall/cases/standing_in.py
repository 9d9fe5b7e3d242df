"""For which office an officer acts (在岗): the posts they hold, and never on what they filed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import product
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.db import tenant_of
from jointhall.kernel.plain import run
from jointhall.kernel.refusals import NotAllowed
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import Actor
from jointhall.kernel.words import _
from jointhall.offices.roster import CODES, Roster, roster_on
from jointhall.people.models import PHONE
from jointhall.people.queries import officer_by_id, resident_with_phone
from jointhall.web.viewer import Viewer

from .models import Case, HistoryLine
from .steps import Task

POSTS = ("", *CODES.values())


@dataclass(frozen=True, slots=True)
class Desk:
    """One officer's desk: `held` are the offices they act for today, `names` all offices here.

    `roster` says who stands in for whom; an empty one knows of nobody away.
    """

    viewer: Viewer
    held: frozenset[str] = frozenset()
    names: Mapping[str, str] = field(default_factory=dict)
    roster: Roster = field(default_factory=Roster)

    def answers_for(self, office: str) -> bool:
        """Whether what lies with this office lies here.

        A sheet may name an office that this tenant does not have; then it lies with everyone who
        may do such a thing, so that nothing is left where nobody looks.
        """
        return office in self.held or office not in self.names

    def holds(self, task: Task) -> bool:
        """Whether a task of ours lies here: with this very officer, or with a post they act for."""
        if task.holder_id is not None and task.holder_id in self.roster.manned:
            return self._acts_for(task.holder_id)
        return self.answers_post(task.office, task.post, task.stands_in)

    def answers_post(self, office: str, post: str, stands_in: str) -> bool:
        """Whether what lies with a post of an office lies here (岗位, 替补岗位)."""
        if office not in self.held or not self.roster.names:
            return self.answers_for(office)
        return self.viewer.id in self.roster.answering(office, post, stands_in)

    def posts_in(self, offices: Iterable[str]) -> list[str]:
        """Every `office|post|stands_in` of these offices that lies here, for a question."""
        return [
            f"{office}|{post}|{stands_in}"
            for office in offices
            for post, stands_in in product(POSTS, POSTS)
            if self.answers_post(office, post, stands_in)
        ]

    @property
    def whole(self) -> list[str]:
        """The offices of which every post lies here."""
        every = list(product(POSTS, POSTS))
        return [
            office
            for office in sorted(self.held)
            if all(self.answers_post(office, post, stands_in) for post, stands_in in every)
        ]

    @property
    def stood_for(self) -> list[UUID]:
        """This officer, and everybody whose work they do today."""
        if self.viewer.id is None:
            return []
        return [self.viewer.id, *self.roster.stood_in_for.get(self.viewer.id, ())]

    def actor(self, office: str, task: Task | None = None) -> Actor:
        """The officer as the history names them when they act for this office, or for somebody."""
        name = self.names[office] if office in self.held else self.viewer.office
        if task is not None and task.principal_id is not None:
            office_name, principal = self.names.get(office, name), task.principal_name
            name = _("%(office)s（受%(who)s委托）", office=office_name, who=principal)
        elif task is not None and task.holder_id not in (None, self.viewer.id):
            name = _("%(office)s（替%(who)s）", office=name, who=task.holder_name)
        return Actor("officer", self.viewer.id, self.viewer.name, name)

    def must_answer_for(self, office: str) -> None:
        """Raises NotAllowed, and says whose matter it is."""
        if not self.answers_for(office):
            raise NotAllowed(
                _("这一项归%(office)s办，您没有那里的岗位。", office=self.names[office]),
                what_next=_("需要您办的话，请本单位管理员给您加一个岗位。"),
            )

    def must_hold(self, task: Task) -> None:
        """Raises NotAllowed, and says with whom the task lies."""
        if self.holds(task):
            return
        if task.holder_id is not None and task.holder_id in self.roster.manned:
            raise NotAllowed(
                _("这一项在%(who)s手里。", who=task.holder_name),
                what_next=_("要换人办，请他转办，或者请管理员登记他不在岗。"),
            )
        self.must_answer_for(task.office)
        office = self.names.get(task.office, task.office)
        raise NotAllowed(
            _("这一项由%(office)s的另一个岗位办。", office=office),
            what_next=_("他不在的时候会自动到您这里。"),
        )

    def _acts_for(self, officer: UUID) -> bool:
        return officer == self.viewer.id or (
            self.viewer.id is not None
            and officer in self.roster.stood_in_for.get(self.viewer.id, ())
        )


async def desk_of(session: AsyncSession, viewer: Viewer) -> Desk:
    """The desk of an officer in the tenant the transaction is in, with what they stand in for."""
    offices = await run(session, _OFFICES, tenant_of(session))
    roster = await roster_on(session)
    others = roster.stood_in_for.get(viewer.id, frozenset()) if viewer.id else frozenset()
    lent = {office for other in others for office, _post in roster.held.get(other, ())}
    held = frozenset(code for id, code, _name in offices if id in viewer.office_ids or code in lent)
    return Desk(viewer, held, {code: name for _id, code, name in offices}, roster)


_OFFICES = "select id, code, name from offices where tenant_id = $1 order by code"


async def must_not_be_the_filer(session: AsyncSession, case: Case, viewer: Viewer) -> None:
    """Nobody approves what they filed: raises NotAllowed for the one who took the papers in."""
    filer = await filed_by(session, case)
    if filer is not None and filer == str(viewer.id):
        raise NotAllowed(
            _("这件是您替申请人填的，要由别的同事来办。"),
            what_next=_("它已经在同事的待办里，您不用再做什么。"),
        )


async def filed_by(session: AsyncSession, case: Case) -> str | None:
    """The id of the officer who took the papers in; None when the applicant sent them."""
    found: str | None = await session.scalar(
        select(HistoryLine.who_id)
        .where(
            HistoryLine.tenant_id == case.tenant_id,
            HistoryLine.case_id == case.id,
            HistoryLine.act == "case.submitted",
            HistoryLine.who_kind == "officer",
        )
        .order_by(HistoryLine.seq)
        .limit(1)
    )
    return found


async def must_be_a_stranger(
    session: AsyncSession, tools: Tools, case: Case, viewer: Viewer
) -> None:
    """Nobody approves what they filed, for another or for themselves: raises NotAllowed.

    An officer is a resident too; they are known by the phone both accounts name.
    """
    await must_not_be_the_filer(session, case, viewer)
    officer = await officer_by_id(session, viewer.id) if viewer.id is not None else None
    if officer is None or not officer.phone:
        return
    index = tools.secrets.blind_index(PHONE, officer.phone)
    resident = await resident_with_phone(session, index)
    if resident is not None and resident.id == case.resident_id:
        raise NotAllowed(
            _("这件是您自己申请的，要由别的同事来办。"),
            what_next=_("它已经在同事的待办里，您可以在居民的页面看进度。"),
        )
