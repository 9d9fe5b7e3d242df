"""The press (印制): numbered letters are printed, sealed and kept by a background job, once."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.db import tenant_of
from jointhall.kernel.files import new_key
from jointhall.kernel.ids import new_id
from jointhall.kernel.jobs import Work, job
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import SYSTEM
from jointhall.kernel.words import _
from jointhall.records.given_up import tells
from jointhall.records.journal import record

from .keys import SealKey, SealKeys
from .kinds import KINDS
from .letters import from_told, set_in_type
from .models import Document, Letter, LetterStatus
from .names import display_name
from .taking import put_away

PDF = "application/pdf"

WhenMade = Callable[[AsyncSession, Tools, UUID], Awaitable[None]]

_when_made: dict[str, list[WhenMade]] = {}


def when_made(kind: str) -> Callable[[WhenMade], WhenMade]:
    """Registers what follows when a letter of this kind is made: `act(session, tools, case_id)`.

    It runs once, in the transaction that keeps the letter.
    """
    assert kind in KINDS, f"{kind} is not a kind of letter"

    def register(act: WhenMade) -> WhenMade:
        _when_made.setdefault(kind, []).append(act)
        return act

    return register


@job("documents.make_letter", queue="letters")
async def make_letter(work: Work, *, letter_id: str) -> None:
    """Prints, seals and keeps a letter; done twice, it finds it done."""
    letter = await work.session.scalar(
        select(Letter)
        .where(
            Letter.tenant_id == work.standing.tenant_id,
            Letter.id == UUID(letter_id),
            Letter.status == LetterStatus.WAITING,
        )
        .with_for_update()
    )
    if letter is None:
        return
    words = from_told(letter.told)
    seal = await _seal_of(work, letter.tenant_id, words.seal_name)
    printed = await set_in_type(words)
    sealed = await asyncio.to_thread(_seal, printed, seal, words.title)
    document = await _keep(work, letter, sealed)
    letter.make(document, at=work.tools.clock.now())
    record(
        work.session, "letter.made", who=SYSTEM, subject=f"letter:{letter.id}",
        words=_("%(title)s（%(number)s）盖好了章", title=letter.title, number=letter.number_words),
        for_whom=letter.resident_id, sha256=document.sha256,
    )  # fmt: skip
    if letter.case_id is not None:
        for act in _when_made.get(letter.kind, []):
            await act(work.session, work.tools, letter.case_id)


@tells("documents.make_letter")
async def _which_letter(session: AsyncSession, args: dict[str, Any]) -> str:
    letter = await session.get(Letter, (tenant_of(session), UUID(args["letter_id"])))
    return f"{letter.title} {letter.number_words}" if letter is not None else ""


@job("documents.erase_file", queue="letters")
async def erase_file(work: Work, *, store_key: str) -> None:
    """Destroys a file whose paper was dropped."""
    assert work.standing.tenant_id is not None
    await work.tools.files.erase(work.standing.tenant_id, store_key)


def _seal(printed: bytes, seal: SealKey, reason: str) -> bytes:
    # Loaded with the first letter: the library takes half a second, which no start should wait.
    from .seals import sign

    return sign(printed, seal, reason=reason)


async def _seal_of(work: Work, tenant_id: UUID, name: str) -> SealKey:
    place = await work.tools.outside["directory"].by_id(tenant_id)
    keys = seal_keys(work.tools)
    return await asyncio.to_thread(
        keys.seal_of,
        county_id=place.county_id,
        county_name=place.county_name,
        tenant_id=tenant_id,
        tenant_name=name,
    )


async def _keep(work: Work, letter: Letter, sealed: bytes) -> Document:
    sha256 = hashlib.sha256(sealed).hexdigest()
    # A fresh key at every try, so that a try given up for dead cannot write over the one that
    # was kept; what such a try leaves behind is tidied away.
    key = new_key(letter.tenant_id, "letter")
    await put_away(work.tools, letter.tenant_id, key, sealed, media_type=PDF, sha256=sha256)
    document = Document(
        tenant_id=letter.tenant_id,
        id=new_id(),
        owner_kind="letter",
        owner_id=letter.id,
        resident_id=letter.resident_id,
        purpose=letter.kind,
        name=display_name(f"{letter.title} {letter.number_words}", PDF),
        media_type=PDF,
        size=len(sealed),
        sha256=sha256,
        store_key=key,
        uploaded_by=SYSTEM.kind,
        created_at=work.tools.clock.now(),
    )
    work.session.add(document)
    await work.session.flush()
    return document


def seal_keys(tools: Tools) -> SealKeys:
    """The folder of seal keys this process was given."""
    return _folder(Path(tools.outside["keys"]))


@cache
def _folder(path: Path) -> SealKeys:
    return SealKeys(path)
