"""Checking the journal's chain: which line was edited or is missing, whether its end was cut."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.plain import run
from jointhall.kernel.words import _

from .anchors import End, anchored_outside
from .models import JournalHead, JournalLine


@dataclass(frozen=True, slots=True)
class Flaw:
    """A place where the chain does not hold, in words."""

    tenant_id: UUID
    seq: int
    words: str


def line_hash(line: JournalLine) -> bytes:
    """SHA-256 over the hash before and this line's fields, as the database makes it."""
    at = line.at
    micros = int(at.timestamp()) * 1_000_000 + at.microsecond
    fields = [
        str(line.tenant_id), str(line.seq), str(micros), line.act, line.actor_kind,
        line.actor_id, line.actor_name, line.behalf_of, line.subject, line.words,
        line.details, line.request_id,
    ]  # fmt: skip
    return hashlib.sha256(line.prev_hash + "\x1f".join(fields).encode()).digest()


def first_hash(tenant_id: UUID) -> bytes:
    return hashlib.sha256(str(tenant_id).encode()).digest()


def flaws_in(
    tenant_id: UUID, lines: Iterable[JournalLine], *, head: tuple[int, bytes] | None
) -> list[Flaw]:
    """Every flaw of one tenant's chain; `head` is its end as kept beside it or outside."""
    found: list[Flaw] = []
    seq, hash = 0, first_hash(tenant_id)
    for line in lines:
        if line.seq != seq + 1:
            words = _("第 %(first)s 至 %(last)s 行不见了", first=seq + 1, last=line.seq - 1)
            found.append(Flaw(tenant_id, seq + 1, words))
        elif line.prev_hash != hash:
            words = _("第 %(n)s 行没有接上前一行", n=line.seq)
            found.append(Flaw(tenant_id, line.seq, words))
        if line_hash(line) != line.hash:
            found.append(Flaw(tenant_id, line.seq, _("第 %(n)s 行被改过", n=line.seq)))
        seq, hash = line.seq, line.hash
    if head is not None and head[0] > seq:
        words = _("第 %(n)s 行起的末尾被截掉了", n=seq + 1)
        found.append(Flaw(tenant_id, seq + 1, words))
    elif head is not None and head[0] == seq and head[1] != hash:
        found.append(Flaw(tenant_id, seq, _("第 %(n)s 行和链头对不上", n=seq)))
    return found


def flaws_against(
    tenant_id: UUID, lines: Sequence[JournalLine], anchored: Iterable[End]
) -> list[Flaw]:
    """Where a chain does not lead to the ends that were kept outside; the first place only."""
    hashes = {line.seq: line.hash for line in lines}
    last = lines[-1].seq if lines else 0
    for seq, hash in anchored:
        if seq > last:
            words = _(
                "第 %(n)s 行起的末尾被截掉了，存在外面的链头有 %(kept)s 行", n=last + 1, kept=seq
            )
            return [Flaw(tenant_id, last + 1, words)]
        if seq in hashes and hashes[seq] != hash:
            words = _("第 %(n)s 行和存在外面的链头对不上：它或它前面的行被重写过", n=seq)
            return [Flaw(tenant_id, seq, words)]
    return []


async def verify(
    session: AsyncSession, tenant_id: UUID, *, anchored: Iterable[End] = ()
) -> tuple[int, list[Flaw]]:
    """Lines checked and flaws found in the journal of the tenant the transaction is in.

    `anchored` are ends this journal had before, as they were kept outside the database.
    """
    rows = await session.scalars(
        select(JournalLine).where(JournalLine.tenant_id == tenant_id).order_by(JournalLine.seq)
    )
    lines = list(rows)
    head = (
        await session.execute(
            select(JournalHead.seq, JournalHead.hash).where(JournalHead.tenant_id == tenant_id)
        )
    ).first()
    found = flaws_in(tenant_id, lines, head=(head.seq, head.hash) if head is not None else None)
    told = {flaw.seq for flaw in found}
    found += [flaw for flaw in flaws_against(tenant_id, lines, anchored) if flaw.seq not in told]
    return len(lines), found


def chain_of(tenant_id: UUID) -> str:
    """What a tenant's journal is called among the anchors."""
    return f"journal/{tenant_id}"


@anchored_outside
async def _ends(session: AsyncSession) -> list[tuple[str, End]]:
    rows = await run(session, "select tenant_id, seq, hash from journal_heads")
    return [(chain_of(row["tenant_id"]), (row["seq"], row["hash"])) for row in rows]
