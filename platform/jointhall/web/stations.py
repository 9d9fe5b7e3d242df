"""The line of stations (走到哪一步了), which forks where several parties are asked at once.

One reading order serves every form: stations in turn, at a fork the parties one after another.
The drawing is beside it, standing on a phone and lying down on a desk, and says nothing more.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup

StationState = Literal["done", "now", "coming", "stopped"]
PartyState = Literal["asked", "agreed", "refused", "silent"]
LightState = Literal["ok", "soon", "late", "done", "no", "paused", "none"]

SIGNS = {
    "done": '<path d="M8.5 14.5l4 4 7.5-8.5"/>',
    "now": '<circle class="d" cx="14" cy="14" r="4.5"/>',
    "coming": "",
    "stopped": '<path d="M11 10v8M17 10v8"/>',
    "ok": '<path d="M14 8.5V14l3.5 2.5"/>',
    "soon": '<path d="M14 8v7M14 18.8v.1"/>',
    "late": '<path d="M14 8v7M14 18.8v.1"/>',
    "no": '<path d="M10 10l8 8M18 10l-8 8"/>',
    "paused": '<path d="M11 10v8M17 10v8"/>',
    "none": "",
}
SHAPES = {
    "done": "is-done", "now": "is-now", "coming": "is-ahead", "stopped": "is-stopped",
    "ok": "is-ok", "soon": "is-soon", "late": "is-late", "no": "is-late",
    "paused": "is-stopped", "none": "is-ahead",
}  # fmt: skip
SPREAD = {2: 24, 3: 24, 4: 18, 5: 14}
"""How far apart the lanes of a standing fork run, by how many there are."""


@dataclass(frozen=True, slots=True)
class DayCells:
    """The bar of working days (日子格): given, used, and whether today is still running."""

    total: int
    used: int
    today: bool = True


@dataclass(frozen=True, slots=True)
class Station:
    """A stop on the way; `lines` are short notes: who, when, what happens."""

    name: str
    state: StationState
    lines: tuple[str, ...] = ()

    forks = False

    @property
    def node(self) -> Markup:
        return _node(self.state)


@dataclass(frozen=True, slots=True)
class Party:
    """One of those asked at a fork; `word` is what its light says, `phone` whom to call there."""

    name: str
    asked: str
    state: PartyState
    light: LightState
    word: str
    day_cells: DayCells | None = None
    day_words: str = ""
    lines: tuple[str, ...] = ()
    phone: str = ""

    @property
    def has_answered(self) -> bool:
        return self.state in ("agreed", "refused")

    @property
    def shade(self) -> str:
        """The state class of its rail and card: only near and late are coloured."""
        return {"soon": "is-soon", "late": "is-late", "no": "is-late"}.get(self.light, "")

    @property
    def node(self) -> Markup:
        return _node(self.light, "node in-wide")


@dataclass(frozen=True, slots=True)
class Fork:
    """Where two to five parties are asked at once; it passes when its rule is met."""

    parties: tuple[Party, ...]
    name: str = ""
    state: StationState = "now"
    lines: tuple[str, ...] = ()

    forks = True

    def __post_init__(self) -> None:
        if not 2 <= len(self.parties) <= 5:
            raise ValueError("a fork has two to five parties")

    @property
    def node(self) -> Markup:
        return _node(self.state)

    @property
    def answered(self) -> int:
        return sum(party.has_answered for party in self.parties)

    @property
    def is_under_way(self) -> bool:
        return self.state != "coming"

    @property
    def ends_ahead(self) -> bool:
        """Whether what comes after is not reached yet."""
        return self.state != "done"

    @property
    def turn_out(self) -> Markup:
        """Standing: the trunk opens into lanes."""
        curves = [_curve(0, 14, x, 48, party, self, before=True) for x, party in self._lanes()]
        return _turn("".join(reversed(curves)))

    @property
    def turn_in(self) -> Markup:
        """Standing: the lanes close into the trunk."""
        curves = [_curve(0, x, 14, 48, party, self, before=False) for x, party in self._lanes()]
        return _turn("".join(reversed(curves)))

    def rails(self, place: int) -> Markup:
        """Standing: every lane as it runs beside the card of the party at this place."""
        drawn = ""
        for i, (x, party) in enumerate(self._lanes()):
            if i < place:
                drawn += _run(x, "0", "100%", self._after(party))
            elif i > place:
                drawn += _run(x, "0", "100%", self._before(party))
            else:
                drawn += _run(x, "0", "30", self._before(party))
                drawn += _run(x, "30", "100%", self._after(party))
        x, party = self._lanes()[place]
        state = party.light if self.is_under_way else "coming"
        return Markup(  # noqa: S704 — our own geometry
            f'<svg class="rails" aria-hidden="true" focusable="false">{drawn}<g class="node '
            f'{SHAPES[state]}" transform="translate({x - 14} 16)">{_face(state)}</g></svg>'
        )

    @property
    def lying_out(self) -> Markup:
        """Lying down: from the trunk to the middle of each card."""
        return self._lying(before=True)

    @property
    def lying_in(self) -> Markup:
        """Lying down: from each card back to the trunk."""
        return self._lying(before=False)

    def _lying(self, *, before: bool) -> Markup:
        share = 300 / len(self.parties)
        paths = []
        for place, party in enumerate(self.parties):
            y = round(share * (place + 0.5))
            path = f"M0 150C40 150 18 {y} 64 {y}" if before else f"M0 {y}C46 {y} 24 150 64 150"
            kind = self._before(party) if before else self._after(party)
            paths.append(f'<path class="{kind}" vector-effect="non-scaling-stroke" d="{path}"/>')
        # Solid rails lie over dotted ones, so that a way already gone is never hidden.
        paths.sort(key=lambda path: "rail-ahead" not in path)
        return Markup(  # noqa: S704 — our own geometry
            '<svg class="lying" viewBox="0 0 64 300" preserveAspectRatio="none" aria-hidden="true"'
            f' focusable="false">{"".join(paths)}</svg>'
        )

    def _lanes(self) -> list[tuple[int, Party]]:
        spread = SPREAD[len(self.parties)]
        return [(14 + spread * i, party) for i, party in enumerate(self.parties)]

    def _before(self, party: Party) -> str:
        return f"rail {party.shade}".strip() if self.is_under_way else "rail-ahead"

    def _after(self, party: Party) -> str:
        return "rail" if party.state == "agreed" else "rail-ahead"


@dataclass(frozen=True, slots=True)
class Line:
    """The whole way of a case, from sent to delivered."""

    stations: tuple[Station | Fork, ...]

    @property
    def has_fork(self) -> bool:
        return any(stop.forks for stop in self.stations)

    @property
    def lies_down(self) -> bool:
        """Whether it fits lying: one fork, and not more than four stops beside it."""
        forks = sum(stop.forks for stop in self.stations)
        return forks <= 1 and len(self.stations) - forks <= (4 if forks else 7)

    @property
    def mini(self) -> Markup:
        """The line at a glance, for lists and the home card; its words stand beside it."""
        step, middle = 96, 32
        deep = max(
            (len(stop.parties) for stop in self.stations if isinstance(stop, Fork)), default=1
        )
        half = 22 if deep <= 3 else 28
        rails, nodes = "", ""
        for place, stop in enumerate(self.stations):
            x = 48 + place * step
            if place and not (stop.forks or self.stations[place - 1].forks):
                rails += _mini_rail(
                    f"M{x - step} {middle}H{x}", reached=stop.state in ("done", "now")
                )
            if isinstance(stop, Fork):
                drawn = _mini_fork(
                    stop, x, middle, half, first=not place, last=place == len(self.stations) - 1
                )
                rails, nodes = rails + drawn[0], nodes + drawn[1]
            else:
                nodes += _mini_node(stop.state, x, middle, 11)
        return Markup(  # noqa: S704 — our own geometry
            f'<svg class="mini" viewBox="0 0 {step * len(self.stations)} {middle * 2}"'
            f' aria-hidden="true" focusable="false">{rails}{nodes}</svg>'
        )


def _mini_fork(
    fork: Fork, x: int, middle: int, half: int, *, first: bool, last: bool
) -> tuple[str, str]:
    count = len(fork.parties)
    rails: list[str] = []
    nodes = ""
    for place, party in enumerate(fork.parties):
        y = round(middle - half + 2 * half * place / (count - 1))
        if not first:
            way = f"M{x - 96} {middle}H{x - 64}C{x - 34} {middle} {x - 44} {y} {x - 14} {y}H{x}"
            rails.append(_mini_rail(way, reached=fork.is_under_way))
        if not last:
            way = f"M{x} {y}H{x + 14}C{x + 44} {y} {x + 34} {middle} {x + 64} {middle}H{x + 96}"
            rails.append(_mini_rail(way, reached=party.state == "agreed" and not fork.ends_ahead))
        state = _mini_state(party, fork)
        nodes += _mini_node(state, x, y, 9 if count <= 3 else 6)
    rails.sort(key=lambda rail: "rail-ahead" not in rail)
    return "".join(rails), nodes


def _mini_state(party: Party, fork: Fork) -> str:
    if not fork.is_under_way:
        return "coming"
    return {"done": "done", "ok": "now", "none": "now", "paused": "stopped"}.get(
        party.light, party.light
    )


def _mini_rail(way: str, *, reached: bool) -> str:
    return f'<path class="rail{"" if reached else "-ahead"}" d="{way}"/>'


def _mini_node(state: str, x: int, y: int, size: int) -> str:
    return (
        f'<g class="node {SHAPES[state]}" transform="translate({x - size} {y - size})'
        f'scale({size / 14:.2f})">{_face(state)}</g>'
    )


def _node(state: str, css: str = "node") -> Markup:
    return Markup(  # noqa: S704 — our own geometry
        f'<svg class="{css} {SHAPES[state]}" viewBox="0 0 28 28" aria-hidden="true"'
        f' focusable="false">{_face(state)}</svg>'
    )


def _face(state: str) -> str:
    return f'<circle cx="14" cy="14" r="12"/>{SIGNS[state]}'


def _run(x: int, top: str, bottom: str, kind: str) -> str:
    return f'<line class="{kind}" x1="{x}" y1="{top}" x2="{x}" y2="{bottom}"/>'


def _curve(y: int, x: int, to_x: int, to_y: int, party: Party, fork: Fork, *, before: bool) -> str:
    kind = fork._before(party) if before else fork._after(party)
    if x == to_x:
        return f'<path class="{kind}" d="M{x} {y}V{to_y}"/>'
    return f'<path class="{kind}" d="M{x} {y}C{x} {to_y - 14} {to_x} {y + 14} {to_x} {to_y}"/>'


def _turn(curves: str) -> Markup:
    return Markup(  # noqa: S704 — our own geometry
        f'<svg class="turn" viewBox="0 0 96 48" aria-hidden="true" focusable="false">{curves}</svg>'
    )
