"""A township's emblem (徽), drawn while none is uploaded: a seal with its motif or character."""

# ruff: noqa: E501 — the data of a path reads worse when it is broken

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from markupsafe import Markup, escape

GROUNDS: tuple[str, ...] = (
    "M4 2.5 43.5 2l2.5 2-.5 40-2.5 2L4 45.5 2 43 2.5 4.5z",
    "M24 1.5a22.5 22.5 0 1 1 0 45 22.5 22.5 0 0 1 0-45z",
    "M15 2h18l13 13v18L33 46H15L2 33V15z",
    "M10 2h28a8 8 0 0 1 8 8v28a8 8 0 0 1-8 8H10a8 8 0 0 1-8-8V10a8 8 0 0 1 8-8z",
)

SIGNS: Mapping[str, str] = {
    "lotus": "M24 8c5 6 5.5 14 0 22-5.5-8-5-16 0-22zM16.8 13.5c-1.6 7 .4 13.3 5.2 17.5-6.5-1.5-10-7-9.5"
    "-14.5zM31.2 13.5c1.6 7-.4 13.3-5.2 17.5 6.5-1.5 10-7 9.5-14.5zM10 21c.2 6 4.5 10.5 11 11.2-7 2-13-1.2"
    "-15-7.7zM38 21c-.2 6-4.5 10.5-11 11.2 7 2 13-1.2 15-7.7zM9 36.5q3.7-2.5 7.5 0t7.5 0 7.5 0 7.5 0v2.5q-3.7 "
    "2.5-7.5 0t-7.5 0-7.5 0-7.5 0z",
    "tea": "M23 40V22h2v18zM24 22c-5-4-5-11 0-15 5 4 5 11 0 15zM22 33C13 33 9 28 8 19c9 0 14 5 14 14zM26 30c0-8 5-13 14-13"
    " 0 9-5 13-14 13z",
    "bamboo": "M15 8h5v9h-5zM15 18.5h5v10h-5zM15 30h5v10h-5zM26 12h4v8h-4zM26 21.5h4v9h-4zM26 32h4v8h-4zM21 14c6-6 12-6 "
    "18-4-5 6-11 7-18 4zM31 24c4-4 7-4 10-3-3 4-6 5-10 3zM14 24c-3-4-5-4-8-4 2 4 4 5 8 4z",
    "terraces": "M6 38q18-9 36 0v3H6zM9 31q16-8 30 0l2 3q-17-8-34 0zM13 24q12-7 22 0l2 3q-13-7-26 0zM18 17q7-5 12 0l2 "
    "3q-8-5-16 0z",
    "peaks": "M5 38 18 14l6 10 4-6 15 20zM18 14l-4 8 4-2 3 3 1-2z",
    "hills": "M4 38C10 22 16 18 22 26c5-10 14-10 22 12zM33 10a5 5 0 1 1 0 10 5 5 0 0 1 0-10z",
    "orchard": "M23 22h2v18h-2zM24 7a9 9 0 0 1 8 6 7 7 0 0 1 1 13H15a7 7 0 0 1 1-13 9 9 0 0 1 8-6z",
    "paddies": "M23 14h2v27h-2zM24 6c4 4 4 8 0 11-4-3-4-7 0-11zM22 24c-6 0-9-3-9-8 5 0 9 3 9 8zM26 24c6 0 9-3 9-8-5 0-9 3-9 "
    "8zM22 34c-6 0-9-3-9-8 5 0 9 3 9 8zM26 34c6 0 9-3 9-8-5 0-9 3-9 8z",
    "grassland": "M8 40c0-10 2-16 6-22-1 8 0 14 2 22zM18 40c0-14 2-22 7-31-2 12-1 21 1 31zM29 40c0-9 3-15 9-20-4 8-4 13-3 20z",
    "river": "M6 15q6-5 12 0t12 0 12 0v4q-6 5-12 0t-12 0-12 0zM6 24q6-5 12 0t12 0 12 0v4q-6 5-12 0t-12 0-12 0zM6 33q6-5 "
    "12 0t12 0 12 0v4q-6 5-12 0t-12 0-12 0z",
    "lake": "M5 31q5-4 9.5 0t9.5 0 9.5 0 9.5 0v4q-5 4-9.5 0t-9.5 0-9.5 0-9.5 0zM9 27h30l-5 0H14zM22 8h2v18h-2zM25 "
    "9c9 5 11 10 11 15H25zM21 12c-5 4-7 8-8 12h8z",
    "bridge": "M4 34c6-14 12-20 20-20s14 6 20 20h-9c-1-7-5-11-11-11s-10 4-11 11zM6 37h36v3H6z",
    "village": "M6 24 15 14l9 10v15H6zM24 28l8-8 9 8v11H26zM12 30v9h5v-9z",
    "old_street": "M6 40V20h5v-5h5v-4h6v4h5v5h5v-3h5v-3h5v26H28V29h-6v11z",
    "pagoda": "M23 5h2v4h-2zM14 17c4 0 6-3 7-7h6c1 4 3 7 7 7zM17 18h14v5H17zM11 29c4 0 6-2 7-5h12c1 3 3 5 7 5zM15 30h18v10h-6v"
    "-6h-6v6h-6z",
    "pines": "M24 5l8 11h-4l6 9h-4l7 10H26v6h-4v-6H11l7-10h-4l6-9h-4z",
    "blossom": "M24 7a6 6 0 0 1 5 10 6 6 0 1 1 6 9 6 6 0 1 1-8 7 6 6 0 1 1-6 0 6 6 0 1 1-8-7 6 6 0 1 1 6-9 6 6 0 0 1 5-10z",
    "reeds": "M16 41C16 28 17 20 21 12l2 1c-4 8-5 16-5 28zM24 41c0-12 2-20 7-26l2 1c-5 7-7 14-7 25zM20 14c0-5 2-8 5-9 1 4 0 "
    "8-3 11zM31 17c1-5 3-7 6-8 0 4-1 7-4 10z",
}  # fmt: skip


def emblem_svg(face: Mapping[str, Any], name: str) -> Markup:
    """The drawn emblem; `face["emblem"]` may name a motif, or be `character` for the first sign."""
    wanted = face.get("emblem") or next(
        (motif for motif in reversed(face.get("motifs") or ()) if motif in SIGNS), "character"
    )
    return _emblem(str(wanted), name[:1])


@lru_cache(maxsize=4096)
def _emblem(sign: str, first: str) -> Markup:
    ground = GROUNDS[(ord(first) if first else 0) % len(GROUNDS)]
    if sign in SIGNS:
        inside = f'<path class="fc" fill-rule="evenodd" d="{SIGNS[sign]}"/>'
    else:
        inside = f'<text x="24" y="34">{escape(first)}</text>'
    return Markup(  # noqa: S704 — our own paths; the character is escaped above
        f'<svg class="emblem" viewBox="0 0 48 48" aria-hidden="true" focusable="false">'
        f'<path fill="currentColor" d="{ground}"/>{inside}</svg>'
    )
