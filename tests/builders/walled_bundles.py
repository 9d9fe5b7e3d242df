"""Several cases filed at once in a walled township: a number and a receipt of its own."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from jointhall.cases.bundled import BundledCase, FiledBundle
from jointhall.cases.filing import track_index
from jointhall.cases.models import Case
from jointhall.documents.actions import issue_letter
from jointhall.kernel.ids import new_id
from jointhall.kernel.plain import put
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import SYSTEM
from jointhall.web.place import Place


async def a_filed_bundle(
    tools: Tools, place: Place, cases: Sequence[Case], *, resident_id: UUID, mark: str
) -> str:
    """Puts these cases under one number; gives the number."""
    number = f"YJS-{new_id().hex[:12].upper()}"
    async with tools.database.transaction(place.standing()) as session:
        receipt = await issue_letter(
            session, tools, place, kind="receipt", title="收件回执", text=f"收到了{mark}",
            by=SYSTEM, resident_id=resident_id,
        )  # fmt: skip
        bundle = FiledBundle(
            tenant_id=place.tenant_id, id=new_id(), number=number, bundle_code="moving_house",
            edition="1", title=f"搬家一件事{mark}", resident_id=resident_id,
            track_index=track_index(tools, number, "13800000000"), receipt_id=receipt.id,
            filed_at=tools.clock.now(),
        )  # fmt: skip
        await put(session, bundle)
        for position, case in enumerate(cases):
            await put(session, BundledCase(
                tenant_id=place.tenant_id, case_id=case.id, bundle_id=bundle.id,
                resident_id=resident_id, position=position,
            ))  # fmt: skip
    return number
