"""Other words for things (俗话、土话), kept by the county and heard in all its townships."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.db import standing_of, tenant_of
from jointhall.kernel.ids import new_id
from jointhall.kernel.plain import run
from jointhall.kernel.refusals import BadForm, NotHere
from jointhall.kernel.who import Actor
from jointhall.kernel.words import _
from jointhall.kernel.yaml_files import read_yaml
from jointhall.records.journal import record
from jointhall.tenancy.joining import Gift, gives
from jointhall.tenancy.starter import tenants_folder
from jointhall.web.place import Place

from .models import Synonym

LONGEST = 30
MOST = 2000
MOST_WAYS = 7


async def synonyms_of(session: AsyncSession) -> list[Synonym]:
    """The county's words, seen from the county and from its townships."""
    found = await session.scalars(
        select(Synonym)
        .where(Synonym.tenant_id == standing_of(session).county_id)
        .order_by(Synonym.means, Synonym.said)
    )
    return list(found)


async def ways_of_saying(session: AsyncSession, said: str) -> tuple[str, ...]:
    """The words as said, and as they read with the county's other words put in."""
    heard = await run(session, _HEARD, standing_of(session).county_id, said, MOST_WAYS)
    ways = [said, *(said.replace(row["said"], row["means"]) for row in heard)]
    return tuple(dict.fromkeys(ways))


_HEARD = """
    select said, means from search_synonyms
    where tenant_id = $1 and strpos($2, said) > 0 order by length(said) desc, said limit $3
    """


async def keep_synonym(session: AsyncSession, said: str, means: str, *, who: Actor) -> Synonym:
    """Keeps that people say this and mean that; said again, it changes what is meant."""
    said, means = " ".join(said.split()), " ".join(means.split())
    troubles = {}
    if not 1 <= len(said) <= LONGEST:
        troubles["said"] = _("写一个说法，最多 %(n)s 个字。", n=LONGEST)
    if not 2 <= len(means) <= LONGEST:
        troubles["means"] = _("写它指的是什么，2 到 %(n)s 个字。", n=LONGEST)
    if said and said == means:
        troubles["means"] = _("两个写的一样，不用加。")
    if troubles:
        raise BadForm(troubles)
    kept = await session.scalar(
        select(Synonym).where(Synonym.tenant_id == tenant_of(session), Synonym.said == said)
    )
    if kept is None:
        if len(await synonyms_of(session)) >= MOST:
            raise BadForm({"said": _("说法太多了（%(n)s 个），先删掉不用的。", n=MOST)})
        kept = Synonym(tenant_id=tenant_of(session), id=new_id(), said=said)
        session.add(kept)
    kept.means, kept.kept_by = means, who.name
    await session.flush()
    record(
        session, "search.synonym_kept", who=who, subject=f"synonym:{kept.id}",
        words=_("记下说法：“%(said)s”就是“%(means)s”", said=said, means=means),
    )  # fmt: skip
    return kept


async def drop_synonym(session: AsyncSession, id: UUID, *, who: Actor) -> Synonym:
    """Takes a word out of the list."""
    kept = await session.scalar(
        select(Synonym).where(Synonym.tenant_id == tenant_of(session), Synonym.id == id)
    )
    if kept is None:
        raise NotHere(_("没有这个说法，可能别人刚删掉。"))
    await session.delete(kept)
    record(
        session, "search.synonym_dropped", who=who, subject=f"synonym:{id}",
        words=_("删掉说法：“%(said)s”", said=kept.said),
    )  # fmt: skip
    return kept


def first_words(kind: str) -> list[str]:
    """The words a county begins with; a township uses its county's."""
    return list(_words()) if kind == "county" else []


async def give_first_words(session: AsyncSession, place: Place, said: Sequence[str]) -> None:
    """These words of the starter pack; what the county says of a word already stays."""
    kept = {one.said for one in await synonyms_of(session)}
    session.add_all(
        Synonym(tenant_id=place.tenant_id, id=new_id(), said=word, means=means, kept_by="")
        for word, means in _words().items()
        if word in said and word not in kept
    )


@cache
def _words() -> dict[str, str]:
    words: dict[str, str] = read_yaml(tenants_folder() / "starter" / "words.yaml")
    return words


gives("word", Gift(first_words, give_first_words))
