"""Receiving: what each kind of envelope causes, registered by the subject that knows."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.tools import Tools


@dataclass(frozen=True, slots=True)
class Received:
    """An envelope as it arrives: from whom, of which thread, saying what."""

    id: UUID
    from_id: UUID
    kind: str
    thread: UUID
    body: dict[str, Any]
    sent_at: datetime


Answering = Callable[[AsyncSession, Tools, Received], Awaitable[None]]
REGISTER: dict[str, Answering] = {}


def answers(kind: str) -> Callable[[Answering], Answering]:
    """Registers what an envelope of this kind causes, in the transaction that receives it."""

    def register(answering: Answering) -> Answering:
        assert kind not in REGISTER, f"two subjects answer {kind}"
        REGISTER[kind] = answering
        return answering

    return register
