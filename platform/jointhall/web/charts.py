"""Small charts made by the server: what falls due each day, and how a figure went (走势)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup, escape

Shade = Literal["", "soon", "late"]


@dataclass(frozen=True, slots=True)
class Bar:
    """One day's load: its label under the floor, how many, and whether they are near or late."""

    label: str
    count: int
    shade: Shade = ""


def bars_svg(bars: Sequence[Bar], title: str) -> Markup:
    """What falls due on each of the days to come, read aloud as one sentence."""
    step, tall = 31, 40
    most = max((bar.count for bar in bars), default=0) or 1
    width = max(step * len(bars), step)
    drawn = f'<path d="M0 58.5h{width}"/>'
    for place, bar in enumerate(bars):
        x, high = place * step, round(bar.count / most * tall)
        if bar.count:
            shade = f' class="is-{bar.shade}"' if bar.shade else ""
            drawn += f'<rect{shade} x="{x + 4}" y="{58 - high}" width="20" height="{high}"/>'
            drawn += f'<text x="{x + 14}" y="{54 - high}">{bar.count}</text>'
        drawn += f'<text x="{x + 14}" y="73">{escape(bar.label)}</text>'
    told = "；".join(f"{bar.label} {bar.count}" for bar in bars)
    return Markup(  # noqa: S704 — numbers, and labels escaped above
        f'<svg class="chart" viewBox="0 0 {width} 78" role="img" '
        f'aria-label="{escape(f"{title}：{told}")}">{drawn}</svg>'
    )


def spark_svg(
    values: Sequence[float], *, low: float | None = None, high: float | None = None,
    middle: float | None = None, label: str = "",
) -> Markup:  # fmt: skip
    """How a figure went, last point marked; `low` and `high` set one scale for a whole column."""
    if not values:
        return Markup("")
    floor = min(values) if low is None else low
    top = max(values) if high is None else high
    span = (top - floor) or 1

    def y(value: float) -> float:
        return round(23 - (min(max(value, floor), top) - floor) / span * 20, 1)

    step = 70 / max(len(values) - 1, 1)
    points = [f"{3 + i * step:.1f} {y(value)}" for i, value in enumerate(values)]
    line = f'<path class="o3" d="M0 {y(middle)}h76"/>' if middle is not None else ""
    last_x, last_y = points[-1].split()
    return _spark(
        f'{line}<path d="M{"L".join(points)}"/><circle cx="{last_x}" cy="{last_y}" r="2.4"/>', label
    )


def columns_svg(values: Sequence[float], *, high: float | None = None, label: str = "") -> Markup:
    """The same as small columns, for counts; the last one dark."""
    if not values:
        return Markup("")
    top = (max(values) if high is None else high) or 1
    step = 76 / len(values)
    drawn = ""
    for place, value in enumerate(values):
        tall = max(round(min(value, top) / top * 24, 1), 0.6 if value else 0)
        drawn += (
            f'<rect x="{place * step:.1f}" y="{26 - tall}"'
            f' width="{step * 0.66:.1f}" height="{tall}"/>'
        )
    return _spark(drawn, label)


def used_svg(used: int, promised: int) -> Markup:
    """Days used against days promised, as one bar with a mark at the promise."""
    whole = max(used, promised, 1) * 1.2
    at = round(promised / whole * 100)
    return Markup(  # noqa: S704 — numbers only
        '<svg class="used-bar" viewBox="0 0 100 14" preserveAspectRatio="none" aria-hidden="true">'
        f'<path d="M0 4h100v6H0z"/><path class="u" d="M0 4h{round(used / whole * 100)}v6H0z"/>'
        f'<path class="t" d="M{at - 1} 0h2v14h-2z"/></svg>'
    )


def _spark(drawn: str, label: str) -> Markup:
    said = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    return Markup(  # noqa: S704 — numbers; the label is escaped
        f'<svg class="spark" viewBox="0 0 76 26" {said}>{drawn}</svg>'
    )
