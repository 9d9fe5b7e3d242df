"""Anchors (锚): the ends of all chains, signed and kept outside the database every few minutes.

A chain shows an edit or a gap by itself. Whoever owns the database can still cut its end, or write
all of it anew; then it no longer leads to the ends that were kept here. Each anchor names the one
before it, and mostly only the chains that moved since; now and then it holds all of them.
"""

from __future__ import annotations

import asyncio
import hashlib
import zlib
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson
import structlog
from cryptography.exceptions import InvalidSignature
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.clock.now import BEIJING
from jointhall.kernel.ids import new_id
from jointhall.kernel.ticking import each
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import Standing
from jointhall.kernel.words import _

log = structlog.get_logger(__name__)

ANCHORS = Standing(door="anchors")
PLATFORM, KIND = UUID(int=0), "anchor"
"""Anchors belong to no tenant: their place in the file store, and the key they are signed with."""

EVERY_SECONDS = 300.0
WHOLE_AFTER = 48
"""So many anchors may name moved chains only, before one holds all again."""

LOOKED_BACK = timedelta(days=62)
"""How far back a check holds the chains against what was kept; older ones are for an inquiry."""

End = tuple[int, bytes]
"""How many lines a chain had, and the hash of the last."""

ReadEnds = Callable[[AsyncSession], Awaitable[Iterable[tuple[str, End]]]]
_sources: list[ReadEnds] = []


@dataclass(slots=True)
class Anchored:
    """What was kept outside: for each chain the ends it had, the earliest first."""

    number: int = 0
    newest_at: datetime | None = None
    newest_hash: str = ""
    newest_id: UUID | None = None
    since_whole: int = 0
    ends: dict[str, list[End]] = field(default_factory=lambda: defaultdict(list))
    flaws: list[str] = field(default_factory=list)

    def of(self, chain: str) -> list[End]:
        """The ends this chain had; none when it was never kept."""
        return self.ends.get(chain, [])


def anchored_outside(read: ReadEnds) -> ReadEnds:
    """Registers chains by name with their ends, read at the door `anchors` for all tenants."""
    _sources.append(read)
    return read


@each("records.anchor", seconds=EVERY_SECONDS)
async def anchor(tools: Tools) -> None:
    """Signs and keeps the ends that moved; nothing is kept when none did."""
    kept = await anchors_kept(tools)
    before = {name: ends[-1] for name, ends in kept.ends.items()}
    moved: dict[str, End] = {}
    for name, end in (await _ends_now(tools)).items():
        if name not in before or end[0] > before[name][0]:
            moved[name] = end
        elif end != before[name]:
            # The old end stays the anchor: what was cut off is not forgotten by keeping the stump.
            log.error("chain does not lead to its anchor", chain=name, lines=end[0])
    if not moved:
        return
    is_whole = kept.number == 0 or kept.since_whole >= WHOLE_AFTER
    ends = before | moved if is_whole else moved
    body = orjson.dumps(
        {
            "number": kept.number + 1,
            "at": tools.clock.now().isoformat(),
            "before": kept.newest_hash,
            "is_whole": is_whole,
            "ends": {name: [seq, hash.hex()] for name, (seq, hash) in ends.items()},
        }
    )
    content = tools.secrets.signing_key(PLATFORM).sign(body) + zlib.compress(body)
    # A later anchor's key sorts behind an earlier one's, whatever the clock was in between.
    key = f"{PLATFORM}/{KIND}/{new_id(after=kept.newest_id)}"
    await tools.files.put(PLATFORM, key, content, media_type="application/octet-stream")


async def set_aside_after(tools: Tools, moment: datetime, folder: Path) -> int:
    """Puts aside what was kept of chains after this moment: the data has gone back to it.

    How many anchors those were. They are not deleted: they show what there was.
    """
    put = 0
    for key in sorted([key async for key in tools.files.keys(PLATFORM, KIND)], reverse=True):
        content = await tools.files.get(PLATFORM, key)
        told = _opened(tools, content)
        if told is not None and datetime.fromisoformat(told["at"]) <= moment:
            break
        await asyncio.to_thread(folder.mkdir, mode=0o700, parents=True, exist_ok=True)
        await asyncio.to_thread((folder / key.rpartition("/")[2]).write_bytes, content)
        await tools.files.erase(PLATFORM, key)
        put += 1
    return put


async def anchors_kept(tools: Tools, *, back_to: datetime | None = None) -> Anchored:
    """The anchors from the newest whole one on, or from an earlier day; what is wrong with them."""
    newest_first = [found async for found in _back(tools, back_to)]
    kept = Anchored()
    for key, content, told in reversed(newest_first):
        kept.newest_id = UUID(key.rpartition("/")[2])
        if told is None:
            kept.flaws.append(_("一份存在外面的链头签名不对，它被改过"))
            continue
        if kept.number and (told["number"], told["before"]) != (kept.number + 1, kept.newest_hash):
            kept.flaws.append(
                _("存在外面的链头，第 %(first)s 份和第 %(second)s 份接不上",
                  first=kept.number, second=told["number"])
            )  # fmt: skip
        kept.number, kept.newest_hash = told["number"], hashlib.sha256(content).hexdigest()
        kept.newest_at = datetime.fromisoformat(told["at"])
        kept.since_whole = 0 if told["is_whole"] else kept.since_whole + 1
        for name, (seq, hash) in told["ends"].items():
            kept.ends[name].append((seq, bytes.fromhex(hash)))
    return kept


async def _back(
    tools: Tools, back_to: datetime | None
) -> AsyncIterator[tuple[str, bytes, dict[str, Any] | None]]:
    """One anchor before the other, the newest first, as far as a whole one and `back_to`."""
    for key in sorted([key async for key in tools.files.keys(PLATFORM, KIND)], reverse=True):
        content = await tools.files.get(PLATFORM, key)
        told = _opened(tools, content)
        yield key, content, told
        if told is None or not told["is_whole"]:
            continue
        if back_to is None or datetime.fromisoformat(told["at"]) < back_to:
            return


def _opened(tools: Tools, content: bytes) -> dict[str, Any] | None:
    """What an anchor says; None when its signature is not ours."""
    try:
        body = zlib.decompress(content[64:])
        tools.secrets.signing_key(PLATFORM).public_key().verify(content[:64], body)
    except (InvalidSignature, zlib.error):
        return None
    told: dict[str, Any] = orjson.loads(body)
    return told


async def _ends_now(tools: Tools) -> dict[str, End]:
    async with tools.database.transaction(ANCHORS, read_only=True) as session:
        return {name: end for read in _sources for name, end in await read(session)}


def told_of(kept: Anchored) -> str:
    """How far what was kept outside reaches, for the one who checks."""
    if kept.newest_at is None:
        return _("链头还没有在数据库外面存过。")
    at = kept.newest_at.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M")
    return _("和存在外面的链头比过，最近一份是 %(at)s 存的（第 %(n)s 份）。", at=at, n=kept.number)
