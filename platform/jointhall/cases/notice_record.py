"""The record of a notice (公示张贴证明): when it hung, where, how often it was read, its hash."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from jointhall.documents.models import Document, Letter
from jointhall.documents.queries import documents_of, letter_of
from jointhall.kernel.clock.days import day_words
from jointhall.kernel.clock.now import BEIJING
from jointhall.kernel.db import Base, tenant_of
from jointhall.kernel.plain import run
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import Actor
from jointhall.kernel.words import _, speaking
from jointhall.service_items.queries import edition_of
from jointhall.web.place import Place

from .correspondence import write_letter
from .models import Case
from .notices import PublicNotice

KIND = "posting"


class NoticeViews(Base):
    """How often a notice was opened on a day; never by whom."""

    __tablename__ = "notice_views"

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    notice_id: Mapped[UUID] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    times: Mapped[int]


async def count_view(session: AsyncSession, notice_id: UUID, *, today: date) -> None:
    """Somebody opened it once more."""
    await run(session, _COUNT, tenant_of(session), notice_id, today)


async def views_of(session: AsyncSession, notice: PublicNotice) -> int:
    """How often it was opened while it hung."""
    found = await session.scalar(
        select(func.sum(NoticeViews.times)).where(
            NoticeViews.tenant_id == notice.tenant_id, NoticeViews.notice_id == notice.id
        )
    )
    return int(found or 0)


async def record_posting(
    session: AsyncSession,
    tools: Tools,
    place: Place,
    case: Case,
    notice: PublicNotice,
    *,
    by: Actor,
) -> Letter:
    """Issues the record of a notice that is down; one with a new proof replaces the one before.

    The caller holds the case and its notice.
    """
    shown = notice.shown(tools.secrets)
    proofs = await documents_of(session, "other", notice.id)
    views = await views_of(session, notice)
    sheet = await edition_of(session, case.item_code, case.edition)
    with speaking("zh"):
        more = {
            "公示标题": shown.title,
            "公示编号": notice.number,
            "贴出时间": _moment(notice.posted_at),
            "撤下时间": _moment(notice.taken_down_at or notice.ends_at),
            "张贴地点": _("、").join(shown.places),
            "打开次数": _("%(n)s 次", n=views),
            "异议情况": _said_of(notice),
            "张贴凭证": _told(proofs),
            "校验码": _in_groups(notice.content_hash),
        }
    before = await letter_of(session, notice.record_id) if notice.record_id else None
    letter = await write_letter(
        session, tools, place, sheet, case, KIND, by=by, more=more, replaces=before
    )
    notice.record_id = letter.id
    return letter


def _said_of(notice: PublicNotice) -> str:
    if not notice.objections:
        return _("没有")
    if notice.open_objections:
        return _("%(n)s 份，%(m)s 份还在核实", n=notice.objections, m=notice.open_objections)
    return _("%(n)s 份，%(m)s 份成立", n=notice.objections, m=notice.upheld_objections)


def _told(proofs: Sequence[Document]) -> str:
    if not proofs:
        return _("村里的照片：还没有登记。登记以后换发新的证明。")
    return "\n".join(
        _(
            "村里的照片 %(n)s：%(when)s登记，校验码 %(hash)s",
            n=nth, when=_moment(one.created_at), hash=_in_groups(one.sha256),
        )
        for nth, one in enumerate(proofs, start=1)
    )  # fmt: skip


def _in_groups(hexadecimal: str) -> str:
    """A long row of letters in groups of eight, so that it can be compared and breaks in print."""
    return " ".join(hexadecimal[at : at + 8] for at in range(0, len(hexadecimal), 8))


def _moment(at: datetime) -> str:
    here = at.astimezone(BEIJING)
    return f"{day_words(here.date(), with_year=True)} {here:%H:%M}"


_COUNT = """
    insert into notice_views as v (tenant_id, notice_id, day, times) values ($1, $2, $3, 1)
    on conflict (tenant_id, notice_id, day) do update set times = v.times + 1
    """
