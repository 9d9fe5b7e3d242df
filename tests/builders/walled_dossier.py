"""What stands beside a walled township's case, each text carrying its owner's mark."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import orjson

from jointhall.cases.dossier.canned import CannedOpinion
from jointhall.cases.dossier.looking import look
from jointhall.cases.dossier.notes import write_note
from jointhall.cases.dossier.talk import say_to_applicant
from jointhall.cases.queries import hold_case
from jointhall.kernel.ids import new_id
from jointhall.kernel.tools import Tools
from jointhall.people.interrupted import PURPOSE, KeptForm
from jointhall.web.place import Place
from jointhall.web.viewer import Viewer
from tests.builders.people import SignedInOfficer

A_LONG_TIME = timedelta(days=30)
"""The county stands for as long as the tests run, and one of them forgets what is a day old."""


def a_kept_form(tools: Tools, place: Place, officer: SignedInOfficer, *, mark: str) -> KeptForm:
    """What an officer sent after their session had ended."""
    said = orjson.dumps([["opinion", f"没交上{mark}"]])
    return KeptForm(
        tenant_id=place.tenant_id, id=new_id(), officer_id=officer.id, path="/workbench",
        back_path="/workbench", form_sealed=tools.secrets.seal(place.tenant_id, PURPOSE, said),
        kept_at=tools.clock.now() + A_LONG_TIME,
    )  # fmt: skip


async def beside_the_case(
    tools: Tools, place: Place, case_id: UUID, officer: SignedInOfficer, *, mark: str
) -> dict[str, str]:
    """A note, a message, a look, a canned opinion and a kept form; the last two's ids by kind."""
    viewer = Viewer("officer", officer.id, b"", officer.name, "")
    now, tenant_id = tools.clock.now(), place.tenant_id
    canned = CannedOpinion(
        tenant_id=tenant_id, id=new_id(), officer_id=officer.id, office="", act="review",
        words=f"同意{mark}", written_at=now,
    )  # fmt: skip
    kept = a_kept_form(tools, place, officer, mark=mark)
    async with tools.database.transaction(place.standing()) as session:
        case = await hold_case(session, case_id)
        await write_note(session, tools, case, words=f"备注{mark}", by=viewer.actor())
        await say_to_applicant(session, tools, case, words=f"留言{mark}", by=viewer.actor())
        await look(session, tenant_id, case.id, viewer, at=now)
        session.add_all([canned, kept])
    return {"canned": str(canned.id), "kept": str(kept.id)}
