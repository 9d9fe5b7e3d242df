"""The plants in front of a scene (近景), each spaced by the dice."""

# ruff: noqa: E501 — the data of a path reads worse when it is broken

from __future__ import annotations

from .motifs import WIDE, Dice

LOTUS = (
    '<g id="leaf"><ellipse class="f1" rx="62" ry="19"/><path class="sp" d="M0-3-48-8M0-3-30 12M0-3 6 '
    '17M0-3 38 11M0-3 56-3M0-3 24-16M0-3-20-16"/></g><g id="lotus"><path class="sd" d="M0 6C4 50-3 84 2 '
    '130"/><g class="f2"><path class="o4" d="M-5 4C-26-2-40-16-44-34-24-32-10-18-5 4zM5 4C26-2 40-16 '
    '44-34 24-32 10-18 5 4z"/><path class="o5" d="M-3 5C-20-8-27-28-24-48-9-36-1-16-3 5zM3 5C20-8 27-28 '
    '24-48 9-36 1-16 3 5z"/><path d="M0 6C-14-10-14-36 0-56 14-36 14-10 0 6z"/></g></g><g id="pod"><path '
    'class="sd" d="M0 12C-5 50 3 80-2 120"/><path class="fd" d="M-22-10C-20 6-8 14 0 16 8 14 20 6 22-10z"/>'
    '<ellipse class="f1" cy="-10" rx="22" ry="7"/></g>'
)


def lotus(dice: Dice) -> str:
    """A pond's edge: leaves, open flowers, pods."""
    leaves = _set("leaf", dice, step=124, y=(316, 342), scale=(7, 11), gap=0)
    flowers = _set("lotus", dice, step=176, y=(250, 282), scale=(8, 11), gap=150)
    pods = _set("pod", dice, step=260, y=(284, 304), scale=(8, 10), gap=150, start=110)
    return f"<defs>{LOTUS}</defs>{leaves}{flowers}{pods}"


def bamboo(dice: Dice) -> str:
    """Two stands of bamboo, tall at both sides."""
    stalks, leaves = "", ""
    for x in _sides(dice, step=38, inner=330):
        top, lean = dice(-10, 90), dice(-14, 14)
        stalks += f"M{x} 360Q{x} 180 {x + lean} {top}"
        for _ in range(2):
            y = dice(max(top, 10), 250)
            side = 1 if dice(0, 1) else -1
            for drop in (4, 34):
                leaves += (
                    f"M{x} {y}q{side * 30} {drop - 22} {side * 58} {drop}"
                    f"q{-side * 34} {8 - drop // 6} {-side * 58} {-drop}z"
                )
    return (
        f'<path class="sw" stroke-width="9" stroke-dasharray="40 13" d="{stalks}"/>'
        f'<path class="f1" d="{leaves}"/>'
    )


def pines(dice: Dice) -> str:
    """Firs standing on the near slope, thinner toward the middle."""
    tree = (
        '<g id="fir"><path class="sd" d="M0 0v34"/><path class="fd" d="M0-96 22-52H11L30-20H15L38 14H-38'
        'L-15-20h-15L-11-52h-11z"/></g>'
    )
    spots = "".join(
        f'<use href="#fir" transform="translate({x} {dice(286, 318)})scale({dice(7, 13) / 10})"/>'
        for x in _sides(dice, step=62, inner=500)
    )
    return f"<defs>{tree}</defs>{spots}"


def blossom(dice: Dice) -> str:
    """Branches in flower reaching in from the sides; fruit country in spring."""
    flower = (
        '<g id="fl"><g class="f2"><circle cy="-9" r="7"/><circle cx="9" cy="-3" r="7"/><circle cx="6" cy="8" '
        'r="7"/><circle cx="-6" cy="8" r="7"/><circle cx="-9" cy="-3" r="7"/></g><circle class="fc" r="4"/></g>'
    )
    branch = ""
    flowers = ""
    for side in (1, -1):
        x = 0 if side == 1 else WIDE
        y = dice(150, 210)
        branch += (
            f"M{x} {y + 90}C{x + side * 90} {y + 60} {x + side * 170} {y + 66} {x + side * 300} {y}"
            f"M{x + side * 120} {y + 58}q{side * 50}-66 {side * 110}-80M{x + side * 60} {y + 70}q{side * 80} 26 {side * 170} 20"
        )
        for reach, rise in (
            (300, 0),
            (262, 18),
            (214, 36),
            (150, 52),
            (230, -22),
            (190, 4),
            (222, 92),
            (170, 94),
            (96, 66),
            (60, 80),
        ):
            flowers += (
                f'<use href="#fl" transform="translate({x + side * (reach + dice(-8, 8))} {y + rise + dice(-8, 8)})'
                f'scale({dice(8, 14) / 10})"/>'
            )
    return f'<defs>{flower}</defs><path class="sw" stroke-width="7" d="{branch}"/>{flowers}'


def reeds(dice: Dice) -> str:
    """Reeds at the water's edge, heads bent by the wind."""
    stems, heads = "", ""
    for x in _sides(dice, step=26, inner=540):
        top = dice(196, 280)
        bend = dice(14, 34)
        stems += f"M{x} 360Q{x} {top + 40} {x + bend} {top}"
        heads += f"M{x + bend - 3} {top + 4}q4-26 24-36-4 22-16 38z"
    return f'<path class="sd" d="{stems}"/><path class="f2 o5" d="{heads}"/>'


def _set(
    name: str, dice: Dice, *, step: int, y: tuple[int, int], scale: tuple[int, int], gap: int,
    start: int = 40,
) -> str:  # fmt: skip
    """Copies of one drawing along the foreground, leaving the middle free where a gap is asked."""
    made, x = "", start + dice(0, 40)
    while x < WIDE:
        if abs(x - 720) >= gap:
            size = f"{dice(*scale) / 10:g}"
            made += f'<use href="#{name}" transform="translate({x} {dice(*y)})scale({size})"/>'
        x += step + dice(-step // 4, step // 4)
    return made


def _sides(dice: Dice, *, step: int, inner: int) -> list[int]:
    """Places along both sides, none nearer to the middle than `inner` from an edge."""
    places, x = [], dice(0, step)
    while x < inner:
        places += [x, WIDE - x - dice(0, step // 2)]
        x += step + dice(0, step)
    return places
