"""What another party is shown (可见范围): the answers and papers its sheet names, as people read them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.documents.queries import documents_by_id
from jointhall.kernel.tools import Tools
from jointhall.service_items.flow import Ask
from jointhall.service_items.questions import kind_of
from jointhall.service_items.sheets import Sheet
from jointhall.web.place import Place

from .counters import counter_at


async def shown_to(
    session: AsyncSession, tools: Tools, place: Place, sheet: Sheet, ask: Ask
) -> dict[str, Any]:
    """Answers as label and text, papers with their checksum: all that leaves the house."""
    counter = await counter_at(tools, place)
    answers = []
    for code, value in ask.answers.items():
        question = sheet.question(code)
        if question is None or kind_of(question).is_file:
            continue
        shown = kind_of(question).show(question, value, counter)
        answers.append({"label": question.label, "text": shown})
    wanted = [UUID(file["id"]) for files in ask.documents.values() for file in files]
    found = await documents_by_id(session, wanted)
    papers = []
    for material_code, files in ask.documents.items():
        material = sheet.material(material_code)
        for file in files:
            document = found.get(UUID(file["id"]))
            if document is None:
                continue
            papers.append(
                {
                    "material": material.name if material else material_code,
                    "name": document.name,
                    "media_type": document.media_type,
                    "size": document.size,
                    "sha256": document.sha256,
                    "key": document.store_key,
                }
            )
    return {"answers": answers, "papers": papers}
