"""Checking envelopes: any that was edited, is missing, was cut from the end, and which."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.plain import run
from jointhall.kernel.secrets import Secrets, Unopenable
from jointhall.kernel.words import _
from jointhall.records.anchors import Anchored, End, anchored_outside

from .models import Envelope, ExchangeHead
from .seal import FIRST_HASH, envelope_hash, is_signed, receipt_text

Heads = dict[tuple[UUID, str], tuple[int, bytes]]


@dataclass(frozen=True, slots=True)
class Flaw:
    """Where the exchange does not hold: whose copy, with whom, which envelope, and why."""

    tenant_id: UUID
    peer_id: UUID
    direction: str
    seq: int
    words: str


@dataclass(frozen=True, slots=True)
class Copies:
    """All that one tenant holds: its copies in order, and the heads of its chains."""

    tenant_id: UUID
    envelopes: Sequence[Envelope]
    heads: Heads


async def copies_of(session: AsyncSession, tenant_id: UUID) -> Copies:
    """What the tenant the transaction is in holds."""
    envelopes = await session.scalars(
        select(Envelope)
        .where(Envelope.tenant_id == tenant_id)
        .order_by(Envelope.peer_id, Envelope.direction, Envelope.seq)
    )
    heads = await session.scalars(select(ExchangeHead).where(ExchangeHead.tenant_id == tenant_id))
    kept: Heads = {(head.peer_id, head.direction): (head.seq, head.hash) for head in heads}
    return Copies(tenant_id, list(envelopes), kept)


def flaws_alone(copies: Copies, secrets: Secrets, kept: Anchored | None = None) -> list[Flaw]:
    """The flaws one side can prove by itself: edits, gaps, bad signatures, a cut end.

    `kept` are the ends its chains had before, as they were kept outside the database.
    """
    kept = kept or Anchored()
    chains: dict[tuple[UUID, str], list[Envelope]] = defaultdict(list)
    for envelope in copies.envelopes:
        chains[envelope.peer_id, envelope.direction].append(envelope)
    found: list[Flaw] = []
    for peer_id, direction in {*chains, *copies.heads, *_pairs_of(copies.tenant_id, kept)}:
        chain = chains[peer_id, direction]
        alone = list(_chain_flaws(copies, peer_id, direction, chain, secrets))
        ends = kept.of(chain_of(copies.tenant_id, peer_id, direction))
        told = {flaw.seq for flaw in alone}
        for seq, words in _against(chain, ends):
            if seq not in told:
                alone.append(Flaw(copies.tenant_id, peer_id, direction, seq, words))
        found += alone
    return found


def chain_of(tenant_id: UUID, peer_id: UUID, direction: str) -> str:
    """What a chain of envelopes is called among the anchors."""
    return f"exchange/{tenant_id}/{peer_id}/{direction}"


def _pairs_of(tenant_id: UUID, kept: Anchored) -> set[tuple[UUID, str]]:
    """The chains of this tenant that were kept outside, whether or not anything is left of them."""
    names = [name.split("/") for name in kept.ends if name.startswith(f"exchange/{tenant_id}/")]
    return {(UUID(peer), direction) for _exchange, _tenant, peer, direction in names}


@anchored_outside
async def _ends(session: AsyncSession) -> list[tuple[str, End]]:
    rows = await run(session, "select tenant_id, peer_id, direction, seq, hash from exchange_heads")
    return [
        (chain_of(row["tenant_id"], row["peer_id"], row["direction"]), (row["seq"], row["hash"]))
        for row in rows
    ]


def _against(chain: Sequence[Envelope], ends: Iterable[End]) -> Iterable[tuple[int, str]]:
    """The first place where a chain does not lead to the ends that were kept outside."""
    hashes = {envelope.seq: envelope.hash for envelope in chain}
    last = chain[-1].seq if chain else 0
    for seq, hash in ends:
        if seq > last:
            yield (
                last + 1,
                _(
                    "第 %(n)s 封起的末尾被截掉了，存在外面的链头有 %(kept)s 封",
                    n=last + 1,
                    kept=seq,
                ),
            )
            return
        if seq in hashes and hashes[seq] != hash:
            yield seq, _("第 %(n)s 封和存在外面的链头对不上：它或它前面的被重写过", n=seq)
            return


def _chain_flaws(
    copies: Copies, peer_id: UUID, direction: str, chain: list[Envelope], secrets: Secrets
) -> Iterable[Flaw]:
    def flaw(seq: int, words: str) -> Flaw:
        return Flaw(copies.tenant_id, peer_id, direction, seq, words)

    seq, hash = 0, FIRST_HASH
    for envelope in chain:
        if envelope.seq != seq + 1:
            last = envelope.seq - 1
            yield flaw(seq + 1, _("第 %(first)s 至 %(last)s 封不见了", first=seq + 1, last=last))
        elif envelope.prev_hash != hash:
            yield flaw(envelope.seq, _("第 %(n)s 封没有接上前一封", n=envelope.seq))
        for words in edits(copies.tenant_id, envelope, secrets):
            yield flaw(envelope.seq, words)
        seq, hash = envelope.seq, envelope.hash
    head = copies.heads.get((peer_id, direction))
    # The receiver's head counts what arrived; the hash is the sender's to keep.
    if head is None and chain:
        yield flaw(seq, _("链头不见了"))
    elif head is not None and head[0] > seq:
        yield flaw(seq + 1, _("第 %(n)s 封起的末尾被截掉了", n=seq + 1))
    elif head is not None and direction == "out" and head[1] != hash:
        yield flaw(seq, _("第 %(n)s 封和链头对不上", n=seq))


def edits(tenant_id: UUID, envelope: Envelope, secrets: Secrets) -> Iterable[str]:
    """What is wrong with one copy by itself: content, hash, the signatures of either side."""
    sender, receiver = (
        (tenant_id, envelope.peer_id)
        if envelope.direction == "out"
        else (envelope.peer_id, tenant_id)
    )
    n = envelope.seq
    try:
        body = secrets.open(tenant_id, "envelope", envelope.body_sealed)
    except Unopenable:
        yield _("第 %(n)s 封的内容被改过，打不开了", n=n)
        return
    made = envelope_hash(
        id=envelope.id, from_id=sender, to_id=receiver, seq=envelope.seq, kind=envelope.kind,
        thread=envelope.thread, sent_at=envelope.sent_at, body=body, prev_hash=envelope.prev_hash,
    )  # fmt: skip
    if made != envelope.hash:
        yield _("第 %(n)s 封被改过", n=n)
    if not is_signed(secrets.signing_key(sender).public_key(), envelope.signature, envelope.hash):
        yield _("第 %(n)s 封的发件签名不对", n=n)
    if envelope.delivered_at is None or envelope.receipt is None:
        if envelope.direction == "in":
            yield _("第 %(n)s 封没有回执", n=n)
        return
    text = receipt_text(envelope.hash, envelope.delivered_at)
    if not is_signed(secrets.signing_key(receiver).public_key(), envelope.receipt, text):
        yield _("第 %(n)s 封的回执签名不对", n=n)


def flaws_between(sides: Sequence[Copies]) -> list[Flaw]:
    """The flaws that show only when both sides are laid beside each other."""
    held = {
        (side.tenant_id, envelope.id): envelope for side in sides for envelope in side.envelopes
    }
    here = {side.tenant_id for side in sides}
    found: list[Flaw] = []
    for (tenant_id, id), envelope in held.items():
        if envelope.peer_id not in here:
            continue
        other = held.get((envelope.peer_id, id))
        expected = envelope.direction == "in" or envelope.delivered_at is not None
        words = ""
        if other is None and expected:
            words = _("第 %(n)s 封在对方那里不见了", n=envelope.seq)
        elif other is not None and other.hash != envelope.hash:
            words = _("第 %(n)s 封和对方留的不一样", n=envelope.seq)
        if words:
            found.append(Flaw(tenant_id, envelope.peer_id, envelope.direction, envelope.seq, words))
    return found
