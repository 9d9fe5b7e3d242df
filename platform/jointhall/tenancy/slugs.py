"""The short name in a township's address (网址短名): pinyin of its name, without its rank."""

from __future__ import annotations

import re
from collections.abc import Set

from jointhall.kernel.pinyin import spelled

RANKS = ("街道", "民族乡", "苏木", "镇", "乡")
_SPELLED = {"街道": "jiedao", "民族乡": "xiang", "苏木": "sumu", "镇": "zhen", "乡": "xiang"}
_ENDINGS = ("街道办事处", "镇人民政府", "乡人民政府", *RANKS, "县", "区", "市")
_SHAPE = re.compile(r"[a-z][a-z0-9-]{1,40}")


def is_slug(words: str) -> bool:
    """Whether an address may have this short name: lower-case letters, digits, hyphens."""
    return _SHAPE.fullmatch(words) is not None


def slug_of(name: str) -> str:
    """The short name proposed for a name: 花石镇 → huashi; empty when nothing can be spelled."""
    stem = name
    for ending in _ENDINGS:
        if name.endswith(ending) and len(name) > len(ending):
            stem = name.removesuffix(ending)
            break
    letters = re.sub(r"[^a-z0-9]", "", spelled(stem).replace("ü", "v"))[:40]
    return letters if is_slug(letters) else ""


def free_slug(name: str, code: str, *, taken: Set[str]) -> str:
    """A short name nobody has: pinyin, else with the rank, else with the county's digits."""
    stem = slug_of(name)
    rank = next((_SPELLED[rank] for rank in RANKS if name.endswith(rank)), "")
    ranked = [f"{stem}-{rank}"] if rank else []
    proposed = [stem, *ranked, f"{stem}-{code[:6]}", f"t{code[:9]}"]
    for slug in proposed:
        if is_slug(slug) and slug not in taken:
            return slug
    return f"{proposed[-1]}-2"
