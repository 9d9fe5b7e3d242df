"""A bundle as it was sent (一件事的收件): one number and one receipt over several cases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from jointhall.kernel.db import Base, OfTenant
from jointhall.kernel.refusals import NotHere
from jointhall.kernel.tools import Tools
from jointhall.kernel.words import _

from .models import Case


class FiledBundle(OfTenant, Base):
    """Several applications sent at once; has the id of the draft it was sent from.

    Each case goes its own way; the bundle has no state of its own.
    """

    __tablename__ = "filed_bundles"

    number: Mapped[str]
    bundle_code: Mapped[str]
    edition: Mapped[str]
    title: Mapped[str]
    resident_id: Mapped[UUID]
    track_index: Mapped[bytes]
    receipt_id: Mapped[UUID]
    filed_at: Mapped[datetime]


class BundledCase(Base):
    """That a case belongs to a bundle, and in which place."""

    __tablename__ = "filed_bundle_cases"

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    bundle_id: Mapped[UUID]
    resident_id: Mapped[UUID]
    position: Mapped[int]


async def find_bundle(session: AsyncSession, id: UUID, *, resident_id: UUID) -> FiledBundle | None:
    """The resident's own bundle that was sent from the draft of this id."""
    found: FiledBundle | None = await session.scalar(
        select(FiledBundle).where(FiledBundle.id == id, FiledBundle.resident_id == resident_id)
    )
    return found


async def resident_bundle(session: AsyncSession, number: str, *, resident_id: UUID) -> FiledBundle:
    """The resident's own bundle of this number; to anybody else it is not there."""
    found = await session.scalar(
        select(FiledBundle).where(
            FiledBundle.number == number, FiledBundle.resident_id == resident_id
        )
    )
    if found is None:
        raise NotHere(_("没有这个编号。"), what_next=_("请核对编号，或者打电话请工作人员帮您查。"))
    return found


async def bundle_tracked(
    session: AsyncSession, tools: Tools, number: str, last4: str
) -> FiledBundle | None:
    """The bundle of this number, if the last four digits of its telephone are right too."""
    index = tools.secrets.blind_index("track", f"{number}|{last4}")
    found: FiledBundle | None = await session.scalar(
        select(FiledBundle).where(FiledBundle.number == number, FiledBundle.track_index == index)
    )
    return found


async def cases_of_bundle(session: AsyncSession, bundle: FiledBundle) -> Sequence[Case]:
    """The cases of a bundle, in the order of its form."""
    found = await session.scalars(
        select(Case)
        .join(
            BundledCase,
            (BundledCase.tenant_id == Case.tenant_id) & (BundledCase.case_id == Case.id),
        )
        .where(BundledCase.tenant_id == bundle.tenant_id, BundledCase.bundle_id == bundle.id)
        .order_by(BundledCase.position)
    )
    return found.all()


async def bundle_of(session: AsyncSession, case: Case) -> FiledBundle | None:
    """The bundle a case was sent with, if it was sent with others."""
    found: FiledBundle | None = await session.scalar(
        select(FiledBundle)
        .join(
            BundledCase,
            (BundledCase.tenant_id == FiledBundle.tenant_id)
            & (BundledCase.bundle_id == FiledBundle.id),
        )
        .where(BundledCase.tenant_id == case.tenant_id, BundledCase.case_id == case.id)
    )
    return found


@dataclass(frozen=True, slots=True)
class Together:
    """What was sent together: the bundle and all of its cases."""

    bundle: FiledBundle
    cases: tuple[Case, ...]


async def siblings_of(session: AsyncSession, case: Case) -> Together | None:
    """What a case was sent together with, if it was."""
    bundle = await bundle_of(session, case)
    if bundle is None:
        return None
    return Together(bundle, tuple(await cases_of_bundle(session, bundle)))


async def bundles_of_resident(
    session: AsyncSession, resident_id: UUID
) -> dict[tuple[UUID, UUID], FiledBundle]:
    """What this resident sent in bundles, at this door: tenant and case → bundle."""
    found = await session.execute(
        select(BundledCase, FiledBundle)
        .join(
            FiledBundle,
            (BundledCase.tenant_id == FiledBundle.tenant_id)
            & (BundledCase.bundle_id == FiledBundle.id),
        )
        .where(BundledCase.resident_id == resident_id)
    )
    return {(row.BundledCase.tenant_id, row.BundledCase.case_id): row.FiledBundle for row in found}
