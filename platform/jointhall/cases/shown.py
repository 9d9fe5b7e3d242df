"""What another party is shown (可见范围): the answers and papers its sheet names, as text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.documents.models import Document
from jointhall.documents.queries import documents_by_id
from jointhall.service_items.counter import Counter
from jointhall.service_items.flow import Ask
from jointhall.service_items.questions import kind_of
from jointhall.service_items.sheets import Sheet


async def papers_for(session: AsyncSession, asks: Iterable[Ask]) -> dict[UUID, Document]:
    """The papers that any of those asked may see, looked up at once."""
    files = (file for ask in asks for files in ask.documents.values() for file in files)
    return await documents_by_id(session, {UUID(file["id"]) for file in files})


def shown_to(
    sheet: Sheet, ask: Ask, counter: Counter, found: Mapping[UUID, Document]
) -> dict[str, Any]:
    """Answers as label and text, papers with their checksum: all that leaves the house."""
    answers = []
    for code, value in ask.answers.items():
        question = sheet.question(code)
        if question is None or kind_of(question).is_file:
            continue
        shown = kind_of(question).show(question, value, counter)
        answers.append({"label": question.label, "text": shown})
    papers = []
    for material_code, files in ask.documents.items():
        material = sheet.material(material_code)
        for file in files:
            document = found.get(UUID(file["id"]))
            if document is None:
                continue
            papers.append(named(document, material.name if material else material_code))
    return {"answers": answers, "papers": papers}


def named(document: Document, material: str) -> dict[str, Any]:
    """A paper as an envelope names it: what it is, and the checksum it is known by."""
    return {
        "material": material,
        "name": document.name,
        "media_type": document.media_type,
        "size": document.size,
        "sha256": document.sha256,
        "key": document.store_key,
    }
