"""A township's scene (景), drawn from its motifs and varied by its division code."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from markupsafe import Markup

from jointhall.kernel.words import _

from . import motifs as kit
from . import plants
from .faces import default_face
from .motifs import HIGH, WIDE, Dice

SLOPES = ("terraces", "tea", "orchard", "hills")
OPEN_LAND = ("paddies", "grassland")
MIDDLE: Mapping[str, Callable[[Dice], str]] = {
    "paddies": kit.paddies,
    "grassland": kit.grassland,
    "lake": kit.lake,
    "river": kit.river,
    "bridge": kit.bridge,
    "pagoda": kit.pagoda,
    "village": kit.village,
    "old_street": kit.old_street,
}
FRONT: Mapping[str, Callable[[Dice], str]] = {
    "lotus": plants.lotus,
    "bamboo": plants.bamboo,
    "pines": plants.pines,
    "blossom": plants.blossom,
    "reeds": plants.reeds,
}
MOTIFS: tuple[str, ...] = ("peaks", *SLOPES, *MIDDLE, *FRONT)


def motif_name(motif: str) -> str:
    """What a motif is called at onboarding."""
    return {
        "peaks": _("高山"),
        "terraces": _("梯田"),
        "tea": _("茶园"),
        "orchard": _("果园"),
        "hills": _("丘陵"),
        "paddies": _("水田"),
        "grassland": _("草场"),
        "lake": _("湖"),
        "river": _("河"),
        "bridge": _("石桥"),
        "pagoda": _("古塔"),
        "village": _("村庄"),
        "old_street": _("老街"),
        "lotus": _("荷花"),
        "bamboo": _("竹林"),
        "pines": _("杉林"),
        "blossom": _("果花"),
        "reeds": _("芦苇"),
    }[motif]


def scene_svg(face: Mapping[str, Any], division_code: str, width: int, height: int) -> Markup:
    """The scene for a place of this shape: a phone sees the middle, a desk the whole width."""
    wanted = face.get("motifs") or default_face(division_code)["motifs"]
    chosen = tuple(motif for motif in wanted if motif in MOTIFS)
    return _scene(chosen, division_code, width, height)


@lru_cache(maxsize=512)
def _scene(motifs: tuple[str, ...], division_code: str, width: int, height: int) -> Markup:
    dice = Dice(f"{division_code}/{'+'.join(motifs)}")
    prefix = f"s{division_code[:9] or 0}w{width}"
    shown = min(WIDE, max(360, round(HIGH * width / height)))
    drawn = "".join((_sky(motifs, dice), _ground(motifs, dice), _near(motifs, dice)))
    for name in ("a", "b", "home", "sheep", "leaf", "lotus", "pod", "fir", "fl"):
        drawn = drawn.replace(f'id="{name}', f'id="{prefix}{name}')
        drawn = drawn.replace(f'href="#{name}', f'href="#{prefix}{name}')
        drawn = drawn.replace(f"url(#{name}", f"url(#{prefix}{name}")
    return Markup(  # noqa: S704 — made of our own pieces and numbers only
        f'<svg class="scene" viewBox="{(WIDE - shown) // 2} 0 {shown} {HIGH}" width="{width}"'
        f' height="{height}" preserveAspectRatio="xMidYMax slice" aria-hidden="true"'
        f' focusable="false">{drawn}</svg>'
    )


def _sky(motifs: Sequence[str], dice: Dice) -> str:
    ridge = kit.peaked if "peaks" in motifs else kit.rolling
    sun = f'<circle class="f2 o5" cx="{dice(560, 940)}" cy="{dice(60, 96)}" r="{dice(34, 48)}"/>'
    far = ridge(dice, dice(138, 160), 44, dice(5, 8))
    near = ridge(dice, dice(190, 208), 34, dice(4, 6))
    return f'{sun}<path class="f1 o1" d="{far}"/><path class="f1 o2" d="{near}"/>'


def _ground(motifs: Sequence[str], dice: Dice) -> str:
    """The open land, the hillsides left and right, then what lies between them."""
    middle = {motif: draw(dice) for motif, draw in MIDDLE.items() if motif in motifs}
    open_land = [piece for motif, piece in middle.items() if motif in OPEN_LAND]
    things = [piece for motif, piece in middle.items() if motif not in OPEN_LAND]
    slopes = [motif for motif in motifs if motif in SLOPES] or ([] if open_land else ["hills"])
    mirrored = dice(0, 1)
    sides = ""
    for turn, kind in enumerate((slopes * 2)[:2]):
        hillside = kit.slope("ab"[turn], kind, dice)
        if turn == mirrored:
            hillside = f'<g transform="translate({WIDE})scale(-1 1)">{hillside}</g>'
        sides += hillside
    return "".join((*open_land, sides, *things))


def _near(motifs: Sequence[str], dice: Dice) -> str:
    strip = (
        f'<path class="f1" d="M0 336Q200 {dice(312, 322)} 420 334T800 332 1130 326t310-8V360H0z"/>'
    )
    front = [FRONT[motif](dice) for motif in FRONT if motif in motifs]
    return "".join((strip, *front))
