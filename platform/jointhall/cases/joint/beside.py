"""What stands beside a question that lies with us: how it came about, and what else may be done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.exchange.models import Envelope
from jointhall.kernel.words import N_, _
from jointhall.web.viewer import Viewer
from jointhall.web.visit import Visit

from ..standing_in import Desk
from ..steps import Referral
from .asking_in_turn import own_asks_of
from .exchanged import said_in
from .taking_back import OUTCOMES, may_take_back
from .threads import REASONS

DONE = {
    "return": N_("退回了，连同理由送出去了。"),
    "asking-back": N_("送出了。等对方说明的日子不算您的。"),
    "own-question": N_("送出了，答复来了会在这一页上看到。"),
    "late-word": N_("留下了，双方都看得到，不再计入。"),
    "recall": N_("送出了。对方还没往下走的话，一分钟内就退回来给您重新答。"),
}

ACTS = {
    "approval.asked": N_("问"),
    "approval.answered": N_("答"),
    "approval.withdrawn": N_("说不用答了"),
    "approval.seen": N_("打开看了"),
    "approval.asked_back": N_("先问清楚"),
    "approval.explained": N_("说明"),
    "approval.declined": N_("退回"),
    "approval.handed_over": N_("转走"),
    "approval.recalled": N_("要撤回"),
    "approval.recall_settled": N_("回话"),
    "approval.urged": N_("催"),
}


async def joint_of(
    visit: Visit,
    session: AsyncSession,
    viewer: Viewer,
    desk: Desk,
    referral: Referral,
    envelopes: Sequence[Envelope],
) -> dict[str, Any]:
    """What the page of a referral shows besides question and answer."""
    names = {one.tenant_id: one.name for one in await visit.house.directory.everyone()}
    names.setdefault(referral.peer_id, referral.peer_name)
    said = said_in(envelopes, visit.tools.secrets, here=visit.place.name, names=names)
    return {
        "our_acts": {kind: _(words) for kind, words in ACTS.items()},
        "joint_done": {key: _(words) for key, words in DONE.items()},
        "given_back": _(REASONS[referral.reason]) if referral.reason else "",
        "said": list(reversed(said)),
        "own_asks": await own_asks_of(session, referral),
        "may_take_back": may_take_back(referral, str(viewer.id or "")),
        "recall_outcome": _(OUTCOMES[referral.recall_outcome]) if referral.recall_outcome else "",
        "own_acts": viewer.may("referral:answer") and desk.answers_for(referral.office),
        "base": visit.at(f"/workbench/referrals/{referral.id}"),
    }
