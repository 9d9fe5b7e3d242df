"""Another wish (改送达方式): the applicant says anew how to be served, until it is on its way."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.refusals import Refusal
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import Actor
from jointhall.kernel.words import _

from ..models import Case
from .deliveries import Delivery, Standing, Wish, deliveries_of
from .serving import receive_online
from .wishes import ADDRESS, Served


def may_wish_otherwise(case: Case, deliveries: Iterable[Delivery]) -> bool:
    """Whether something is still to be brought, and nobody has set out with it."""
    standings = {one.status for one in deliveries}
    if Standing.WAITING in standings:
        return True
    return case.closed_at is None and Standing.UNDER_WAY not in standings


async def wish_otherwise(
    session: AsyncSession, tools: Tools, case: Case, served: Served, *, by: Actor
) -> None:
    """Keeps the new wish; who agrees to be served online now is served with what lies ready.

    The caller holds the case.
    """
    deliveries = await deliveries_of(session, case.id, case.tenant_id)
    if not may_wish_otherwise(case, deliveries):
        raise Refusal(
            _("文书已经送出或者送到了，送达方式不能再改。"),
            what_next=_("还在路上的，等不及可以在网上收。"),
        )
    if served == served_now(tools, case):
        return
    served.put_on(case, tools)
    case.note(
        "case.served_otherwise", by=by, at=tools.clock.now(), way=served.wish.value,
        words=_("申请人改了送达方式：%(way)s", way=served.words),
    )  # fmt: skip
    if served.wish is Wish.ONLINE:
        for delivery in deliveries:
            if delivery.status == Standing.WAITING:
                await receive_online(session, tools, case, delivery, by=by)


def served_now(tools: Tools, case: Case) -> Served:
    """What the applicant wants so far."""
    to = case.serve_to_sealed
    address = tools.secrets.open_text(case.tenant_id, ADDRESS, to) if to else ""
    return Served(Wish(case.serve_by), address)
