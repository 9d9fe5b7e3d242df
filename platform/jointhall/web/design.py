"""The design language shown live (组件总览): every part in every state."""

from __future__ import annotations

from typing import Any

import segno
from litestar import Response, get
from litestar.response import Template
from markupsafe import Markup

from .access import machine, public
from .design_samples import TOWNSHIPS, county_rows, lines, load, queue_groups, told
from .faces import contrast, default_face, face_css
from .given import Visit
from .pages import page


@get("/design", guards=[public])
async def design_page(visit: Visit) -> Template:
    """The residents' parts, ten townships' scenes, and forks for two to five parties."""
    return page(visit, "web/design.html", **_shown())


@get("/design/desk", guards=[public])
async def design_desk(visit: Visit) -> Template:
    """The officers' and the county's parts."""
    return page(visit, "web/design_desk.html", **_shown())


@get("/design/faces.css", guards=[machine], sync_to_thread=False)
def design_faces() -> Response[str]:
    """The colours of the ten townships shown, each under its own class."""
    rules = (
        face_css(default_face(code), f".face-{place}") for place, (_, code) in enumerate(TOWNSHIPS)
    )
    return Response("".join(rules), media_type="text/css; charset=utf-8")


def _shown() -> dict[str, Any]:
    reckoning, today = told()
    return {
        "townships": [(name, code, default_face(code)) for name, code in TOWNSHIPS],
        "lines": lines(),
        "groups": queue_groups(),
        "sample_bars": load(),
        "county_rows": county_rows(),
        "told": reckoning,
        "on_day": today,
        "contrast": contrast,
        "qr": Markup(_sample_code()),  # noqa: S704 — drawn here, from a fixed address
    }


def _sample_code() -> str:
    return segno.make("https://example.org/v/0037").svg_inline(scale=4)


ROUTES = [design_page, design_desk, design_faces]
