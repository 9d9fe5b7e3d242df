"""A form sent after the session had ended (没交上的表): kept for its officer to send again.

Who wrote a decision for half an hour while the session ended loses no word of it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import orjson
from litestar import Request
from sqlalchemy import delete, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped

from jointhall.kernel.db import Base, OfTenant, tenant_of
from jointhall.kernel.refusals import NotHere
from jointhall.kernel.secrets import Secrets
from jointhall.kernel.ticking import each
from jointhall.kernel.tools import Tools
from jointhall.kernel.words import _
from jointhall.web.preferences import safe_back
from jointhall.web.viewer import Viewer
from jointhall.web.visit import Visit

from .claims import claim
from .sign_ins import TOKEN, hash_of

KEPT_FOR = timedelta(days=1)
LARGEST = 256 * 1024
"""Bytes of a form that is kept; nobody writes more into an opinion."""
PURPOSE = "kept form"

# The session is over, so it opens nothing; it still says whose form this is.
_WHOSE = text(
    """
    select officer_id from sessions
    where token_hash = :hash and tenant_id = :tenant and stage = 'whole'
    """
)


class KeptForm(OfTenant, Base):
    """What an officer sent to `path` without a session, sealed; `back_path` is where they were."""

    __tablename__ = "kept_forms"

    officer_id: Mapped[UUID]
    path: Mapped[str]
    back_path: Mapped[str]
    form_sealed: Mapped[bytes]
    kept_at: Mapped[datetime]

    def fields(self, secrets: Secrets) -> list[tuple[str, str]]:
        """Name and value of every field, in the order they were sent."""
        said = orjson.loads(secrets.open(self.tenant_id, PURPOSE, self.form_sealed))
        return [(str(name), str(value)) for name, value in said]


async def keep_form(visit: Visit, request: Request[Any, Any, Any]) -> str:
    """Keeps a form whose session has ended; where it lies after signing in, or nothing."""
    token = visit.cookies.get(visit.cookie_name) or ""
    length = request.headers.get("content-length", "")
    if not TOKEN.fullmatch(token) or not length.isdigit() or int(length) > LARGEST:
        return ""
    form = await request.form()
    said = [
        (name, value)
        for name, value in form.multi_items()
        if isinstance(value, str) and not name.startswith("_")
    ]
    if not any(value.strip() for _name, value in said):
        return ""
    tools, digest = visit.tools, hash_of(token)
    async with tools.database.transaction(visit.place.standing()) as session:
        await claim(session, session=digest.hex())
        whose = {"hash": digest, "tenant": visit.place.tenant_id}
        officer_id = await session.scalar(_WHOSE, whose)
        if officer_id is None:
            return ""
        kept = KeptForm(
            tenant_id=visit.place.tenant_id,
            officer_id=officer_id,
            path=visit.path,
            back_path=_came_from(visit, request),
            form_sealed=tools.secrets.seal(visit.place.tenant_id, PURPOSE, orjson.dumps(said)),
            kept_at=visit.now(),
        )
        await session.execute(
            delete(KeptForm).where(
                KeptForm.tenant_id == visit.place.tenant_id,
                KeptForm.officer_id == officer_id,
                KeptForm.path == visit.path,
            )
        )
        session.add(kept)
        await session.flush()
        return visit.at(f"/{visit.door}/kept/{kept.id}")


async def kept_form(session: AsyncSession, viewer: Viewer, id: UUID, *, now: datetime) -> KeptForm:
    """The viewer's own kept form; raises NotHere for another's or one that is gone."""
    kept = await session.get(KeptForm, (tenant_of(session), id))
    if kept is None or kept.officer_id != viewer.id or kept.kept_at < now - KEPT_FOR:
        raise NotHere(_("没有替您留着的内容，可能已经交过，或者过了一天。"))
    return kept


@each("people.kept_forms", seconds=3600)
async def forget_kept_forms(tools: Tools) -> None:
    """What was kept for a day is nobody's to read any more."""
    over = {"before": tools.clock.now() - KEPT_FOR}
    for place in await tools.outside["directory"].everyone():
        async with tools.database.transaction(place.standing()) as session:
            await session.execute(_FORGET, {"tenant": place.tenant_id} | over)


_FORGET = text("delete from kept_forms where tenant_id = :tenant and kept_at < :before")


def _came_from(visit: Visit, request: Request[Any, Any, Any]) -> str:
    """The page the form stood on, of our own; or the first page of the door."""
    parts = urlsplit(request.headers.get("referer", ""))
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    door = visit.at(f"/{visit.door}")
    return safe_back(visit, path if parts.path.startswith(door) else door)
