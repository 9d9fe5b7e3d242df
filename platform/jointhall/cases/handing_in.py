"""Handing in papers (交材料) for a question of the form: taken in one by one, or said why not."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from litestar.datastructures import UploadFile
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.documents.actions import keep_upload
from jointhall.documents.unfit import Unfit
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import Actor
from jointhall.kernel.words import _
from jointhall.service_items.asking import Question
from jointhall.service_items.questions import Unclear, kind_of
from jointhall.service_items.questions.file import File

Given = list[dict[str, str]]
"""Papers as an answer names them: id and name."""


async def hand_in(
    session: AsyncSession,
    tools: Tools,
    question: Question,
    there: Given,
    uploads: Sequence[UploadFile],
    *,
    draft_id: UUID,
    resident_id: UUID,
    may_be_none: bool,
    by: Actor,
) -> tuple[Given, Given]:
    """The answer with what came now, and what that takes the place of; raises Unclear.

    A question for one paper takes the new one in place of the old.
    """
    kind = kind_of(question)
    assert isinstance(kind, File)
    came = [upload for upload in uploads if upload.filename]
    if not came and not there and not may_be_none:
        raise Unclear(kind.missing(question))
    most = kind.most if question.several else 1
    if len(came) + (len(there) if question.several else 0) > most:
        raise Unclear(_("最多传%(most)s个", most=most))
    given: Given = []
    for upload in came:
        try:
            document, _changed = await keep_upload(
                session, tools, await upload.read(), owner_kind="draft", owner_id=draft_id,
                purpose=question.code, filename=upload.filename, by=by, resident_id=resident_id,
            )  # fmt: skip
        except Unfit as unfit:
            raise Unclear(f"{unfit.words}。{unfit.what_next or ''}".rstrip("。")) from unfit
        given.append({"id": str(document.id), "name": document.name})
    if given and not question.several:
        return given, there
    return [*there, *given], []
