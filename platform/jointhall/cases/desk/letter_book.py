"""The letters of many cases as one book (文书合订本): printed at once, one after the other."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Iterable, Sequence
from uuid import UUID

import pikepdf
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.documents.models import Letter
from jointhall.documents.queries import document_of, letters_of_case
from jointhall.kernel.tools import Tools

MOST_BYTES = 40 * 1024 * 1024


async def letters_in_force(session: AsyncSession, cases: Iterable[UUID]) -> Sequence[Letter]:
    """The latest letter of each of these cases that is made and holds."""
    found = []
    for case in cases:
        letters = await letters_of_case(session, case)
        held = [letter for letter in letters if letter.is_made and letter.is_in_force]
        found += held[-1:]
    return found


async def bound(session: AsyncSession, tools: Tools, letters: Iterable[Letter]) -> bytes:
    """These letters in one PDF, as far as they fit; a copy for paper, without their signatures."""
    files, size = [], 0
    for letter in letters:
        assert letter.document_id is not None, "a letter that is made has its document"
        document = await document_of(session, letter.document_id)
        async with tools.files.open(document.tenant_id, document.store_key) as stream:
            data = b"".join([piece async for piece in stream])
        size += len(data)
        if size > MOST_BYTES:
            break
        files.append(data)
    return await asyncio.to_thread(_joined, files)


def _joined(files: Sequence[bytes]) -> bytes:
    book, made = pikepdf.new(), io.BytesIO()
    for data in files:
        with pikepdf.open(io.BytesIO(data)) as letter:
            # The seal stands on the page; the signature is of the whole file and cannot come along.
            book.add_pages_from(letter, forms="strip")
    book.save(made)
    return made.getvalue()
