"""Envelopes to and from this tenant, and whether their chains hold (往来信封)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from litestar import get
from litestar.response import Template

from jointhall.kernel.words import N_, _
from jointhall.web.access import may
from jointhall.web.given import InQuery, Session, Visit
from jointhall.web.pages import page

from .queries import exchanged_with, latest_envelopes
from .verifying import Flaw, copies_of, flaws_alone

KINDS = {
    "approval.asked": N_("请答复"),
    "approval.answered": N_("答复"),
    "approval.withdrawn": N_("不用答了"),
    "approval.seen": N_("打开看了"),
    "approval.asked_back": N_("想先问清楚"),
    "approval.explained": N_("补充说明"),
    "approval.declined": N_("退回"),
    "approval.handed_over": N_("转给别处答"),
    "approval.recalled": N_("想撤回答复"),
    "approval.recall_settled": N_("对撤回的回话"),
    "desk.asked": N_("请县里定由谁答"),
    "desk.ruled": N_("县里定了由谁答"),
    "desk.withdrawn": N_("不用县里定了"),
    "case.passed_on": N_("转来归对方办的一件"),
    "case.sent_back": N_("不收，退回"),
    "case.taken_over": N_("转来的收下了"),
    "filing.forwarded": N_("替对方收的一件"),
    "filing.opened": N_("代收的收到了"),
    "filing.originals": N_("纸质材料签收了"),
    "filing.returned": N_("代收的退回来"),
    "filing.status": N_("代收的办到哪一步"),
    "approval.urged": N_("催办"),
    "supervision.reported": N_("超期上报"),
    "supervision.ordered": N_("督办通知"),
    "supervision.replied": N_("督办答复"),
}


@dataclass(frozen=True, slots=True)
class Peer:
    """One tenant we exchange with: how much went each way, and what does not hold."""

    name: str
    sent: int
    on_its_way: int
    received: int
    flaws: tuple[str, ...]


@get(["/workbench/envelopes", "/console/envelopes"], guards=[may("exchange:read")])
async def show(visit: Visit, session: Session, check: InQuery[str | None] = None) -> Template:
    """Whom we exchange with and the newest envelopes; `?check=1` proves each of them anew."""
    names = {place.tenant_id: place.name for place in await visit.house.directory.everyone()}
    flaws: list[Flaw] | None = None
    if check:
        copies = await copies_of(session, visit.place.tenant_id)
        flaws = flaws_alone(copies, visit.tools.secrets)
    peers = [
        Peer(
            names.get(line.peer_id, str(line.peer_id)),
            line.sent,
            line.on_its_way,
            line.received,
            tuple(flaw.words for flaw in flaws or () if flaw.peer_id == line.peer_id),
        )
        for line in await exchanged_with(session)
    ]
    return page(
        visit,
        "exchange/console/envelopes.html",
        frame=f"web/{visit.door}.html",
        path=visit.at(f"/{visit.door}/envelopes"),
        peers=peers,
        is_checked=flaws is not None,
        envelopes=await _rows(session, names),
    )


async def _rows(session: Session, names: dict[UUID, str]) -> list[dict[str, Any]]:
    return [
        {
            "peer": names.get(one.peer_id, str(one.peer_id)),
            "is_out": one.direction == "out",
            "number": one.seq,
            "kind": _(KINDS.get(one.kind, one.kind)),
            "sent_at": one.sent_at,
            "delivered_at": one.delivered_at,
            "hash": one.hash.hex(),
        }
        for one in await latest_envelopes(session)
    ]


ROUTES = [show]
