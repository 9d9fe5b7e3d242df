"""Rate limits (频次限制): how often something may be done, counted where every process sees it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import text

from jointhall.kernel.refusals import TooMany
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import Standing
from jointhall.kernel.words import _

LIMITS = Standing(door="limits")

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Bucket:
    """At most `most` times `within` a while, for one key of a kind: a phone, a peer, an account.

    Only keys that the service itself saw: never what a client wrote about itself.
    """

    kind: str
    key: str
    most: int
    within: timedelta


_TAKE = text(
    """
    insert into rate_windows as kept (key, count, ends_at)
    select key, 1, cast(:now as timestamptz) + make_interval(secs => secs)
    from unnest(cast(:keys as bytea[]), cast(:secs as float8[])) as asked (key, secs)
    on conflict (key) do update set
        count = case when kept.ends_at <= :now then 1 else kept.count + 1 end,
        ends_at = case when kept.ends_at <= :now then excluded.ends_at else kept.ends_at end
    returning key, count, ends_at
    """
)


async def take(tools: Tools, buckets: Sequence[Bucket], *, words: str = "") -> None:
    """Counts one more in every bucket; raises TooMany when one of them is full.

    In a transaction of its own, so that what is refused afterwards has been counted all the same.
    Windows end by themselves however long somebody keeps knocking.
    """
    now = tools.clock.now()
    # Sorted, so that two who take the same buckets never wait for each other in a circle.
    most = dict(sorted((_key(tools, bucket), bucket) for bucket in buckets))
    async with tools.database.transaction(LIMITS) as session:
        rows = await session.execute(
            _TAKE,
            {
                "now": now,
                "keys": list(most),
                "secs": [bucket.within.total_seconds() for bucket in most.values()],
            },
        )
        full = [ends_at for key, count, ends_at in rows if count > most[key].most]
    if full:
        wait = max(1, int((max(full) - now).total_seconds()) + 1)
        raise TooMany(
            words or _("来得太勤了，请过一会儿再试。"),
            retry_after=wait,
            what_next=_("%(wait)s后可以再试。急事请直接打电话。", wait=wait_words(wait)),
        )


_GIVE_BACK = text("update rate_windows set count = count - 1 where key = any(:keys) and count > 0")


async def give_back(tools: Tools, buckets: Sequence[Bucket]) -> None:
    """Takes one back: what was right was no guess, so that only wrong tries add up."""
    keys = sorted(_key(tools, bucket) for bucket in buckets)
    async with tools.database.transaction(LIMITS) as session:
        await session.execute(_GIVE_BACK, {"keys": keys})


def wait_words(seconds: int) -> str:
    """How long that is, as one would say it."""
    if seconds < 90:
        return _("%(n)s 秒", n=seconds)
    if seconds < 5400:
        return _("%(n)s 分钟", n=-(-seconds // 60))
    return _("%(n)s 小时", n=-(-seconds // 3600))


def _key(tools: Tools, bucket: Bucket) -> bytes:
    return tools.secrets.blind_index("limit", f"{bucket.kind}|{bucket.key}")


def net_of(peer: str) -> str:
    """The neighbourhood of a peer: the /24, or the /48 in version 6."""
    if ":" in peer:
        return ":".join(peer.split(":")[:3])
    return peer.rpartition(".")[0] or peer
