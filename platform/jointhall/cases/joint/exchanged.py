"""What was said to and fro (往来经过) about one question, read from the envelopes themselves.

Both sides keep every envelope, signed: so both tell the same, and nothing is written down twice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson

from jointhall.exchange.models import Envelope
from jointhall.kernel.secrets import Secrets
from jointhall.kernel.words import _

from .desk_matters import RULINGS
from .late_words import VOTES
from .taking_back import OUTCOMES
from .threads import REASONS


@dataclass(frozen=True, slots=True)
class Said:
    """One envelope in words: who, what they did, what they wrote."""

    at: datetime
    who: str
    is_ours: bool
    words: str
    text: str
    arrived_at: datetime | None


def said_in(
    envelopes: Sequence[Envelope], secrets: Secrets, *, here: str, names: Mapping[UUID, str]
) -> list[Said]:
    """The envelopes of a thread in the order they were sent; what nobody wrote is left out."""
    found = []
    for envelope in envelopes:
        sealed = secrets.open(envelope.tenant_id, "envelope", envelope.body_sealed)
        body: dict[str, Any] = orjson.loads(sealed)
        told = _told(envelope.kind, body)
        if told is None:
            continue
        is_ours = envelope.direction == "out"
        named = body.get("from_name") or names.get(envelope.peer_id, "")
        who = here if is_ours else named
        officer = body.get("officer", "")
        words, text = told
        found.append(
            Said(
                envelope.sent_at,
                f"{who} {officer}".strip(),
                is_ours,
                words,
                text,
                envelope.delivered_at,
            )
        )
    return found


def _told(kind: str, body: Mapping[str, Any]) -> tuple[str, str] | None:
    match kind:
        case "approval.asked":
            again = body.get("round", 1) > 1
            text = "\n".join(part for part in (body["words"], body.get("note", "")) if part)
            return (_("重新问") if again else _("问")), text
        case "approval.seen":
            return _("打开看了"), ""
        case "approval.asked_back":
            return _("想先问清楚"), body["words"]
        case "approval.explained":
            papers = "、".join(one["name"] for one in body.get("papers", ()))
            enclosed = _("附：%(papers)s", papers=papers) if papers else ""
            return _("补充说明"), "\n".join(filter(None, (body["words"], enclosed)))
        case "approval.recalled":
            return _("想撤回答复"), body["words"]
        case "approval.recall_settled":
            return _("对撤回的回话"), _(OUTCOMES[body["outcome"]])
        case "approval.answered":
            return _("答复：%(vote)s", vote=_(VOTES[body["vote"]])), body["opinion"]
        case "approval.declined":
            text = body["words"]
            if body.get("proposed_name"):
                text += "\n" + _("觉得该由%(who)s答", who=body["proposed_name"])
            return _("退回：%(reason)s", reason=_(REASONS[body["reason"]])), text
        case "approval.handed_over":
            return _("停办了，转给%(who)s答", who=body["to_name"]), ""
        case "approval.withdrawn":
            return _("不用答了"), body.get("words", "")
        case "approval.urged":
            return _("催办"), body.get("why") or body.get("words", "")
        case "desk.asked":
            return _("请县里定由谁答"), body["reason_words"]
        case "desk.ruled":
            return _("县里定了：%(ruling)s", ruling=_(RULINGS[body["ruling"]])), body["words"]
        case "desk.withdrawn":
            return _("不用县里定了"), ""
    return None
