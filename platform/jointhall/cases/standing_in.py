"""For which office an officer acts (在岗): the posts they hold, and never on what they filed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.refusals import NotAllowed
from jointhall.kernel.who import Actor
from jointhall.kernel.words import _
from jointhall.offices.queries import offices_here
from jointhall.web.viewer import Viewer

from .models import Case, HistoryLine


@dataclass(frozen=True, slots=True)
class Desk:
    """One officer's desk: `held` are the offices they hold posts in, `names` all offices here."""

    viewer: Viewer
    held: frozenset[str] = frozenset()
    names: Mapping[str, str] = field(default_factory=dict)

    def answers_for(self, office: str) -> bool:
        """Whether what lies with this office lies here.

        A sheet may name an office that this tenant does not have; then it lies with everyone who
        may do such a thing, so that nothing is left where nobody looks.
        """
        return office in self.held or office not in self.names

    def actor(self, office: str) -> Actor:
        """The officer as the history names them when they act for this office."""
        name = self.names[office] if office in self.held else self.viewer.office
        return Actor("officer", self.viewer.id, self.viewer.name, name)

    def must_answer_for(self, office: str) -> None:
        """Raises NotAllowed, and says whose matter it is."""
        if not self.answers_for(office):
            raise NotAllowed(
                _("这一项归%(office)s办，您没有那里的岗位。", office=self.names[office]),
                what_next=_("需要您办的话，请本单位管理员给您加一个岗位。"),
            )


async def desk_of(session: AsyncSession, viewer: Viewer) -> Desk:
    """The desk of an officer in the tenant the transaction is in."""
    offices = await offices_here(session)
    held = frozenset(office.code for office in offices if office.id in viewer.office_ids)
    return Desk(viewer, held, {office.code: office.name for office in offices})


async def must_not_be_the_filer(session: AsyncSession, case: Case, viewer: Viewer) -> None:
    """Nobody approves what they filed: raises NotAllowed for the one who took the papers in."""
    filed_by = await session.scalar(
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
    if filed_by is not None and filed_by == str(viewer.id):
        raise NotAllowed(
            _("这件是您替申请人填的，要由别的同事来办。"),
            what_next=_("它已经在同事的待办里，您不用再做什么。"),
        )
