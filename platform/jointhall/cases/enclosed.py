"""A file that comes along with a form (附件): taken from it, and kept with its subject."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from litestar.datastructures import FormMultiDict, UploadFile
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.documents.actions import keep_upload
from jointhall.documents.models import Document
from jointhall.documents.unfit import Unfit
from jointhall.kernel.refusals import BadForm
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import Actor


@dataclass(frozen=True, slots=True)
class Photo:
    """An upload: its bytes and what it was called."""

    data: bytes
    name: str


async def photo_in(form: FormMultiDict, field: str = "file") -> Photo | None:
    """What was chosen in this field; None when nothing was."""
    return next(iter(await photos_in(form, field)), None)


async def photos_in(form: FormMultiDict, field: str) -> list[Photo]:
    """All that was chosen in a field that takes several."""
    uploads = [one for one in form.getall(field, []) if isinstance(one, UploadFile)]
    return [Photo(await one.read(), one.filename) for one in uploads if one.filename]


async def keep_enclosed(
    session: AsyncSession,
    tools: Tools,
    owner_id: UUID,
    photo: Photo,
    *,
    purpose: str,
    by: Actor,
    field: str = "file",
    resident_id: UUID | None = None,
) -> Document:
    """Keeps it; what cannot be taken is a fault of its field. Raises BadForm."""
    try:
        document, _changed = await keep_upload(
            session, tools, photo.data, owner_kind="other", owner_id=owner_id, purpose=purpose,
            filename=photo.name, by=by, resident_id=resident_id,
        )  # fmt: skip
    except Unfit as unfit:
        told = f"{unfit.words}。{unfit.what_next or ''}".rstrip("。") + "。"
        raise BadForm({field: told}) from unfit
    return document
