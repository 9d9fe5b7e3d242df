"""Finding an item by what people call it (搜事项): everyday words, pinyin, slips of the pen."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.pinyin import first_letters
from jointhall.search.looking import look_up
from jointhall.search.synonyms import ways_of_saying
from jointhall.search.terms import sound_of
from jointhall.service_items.bundles.composing import Bundled
from jointhall.service_items.findable import KIND
from jointhall.service_items.offers import Offer
from jointhall.service_items.questions.typed import half_width
from jointhall.service_items.sheets import Sheet

# What people say around the thing they want.
_AROUND = re.compile(
    r"我想|我要|请问|想要|怎么|如何|在哪里?|哪里|哪儿|需要|申请|办理|办个|办一下|一下|给娃|给孩子|"
    r"什么|手续|流程|材料|可以|吗|呢|的|了|啊|[\s，。？！、,.?!;；:：“”\"'()（）]+"
)
FOUND = 0.55
NEAR = 0.12
LONGEST = 60


@dataclass(frozen=True, slots=True)
class Finding:
    """What a search gave: items meant, or, when none is, the nearest ones."""

    said: str
    found: tuple[Offer, ...]
    nearest: tuple[Offer, ...]


async def find(session: AsyncSession, offers: Sequence[Offer], said: str) -> Finding:
    """Items that answer to these words, the best first; the county's other words are heard too.

    The index says which may be meant; how well each answers is weighed here.
    """
    said = half_width(said)[:LONGEST].strip()
    if not said:
        return Finding("", (), ())
    ways = await ways_of_saying(session, said)
    bare = [_AROUND.sub("", way.lower()) for way in ways]
    hits = await look_up(session, [way for way in (*ways, *bare) if way], kinds=(KIND,))
    places = {hit.ref: place for place, hit in enumerate(hits)}
    # Bundles are few, and change with what is offered here: they stand in no index.
    meant = [o for o in offers if o.sheet.code in places or isinstance(o.sheet, Bundled)]
    return weighed(meant, ways, places)


def weighed(offers: Sequence[Offer], ways: Sequence[str], places: Mapping[str, int]) -> Finding:
    """These items by how well they answer to any of the ways of saying it."""
    said = ways[0]
    scored = sorted(
        (
            (max(score(offer.sheet, way) for way in ways), -places.get(offer.sheet.code, 0), offer)
            for offer in offers
        ),
        key=lambda row: row[:2],
        reverse=True,
    )
    found = tuple(offer for points, _place, offer in scored if points >= FOUND)
    near = tuple(offer for points, _place, offer in scored if NEAR <= points < FOUND)
    return Finding(said, found, () if found else near[:5])


def score(sheet: Sheet, said: str) -> float:
    """How well an item answers to these words, 0 to 1."""
    plain = said.lower()
    bare = _AROUND.sub("", plain) or plain
    index = _index(sheet.code, sheet.edition, sheet.title, sheet.common_names)
    about = "".join((sheet.lede, *sheet.themes, *sheet.life_events))
    best = max((_match(name, bare) for name in index), default=0.0)
    if len(bare) >= 2 and bare in about:
        best = max(best, 0.6)
    return max(best, 0.45 * _shared(_pairs(bare), _pairs(about), of=len(_pairs(bare))))


@dataclass(frozen=True, slots=True)
class _Name:
    text: str
    sound: str
    initials: str
    is_title: bool


@lru_cache(maxsize=4096)
def _index(_code: str, _edition: str, title: str, common: tuple[str, ...]) -> tuple[_Name, ...]:
    return tuple(
        _Name(name.lower(), sound_of(name), first_letters(name), name == title)
        for name in (title, *common)
    )


def _match(name: _Name, said: str) -> float:
    bonus = 0.0 if name.is_title else -0.02
    if said == name.text:
        return 1.0 + bonus
    if len(said) >= 2 and (said in name.text or name.text in said):
        return 0.9 + bonus
    if said.isascii():
        return _sounds(name, said) + bonus
    if len(said) == 1 and said in name.text:
        return 0.6 + bonus
    sound = sound_of(said)
    if len(said) >= 2 and sound == name.sound:
        return 0.85 + bonus
    pairs = _pairs(said)
    shared = _shared(pairs, _pairs(name.text), of=max(len(pairs), 1))
    letters = len(set(said) & set(name.text)) / len(set(said)) if len(said) > 1 else 0.0
    heard = _shared(_pairs(sound), _pairs(name.sound), of=max(len(_pairs(sound)), 1))
    # A word heard almost whole but written otherwise: 高玲金贴 for 高龄津贴.
    if heard >= 0.8 and len(said) >= 3:
        return 0.7 + bonus
    return max(0.75 * shared, 0.4 * letters) + bonus


def _sounds(name: _Name, said: str) -> float:
    if len(said) < 2:
        return 0.0
    if said == name.initials or (len(said) >= 3 and said in name.initials):
        return 0.8
    said = sound_of(said)
    if said == name.sound or (len(said) >= 3 and said in name.sound):
        return 0.88
    heard = _shared(_pairs(said), _pairs(name.sound), of=max(len(_pairs(said)), 1))
    return 0.62 if heard >= 0.8 and len(said) >= 5 else 0.4 * heard


def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[at : at + 2] for at in range(len(text) - 1))


def _shared(one: Iterable[str], other: frozenset[str], *, of: int) -> float:
    return sum(pair in other for pair in one) / of if of else 0.0
