"""What a desk keeps, in a walled township: a view, a watched case, batches with their rows."""

from __future__ import annotations

from uuid import UUID

from jointhall.cases.desk import batch_acts as _acts  # noqa: F401
from jointhall.cases.desk import batch_more as _more  # noqa: F401
from jointhall.cases.desk.asked import Asked
from jointhall.cases.desk.batch_kinds import KINDS
from jointhall.cases.desk.batches import begin_batch, do_rows, viewer_again
from jointhall.cases.desk.targets import Ticked, named
from jointhall.cases.desk.views import save_view
from jointhall.cases.desk.watching import watch
from jointhall.cases.queries import hold_case
from jointhall.kernel.ids import new_id
from jointhall.kernel.tools import Tools
from jointhall.web.place import Place


async def a_desk(
    tools: Tools, place: Place, case_id: UUID, *, officer_id: UUID, mark: str
) -> dict[str, str]:
    """Makes all of it by the real verbs; the ids of what was made, by kind."""
    made = {kind: new_id() for kind in ("watch", "letters", "export")}
    async with tools.database.transaction(place.standing()) as session:
        viewer = await viewer_again(session, officer_id, tools)
        view = await save_view(
            session, viewer, of_list="cases", name=f"视图{mark}"[:30], asked=Asked(q=mark),
            office_id=None, now=tools.clock.now(),
        )  # fmt: skip
        case = await hold_case(session, case_id)
        await watch(session, case, viewer, now=tools.clock.now())
        chosen = [await named(session, Ticked("case", case_id))]
        batches = [
            await begin_batch(session, tools, viewer, KINDS[act], chosen, id=id, words="", whom="")
            for act, id in made.items()
        ]
        await session.flush()
        view_id = str(view.id)
    for batch in batches:
        await do_rows(tools, place, batch)
    return {
        "view": view_id, "batch": str(made["watch"]), "batch of letters": str(made["letters"]),
        "batch of a list": str(made["export"]), "applicant": f"周{mark[:4]} {mark[4:]}",
    }  # fmt: skip
