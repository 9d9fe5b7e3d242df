"""Standing pages (固定页面): about us, privacy, accessibility, where to find help."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from jointhall.kernel.db import Base
from jointhall.kernel.refusals import NotHere
from jointhall.kernel.words import _
from jointhall.web.place import Place

from .joining import Gift, gives
from .starter import starter


class StandingPage(Base):
    """A page as the tenant keeps it, with places like `{phone}` still to be filled."""

    __tablename__ = "pages"

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    body: Mapped[str]
    updated_at: Mapped[datetime] = mapped_column(server_default="now()")


PLACES = ("name", "county", "phone", "hours", "address")
"""What a page may leave to be filled; anything else in braces stays as it is written."""

Kind = Literal["heading", "paragraph", "list"]


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a paragraph, or a list with its lines."""

    kind: Kind
    lines: tuple[str, ...]


async def page_called(session: AsyncSession, tenant_id: UUID, slug: str) -> StandingPage:
    """The page with this short name; raises NotHere."""
    found: StandingPage | None = await session.scalar(
        select(StandingPage).where(StandingPage.tenant_id == tenant_id, StandingPage.slug == slug)
    )
    if found is None:
        raise NotHere(_("没有这一页。"))
    return found


async def pages_of(session: AsyncSession, tenant_id: UUID) -> list[tuple[str, str]]:
    """Short name and title of every standing page, for lists of links."""
    rows = await session.execute(
        select(StandingPage.slug, StandingPage.title)
        .where(StandingPage.tenant_id == tenant_id)
        .order_by(StandingPage.slug)
    )
    return [(row.slug, row.title) for row in rows]


def filled(words: str, place: Place) -> str:
    """The words with this place's name, phone and the like put in."""
    values = {
        "name": place.name,
        "county": place.county_name or place.name,
        "phone": place.phone or _("（电话待公布）"),
        "hours": place.hours or _("工作日的上班时间"),
        "address": place.address or _("%(name)s便民服务中心", name=place.name),
    }
    return re.sub(r"\{(\w+)\}", lambda found: values.get(found[1], found[0]), words)


def blocks(body: str) -> Iterator[Block]:
    """The body as headings (`## `), lists (`- `) and paragraphs, parted by blank lines."""
    for part in re.split(r"\n\s*\n", body.strip()):
        paragraph: list[str] = []
        listed: list[str] = []
        for line in part.splitlines():
            if line.startswith("## "):
                yield Block("heading", (line[3:].strip(),))
            elif line.startswith("- "):
                listed.append(line[2:].strip())
            else:
                paragraph.append(line.strip())
        if paragraph:
            yield Block("paragraph", tuple(paragraph))
        if listed:
            yield Block("list", tuple(listed))


def pages_for(kind: str) -> list[str]:
    """The short names of the starter pack's pages."""
    return [page.slug for page in starter(kind).pages]


async def give_pages(session: AsyncSession, place: Place, slugs: Sequence[str]) -> None:
    """These standing pages of the starter pack; one the tenant has already is its own."""
    rows = [
        {"tenant_id": place.tenant_id, "slug": page.slug, "title": page.title, "body": page.body}
        for page in starter(place.kind).pages
        if page.slug in slugs
    ]
    await session.execute(insert(StandingPage).on_conflict_do_nothing(), rows)


gives("page", Gift(pages_for, give_pages))
