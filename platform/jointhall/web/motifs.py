"""The kit of motifs (图样): hills, water, houses and plants as small SVG pieces on a 1440 × 360 sheet.

Every piece is drawn in classes (f1 face, f2 accent, fp paper, fc card, fd deep; o1–o5 opacity),
never in colours, so one drawing serves every township by day and by night.
"""

# ruff: noqa: E501 — the data of a path reads worse when it is broken

from __future__ import annotations

from hashlib import sha256
from itertools import pairwise

WIDE, HIGH = 1440, 360
Point = tuple[int, int]


class Dice:
    """Chance that always falls the same way for the same division code."""

    def __init__(self, seed: str) -> None:
        self._state = int.from_bytes(sha256(seed.encode()).digest()[:8])

    def __call__(self, low: int, high: int) -> int:
        """A whole number from low to high, both included."""
        self._state = (self._state * 6364136223846793005 + 1442695040888963407) % 2**64
        return low + (self._state >> 33) % (high - low + 1)


def rolling(dice: Dice, y: int, sway: int, steps: int) -> str:
    """A far ridge of soft hills."""
    width = WIDE // steps
    points = [(i * width, y + dice(-sway, sway)) for i in range(steps + 1)]
    return _soft(points)


def peaked(dice: Dice, y: int, sway: int, steps: int) -> str:
    """A far ridge of sharp peaks."""
    width = WIDE // steps
    path = f"M0 {y + dice(0, sway)}"
    for i in range(steps):
        x = i * width
        path += f"L{x + width // 2 + dice(-20, 20)} {y - dice(sway // 2, sway)}"
        path += f"L{x + width} {y + dice(sway // 4, sway)}"
    return f"{path}V360H0z"


def _soft(points: list[Point]) -> str:
    path = f"M{points[0][0]} {points[0][1]}"
    for (x, y), (to_x, to_y) in pairwise(points):
        half = (to_x - x) // 2
        path += f"C{x + half} {y} {to_x - half} {to_y} {to_x} {to_y}"
    return f"{path}V360H0z"


def slope(name: str, kind: str, dice: Dice) -> str:
    """A hillside rising to the right edge, dressed as terraces, tea, orchard or bare hill."""
    top = dice(130, 165)
    shoulder = dice(960, 1060)
    edge = f"M660 372C780 306 {shoulder - 150} 232 {shoulder} 204S1240 {top + 46} 1460 {top}"
    body = f'<path id="{name}" class="f1 o4" d="{edge}V360H660z"/>'
    if kind == "hills":
        return body
    rows = "".join(
        f'<use href="#{name}e" transform="translate({6 * i} {(22 if kind == "terraces" else 30) * i})"/>'
        for i in range(1, 10 if kind == "terraces" else 7)
    )
    line = {
        "terraces": 'class="sp"',
        "tea": 'class="sw o5" stroke-width="13" stroke-dasharray="9 21"',
        "orchard": 'class="sw" stroke-width="25" stroke-dasharray="0 52"',
    }[kind]
    fruit = ""
    if kind == "orchard":
        fruit = f'<g class="s2" stroke-dasharray="0 26" stroke-width="6">{rows}</g>'
    return (
        f'<clipPath id="{name}c"><path d="{edge}V360H660z"/></clipPath>{body}'
        f'<defs><path id="{name}e" d="{edge}"/></defs>'
        f'<g clip-path="url(#{name}c)"><g {line}>{rows}</g>{fruit}</g>'
    )


def paddies(dice: Dice) -> str:
    """Flooded fields in the plain: a patchwork under the ridge."""
    cells = []
    for row, (y, to_y) in enumerate(((244, 262), (264, 288), (290, 322), (324, 362))):
        spread, x = 60 + row * 34, 200 - row * 130 + dice(-30, 30)
        while x < WIDE + 60:
            wide = spread + dice(20, 70) + row * 22
            lean = (x - 720) // 9
            shade = ("fc o5", "f1 o2", "f1 o3", "fc", "f1 o4")[dice(0, 4)]
            cells.append(
                f'<path class="{shade}" d="M{x} {y}h{wide - 8}l{lean + 6} {to_y - y}h-{wide - 2}z"/>'
            )
            x += wide
    return "".join(cells)


def grassland(dice: Dice) -> str:
    """Open grass with sheep on it."""
    tufts = "".join(
        f"M{dice(20, 1420)} {dice(262, 318)}l-4-13m4 13 1-17m-1 17 7-12" for _ in range(26)
    )
    herd = "".join(
        f'<use href="#sheep" transform="translate({x + dice(-30, 30)} {dice(250, 296)})'
        f'scale({dice(8, 12) / 10})"/>'
        for x in (400, 452, 516, 590, 940, 1010, 1090)
    )
    return (
        '<path class="f1 o3" d="M0 262C240 214 420 236 660 250S1180 206 1440 232V360H0z"/>'
        '<path class="f1 o4" d="M0 306C300 262 520 288 800 292S1220 262 1440 280V360H0z"/>'
        '<defs><g id="sheep"><path class="sd" d="M-9 6v9M8 6v9"/><ellipse class="fc" rx="17" ry="11"/>'
        '<circle class="fd" cx="17" cy="-4" r="6"/></g></defs>'
        f'{herd}<path class="sd o4" d="{tufts}"/>'
    )


def river(dice: Dice) -> str:
    """A river coming down through the middle."""
    x = dice(-60, 80)
    return (
        f'<g transform="translate({x})"><path class="fc" d="M560 226C520 238 680 244 652 262 612 286 430 '
        '296 420 360H800C720 334 664 318 706 294 760 264 690 232 560 226z"/><path class="s1 o3" d="M604 '
        '240h40M650 254h48M600 276h72M628 290h50M540 300h70M560 318h96M600 336h70"/></g>'
    )


def lake(dice: Dice) -> str:
    """A wide lake with a boat."""
    x, y = dice(560, 760), dice(262, 284)
    return (
        '<path class="fc" d="M250 300C330 236 560 250 760 240S1120 246 1190 292 1000 372 720 366 190 '
        '350 250 300z"/><path class="s1 o3" d="M400 290h90M540 270h70M800 268h110M930 296h80M620 312h130'
        'M460 324h60M840 326h90"/>'
        f'<g transform="translate({x} {y})"><path class="fd" d="M-46 0C-30 14 30 14 50-3 26 2-24 3-46 0z"/>'
        '<path class="f2" d="M-14-2C-12-22 14-22 18-3z"/><path class="sd" d="M24-3 38-26"/></g>'
    )


def bridge(dice: Dice) -> str:
    """A stone bridge of three arches over a stream."""
    x = dice(520, 640)
    return (
        '<path class="fc" d="M300 360C380 300 620 286 720 286S1060 300 1140 360z"/>'
        '<path class="s1 o3" d="M470 336h90M640 322h60M780 330h110M900 346h70"/>'
        f'<g transform="translate({x} 236)"><path class="fd" d="M-40 64C60 10 110 0 160 0S260 10 360 64V80'
        'H300A34 34 0 0 0 232 80H210A50 50 0 0 0 110 80H88A34 34 0 0 0 20 80H-40z"/>'
        '<path class="sp" d="M-30 60C66 14 112 7 160 7S254 14 350 60"/></g>'
    )


HOME = (
    '<g id="home"><path class="fc" d="M0 0h46v20H0z"/><path class="fd" d="M-6 2 4-12h38L52 2z"/>'
    '<path class="f1" d="M8 8h6v12H8zM24 8h5v6h-5zM35 8h5v6h-5z"/></g>'
)


def village(dice: Dice, many: int = 5) -> str:
    """Some farmhouses at the foot of the hills."""
    spots = [(640 + i * 58 + dice(-10, 10), 226 + (i * 23 + dice(0, 12)) % 40) for i in range(many)]
    homes = "".join(
        f'<use href="#home" transform="translate({x} {y})scale({dice(9, 13) / 10})"/>'
        for x, y in sorted(spots, key=lambda spot: spot[1])
    )
    return f"<defs>{HOME}</defs>{homes}"


def old_street(dice: Dice) -> str:
    """A row of old houses with stepped gables, lanterns under the eaves."""
    row, x = "", 420
    while x < 1010:
        wide, high = dice(70, 112), dice(58, 92)
        top = 306 - high
        row += (
            f'<path class="fc" d="M{x} 306V{top + 26}h{wide // 5}V{top + 12}h{wide // 5}V{top}h{wide // 5}'
            f'V{top + 12}h{wide // 5}V{top + 26}h{wide - 4 * (wide // 5)}V306z"/>'
            f'<path class="sw" stroke-width="6" d="M{x - 5} {top + 26}h{wide // 5 + 3}m2-14h{wide // 5 - 4}m2-12'
            f'h{wide // 5 - 2}m2 12h{wide // 5 - 4}m2 14h{wide // 5 + 4}"/>'
            f'<path class="fd" d="M{x + wide // 2 - 9} 306v-28h18v28zM{x + 10} {top + 42}h11v12h-11z'
            f'M{x + wide - 22} {top + 42}h11v12h-11z"/>'
        )
        if dice(0, 1):
            row += f'<ellipse class="f2" cx="{x + wide}" cy="{284 - dice(0, 8)}" rx="6" ry="8"/>'
        x += wide + dice(4, 12)
    return f'<path class="f1 o3" d="M360 300H1080L1140 330H300z"/>{row}'


def pagoda(dice: Dice) -> str:
    """A pagoda on a knoll, smaller at every storey."""
    x, storeys = dice(820, 980), dice(5, 7)
    high, y, tower = 24, 236, ""
    for i in range(storeys):
        half = 34 - i * 4
        y -= high
        tower += (
            f'<path class="fc" d="M{x - half + 8} {y + high}V{y}h{2 * half - 16}v{high}z"/>'
            f'<path class="f1" d="M{x - 5} {y + high}v-13h10v13z"/>'
            f'<path class="fd" d="M{x - half - 9} {y - 2}Q{x - half + 4} {y - 4} {x - half + 10} {y - 11}'
            f'H{x + half - 10}Q{x + half - 4} {y - 4} {x + half + 9} {y - 2}L{x + half} {y + 3}H{x - half}z"/>'
        )
    return (
        f'<path class="f1 o5" d="M{x - 320} 345C{x - 170} 320 {x - 110} 232 {x} 232S{x + 180} 320 '
        f'{x + 340} 345z"/>{tower}<path class="sd" d="M{x} {y - 11}v-20"/>'
        f'<circle class="f2" cx="{x}" cy="{y - 33}" r="5"/>'
    )
